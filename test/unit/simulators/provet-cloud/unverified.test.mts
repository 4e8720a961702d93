import { createHash } from 'node:crypto';
import { startProvet } from '../../../simulators/provet-cloud/server.mts';
import type { Options, ProvetSimulator } from '../../../simulators/provet-cloud/server.mts';
import { signedIn } from './caller.mts';
import type { Caller } from './caller.mts';

const NOW = Date.parse('2026-11-02T15:00:00Z');
let sim: ProvetSimulator;
let caller: Caller;
const start = async (unverified: boolean, options: Options = {}) => {
	sim = await startProvet({ clock: () => NOW, switches: { unverified }, ...options });
	caller = await signedIn(sim);
};
afterEach(() => sim.close());

const ROUTES = [
	'note',
	'noteadmin',
	'importedhistory',
	'patient_referral',
	'referrer',
	'task',
].concat([
	'laboratoryanalysis',
	'hook/webhook',
	'custom_integration',
	'diagnosticimaging_referral',
]);

describe('2.9 bodies nobody documents', () => {
	it.each(ROUTES)('are refused at /%s/, and nothing is stored', async (route) => {
		await start(false);
		const before = JSON.stringify(sim.store.all(route));
		const refused = await caller.post(`/${route}/`, { text: 'Guess' });
		expect([refused.status, refused.unverified]).toEqual([422, 'refused']);
		expect(refused.json.detail).toContain('does not document');
		expect([JSON.stringify(sim.store.all(route)), sim.effects]).toEqual([before, []]);
	});

	it('are stored as they arrive with the switch on, and say so in a header', async () => {
		await start(true);
		const body = {
			patient: caller.url('patient', 3101),
			anything: { at: ['all', 1] },
			text: 'REF-0123456789ab/referral Please see',
		};
		const made = await caller.post('/patient_referral/', body);
		expect([made.status, made.unverified]).toEqual([201, '1']);
		expect(made.json).toMatchObject(body);
		const again = await caller.get(`/patient_referral/${String(made.json.id)}/`);
		expect([again.unverified, again.json]).toMatchObject(['1', body]);
		expect(sim.effects).toMatchObject([
			{
				...{ resource: 'patient_referral', patientId: 3101, unverified: true },
				...{ marker: 'REF-0123456789ab/referral', at: '2026-11-02T15:00:00.000Z' },
			},
		]);
	});

	it('are found on their patient even under a key nobody knows', async () => {
		await start(true);
		await caller.post('/importedhistory/', { animal: caller.url('patient', 3102), body: 'x' });
		await caller.post('/task/', { patient_id: 3103, title: 'Call' });
		await caller.post('/task/', { title: 'For nobody' });
		expect(sim.effects.map((one) => one.patientId)).toEqual([3102, 3103, null]);
	});

	it('can be changed and deleted, and the effects tell each step', async () => {
		await start(true);
		const made = await caller.post('/task/', { title: 'Recheck', note: 'a' });
		const path = `/task/${String(made.json.id)}/`;
		expect((await caller.patch(path, { note: 'b' })).json).toMatchObject({
			title: 'Recheck',
			note: 'b',
		});
		expect((await caller.remove(path)).status).toBe(204);
		expect((await caller.get(path)).status).toBe(404);
		expect(sim.effects.map((one) => one.method)).toEqual(['POST', 'PATCH', 'DELETE']);
	});

	it.each(
		['/patient/merge/', '/patient/3101/merge/', '/consultation/admit/', '/upload_urls/'].concat([
			'/multi_upload/',
			'/appointment/check_conflicts/',
		]),
	)('are never guessed at %s', async (path) => {
		await start(true);
		expect((await caller.post(path, {})).status).toBe(422);
	});

	it('are listed by OPTIONS only with the switch on', async () => {
		await start(false);
		const describe_ = (path: string) => caller.call('OPTIONS', path);
		expect((await describe_('/patient/')).json.actions).toMatchObject({
			POST: { species: { type: 'integer', required: true }, notes: { read_only: true } },
		});
		expect((await describe_('/task/')).json.actions).toBeUndefined();
		sim.set({ unverified: true });
		expect((await describe_('/task/')).json.actions).toHaveProperty('POST.title');
	});
});

