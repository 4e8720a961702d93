import type { IncomingMessage, ServerResponse } from 'node:http';
import { escapeHtml, page, parseForm, readBody, redirect, sendHtml } from '../shared/http.mts';
import { nameOf } from './codes.mts';
import type { Context } from './context.mts';
import { ownerName, patientPage } from './patient-page.mts';
import type { Row } from './store.mts';

export const TITLE = 'Demo Provet Cloud: Lakeside Animal Hospital';
const BAR =
	`<header class="bar"><a href="/">${TITLE}</a>` +
	'<small>simulated practice system, all data fictional</small></header>';

/** Puts the practice's bar around a page. */
const frame = (title: string, main: string): string =>
	page(`${title} | ${TITLE}`, `${BAR}<main>${main}</main>`);

/** What the vet sees: patients, one patient's record, the Refer button and the files. */
export async function handlePages(
	context: Context,
	refer: (patientId: number, reason: string) => { consultation: Row } | null,
	req: IncomingMessage,
	res: ServerResponse,
): Promise<void> {
	const url = new URL(req.url ?? '/', 'http://simulator');
	const { store } = context;
	const [, area, given, action] = url.pathname.split('/');
	const id = /^\d+$/.test(given ?? '') ? Number(given) : -1;
	if (req.method === 'GET' && url.pathname === `/${context.provetId}/`) return redirect(res, '/');
	if (req.method === 'GET' && url.pathname === '/') {
		return sendHtml(res, 200, frame('Patients', patientList(context)));
	}
	const patient = area === 'patients' ? store.get('patient', id) : undefined;
	if (patient && !action && req.method === 'GET') {
		const made = url.searchParams.get('referred');
		return sendHtml(res, 200, frame(String(patient.name), patientPage(context, patient, made)));
	}
	if (patient && action === 'refer' && req.method === 'POST') {
		const reason = (parseForm(await readBody(req)).reason ?? '').trim();
		const made = refer(patient.id, reason);
		if (made) return redirect(res, `/patients/${patient.id}?referred=${made.consultation.id}#top`);
		const text = `<section><h1>Not referred</h1><p>${escapeHtml(patient.name)} has died.</p></section>`;
		return sendHtml(res, 409, frame('Not referred', text));
	}
	if (area === 'files' && req.method === 'GET') return sendFile(context, res, id);
	const missing = '<section><h1>Not found</h1><p><a href="/">All patients</a></p></section>';
	return sendHtml(res, 404, frame('Not found', missing));
}

function patientList(context: Context): string {
	const rows = context.store
		.all('patient')
		.map(
			(row) => `<tr><td><a href="/patients/${row.id}"><b>${escapeHtml(row.name)}</b></a>
${row.deceased ? ' <span class="tag warn">deceased</span>' : ''}</td>
<td>${escapeHtml(nameOf('species', row.species) ?? 'not recorded')}</td>
<td>${escapeHtml(nameOf('breed', row.breed) ?? 'not recorded')}</td>
<td>${escapeHtml(ownerName(context, row))}</td><td>${row.id}</td></tr>`,
		)
		.join('');
	return `<h1>Patients</h1><section><table><thead><tr><th>Name</th><th>Species</th><th>Breed</th>
<th>Owner</th><th>Id</th></tr></thead><tbody>${rows}</tbody></table></section>
<p class="soft">Open a patient and press Refer to start a referral.</p>`;
}

/** A file for a person to look at: PDFs and pictures open, everything else is downloaded. */
function sendFile({ store }: Context, res: ServerResponse, id: number): void {
	const row = store.get('upload', id);
	const bytes = store.bytes(id);
	if (!row || !bytes) return sendHtml(res, 404, frame('Not found', '<h1>Not found</h1>'));
	const type = String(row.mime_type);
	const shown = ['application/pdf', 'image/png', 'image/jpeg'].includes(type);
	const name = encodeURIComponent(String(row.name));
	res.writeHead(200, {
		'content-type': shown ? type : 'application/octet-stream',
		'content-length': bytes.length,
		'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
		'x-content-type-options': 'nosniff',
	});
	res.end(bytes);
}
