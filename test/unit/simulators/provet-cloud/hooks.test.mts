import { startProvet } from '../../../simulators/provet-cloud/server.mts';
import type { ProvetSimulator } from '../../../simulators/provet-cloud/server.mts';
import { parseForm, readBody, startHttp } from '../../../simulators/shared/http.mts';
import type { HttpServer } from '../../../simulators/shared/http.mts';
import { signedIn } from './caller.mts';
import type { Caller } from './caller.mts';

let sim: ProvetSimulator;
let caller: Caller;
let door: HttpServer;
let received: Array<{ method: string; type: string; path: string; body: string }>;
let answers: number[];

beforeEach(async () => {
	received = [];
	answers = [];
	door = await startHttp(async (req, res) => {
		const body = (await readBody(req)).toString('utf8');
		const type = req.headers['content-type'] ?? '';
		received.push({ method: req.method ?? '', type, path: req.url ?? '', body });
		res.writeHead(answers.shift() ?? 200).end();
	});
	sim = await startProvet({
		now: '2026-11-02T15:00:00Z',
		switches: { unverified: true, hookRetryMs: 5 },
	});
	caller = await signedIn(sim);
});
afterEach(async () => {
	await sim.close();
	await door.close();
});

const hook = async (trigger: number, more: Record<string, unknown> = {}) => {
	const body = { trigger, target_url: `${door.url}/hook`, content_type: 2, ...more };
	return caller.post('/hook/webhook/', body);
};
const bodies = async () => {
	await sim.settled();
	return received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
};
const visit = (more: Record<string, unknown> = {}) =>
	caller.post('/consultation/', {
		client: caller.url('client', 601),
		patients: [caller.url('patient', 3101)],
		...more,
	});

describe('2.7 webhooks', () => {
	it('carry ids only, as JSON', async () => {
		expect((await hook(3)).status).toBe(201);
		const { json } = await visit({ complaint: 'Confidential' });
		expect(await bodies()).toEqual([
			{ consultation_id: json.id, provet_id: 4021, provet_url: `${sim.url}/4021/` },
		]);
		expect(received[0]?.type).toBe('application/json');
	});

	it('carry ids only, as a form', async () => {
		await hook(2, { content_type: 1 });
		await caller.patch('/patient/3101/', { remarks: 'Changed' });
		await sim.settled();
		expect(received[0]?.type).toBe('application/x-www-form-urlencoded');
		expect(parseForm(Buffer.from(received[0]?.body ?? ''))).toEqual({
			patient_id: '3101',
			provet_id: '4021',
			provet_url: `${sim.url}/4021/`,
		});
	});

	it('fire by their number: client 1, referral 18, appointment 21 and 22, finalised 45', async () => {
		for (const trigger of [1, 18, 21, 22, 45]) {
			await hook(trigger, { target_url: `${door.url}/${trigger}` });
		}
		await caller.patch('/client/601/', { remarks: 'x' });
		const referral = await caller.post('/patient_referral/', { text: 'x' });
		const { json } = await visit();
		const move = (status: number) =>
			caller.post(`/consultation/${String(json.id)}/update_status/`, { status });
		await move(8);
		await sim.settled();
		expect(received.map(({ path }) => path).sort()).toEqual(['/1', '/18']);
		await move(10);
		const all = await bodies();
		expect(received.at(-1)?.path).toBe('/45');
		expect(all.at(-1)).toMatchObject({ consultation_id: json.id });
		expect(all).toContainEqual(expect.objectContaining({ patient_referral_id: referral.json.id }));
	});

	it('tell of a specialist’s feedback with trigger 38', async () => {
		await hook(38);
		const made = sim.refer(3101, 'Murmur');
		const bytes = Buffer.from('Seen, stage B2.');
		const file = { name: 'Report.txt', mimeType: 'text/plain', bytes };
		const feedback = sim.feedback(made?.referral.id ?? 0, 'Report attached', file);
		expect(await bodies()).toMatchObject([{ patient_referral_feedback_id: feedback?.id }]);
		const one = await caller.get(`/patient_referral_feedback/${feedback?.id}/`);
		expect(one.json).toMatchObject({
			text: 'Report attached',
			patient: caller.url('patient', 3101),
		});
		const got = await caller.get(`/patient_referral_feedback/${feedback?.id}/attachment/`);
		expect(got.text).toBe('Seen, stage B2.');
	});

	it('are tried again until they get 200, at most ten times more', async () => {
		await hook(2);
		answers = [500, 302, 201];
		await caller.patch('/patient/3101/', { remarks: 'a' });
		await sim.settled();
		expect(sim.deliveries.map(({ tryNumber, status }) => [tryNumber, status])).toEqual([
			[1, 500],
			[2, 302],
			[3, 201],
			[4, 200],
		]);
		answers = Array.from({ length: 20 }, () => 500);
		await caller.patch('/patient/3101/', { remarks: 'b' });
		await sim.settled();
		expect(sim.deliveries).toHaveLength(4 + 11);
		const queue = await caller.get('/hook/queue/');
		expect(queue.results).toMatchObject([
			{ tries: 4, delivered: true },
			{ tries: 11, delivered: false, last_status: 500 },
		]);
	});

	it('of a department are silent where the department cannot be told', async () => {
		await hook(2, { department: caller.url('department', 1) });
		await hook(3, { department: caller.url('department', 1) });
		await caller.patch('/patient/3101/', { remarks: 'x' });
		await visit();
		await visit({ department: caller.url('department', 2) });
		await sim.settled();
		expect(received).toEqual([]);
		await visit({ department: caller.url('department', 1) });
		expect(await bodies()).toHaveLength(1);
	});

	it('can be changed, switched off and deleted', async () => {
		const made = await hook(2);
		const path = `/hook/webhook/${String(made.json.id)}/`;
		expect(made.json).toMatchObject({ active: true, trigger: 2 });
		await caller.patch(path, { active: false });
		await caller.patch('/patient/3101/', { remarks: 'x' });
		await sim.settled();
		expect(received).toEqual([]);
		expect((await caller.remove(path)).status).toBe(204);
		expect((await caller.get('/hook/webhook/')).json.count).toBe(0);
	});

	it.each([{ trigger: 69 }, { trigger: 0 }, { content_type: 3 }, { target_url: 'ftp://x' }])(
		'are refused with %j',
		async (wrong) => {
			const refused = await hook(2, wrong);
			expect([refused.status, Object.keys(refused.json)]).toEqual([400, Object.keys(wrong)]);
		},
	);

	it('are set up by POST /_sim/hook without the API', async () => {
		const set = (body: unknown) =>
			fetch(`${sim.url}/_sim/hook`, { method: 'POST', body: JSON.stringify(body) });
		expect((await set({ trigger: 3 })).status).toBe(400);
		const good = { trigger: 18, target_url: `${door.url}/hook`, content_type: 2 };
		expect((await set(good)).status).toBe(201);
		sim.refer(3102, 'Tumour');
		expect(await bodies()).toMatchObject([{ patient_referral_id: 1 }]);
	});
});