describe('2.6 answers nobody documents', () => {
	it.each(['/patient/3101/json_history/', '/patient/3101/history/'])(
		'are refused at %s, or guessed with a header',
		async (path) => {
			await start(false);
			expect((await caller.get(path)).status).toBe(422);
			sim.set({ unverified: true });
			const guess = await caller.get(path);
			expect([guess.status, guess.unverified]).toEqual([200, '1']);
			expect(guess.json.consultations).toHaveLength(3);
		},
	);

	it('are always refused where there is nothing to guess from', async () => {
		await start(true);
		for (const path of ['/patient/3101/extras/', '/veterinarians_availibility/']) {
			expect((await caller.get(path)).status).toBe(422);
		}
	});

	it('of the laboratory carry a header and can lose or change their names', async () => {
		await start(false);
		const one = async () =>
			(await caller.get('/laboratoryanalysis/?patient=3101')).results[0] ?? {};
		expect((await caller.get('/laboratoryanalysis/')).unverified).toBe('1');
		expect(await one()).toMatchObject({ name: 'NT-proBNP', result: '2060', flag: 'H' });
		sim.set({ shapes: { rename: { laboratoryanalysis: { result: 'value' } } } });
		expect(await one()).toHaveProperty('value', '2060');
		sim.set({ shapes: { bareUnknown: true } });
		expect(Object.keys(await one()).sort()).toEqual(['created', 'id', 'modified', 'url']);
	});
});

describe('2.6, 2.9 files', () => {
	const PDF = Buffer.from('%PDF-1.4 demo report \u0000\u0001\u00ff', 'latin1');
	const form = (name: string, bytes: Buffer, fields: Record<string, string> = {}) => {
		const body = new FormData();
		for (const [key, value] of Object.entries(fields)) body.set(key, value);
		body.set('file', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), name);
		return body;
	};

	it('are put on a note as multipart, and are counted by checksum, marker and patient', async () => {
		await start(true);
		const text = 'REF-0123456789ab/report/1 Report of the specialist';
		const note = await caller.post('/note/', { patient: caller.url('patient', 3101), text });
		const made = await caller.form(
			`/note/${String(note.json.id)}/upload/`,
			form('Report.pdf', PDF),
		);
		expect([made.status, made.unverified]).toEqual([201, '1']);
		const sha256 = createHash('sha256').update(PDF).digest('hex');
		expect(sim.effects.at(-1)).toMatchObject({
			...{ resource: 'upload', patientId: 3101, sha256, fileName: 'Report.pdf' },
			...{ marker: 'REF-0123456789ab/report/1', bytes: PDF.length, unverified: true },
		});
		expect(sim.file(Number(made.json.id))?.equals(PDF)).toBe(true);
		const answer = await fetch(String(made.json.file), {
			headers: { authorization: `Bearer ${await token()}` },
		});
		expect(Buffer.from(await answer.arrayBuffer()).equals(PDF)).toBe(true);
		expect((await fetch(String(made.json.file))).status).toBe(401);
		const listed = await caller.get(`/upload/?note=${String(note.json.id)}`);
		expect(listed.results).toMatchObject([{ name: 'Report.pdf', size: PDF.length }]);
		const page = await (await fetch(`${sim.url}/patients/3101`)).text();
		expect(page).toContain('Report.pdf');
		expect(page).toContain('REF-0123456789ab/report/1');
	});

	const token = async () => {
		const { clientId: client_id, clientSecret: client_secret } = sim.client;
		const fields = { client_id, client_secret, grant_type: 'client_credentials', scope: 'restapi' };
		const answer = await fetch(`${sim.url}/4021/oauth2/token/`, {
			method: 'POST',
			body: new URLSearchParams(fields),
		});
		return ((await answer.json()) as { access_token: string }).access_token;
	};

	it('are refused without the switch, as JSON, empty, nameless, two at once or broken', async () => {
		await start(false);
		expect((await caller.form('/note/1/upload/', form('A.pdf', PDF))).status).toBe(422);
		sim.set({ unverified: true });
		expect((await caller.post('/note/1/upload/', { file: 'A.pdf' })).status).toBe(415);
		expect((await caller.form('/note/1/upload/', form('A.pdf', Buffer.alloc(0)))).status).toBe(400);
		expect((await caller.form('/note/1/upload/', new FormData())).status).toBe(400);
		const two = form('A.pdf', PDF);
		two.append('file', new Blob(['b']), 'B.pdf');
		expect((await caller.form('/note/1/upload/', two)).status).toBe(400);
		const broken = await caller.call('POST', '/note/1/upload/', {
			headers: { 'content-type': 'multipart/form-data; boundary=x' },
			body: '--x\r\nContent-Disposition: form-data; name="file"; filename="A"\r\n\r\nhalf',
		});
		expect(broken.status).toBe(400);
		expect((await caller.form('/note/999/upload/', form('A.pdf', PDF))).status).toBe(404);
		expect(sim.effects).toEqual([]);
	});

	it('go onto an appointment the same way', async () => {
		await start(true);
		const appointment = sim.store.add('appointment', { patients: [3102], start: NOW });
		const path = `/appointment/${appointment.id}/upload/`;
		expect((await caller.form(path, form('Plan.pdf', PDF))).status).toBe(201);
		expect(sim.effects).toMatchObject([{ patientId: 3102, fileName: 'Plan.pdf' }]);
		expect((await caller.get(path)).json.count).toBe(1);
	});
});
