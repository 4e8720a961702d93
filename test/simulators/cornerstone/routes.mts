import type { IncomingMessage, ServerResponse } from 'node:http';
import {
	parseForm,
	parseMultipart,
	readBody,
	readJsonObject,
	redirect,
	sendHtml,
	sendJson,
} from '../shared/http.mts';
import { dropFaults, fileKinds } from './drop.mts';
import type { DropOptions } from './drop.mts';
import { frame, inboxPage, listPage, patientPage } from './pages.mts';
import { entryKinds, patientOf, register } from './practice.mts';
import type { Entry } from './practice.mts';
import { addHeavy } from './seed.mts';
import type { Office } from './server.mts';

type Json = Record<string, unknown>;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a person types into a record; a text says what is wrong with it. */
export function enter({ practice, now }: Office, given: Omit<Entry, 'at'>): Entry | string {
	if (!patientOf(practice, given.patientId)) return `There is no patient ${given.patientId}.`;
	if (!entryKinds.includes(given.kind)) return `kind is one of ${entryKinds.join(', ')}.`;
	if (!given.text.trim()) return 'There is no text to enter.';
	if (!given.by.trim()) return 'Say who enters it.';
	const entry = { ...given, at: now() };
	practice.entries.push(entry);
	return entry;
}

/** The pages for people, and the test's own door under /_sim/. None of it is the vendor's. */
export async function handle(
	office: Office,
	req: IncomingMessage,
	res: ServerResponse,
): Promise<void> {
	const url = new URL(req.url ?? '/', 'http://simulator');
	if (url.pathname.startsWith('/_sim/')) return await control(office, req, res, url.pathname);
	if (req.method === 'POST') {
		return await post(office, res, url.pathname, parseForm(await readBody(req)));
	}
	return await get(office, res, url);
}

async function get(office: Office, res: ServerResponse, url: URL): Promise<void> {
	const { practice, inbox } = office;
	const shown = { practice, filed: inbox.records };
	const [, area, id] = url.pathname.split('/');
	const patient = area === 'patients' ? patientOf(practice, id ?? '') : undefined;
	const send = (name: string, main: string, status = 200) =>
		sendHtml(res, status, frame(practice, name, main));
	if (url.pathname === '/') return send('Patients', listPage(shown));
	if (patient) return send(patient.name, patientPage(shown, patient));
	if (url.pathname === '/inbox') {
		return send('To file', inboxPage(await inbox.look(), url.searchParams.get('message') ?? ''));
	}
	const bytes = area === 'files' ? inbox.bytes(id ?? '') : undefined;
	if (!bytes) return send('Not found', '<h1>Not found</h1>', 404);
	const headers = { 'content-type': 'application/pdf', 'content-length': bytes.length };
	res.writeHead(200, { ...headers, 'x-content-type-options': 'nosniff' });
	res.end(bytes);
}

async function post(
	office: Office,
	res: ServerResponse,
	path: string,
	form: Record<string, string>,
): Promise<void> {
	const { practice, inbox, workstation } = office;
	const [, area, id = '', action] = path.split('/');
	const say = (text: string) => redirect(res, `/inbox?message=${encodeURIComponent(text)}`);
	if (path === '/inbox/file') {
		const { document = '', by = '' } = form;
		const answer = await inbox.file({ document, by, patientId: form.patientId || undefined });
		if (answer.status === 'refused') return say(`Not filed: ${answer.problem}`);
		const word = answer.status === 'filed' ? 'Filed' : 'Was filed already';
		return say(`${word}: ${document} in the record of patient ${answer.record.patientId}.`);
	}
	const patient = area === 'patients' ? patientOf(practice, id) : undefined;
	if (patient && action === 'refer' && !patient.died) {
		await workstation.drop(id, { reason: form.reason ?? '' });
		return redirect(res, `/patients/${id}`);
	}
	if (patient && action === 'enter') {
		const { kind = '', text = '', marker = '', by = '' } = form;
		const made = enter(office, { patientId: id, kind: kind as Entry['kind'], text, marker, by });
		if (typeof made !== 'string') return redirect(res, `/patients/${id}`);
		return sendHtml(res, 400, frame(practice, 'Not entered', `<h1>Not entered</h1><p>${made}</p>`));
	}
	sendHtml(res, 404, frame(practice, 'Not possible', '<h1>Not possible</h1>'));
}

