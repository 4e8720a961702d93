import type { IncomingMessage, ServerResponse } from 'node:http';
import { escapeHtml, page, parseForm, readBody, redirect, sendHtml } from '../shared/http.mts';
import type { Context } from './context.mts';
import { patientPage } from './patient-page.mts';
import { refer } from './referrals.mts';
import type { Row } from './store.mts';

export const TITLE = 'Demo ezyVet: Riverbank Animal Clinic';
const BAR =
	`<header class="bar"><a href="/">${TITLE}</a>` +
	'<small>simulated practice system, all data fictional</small></header>';

/** Puts the practice's bar around a page. */
export const frame = (title: string, main: string): string =>
	page(`${title} | ${TITLE}`, `${BAR}<main>${main}</main>`);

/** What the vet sees: patients, one patient's record, the Refer button and the files. */
export async function handlePages(
	context: Context,
	req: IncomingMessage,
	res: ServerResponse,
): Promise<void> {
	const url = new URL(req.url ?? '/', 'http://simulator');
	const { store } = context;
	const [, area, given, action] = url.pathname.split('/');
	const id = /^\d+$/.test(given ?? '') ? Number(given) : -1;
	if (url.pathname === '/' && req.method === 'GET') {
		// The real web app opens a record by this query (seen in a client).
		const record = url.searchParams.get('recordid');
		if (url.searchParams.get('recordclass') === 'Animal' && record && /^\d+$/.test(record)) {
			return redirect(res, `/patients/${record}`);
		}
		return sendHtml(res, 200, frame('Patients', patientList(context)));
	}
	const animal = area === 'patients' ? store.get('animal', id) : undefined;
	if (animal && !action && req.method === 'GET') {
		const made = url.searchParams.get('referred');
		return sendHtml(res, 200, frame(String(animal.name), patientPage(context, animal, made)));
	}
	if (animal && action === 'refer' && req.method === 'POST') {
		const reason = (parseForm(await readBody(req)).reason ?? '').trim();
		const made = refer(context, animal.id, reason);
		if (made) return redirect(res, `/patients/${animal.id}?referred=${made.consult.id}#top`);
		const text = `<section><h1>Not referred</h1><p>${escapeHtml(animal.name)} has died.</p></section>`;
		return sendHtml(res, 409, frame('Not referred', text));
	}
	if (area === 'files' && req.method === 'GET') return sendFile(context, res, id);
	const missing = '<section><h1>Not found</h1><p><a href="/">All patients</a></p></section>';
	return sendHtml(res, 404, frame('Not found', missing));
}

function patientList({ store }: Context): string {
	const name = (resource: string, id: unknown) =>
		escapeHtml(store.get(resource, id as number)?.name ?? 'not recorded');
	const owner = (row: Row) => {
		const contact = store.get('contact', row.contact_id as number);
		return escapeHtml(`${String(contact?.first_name ?? '')} ${String(contact?.last_name ?? '')}`);
	};
	const rows = store
		.all('animal')
		.map(
			(row) => `<tr><td><a href="/patients/${row.id}"><b>${escapeHtml(row.name)}</b></a>
${row.is_dead ? ' <span class="tag warn">deceased</span>' : ''}</td><td>${name('species', row.species_id)}</td>
<td>${name('breed', row.breed_id)}</td><td>${owner(row)}</td><td>${row.id}</td></tr>`,
		)
		.join('');
	return `<h1>Patients</h1><section><table><thead><tr><th>Name</th><th>Species</th><th>Breed</th>
<th>Owner</th><th>Id</th></tr></thead><tbody>${rows}</tbody></table></section>
<p class="soft">Open a patient and press Refer to start a referral.</p>`;
}

/** A file for a person to look at: PDFs and pictures open, everything else is downloaded. */
function sendFile({ store }: Context, res: ServerResponse, id: number): void {
	const row = store.get('attachment', id);
	const bytes = store.bytes(id);
	if (!row || !bytes) return sendHtml(res, 404, frame('Not found', '<h1>Not found</h1>'));
	const type = String(row.mime_type);
	const shown = ['application/pdf', 'image/png', 'image/jpeg'].includes(type);
	const name = encodeURIComponent(String(row.name).replaceAll('/', '-'));
	res.writeHead(200, {
		'content-type': shown ? type : 'application/octet-stream',
		'content-length': bytes.length,
		'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
		'x-content-type-options': 'nosniff',
	});
	res.end(bytes);
}
