import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecord } from '../../../../connectors/pims/read-record';
import { createWebhookPims } from '../../../../connectors/pims/webhook/webhook';
import { assemblePacket } from '../../../../core/packet/assemble';
import { parseRelease } from '../../../../core/packet/release';
import { packetSchema } from '../../../../core/packet/schema';
import { fetchTools } from '../../../support/fetch-http.mts';
import { input, releaseInput } from '../../core/packet/sample.mts';

const letter = '%PDF-1.7 letter';
const sha256 = createHash('sha256').update(letter).digest('hex');
const now = '2026-11-22T12:00:00Z';

interface Received {
	path: string;
	headers: IncomingMessage['headers'];
	body: string;
}

let server: Server;
let base: string;
let folder: string;
let received: Received[] = [];
/** What the filing address answers next, and with which body. */
let answer = { status: 201, body: '{"status":"created","ref":"doc-9"}' };

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'vet-referral-'));
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			if (request.url === '/letter.pdf') return response.end(letter);
			if (request.method === 'GET') return response.writeHead(404).end();
			const { url: path = '', headers } = request;
			received.push({ path, headers, body: Buffer.concat(chunks).toString() });
			response.writeHead(answer.status, { 'content-type': 'application/json' });
			return response.end(answer.body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
	await new Promise((resolve) => server.close(resolve));
	await rm(folder, { recursive: true });
});
beforeEach(() => {
	received = [];
	answer = { status: 201, body: '{"status":"created","ref":"doc-9"}' };
});

const payload = (change = {}) => ({
	eventId: 'mark-77',
	markedAt: '2026-11-22T07:00:00-05:00',
	text: 'cardiology please',
	encounterId: 'e1',
	patient: { id: 'p1', name: 'Biscuit', species: 'dog' },
	owner: {
		id: 'o1',
		name: 'Olive Owner',
		contactPoints: [{ kind: 'mobile', value: '+12025550188' }],
	},
	encounters: [{ id: 'e1', at: '2026-11-20T10:00:00Z', vet: 'Dr Vera Sample' }],
	notes: [{ id: 'n1', kind: 'history', at: '2026-11-20T10:00:00Z', text: 'Coughs daily.' }],
	documents: [
		{
			id: 'd1',
			name: 'Referral letter 20/11.pdf',
			mimeType: 'application/pdf',
			url: `${base}/letter.pdf`,
			sha256,
		},
	],
	release: releaseInput(),
	...change,
});

const connect = (options: { payload?: unknown; filingUrl?: string } = {}) =>
	createWebhookPims({ ...fetchTools(folder), now: () => now, ...options });

const codeOf = (result: { ok: boolean; refusal?: { code: string } }) =>
	result.ok ? 'ok' : result.refusal?.code;

describe('a case told by a signed webhook', () => {
	it('is a marked referral that carries its release', async () => {
		const pims = connect({ payload: payload({ version: 2 }) });
		const [hint] = pims.parseHint(payload());
		expect(hint).toEqual({ patientId: 'p1', encounterId: 'e1' });
		const found = await pims.readReferral(hint ?? {});
		expect(found).toMatchObject({
			ok: true,
			value: [
				{
					pimsEventId: 'mark-77',
					version: '2',
					patientId: 'p1',
					text: 'cardiology please',
					markedAt: '2026-11-22T12:00:00.000Z',
				},
			],
		});
		const release = found.ok ? found.value[0]?.release : undefined;
		expect(parseRelease(release).ok).toBe(true);
	});

	it('is a whole record and, with its file, a valid packet', async () => {
		const pims = connect({ payload: payload() });
		const records = await readRecord(pims, 'p1');
		if (!records.ok) throw new Error(records.refusal.message);
		expect(records.value.unread).toEqual([]);
		expect(records.value.owner?.name).toBe('Olive Owner');
		const [document] = records.value.documents;
		expect(document).toMatchObject({ name: 'Referral letter 20-11.pdf', kind: 'referral_letter' });
		if (!document) throw new Error('no document');
		const stored = await pims.downloadDocument(document);
		expect(stored).toMatchObject({ ok: true, value: { sha256, size: letter.length } });
		const files = stored.ok ? [stored.value] : [];
		const packet = assemblePacket(input({ records: records.value, files, encounterId: 'e1' }));
		expect(packetSchema.safeParse(packet).success).toBe(true);
		expect(packet.referrer.vet).toBe('Dr Vera Sample');
		expect(JSON.stringify(packet)).not.toContain(base);
	});

	it('is refused by field, never by content', async () => {
		const bad = payload({ patient: { id: 'p1' }, notes: [{ text: 'Private' }] });
		const refused = await connect({ payload: bad }).getPatient('p1');
		expect(codeOf(refused)).toBe('marked_case_invalid');
		const message = refused.ok ? '' : refused.refusal.message;
		expect(message).toContain('patient.name');
		expect(message).not.toContain('Private');
		expect(connect().parseHint(bad)).toEqual([]);
	});

	it('tells nothing about other patients, nor without a payload', async () => {
		expect(codeOf(await connect({ payload: payload() }).getPatient('p2'))).toBe('not_in_payload');
		expect(codeOf(await connect().getPatient('p1'))).toBe('not_in_payload');
		expect(codeOf(await connect().findReferrals(null))).toBe('no_polling');
	});

	it.each([
		['a file that is not the announced one', { sha256: 'f'.repeat(64) }, 'document_changed'],
		['a file that is gone', { url: 'gone' }, 'pims_not_found'],
	])('refuses %s', async (_, change, code) => {
		const [document] = payload().documents;
		const { url = '/letter.pdf' } = change as { url?: string };
		const documents = [{ ...document, ...change, url: `${base}/${url.replace('/', '')}` }];
		const pims = connect({ payload: payload({ documents }) });
		const list = await pims.listDocuments('p1');
		const [first] = list.ok ? list.value : [];
		if (!first) throw new Error('no document');
		expect(codeOf(await pims.downloadDocument(first))).toBe(code);
	});

	it('takes no document from an address that is not http', async () => {
		const [document] = payload().documents;
		const documents = [{ ...document, url: 'file:///etc/passwd' }];
		const got = await connect({ payload: payload({ documents }) }).listDocuments('p1');
		expect(codeOf(got)).toBe('marked_case_invalid');
	});
});

