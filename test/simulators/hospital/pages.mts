import { escapeHtml, page } from '../shared/http.mts';
import { modes } from './behaviour.mts';
import type { Behaviour } from './behaviour.mts';
import { actionForms } from './forms.mts';
import type { FileCheck, HospitalLog, Referral, SentEvent } from './types.mts';

const NAME = 'Northside Veterinary Heart Centre';
const e = escapeHtml;

const frame = (title: string, body: string): string =>
	page(
		`${title} · ${NAME}`,
		`<header class="bar"><a href="/">${NAME}</a><small>simulated hospital</small></header><main>${body}</main>`,
	);

const STATE_WORDS: Record<string, string> = {
	received: 'New',
	acknowledged: 'Acknowledged',
	info_requested: 'Waiting for information',
	accepted: 'Accepted',
	declined: 'Declined',
	scheduled: 'Scheduled',
	no_show: 'Did not come',
	seen: 'Seen',
	reported: 'Reported',
	cancel_requested: 'Clinic asks to cancel',
	cancelled: 'Cancelled',
};

const URGENT_STATES = ['received', 'cancel_requested', 'no_show'];

const stateTag = (referral: Referral): string => {
	const warn = URGENT_STATES.includes(referral.state) ? ' warn' : '';
	return `<span class="tag${warn}">${e(STATE_WORDS[referral.state] ?? referral.state)}</span>`;
};

const link = (referral: Referral): string => `/referrals/${encodeURIComponent(referral.caseId)}`;

function counters(log: HospitalLog): string {
	const shown: Array<[string, number]> = [
		['deliveries', log.deliveries],
		['repeats', log.duplicates],
		['bad signatures', log.badSignatures],
		['refused content', log.badBodies],
		['files checked', log.filesVerified],
		['checksum failures', log.checksumFailures],
		['events delivered', log.eventsDelivered],
		['events failed', log.eventsFailed],
	];
	return `<p class="soft">${shown.map(([name, n]) => `${name} <b>${n}</b>`).join(' · ')}</p>`;
}

function behaviourForm(behaviour: Behaviour): string {
	const words: Record<string, string> = {
		manual: 'Manual: a person clicks',
		auto: 'Automatic: plays the whole loop',
		silent: 'Silent: takes it and never answers',
		decline: 'Declines everything',
		askInfo: 'Asks for information first',
		gone: 'Takes no referrals (410)',
	};
	const options = modes.map(
		(mode) =>
			`<option value="${mode}"${mode === behaviour.mode ? ' selected' : ''}>${e(words[mode])}</option>`,
	);
	return `<section><h2>How this hospital behaves</h2><form method="post" action="/behaviour">
<label for="mode">Mode</label><select id="mode" name="mode">${options.join('')}</select>
<label for="failNext">Fail this many deliveries with 500</label>
<input id="failNext" name="failNext" type="number" min="0" value="${behaviour.failNext}">
<button>Save</button></form></section>`;
}

/** The hospital's list of referrals, newest first. */
export function worklistPage(
	referrals: Referral[],
	behaviour: Behaviour,
	log: HospitalLog,
): string {
	const rows = [...referrals].reverse().map((referral) => {
		const { patient, owner, referrer, urgency, clinicalQuestion } = referral.request;
		const warn = urgency === 'routine' ? '' : ' warn';
		return `<tr><td><a href="${link(referral)}"><b>${e(patient.name)}</b></a><br>
<span class="soft">${e(patient.species)} · ${e(owner.name)}</span></td>
<td>${stateTag(referral)}<br><span class="tag${warn}">${e(urgency)}</span></td>
<td>${e(clinicalQuestion)}<br><span class="soft">${e(referrer.vet)}, ${e(referrer.clinic)}</span></td>
<td class="soft">${e(referral.reference)}<br>${e(referral.receivedAt.slice(0, 16).replace('T', ' '))}</td></tr>`;
	});
	const table =
		rows.length > 0
			? `<table><thead><tr><th>Patient</th><th>State</th><th>Question</th><th>Reference</th></tr></thead>
<tbody>${rows.join('')}</tbody></table>`
			: '<p class="soft">No referrals yet. They appear here as soon as a clinic sends one.</p>';
	return frame(
		'Referrals',
		`<h1>Referrals</h1><section>${table}${counters(log)}</section>${behaviourForm(behaviour)}`,
	);
}

const facts = (values: Array<[string, unknown]>): string =>
	`<dl>${values
		.filter(([, value]) => value !== undefined && value !== null && value !== '')
		.map(([name, value]) => `<dt>${e(name)}</dt><dd>${e(value)}</dd>`)
		.join('')}</dl>`;