describe('2.8 custom buttons', () => {
	it('post the record’s id and the tenant as form data when the vet presses Refer', async () => {
		sim.set({ buttonUrl: `${door.url}/refer` });
		const answer = await fetch(`${sim.url}/patients/3101/refer`, {
			method: 'POST',
			redirect: 'manual',
			body: new URLSearchParams({ reason: 'Murmur 4/6' }),
		});
		expect(answer.status).toBe(303);
		await sim.settled();
		expect(received).toMatchObject([
			{ method: 'POST', path: '/refer', type: 'application/x-www-form-urlencoded' },
		]);
		expect(parseForm(Buffer.from(received[0]?.body ?? ''))).toMatchObject({
			patient_id: '3101',
			client_id: '601',
			provet_id: '4021',
		});
		expect(received[0]?.body).not.toContain('Murmur');
		expect(sim.buttons).toMatchObject([{ status: 200 }]);
	});

	it('can name the consultation, and use GET', async () => {
		const button = { method: 'GET' as const, parameter: 'consultation_id' };
		sim.set({ buttonUrl: `${door.url}/refer?key=1`, button });
		const made = sim.refer(3101, 'Murmur');
		await sim.settled();
		const query = new URL(received[0]?.path ?? '', door.url).searchParams;
		expect([query.get('key'), query.get('consultation_id')]).toEqual([
			'1',
			String(made?.consultation.id),
		]);
	});

	it('can be registered over the API', async () => {
		const body = { name: 'Refer', target_url: `${door.url}/own`, parameter_name: 'pet' };
		expect((await caller.post('/custom_integration/', { ...body, active: true })).status).toBe(201);
		sim.refer(3103, 'Knee');
		await sim.settled();
		expect(parseForm(Buffer.from(received[0]?.body ?? ''))).toMatchObject({ pet: '3103' });
	});
});

describe('the vet', () => {
	it('marks a case: a consultation that begins with #refer, and a patient referral', async () => {
		const made = sim.refer(3101, 'Murmur 4/6, please stage');
		const consultation = await caller.get(`/consultation/${made?.consultation.id}/`);
		expect(consultation.json).toMatchObject({
			complaint: '#refer Murmur 4/6, please stage',
			patients: [caller.url('patient', 3101)],
		});
		const { results } = await caller.get('/patient_referral/');
		expect(results).toMatchObject([
			{ reason: 'Murmur 4/6, please stage', consultation: consultation.json.url },
		]);
		expect(sim.effects).toEqual([]);
	});

	it('cannot refer a patient that has died or is not there', async () => {
		const died = await fetch(`${sim.url}/patients/3105/refer`, { method: 'POST' });
		expect([died.status, sim.refer(9, 'x'), sim.store.all('patient_referral')]).toEqual([
			409,
			null,
			[],
		]);
	});

	it('sees the record with every text escaped', async () => {
		await caller.patch('/patient/3101/', { name: '<img src=x>' });
		await caller.post('/note/', { patient: caller.url('patient', 3101), x: '<script>1</script>' });
		const list = await (await fetch(`${sim.url}/`)).text();
		expect(list).toContain('&lt;img src=x&gt;');
		const record = await (await fetch(`${sim.url}/patients/3101`)).text();
		expect(record).toContain('&lt;script&gt;1&lt;/script&gt;');
		expect(record).toContain('Pimobendan 2.5 mg');
		expect(record + list).not.toMatch(/<img src=x>|<script>1/);
		expect((await fetch(`${sim.url}/patients/9`)).status).toBe(404);
	});
});