describe('filing back', () => {
	const note = { patientId: 'p1', subject: 'Report', text: 'Filed.' };
	const marker = 'REF-1a2b3c4d/note/1';

	it('is left to a person when there is no address, and says what to enter', async () => {
		const left = await connect().addNote(note, marker);
		expect(left).toMatchObject({ ok: true, value: { status: 'awaitingHuman' } });
		expect(left.ok && left.value.instruction).toContain(marker);
		expect(connect().capabilities().addNote).toBe('manual');
	});

	it('posts the note with the marker as idempotency key', async () => {
		const filed = await connect({ filingUrl: `${base}/file` }).addNote(note, marker);
		expect(filed).toMatchObject({ ok: true, value: { status: 'created', ref: 'doc-9' } });
		expect(received[0]?.headers['idempotency-key']).toBe(marker);
		expect(JSON.parse(received[0]?.body ?? '')).toEqual({
			type: 'file.note',
			timestamp: now,
			data: { ...note, marker },
		});
	});

	it('posts a report as a form with its file', async () => {
		const ref = join(folder, 'report');
		await writeFile(ref, letter);
		const file = { ref, name: 'Report.pdf', mimeType: 'application/pdf' };
		const pims = connect({ filingUrl: `${base}/file` });
		const filed = await pims.uploadDocument({ patientId: 'p1', file }, 'REF-1a2b3c4d/report/1');
		expect(filed).toMatchObject({ ok: true, value: { status: 'created' } });
		expect(received[0]?.headers['content-type']).toContain('multipart/form-data');
		expect(received[0]?.body).toContain(letter);
		expect(received[0]?.body).toContain('"type":"file.report"');
	});

	it.each([
		[409, '{}', 'found'],
		[200, '{"status":"found","ref":"doc-9"}', 'found'],
		[204, '', 'created'],
	])('reads %i %s as %s', async (status, body, meaning) => {
		answer = { status, body };
		const filed = await connect({ filingUrl: `${base}/file` }).addNote(note, marker);
		expect(filed).toMatchObject({ ok: true, value: { status: meaning } });
	});

	it.each([
		[500, 'unknown_fate'],
		[401, 'pims_unauthorised'],
		[422, 'pims_rejected'],
	])('tells of %i as %s', async (status, code) => {
		answer = { status, body: '{}' };
		expect(codeOf(await connect({ filingUrl: `${base}/file` }).addNote(note, marker))).toBe(code);
	});

	it('takes the bare 200 of an n8n that is starting for no receipt', async () => {
		answer = { status: 200, body: 'n8n is starting up. Please wait' };
		const filed = await connect({ filingUrl: `${base}/file` }).addNote(note, marker);
		expect(codeOf(filed)).toBe('unknown_fate');
	});
});