function summary(referral: Referral): string {
	const { patient, owner, referrer, ...request } = referral.request;
	return `<div class="grid"><section><h2>Question</h2><p class="pre">${e(request.clinicalQuestion)}</p>${facts(
		[
			['Urgency', request.urgency],
			['Why urgent', request.reasonForUrgency],
			['Service', `${request.specialist.service} (${request.specialty})`],
			['Packet', `version ${request.packetVersion}`],
			['Reference', referral.reference],
			['Case', referral.caseId],
		],
	)}</section><section><h2>Patient</h2>${facts([
		['Name', patient.name],
		['Species', [patient.species, patient.breed, patient.sex].filter(Boolean).join(', ')],
		['Born', patient.dateOfBirth],
		['Weight', patient.weightKg && `${patient.weightKg} kg`],
		['Microchip', patient.microchip],
		['Owner', [owner.name, owner.phone, owner.email].filter(Boolean).join(', ')],
		['Prefers', [owner.preferredChannel, owner.language].filter(Boolean).join(', ')],
		['From', [referrer.vet, referrer.clinic, referrer.phone].filter(Boolean).join(', ')],
	])}</section></div>`;
}

function fileRow(check: FileCheck, index: number, caseUrl: string): string {
	const marks: Record<FileCheck['status'], string> = {
		pending: '<span class="tag">checking…</span>',
		verified: '<span class="tag">✓ checksum</span>',
		wrong_size: '<span class="tag warn">✗ size</span>',
		wrong_checksum: '<span class="tag warn">✗ checksum</span>',
		unreachable: '<span class="tag warn">✗ not reachable</span>',
	};
	const name = check.bytes
		? `<a href="${caseUrl}/files/${index}">${e(check.file.name)}</a>`
		: e(check.file.name);
	return `<tr><td>${name}<br><span class="soft">${e(check.file.kind)} · ${check.file.size} bytes</span></td>
<td>${marks[check.status]}${check.problem ? `<br><span class="soft">${e(check.problem)}</span>` : ''}</td></tr>`;
}

function eventRow(event: SentEvent): string {
	const last = event.attempts.at(-1);
	const warn = event.outcome === 'delivered' || event.outcome === 'sending' ? '' : ' warn';
	const answer = last ? `${last.status || 'no connection'} ${last.answer.slice(0, 160)}` : '';
	return `<tr><td>${e(event.type)}<br><span class="soft">${e(event.webhookId)}</span></td>
<td><span class="tag${warn}">${e(event.outcome.replace('_', ' '))}</span>
<span class="soft">${event.attempts.length} sent</span><br><span class="soft">${e(answer)}</span></td></tr>`;
}

const tableOr = (rows: string[], empty: string): string =>
	rows.length > 0
		? `<table><tbody>${rows.join('')}</tbody></table>`
		: `<p class="soft">${empty}</p>`;

/** News of the clinic in one line. */
function sentenceOf({ type, data }: Referral['news'][number]): string {
	if (type === 'patient.deceased')
		return `the patient has died${data.note ? ` (${data.note})` : ''}`;
	if (type === 'referral.closed') return `the referral has ended (${data.outcome}: ${data.reason})`;
	if (type === 'appointment.cancelled') {
		return `the owner cannot come to the visit on ${data.start}${data.reason ? `: ${data.reason}` : ''}`;
	}
	if (type === 'report.rejected') return `report ${data.version} was not filed: ${data.reason}`;
	return type;
}

/** One referral: what was sent, what the hospital answered, and a button for each next step. */
export function referralPage(referral: Referral): string {
	const { packet, patient, reply } = referral.request;
	const wish = referral.appointmentRequest;
	const notes = [
		wish && `The owner asks for ${wish.slot.start}${wish.note ? `: ${wish.note}` : ''}`,
		referral.appointment && `Appointment: ${referral.appointment.start}`,
		...referral.infoSupplied.map((info) => `Clinic answered: ${info.answer}`),
		referral.cancelReason && `Clinic asks to cancel: ${referral.cancelReason}`,
		...referral.news.map((message) => `Clinic says: ${sentenceOf(message)}`),
	].filter(Boolean);
	return frame(
		patient.name,
		`<p><a href="/">← All referrals</a></p><h1>${e(patient.name)} ${stateTag(referral)}</h1>
${notes.length > 0 ? `<section>${notes.map((note) => `<p class="pre">${e(note)}</p>`).join('')}</section>` : ''}
${summary(referral)}
<section><h2>What to do next</h2>${actionForms(referral, link(referral))}</section>
<section><h2>Files</h2>${tableOr(
			referral.files.map((check, n) => fileRow(check, n, link(referral))),
			'This packet came without files.',
		)}<p class="soft">${referral.manifestOk ? '✓ the list of files is complete' : '✗ the list of files does not match its checksum'}</p></section>
<section><h2>Messages sent to the clinic</h2>${tableOr(
			[...referral.events].reverse().map(eventRow),
			'Nothing was sent yet.',
		)}<p class="soft"><a href="${e(reply.pageUrl)}">The clinic's page for this case</a></p></section>
<section><details><summary>Whole packet</summary>
<pre class="pre">${e(JSON.stringify(packet, null, 2))}</pre></details></section>`,
	);
}

export const messagePage = (title: string, message: string): string =>
	frame(
		title,
		`<h1>${e(title)}</h1><section><p>${e(message)}</p><p><a href="/">All referrals</a></p></section>`,
	);
