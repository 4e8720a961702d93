import { escapeHtml, page } from '../shared/http.mts';
import type { Arrived, Filed } from './inbox.mts';
import { american } from './exports.mts';
import { entryKinds, ownerOf } from './practice.mts';
import type { Patient, Practice } from './practice.mts';

export interface Shown {
	practice: Practice;
	filed: Filed[];
}

const title = (practice: Practice): string => `Demo Cornerstone: ${practice.name}`;

/** Puts the practice's bar around a page. */
export const frame = (practice: Practice, name: string, main: string): string =>
	page(
		`${name} | ${title(practice)}`,
		`<header class="bar"><a href="/">${escapeHtml(title(practice))}</a>
<small>simulated practice system, all data fictional</small> &nbsp; <a href="/inbox">To file</a></header>
<main>${main}</main>`,
	);

export function listPage({ practice, filed }: Shown): string {
	const rows = practice.patients.map((patient) => {
		const owner = ownerOf(practice, patient);
		const count = filed.filter((row) => row.patientId === patient.id).length;
		return `<tr><td><a href="/patients/${patient.id}"><b>${escapeHtml(patient.name)}</b></a>${
			patient.died ? ' <span class="tag warn">deceased</span>' : ''
		}</td><td>${patient.id}</td><td>${escapeHtml(patient.species)}</td><td>${
			owner
				? escapeHtml(`${owner.lastName}, ${owner.firstName}`)
				: '<span class="tag warn">none</span>'
		}</td><td>${count}</td></tr>`;
	});
	return `<h1>Patients</h1><section><table><thead><tr><th>Name</th><th>Id</th><th>Species</th>
<th>Client</th><th>Documents</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}

export function patientPage({ practice, filed }: Shown, patient: Patient): string {
	const owner = ownerOf(practice, patient);
	const facts: Array<[string, string]> = [
		['Patient id', patient.id],
		['Client', owner ? `${owner.lastName}, ${owner.firstName} (${owner.id})` : 'none on record'],
		['Species', patient.species],
		['Breed', patient.breed],
		['Born', american(patient.born)],
		['Microchip', patient.microchip],
	];
	const documents = filed
		.filter((row) => row.patientId === patient.id)
		.map((row) => [
			`<a href="/files/${row.sha256}">${escapeHtml(row.name)}</a><br>
<span class="soft">${row.pages} page(s), sha-256 ${row.sha256}</span>`,
			escapeHtml(row.marker),
			escapeHtml(row.by),
			escapeHtml(row.at),
		]);
	const entries = practice.entries
		.filter((row) => row.patientId === patient.id)
		.map((row) => [row.kind, escapeHtml(row.text), escapeHtml(row.marker), escapeHtml(row.by)]);
	const visits = [...patient.visits]
		.sort((a, b) => b.date.localeCompare(a.date))
		.map((row) => [
			american(row.date),
			escapeHtml(row.reason),
			row.notes.map(escapeHtml).join('<br>'),
		]);
	const list = facts.map(
		([key, value]) => `<dt>${key}</dt><dd>${escapeHtml(value || 'not recorded')}</dd>`,
	);
	return `<h1>${escapeHtml(patient.name)}</h1><div class="grid"><section><h2>Patient</h2>
<dl>${list.join('')}</dl></section>${referForm(patient)}</div>
${table('Documents', ['Name', 'Reference', 'Filed by', 'When'], documents)}
${table('Entered by hand', ['What', 'Text', 'Reference', 'By'], entries)}
${table('History', ['When', 'Reason', 'Notes'], visits)}${entryForm(patient)}`;
}

function referForm(patient: Patient): string {
	if (patient.died) return '<section><h2>Refer</h2><p>This patient has died.</p></section>';
	return `<section><h2>Export for referral</h2><form method="post" action="/patients/${patient.id}/refer">
<label for="reason">Reason</label><textarea id="reason" name="reason" rows="4" maxlength="2000"></textarea>
<button type="submit">Save history and list</button></form>
<p class="soft">Leaves the Patient History as PDF and RTF and a list as CSV in the referral folder.</p></section>`;
}

function entryForm(patient: Patient): string {
	const options = entryKinds.map((kind) => `<option>${kind}</option>`).join('');
	return `<section><h2>Enter by hand</h2><form method="post" action="/patients/${patient.id}/enter">
<label for="kind">What</label><select id="kind" name="kind">${options}</select>
<label for="text">Text</label><textarea id="text" name="text" rows="3" required></textarea>
<label for="marker">Reference</label><input id="marker" name="marker">
<label for="by">Your name</label><input id="by" name="by" required><button type="submit">Enter</button></form></section>`;
}

export function inboxPage(arrived: Arrived[], message: string): string {
	const note = message ? `<section class="card" id="message">${escapeHtml(message)}</section>` : '';
	const cards = arrived
		.filter(({ kind }) => kind !== 'slip')
		.map(
			(item, at) => `<section><h2>${escapeHtml(item.name)}</h2>
<p>${item.size} bytes. ${item.belongsTo ? `Slip: ${escapeHtml(item.belongsTo)}` : ''}
${item.problem ? `<span class="tag warn">${escapeHtml(item.problem)}</span>` : ''}</p>
<form method="post" action="/inbox/file"><input type="hidden" name="document" value="${escapeHtml(item.name)}">
<label for="by${at}">Your name</label><input id="by${at}" name="by" required>
<label for="to${at}">Patient id (only when the slip has none)</label><input id="to${at}" name="patientId">
<button type="submit">File into the record</button></form></section>`,
		);
	const alone = arrived
		.filter(({ kind, problem }) => kind === 'slip' && problem)
		.map(({ name, problem }) => [escapeHtml(name), escapeHtml(problem)]);
	return `${note}<h1>To file</h1>${cards.join('') || '<p class="soft">Nothing to file.</p>'}
${alone.length ? table('Slips without their document', ['Name', 'Problem'], alone) : ''}`;
}

function table(heading: string, heads: string[], rows: string[][]): string {
	const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
	const head = heads.map((name) => `<th>${name}</th>`).join('');
	return `<section><h2>${heading} <span class="tag">${rows.length}</span></h2>${
		rows.length
			? `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`
			: '<p class="soft">None</p>'
	}</section>`;
}
