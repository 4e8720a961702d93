import { createHash } from 'node:crypto';
import { startHttp, readBody, sendJson } from '../../simulators/shared/http.mts';
import { startEzyVet } from '../../simulators/ezyvet/server.mts';
import type { EzyVetSimulator } from '../../simulators/ezyvet/server.mts';
import { askToken, callerOf, signedIn } from './ezyvet-caller.mts';

jest.setTimeout(30_000);

const NOW = '2026-11-02T15:00:00Z';
const EPOCH = Date.parse(NOW) / 1000;
let sim: EzyVetSimulator;
let caller: Awaited<ReturnType<typeof signedIn>>;

beforeEach(async () => {
	sim = await startEzyVet({
		now: NOW,
		clock: () => EPOCH * 1000,
		switches: { rateLimit: 'off', allowUnverified: true },
	});
	caller = await signedIn(sim);
});
afterEach(() => sim.close());

const uid = (resource: string, id: number) => sim.store.get(resource, id)?.uid ?? 'none';

describe('files', () => {
	const form = (fields: Record<string, string>, file: Blob | null = new Blob(['%PDF-1.7 x'])) => {
		const data = new FormData();
		for (const [name, value] of Object.entries(fields)) data.append(name, value);
		if (file) data.append('file', file, 'Report: Biscuit/final.pdf');
		return data;
	};
	const onConsult = { record_type: 'Consult', record_id: '7', notes: 'REF-1' };

	it('are listed by record, and one name holds a slash', async () => {
		const { records } = await caller.get('/v1/attachment?record_type=Consult&record_id=7');
		expect(records).toHaveLength(1);
		expect(records[0]?.name).toBe('Lab report 28/10/2026.pdf');
		expect(records[0]?.file_download_url).toBe(`${sim.url}/v1/attachment/download/3`);
		expect((await caller.get('/v1/attachment?mime_type=x')).status).toBe(400);
	});

	it('are downloaded as bytes without a type of their own', async () => {
		const { body } = await askToken(sim);
		const answer = await fetch(`${sim.url}/v1/attachment/download/1`, {
			headers: { authorization: `Bearer ${String(body.access_token)}` },
		});
		const bytes = Buffer.from(await answer.arrayBuffer());
		expect(answer.headers.get('content-type')).toBe('application/octet-stream');
		expect(bytes.subarray(128, 132).toString()).toBe('DICM');
		expect(createHash('sha256').update(bytes).digest('hex')).toBe(sim.attachments()[0]?.sha256);
	});

	it('arrive by multipart upload with name, notes and unchanged bytes', async () => {
		const bytes = Buffer.from(Array.from({ length: 3000 }, (_item, n) => n % 256));
		const { status, records } = await caller.form(
			'/v1/attachment',
			form(onConsult, new Blob([bytes], { type: 'application/pdf' })),
		);
		expect(status).toBe(200);
		const stored = sim.attachments().at(-1);
		expect(stored).toMatchObject({
			id: Number(records[0]?.id),
			record_type: 'Consult',
			record_id: 7,
			name: 'Report: Biscuit/final.pdf',
			mime_type: 'application/pdf',
			notes: 'REF-1',
		});
		expect(stored?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
		expect(sim.file(stored?.id ?? -1)?.equals(bytes)).toBe(true);
	});

	it.each([
		['an unknown record', { ...onConsult, record_id: '999' }, undefined],
		['a record type in the wrong case', { ...onConsult, record_type: 'consult' }, undefined],
		['an unknown field', { ...onConsult, title: 'x' }, undefined],
		['no file', onConsult, null],
		['an empty file', onConsult, new Blob([])],
	])('are refused with %s', async (_name, fields, file) => {
		const count = sim.attachments().length;
		const { status } = await caller.form('/v1/attachment', form(fields, file));
		expect([status, sim.attachments().length]).toEqual([400, count]);
	});

	it('are not taken as JSON', async () => {
		expect((await caller.post('/v1/attachment', { ...onConsult, file: 'AAAA' })).status).toBe(415);
	});
});

describe('bodies nobody documents', () => {
	it('are refused with 422 unless the switch is on', async () => {
		sim.set({ allowUnverified: false });
		const data = new FormData();
		data.append('file', new Blob(['x']), 'x.pdf');
		for (const answer of [
			await caller.form('/v1/attachment', data),
			await caller.post('/v1/communication', {}),
			await caller.post('/v2/communication', {}),
			await caller.post('/v2/appointment', {}),
		]) {
			expect([answer.status, answer.json.messages[0]?.text]).toEqual([
				422,
				expect.stringContaining('does not document'),
			]);
		}
	});
});

describe('communications', () => {
	const note = {
		contact_detail_type_id: 8,
		format: 'PlainText',
		status: 'Done',
		subject: 'Referral REF-1',
		body: 'Sent to the hospital.',
		consult_id: 7,
	};

	it('link a consult to its animal and the animal to its owner', async () => {
		const { status, records } = await caller.post('/v2/communication', note);
		expect(status).toBe(200);
		expect(records[0]).toMatchObject({ consult_id: 7, animal_id: 501, contact_id: 88 });
		expect(sim.communications()).toMatchObject([{ status: 'Done', content: note.body }]);
		const found = await caller.get('/v2/communication?animal_id=501');
		expect(found.records).toHaveLength(1);
	});

	it('that the practice system would send are seen as such', async () => {
		await caller.post('/v1/communication', note);
		expect(sim.outbound).toHaveLength(0);
		await caller.post('/v1/communication', { ...note, status: 'Sending' });
		expect(sim.outbound).toHaveLength(1);
	});

	it.each([
		['no link', { consult_id: undefined }],
		['an unknown type', { contact_detail_type_id: 10 }],
		['an unknown status', { status: 'done' }],
		['an unknown format', { format: 'Markdown' }],
		['HTML in another type', { format: 'Html' }],
		['SMS format in another type', { format: 'SMS' }],
		[
			'an SMS over 250 characters',
			{ format: 'SMS', contact_detail_type_id: 4, body: 'x'.repeat(251) },
		],
		['no text', { body: undefined }],
		['two texts', { message: 'x' }],
		['an unknown consult', { consult_id: 999 }],
		['an unknown field', { colour: 'red' }],
	])('are refused with %s', async (_name, change) => {
		const { status } = await caller.post('/v2/communication', { ...note, ...change });
		expect([status, sim.communications()]).toEqual([400, []]);
	});
});

describe('appointments', () => {
	const booking = () => ({
		startTime: '2026-12-03T09:30:00-05:00',
		type: uid('appointmenttype', 2),
		durationMinutes: 30,
		appointmentStatus: 'unconfirmed',
		animal: uid('animal', 501),
		contact: uid('contact', 88),
		provider: uid('resource', 7),
		description: 'Recheck, REF-1',
		additionalResources: [],
	});
	const bare = { start_at: EPOCH + 86_400, duration: 30, type_id: 2, animal_id: 501 };

	it('that are booked come with a consult', async () => {
		const before = sim.store.all('consult').length;
		const { status, text } = await caller.post('/ezycab/booking', booking());
		const answer = JSON.parse(text) as Record<string, string>;
		expect(status).toBe(200);
		expect(answer.id).toMatch(/^bookingRequest_/);
		expect(sim.store.all('consult')).toHaveLength(before + 1);
		const { records } = await caller.get(`/v2/appointment?uid=${answer.appointment}`);
		expect(records[0]).toMatchObject({
			start_at: Date.parse('2026-12-03T14:30:00Z') / 1000,
			duration: 30,
			status_id: 1,
			consult_id: sim.store.all('consult').at(-1)?.id,
			resources: [{ id: 7 }],
		});
	});

	it.each([
		['a time without offset', { startTime: '2026-12-03T09:30:00' }],
		['an id in place of a uid', { animal: 501 }],
		['an unknown status', { appointmentStatus: 'maybe' }],
		['an unknown key', { caseId: 'REF-1' }],
		['no duration', { durationMinutes: undefined }],
	])('are not booked with %s', async (_name, change) => {
		const { status } = await caller.post('/ezycab/booking', { ...booking(), ...change });
		expect([status, sim.appointments()]).toEqual([400, []]);
	});

	it('that are posted bare come without a consult', async () => {
		const before = sim.store.all('consult').length;
		const { records } = await caller.post('/v2/appointment', bare);
		expect(records[0]).toMatchObject({ consult_id: null, contact_id: 88, active: true });
		expect(sim.store.all('consult')).toHaveLength(before);
		const ms = { ...bare, start_at: bare.start_at * 1000 };
		expect((await caller.post('/v2/appointment', ms)).status).toBe(400);
	});

	it('are cancelled by a merge patch with a reason and cannot be moved', async () => {
		await caller.post('/v2/appointment', bare);
		const cancel = { cancel: true, cancellation_reason_text: 'Owner cannot come' };
		const path = '/v2/appointment/1';
		expect((await caller.patch(path, cancel, 'application/json')).status).toBe(415);
		expect((await caller.patch(path, { cancel: true })).status).toBe(400);
		expect((await caller.patch(path, { start_at: EPOCH })).status).toBe(400);
		const { records } = await caller.patch(path, cancel);
		expect(records[0]).toMatchObject({ id: 1, active: false });
		expect((await caller.patch('/v2/appointment/9', cancel)).status).toBe(404);
	});
});

describe('other writes', () => {
	it('create a consult and refuse one for an unknown animal', async () => {
		const fields = { animal_id: 501, vet_id: '21', description: 'Referral REF-1' };
		const { records } = await caller.post('/v1/consult', fields);
		expect(records[0]).toMatchObject({ animal_id: '501', description: 'Referral REF-1' });
		expect((await caller.post('/v1/consult', { ...fields, animal_id: 9 })).status).toBe(400);
	});

	it('answer an external prescription with no items and the uid in a message', async () => {
		const items = [
			{ external_product_name: 'Benazepril 5 mg', qty: 30, instructions: 'Half daily' },
		];
		const fields = { animal_id: 501, external_reference: 'REF-1', items };
		const { status, json } = await caller.post('/v1/externalprescription', fields);
		expect([status, json.items]).toEqual([200, []]);
		const { prescription_uid } = json.messages[0]?.fields as Record<string, string>;
		const { records } = await caller.get(`/v2/prescription?uid=${prescription_uid}`);
		expect(records[0]).toMatchObject({ animal_id: 501, external_reference: 'REF-1' });
		expect((await caller.post('/v1/externalprescription', { animal_id: 501 })).status).toBe(400);
	});

	it('do not exist for notes', async () => {
		expect((await caller.post('/v1/history', { animal_id: 501, comments: 'x' })).status).toBe(404);
	});

	it('need their own scope', async () => {
		const { body } = await askToken(sim, { scope: 'read-consult' });
		const reader = callerOf(sim, String(body.access_token));
		expect((await reader.post('/v1/consult', { animal_id: 501 })).status).toBe(403);
	});

	it('may be done although the answer is lost', async () => {
		sim.set({ lostAnswers: 1 });
		const before = sim.store.all('consult').length;
		await expect(caller.post('/v1/consult', { animal_id: 501 })).rejects.toThrow('fetch failed');
		expect(sim.store.all('consult')).toHaveLength(before + 1);
	});
});

describe('events', () => {
	it('reach the webhook URL in the documented shape', async () => {
		const seen: Array<{ meta: { event: string } }> = [];
		const door = await startHttp(async (req, res) => {
			seen.push(JSON.parse((await readBody(req)).toString()) as { meta: { event: string } });
			sendJson(res, 200, {});
		});
		sim.set({ webhookUrl: `${door.url}/hook` });
		const made = sim.refer(501, 'please');
		await caller.patch('/v2/appointment/1', { description: 'x' });
		await sim.settled();
		await door.close();
		expect(seen.map((event) => event.meta.event).sort()).toEqual([
			'appointment_created',
			'appointment_updated',
		]);
		expect(seen[0]).toMatchObject({
			meta: { timestamp: EPOCH },
			items: [{ appointment: { animal_id: 501, consult_id: made?.consult.id } }],
		});
		expect(sim.webhooks).toMatchObject([{ status: 200 }, { status: 200 }]);
	});
});
