import { escapeHtml } from '../shared/http.mts';
import { nameOf } from './codes.mts';
import type { Context } from './context.mts';
import { patientOf } from './effects.mts';
import { cases } from './seed/cases.mts';
import { STATUS } from './resources.mts';
import type { Row, Store } from './store.mts';

/** Rows of a table that are shown, newest first; the count in its head is of all. */
const SHOWN = 200;

export function ownerName({ store }: Context, patient: Row): string {
	const owner = store.get('client', patient.client as number);
	return owner
		? `${String(owner.firstname ?? '')} ${String(owner.lastname ?? '')}`.trim() ||
				String(owner.organization_name ?? '')
		: 'not known';
}

/** One patient's record; `referred` is the consultation the Refer button has just made. */
export function patientPage(context: Context, patient: Row, referred: string | null): string {
	const { store } = context;
	const of = (resource: string): Row[] =>
		newestFirst(
			store.all(resource).filter((row) => patientOf(context, resource, row) === patient.id),
		);
	const consultations = newestFirst(store.related('consultation', 'patients', patient.id));
	const banner =
		referred && /^\d+$/.test(referred)
			? `<section class="card" id="top"><b>Marked for referral.</b> Consultation ${referred} and a
patient referral were created.</section>`
			: '';
	const loose = (title: string, resource: string) =>
		table(
			title,
			['When', 'Content'],
			of(resource).map((row) => cells(minute(row.created), content(row))),
		);
	return `${banner}<h1>${escapeHtml(patient.name)}${
		patient.deceased ? ' <span class="tag warn">deceased</span>' : ''
	}</h1><div class="grid">${facts(context, patient)}${referForm(patient)}</div>
${loose('Patient referrals', 'patient_referral')}
${table(
	'Notes and files',
	['When', 'Text', 'Files'],
	of('note').map((row) => noteRow(store, row)),
)}
${loose('Imported history', 'importedhistory')}
${table(
	'Appointments',
	['When', 'Title', 'State'],
	of('appointment').map((row) =>
		cells(
			minute(row.start),
			`${escapeHtml(row.title)}<br>${escapeHtml(row.complaint)}`,
			row.active ? 'booked' : '<span class="tag warn">cancelled</span>',
		),
	),
)}
${loose('Tasks', 'task')}
${table(
	'Reminders',
	['Planned', 'Text'],
	of('reminder').map((row) => cells(escapeHtml(row.planned_sending_date), content(row))),
)}
${table(
	'Consultations',
	['When', 'Reason', 'Status', 'Notes'],
	consultations.map((row) => consultationRow(store, row)),
)}
${table(
	'Medicines and vaccines',
	['Given', 'Name', 'Instructions'],
	of('consultation_items/medicine').map((row) =>
		cells(
			minute(row.used ?? row.created),
			`${escapeHtml(row.name)}${row.vaccination ? ' <span class="tag">vaccine</span>' : ''}`,
			escapeHtml(row.instructions ?? row.vaccination_disease),
		),
	),
)}
${table(
	'Laboratory',
	['When', 'Value', 'Result'],
	of('laboratoryanalysis').map((row) =>
		cells(
			minute(row.date ?? row.created),
			escapeHtml(row.name),
			escapeHtml(`${String(row.result ?? '')} ${String(row.unit ?? '')} ${String(row.flag ?? '')}`),
		),
	),
)}
<p><a href="/patients/${patient.id}">Look again</a> &nbsp; <a href="/">All patients</a></p>`;
}

const newestFirst = (rows: Row[]): Row[] =>
	[...rows].sort((a, b) => b.created - a.created || b.id - a.id);

function facts(context: Context, patient: Row): string {
	const phones = context.store
		.related('phonenumber', 'client', patient.client as number)
		.map((row) => row.phone_number);
	const owner = context.store.get('client', patient.client as number);
	const rows: Array<[string, unknown]> = [
		['Species', nameOf('species', patient.species)],
		['Breed', nameOf('breed', patient.breed)],
		['Sex', nameOf('gender', patient.gender)],
		['Born', patient.date_of_birth],
		['Weight', patient.weight ? `${String(patient.weight)} kg` : null],
		['Microchip', patient.microchip],
		['Owner', ownerName(context, patient)],
		['Contact', [...phones, owner?.email].filter(Boolean).join(', ')],
		['Important', patient.critical_notes],
		['Remarks', patient.remarks],
	];
	const shown = rows
		.map(([label, value]) => `<dt>${label}</dt><dd>${escapeHtml(value || 'not recorded')}</dd>`)
		.join('');
	return `<section><h2>Patient ${patient.id}</h2><dl>${shown}</dl></section>`;
}

function referForm(patient: Row): string {
	if (patient.deceased) return '<section><h2>Refer</h2><p>This patient has died.</p></section>';
	return `<section><h2>Refer to a specialist</h2><form method="post" action="/patients/${patient.id}/refer">
<label for="reason">Reason</label><textarea id="reason" name="reason" rows="5" maxlength="2000">${escapeHtml(
		cases.find(({ animal }) => animal.id === patient.id)?.reason,
	)}</textarea>
<button type="submit">Refer</button></form>
<p class="soft">Creates a consultation that begins with #refer and a patient referral, and presses the
practice's Refer button if one is set up.</p></section>`;
}

function table(title: string, heads: string[], rows: string[]): string {
	const body = rows.length
		? `<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead>
<tbody>${rows.slice(0, SHOWN).join('')}</tbody></table>`
		: '<p class="soft">None</p>';
	return `<section><h2>${title} <span class="tag">${rows.length}</span></h2>${body}</section>`;
}

const cells = (...values: string[]): string =>
	`<tr>${values.map((value) => `<td>${value}</td>`).join('')}</tr>`;

function noteRow(store: Store, row: Row): string {
	const files = store.related('upload', 'note', row.id).map(
		(file) => `<a href="/files/${file.id}">${escapeHtml(file.name)}</a>
<span class="soft">${Math.max(1, Math.round(Number(file.size) / 1024))} kB</span>`,
	);
	return cells(minute(row.created), content(row), files.join('<br>'));
}

function consultationRow(store: Store, row: Row): string {
	const texts = ['consultationnote', 'consultationdiagnosis', 'consultationdischargeinstruction']
		.flatMap((resource) => store.related(resource, 'consultation', row.id))
		.map((note) => escapeHtml(note.text ?? note.name));
	const notes = `<span class="pre">${texts.join('\n')}</span>`;
	const status = escapeHtml(STATUS[row.status as number]);
	return cells(minute(row.created), escapeHtml(row.complaint), status, notes);
}

/** Everything a record says in words, whatever its fields are called. */
function content(row: Row): string {
	const { id, created, modified, extra, ...fields } = row;
	void [id, created, modified];
	const shown = Object.entries({ ...fields, ...extra }).filter(
		([, value]) => typeof value === 'string' && value !== '' && !/^https?:/.test(value),
	);
	return shown
		.map(
			([name, value]) =>
				`<span class="soft">${escapeHtml(name)}</span> <span class="pre">${escapeHtml(value)}</span>`,
		)
		.join('<br>');
}

const minute = (ms: unknown): string =>
	typeof ms === 'number' ? `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC` : '';
