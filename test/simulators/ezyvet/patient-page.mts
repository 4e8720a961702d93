import { escapeHtml } from '../shared/http.mts';
import type { Context } from './context.mts';
import type { Row, Store } from './store.mts';

const REASONS: Record<number, string> = {
	501: 'Cardiology, urgent: murmur now grade 4/6, daily cough, one near-collapse. Please stage.',
	502: 'Oncology: mast cell tumour on the right flank, enlarged inguinal lymph node.',
	503: 'Surgery: left cranial cruciate rupture, suspected meniscal tear.',
};

const TYPES: Record<number, string> = { 1: 'Email', 4: 'SMS', 5: 'Call', 6: 'Notes', 8: 'Other' };

/** One patient's record; `referredConsult` is the consult the Refer button has just made. */
export function patientPage(context: Context, animal: Row, referredConsult: string | null): string {
	const { store } = context;
	const consults = of(store, 'consult', animal.id);
	const banner =
		referredConsult && /^\d+$/.test(referredConsult)
			? `<section class="card" id="top"><b>Marked for referral.</b> Consult ${referredConsult} and an
appointment of type Referral were created.</section>`
			: '';
	return `${banner}<h1>${escapeHtml(animal.name)}${
		animal.is_dead ? ' <span class="tag warn">deceased</span>' : ''
	}</h1><div class="grid">${facts(store, animal)}${referForm(animal)}</div>
${table(
	'Appointments',
	['When', 'Type', 'State', 'Description'],
	of(store, 'appointment', animal.id).map((row) => appointment(store, row)),
)}
${table('Communications', ['When', 'Type', 'Status', 'Text'], of(store, 'communication', animal.id).map(communication))}
${table('Files', ['Name', 'Added', 'Size', 'On'], files(store, animal, consults))}
${table(
	'Consults',
	['When', 'Reason', 'Notes'],
	consults.map((row) => consult(store, row)),
)}
${table('Prescribed', ['Medicine', 'Instructions', 'Since'], medicines(store, animal))}
<p><a href="/patients/${animal.id}">Look again</a> &nbsp; <a href="/">All patients</a></p>`;
}

/** Newest first. */
function of(store: Store, resource: string, animalId: number): Row[] {
	return store
		.all(resource)
		.filter((row) => row.animal_id === animalId)
		.sort((a, b) => b.created_at - a.created_at || b.id - a.id);
}

function facts(store: Store, animal: Row): string {
	const name = (resource: string, id: unknown) => store.get(resource, id as number)?.name;
	const owner = store.get('contact', animal.contact_id as number);
	const points = store
		.all('contactdetail')
		.filter((row) => row.contact_id === animal.contact_id)
		.map((row) => row.value)
		.join(', ');
	const rows: Array<[string, unknown]> = [
		['Species', name('species', animal.species_id)],
		['Breed', name('breed', animal.breed_id)],
		['Sex', name('sex', animal.sex_id)],
		['Born', animal.date_of_birth ? day(animal.date_of_birth) : null],
		['Weight', animal.weight ? `${String(animal.weight)} ${String(animal.weight_unit)}` : null],
		['Microchip', animal.microchip_number],
		['Owner', owner ? `${String(owner.first_name)} ${String(owner.last_name)}` : null],
		['Contact', points],
		['Important', animal.notes_important],
	];
	const shown = rows
		.map(([label, value]) => `<dt>${label}</dt><dd>${escapeHtml(value || 'not recorded')}</dd>`)
		.join('');
	return `<section><h2>Patient ${animal.id}</h2><dl>${shown}</dl></section>`;
}

function referForm(animal: Row): string {
	if (animal.is_dead) return '<section><h2>Refer</h2><p>This patient has died.</p></section>';
	return `<section><h2>Refer to a specialist</h2><form method="post" action="/patients/${animal.id}/refer">
<label for="reason">Reason</label><textarea id="reason" name="reason" rows="5" maxlength="2000">${escapeHtml(
		REASONS[animal.id] ?? '',
	)}</textarea><button type="submit">Refer</button></form>
<p class="soft">Creates a consult that begins with #refer and an appointment of type Referral.</p></section>`;
}

function table(title: string, heads: string[], rows: string[]): string {
	const body = rows.length
		? `<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead>
<tbody>${rows.join('')}</tbody></table>`
		: '<p class="soft">None</p>';
	return `<section><h2>${title} <span class="tag">${rows.length}</span></h2>${body}</section>`;
}

const cells = (...values: string[]): string =>
	`<tr>${values.map((value) => `<td>${value}</td>`).join('')}</tr>`;

function appointment(store: Store, row: Row): string {
	const type = store.get('appointmenttype', row.type_id as number)?.name;
	const state = row.active
		? store.get('appointmentstatus', row.status_id as number)?.name
		: `Cancelled: ${String(row.cancellation_reason_text ?? '')}`;
	return cells(
		minute(row.start_at),
		escapeHtml(type),
		`<span class="tag${row.active ? '' : ' warn'}">${escapeHtml(state)}</span>`,
		escapeHtml(row.description),
	);
}

function communication(row: Row): string {
	const text = `${row.subject ? `<b>${escapeHtml(row.subject)}</b><br>` : ''}<span class="pre">${escapeHtml(
		row.content,
	)}</span>`;
	const type =
		TYPES[row.contact_detail_type_id as number] ?? `Type ${String(row.contact_detail_type_id)}`;
	return cells(minute(row.created_at), escapeHtml(type), escapeHtml(row.status), text);
}

function files(store: Store, animal: Row, consults: Row[]): string[] {
	const ids = new Set(consults.map((row) => row.id));
	return store
		.all('attachment')
		.filter(
			(row) =>
				row.active &&
				((row.record_type === 'Animal' && row.record_id === animal.id) ||
					(row.record_type === 'Consult' && ids.has(row.record_id as number))),
		)
		.sort((a, b) => b.created_at - a.created_at || b.id - a.id)
		.map((row) =>
			cells(
				`<a href="/files/${row.id}">${escapeHtml(row.name)}</a><br><span class="soft">${escapeHtml(
					row.notes,
				)}</span>`,
				minute(row.created_at),
				`${Math.max(1, Math.round(Number(row.size) / 1024))} kB`,
				escapeHtml(`${String(row.record_type)} ${String(row.record_id)}`),
			),
		);
}

function consult(store: Store, row: Row): string {
	const notes = ['history', 'physicalexam', 'assessment'].flatMap((resource) =>
		store
			.all(resource)
			.filter((note) => note.consult_id === row.id && note.active)
			.map((note) => escapeHtml(note.comments ?? note.notes)),
	);
	const mark = row.active ? '' : ' <span class="tag warn">inactive</span>';
	return cells(minute(row.date), escapeHtml(row.description) + mark, notes.join('<br>'));
}

function medicines(store: Store, animal: Row): string[] {
	return of(store, 'prescription', animal.id).flatMap((prescription) =>
		store
			.all('prescriptionitem')
			.filter((item) => item.prescription_id === prescription.id)
			.map((item) =>
				cells(
					escapeHtml(store.get('product', item.product_id as number)?.name ?? 'External product'),
					escapeHtml(item.instructions),
					day(item.date_start),
				),
			),
	);
}

const iso = (seconds: unknown): string => new Date(Number(seconds) * 1000).toISOString();
const day = (seconds: unknown): string => iso(seconds).slice(0, 10);
const minute = (seconds: unknown): string => `${iso(seconds).slice(0, 16).replace('T', ' ')} UTC`;