async function control(
	office: Office,
	req: IncomingMessage,
	res: ServerResponse,
	path: string,
): Promise<void> {
	const { practice, columns, inbox, workstation, now } = office;
	if (req.method === 'GET' && path === '/_sim/state') {
		const { records: filed, attempts } = inbox;
		const arrived = await inbox.look();
		const { drops } = workstation;
		return sendJson(res, 200, { practice, columns, drops, arrived, filed, attempts });
	}
	const type = req.headers['content-type'] ?? '';
	if (req.method === 'POST' && path === '/_sim/inbox' && type.startsWith('multipart/form-data')) {
		const { files } = await parseMultipart(type, await readBody(req));
		for (const { name, bytes } of files) await inbox.put(name, bytes);
		return sendJson(res, 201, { files: files.map(({ name, sha256 }) => ({ name, sha256 })) });
	}
	const given = req.method === 'POST' ? await readJsonObject(req) : null;
	if (!given) return sendJson(res, 404, { message: 'There is no such control.' });
	if (path === '/_sim/drop') {
		const options = dropOptions(given);
		if (typeof options === 'string') return sendJson(res, 400, { message: options });
		const drop = await workstation.drop(textOf(given.patientId), options);
		if (drop) return sendJson(res, 201, drop);
		return sendJson(res, 404, { message: 'There is no such patient.' });
	}
	if (path === '/_sim/finish') {
		const done = await workstation.finish(textOf(given.id));
		return sendJson(res, done ? 200 : 404, { done });
	}
	if (path === '/_sim/file') {
		const { document, by, patientId } = given;
		const own = patientId === undefined ? undefined : textOf(patientId);
		const request = { document: textOf(document), by: textOf(by), patientId: own };
		const answer = await inbox.file(request);
		return sendJson(res, answer.status === 'refused' ? 409 : 200, answer);
	}
	if (path === '/_sim/register' && textOf(given.name)) {
		const { name, species, ownerName, email } = given as Record<string, string>;
		return sendJson(
			res,
			201,
			register(practice, { name: String(name), species, ownerName, email }),
		);
	}
	if (path === '/_sim/heavy' && Number.isSafeInteger(given.visits)) {
		return sendJson(res, 201, {
			id: addHeavy(practice, Number(given.visits), Date.parse(now())).id,
		});
	}
	if (path === '/_sim/enter') {
		const made = enter(office, {
			patientId: textOf(given.patientId),
			kind: textOf(given.kind) as Entry['kind'],
			text: textOf(given.text),
			marker: textOf(given.marker),
			by: textOf(given.by),
		});
		if (typeof made === 'string') return sendJson(res, 400, { message: made });
		return sendJson(res, 201, made);
	}
	sendJson(res, 404, { message: 'There is no such control.' });
}

function dropOptions(given: Json): DropOptions | string {
	const list = <T extends string>(
		name: string,
		allowed: readonly T[],
	): T[] | undefined | string => {
		const value = given[name];
		if (value === undefined) return undefined;
		const good = Array.isArray(value) && value.every((item) => allowed.includes(item as T));
		return good ? (value as T[]) : `${name} is a list of: ${allowed.join(', ')}.`;
	};
	const kinds = list('kinds', fileKinds);
	if (typeof kinds === 'string') return kinds;
	const faults = list('faults', dropFaults);
	if (typeof faults === 'string') return faults;
	const { stop, also } = given;
	if (stop !== undefined && stop !== 'half' && typeof stop !== 'number') {
		return 'stop is "half" or a number of milliseconds.';
	}
	return {
		reason: textOf(given.reason),
		...(kinds && { kinds }),
		...(faults && { faults }),
		...(stop !== undefined && { stop }),
		...(also === 'all' && { also }),
	};
}
