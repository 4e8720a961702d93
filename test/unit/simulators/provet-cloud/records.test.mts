import { startProvet } from '../../../simulators/provet-cloud/server.mts';
import type { Options, ProvetSimulator } from '../../../simulators/provet-cloud/server.mts';
import { ids, signedIn } from './caller.mts';
import type { Caller } from './caller.mts';

const NOW = Date.parse('2026-11-02T15:00:00Z');
let sim: ProvetSimulator;
let caller: Caller;
const start = async (options: Options = {}) => {
	sim = await startProvet({ clock: () => NOW, ...options });
	caller = await signedIn(sim);
};
afterEach(() => sim.close());
const created = (resource: string) => sim.effects.filter((one) => one.resource === resource);

describe('2.6 patients', () => {
	const body = () => ({
		client: caller.url('client', 601),
		name: 'Bramble',
		species: 15,
		breed: 402,
		gender: 4,
		date_of_birth: '2022-05-01',
		microchip: '985000000009999',
	});

	it('take species, breed and gender as numbers and give them back as words', async () => {
		await start();
		const made = await caller.post('/patient/', body());
		expect(made.status).toBe(201);
		expect(made.json).toMatchObject({
			...{ species: 'Cat', species_code: 15, breed: 'Maine Coon', breed_code: 402 },
			...{ gender: 'Female, spayed', client: caller.url('client', 601) },
		});
		expect(created('patient')).toMatchObject([{ id: made.json.id, patientId: made.json.id }]);
	});

	it('are refused when what was read is written back: words are no codes', async () => {
		await start();
		const { json } = await caller.get('/patient/3107/');
		const { species, breed, gender } = json;
		const refused = await caller.patch('/patient/3107/', { species, breed, gender });
		expect([refused.status, Object.keys(refused.json)]).toEqual([
			400,
			['species', 'breed', 'gender'],
		]);
		expect((await caller.get('/patient/3107/')).json.species).toBe('Cat');
	});

	it.each([
		['species', 99],
		['breed', 1],
		['gender', 'Female'],
	])('need %s from the tenant’s own code list', async (field, value) => {
		await start();
		const refused = await caller.post('/patient/', { ...body(), [field]: value });
		expect([refused.status, Object.keys(refused.json)]).toEqual([400, [field]]);
	});

	it('have code lists, of which the paths are inferred', async () => {
		await start();
		const species = await caller.get('/species/');
		expect([species.unverified, species.results[0]]).toMatchObject([
			'1',
			{ code: 14, name: 'Dog' },
		]);
	});

	it('keep their measurements, vaccinations and consultations under themselves', async () => {
		await start();
		expect((await caller.get('/patient/3101/weight/')).results).toMatchObject([
			{ value: 10.1 },
			{ value: 10.5 },
			{ value: 10.8 },
		]);
		expect((await caller.get('/patient/3110/external_vaccination/')).json.count).toBe(1);
		expect(ids((await caller.get('/patient/3101/consultations/')).results)).toEqual([1, 2, 3]);
		expect((await caller.get('/weight/')).status).toBe(404);
	});
});

describe('2.1, 2.6 relations', () => {
	const patient = (client: unknown) =>
		caller.post('/patient/', { client, name: 'Link', species: 14 });

	it.each([
		['a bare id', () => 601, 'Incorrect type. Expected URL string, received number.'],
		['another host', () => 'https://provetcloud.com/4021/api/0.1/client/601/', 'No URL match'],
		['another tenant', () => caller.url('client', 601).replace('4021', '4022'), 'No URL match'],
		['another resource', () => caller.url('patient', 3101), 'No URL match'],
		['no slash at the end', () => caller.url('client', 601).slice(0, -1), 'No URL match'],
		['no such record', () => caller.url('client', 9), 'does not exist'],
	])('are full URLs of this tenant: %s is refused', async (_name, client, text) => {
		await start();
		const before = sim.store.all('patient').length;
		const refused = await patient(client());
		expect([refused.status, refused.json.client]).toEqual([400, [expect.stringContaining(text)]]);
		expect([sim.store.all('patient').length, sim.effects]).toEqual([before, []]);
	});

	it('are refused on foreign hosts even in a body nobody documents', async () => {
		await start({ switches: { unverified: true } });
		const foreign = 'https://provetcloud.com/4021/api/0.1/patient/3101/';
		for (const key of ['patient', 'pet', 'text']) {
			expect((await caller.post('/note/', { [key]: foreign })).status).toBe(400);
		}
		expect((await caller.post('/note/', { patient: caller.url('patient', 9) })).status).toBe(400);
		expect(sim.effects).toEqual([]);
	});
});

describe('2.5 errors', () => {
	it('of a field are a list of messages, or a plain string by switch', async () => {
		await start();
		const bare = { client: caller.url('client', 601), name: 'No species' };
		expect((await caller.post('/patient/', bare)).json).toEqual({
			species: ['This field is required.'],
		});
		sim.set({ shapes: { errors: 'strings' } });
		expect((await caller.post('/patient/', bare)).json).toEqual({
			species: 'This field is required.',
		});
	});

	it('of an unknown record are 404 with a detail', async () => {
		await start();
		const missing = await caller.get('/patient/9/');
		expect([missing.status, missing.json]).toEqual([404, { detail: 'Not found.' }]);
	});

	it('come for keys no document names, unless the tenant overlooks them', async () => {
		await start();
		const body = { firstname: 'Extra', shoe_size: 44 };
		expect((await caller.post('/client/', body)).json).toHaveProperty('shoe_size');
		sim.set({ shapes: { strangeKeys: 'ignore' } });
		const made = await caller.post('/client/', body);
		expect([made.status, made.json.shoe_size]).toEqual([201, undefined]);
	});

	it('come for broken JSON, other content types and methods that are not there', async () => {
		await start();
		const raw = (body: string, type: string) =>
			caller.call('POST', '/client/', { body, headers: { 'content-type': type } });
		expect((await raw('{"firstname":', 'application/json')).status).toBe(400);
		expect((await raw('[]', 'application/json')).status).toBe(400);
		expect((await raw('firstname=A', 'application/x-www-form-urlencoded')).status).toBe(415);
		expect((await caller.remove('/patient/3101/')).status).toBe(405);
		expect((await caller.post('/department/', { name: 'New' })).status).toBe(405);
	});

	it('come for a client without communication preferences, by switch', async () => {
		await start({ switches: { clientNeedsPreferences: true } });
		const person = { firstname: 'Pia', lastname: 'Preference' };
		const refused = await caller.post('/client/', person);
		expect([refused.status, Object.keys(refused.json)]).toEqual([400, ['client']]);
		const full = { ...person, no_sms: false, no_email: true };
		expect((await caller.post('/client/', full)).status).toBe(201);
	});
});

describe('2.6 consultations', () => {
	const visit = () => ({
		client: caller.url('client', 601),
		patients: [caller.url('patient', 3101)],
		complaint: 'REF-0123456789ab/visit Referral visit',
		started: '2026-11-02T14:00:00Z',
		finished: '2026-11-02T16:30:00+02:00',
		type: 1,
	});

	it('begin as admitted whatever status was sent, and move by update_status', async () => {
		await start();
		const made = await caller.post('/consultation/', { ...visit(), status: 10 });
		expect([made.status, made.json.status]).toEqual([201, 0]);
		expect(made.json).toMatchObject({
			...{ started: '2026-11-02T14:00:00Z', finished: '2026-11-02T14:30:00Z' },
			patients: [caller.url('patient', 3101)],
		});
		const path = `/consultation/${String(made.json.id)}/`;
		await caller.patch(path, { status: 10 });
		expect((await caller.get(path)).json.status).toBe(0);
		expect((await caller.post(`${path}update_status/`, { status: 10 })).status).toBe(200);
		expect((await caller.get(path)).json).toMatchObject({ status: 10 });
		expect(created('consultation')[0]).toMatchObject({
			patientId: 3101,
			marker: 'REF-0123456789ab/visit',
		});
	});

	it.each([{ status: 1 }, { status: '10' }, {}, { status: 10, by: 'me' }])(
		'refuse update_status with %j',
		async (body) => {
			await start();
			expect((await caller.post('/consultation/1/update_status/', body)).status).toBe(400);
		},
	);

	it.each([
		['patients', []],
		['patients', undefined],
		['client', undefined],
		['type', 6],
		['started', '2026-11-02'],
		['started', 'yesterday'],
	])('refuse %s = %j', async (field, value) => {
		await start();
		const refused = await caller.post('/consultation/', { ...visit(), [field]: value });
		expect([refused.status, Object.keys(refused.json)]).toEqual([400, [field]]);
	});

	it('take a note under `text`, under `note`, or under both, by switch', async () => {
		await start();
		const path = '/consultation/3/consultationnote/';
		expect((await caller.post(path, { note: 'By schema' })).json).toEqual({
			text: ['This field is required.'],
		});
		expect((await caller.post(path, { text: 'By guide' })).json.text).toBe('By guide');
		sim.set({ noteKey: 'note' });
		expect((await caller.post(path, { text: 'By guide' })).json).toEqual({
			note: ['This field is required.'],
		});
		const made = await caller.post(path, { note: 'REF-0123456789ab/report By schema' });
		expect([made.json.note, made.json.text]).toEqual([
			'REF-0123456789ab/report By schema',
			undefined,
		]);
		sim.set({ noteKey: 'both' });
		expect((await caller.post(path, { text: 'Both' })).json).toMatchObject({ note: 'Both' });
		expect(created('consultationnote')).toMatchObject([
			{ patientId: 3101, marker: null },
			{ patientId: 3101, marker: 'REF-0123456789ab/report' },
			{ patientId: 3101, marker: null },
		]);
		expect((await caller.get(path)).json.count).toBe(6);
	});

	it('hold notes, diagnosis, instructions and medicines under themselves, as URLs', async () => {
		await start();
		const { json } = await caller.get('/consultation/3/');
		expect(json.consultation_notes).toHaveLength(3);
		for (const list of ['notes', 'diagnosis', 'dischargeinstructions', 'items']) {
			for (const url of json[`consultation_${list}`] as string[]) {
				expect((await caller.get(url)).json.url).toBe(url);
			}
		}
		expect((await caller.get('/consultationnote/')).status).toBe(404);
	});

	it('tell vaccines from medicines by a flag only', async () => {
		await start();
		const { results } = await caller.get('/consultation_items/medicine/?patient=3101');
		expect(results.map((row) => [row.name, row.vaccination])).toEqual([
			['Demo Rabies vaccine', true],
			['Demo DHP vaccine', true],
			['Pimobendan 2.5 mg', false],
			['Omega-3 capsule', false],
		]);
	});

	it('take discharge instructions and medicines', async () => {
		await start();
		const patient = caller.url('patient', 3101);
		const text = 'Recheck in 14 days';
		const path = '/consultation/3/consultationdischargeinstruction/';
		expect((await caller.post(path, { patient, text })).status).toBe(201);
		const consultation = caller.url('consultation', 3);
		const medicine = {
			consultation,
			patient,
			name: 'Furosemide 10 mg',
			quantity: 20,
			unit: 'tablet',
		};
		expect((await caller.post('/consultation_items/medicine/', medicine)).status).toBe(201);
		expect((await caller.post('/consultation/3/medicines/', medicine)).status).toBe(405);
		expect((await caller.get('/consultation/3/medicines/')).json.count).toBe(3);
	});
});

describe('2.6 appointments, reminders, prescriptions', () => {
	it('book with start, end and department, and answer what they worked out', async () => {
		await start();
		const body = {
			start: '2026-11-10T07:00:00Z',
			end: '2026-11-10T07:45:00Z',
			department: caller.url('department', 1),
			title: 'REF-0123456789ab/recheck Recheck',
			type: 1,
			client: caller.url('client', 601),
			patients: [caller.url('patient', 3101)],
			user: caller.url('user', 21),
		};
		const made = await caller.post('/appointment/', body);
		expect(made.json).toMatchObject({ duration: 45, active: true, start_date: '2026-11-10' });
		expect((await caller.post('/appointment/', { ...body, type: 10 })).status).toBe(400);
		const { department, ...without } = body;
		expect([department, (await caller.post('/appointment/', without)).status]).toEqual([
			body.department,
			400,
		]);
		const path = `/appointment/${String(made.json.id)}/`;
		await caller.post(`${path}cancel_appointment/`, {});
		expect((await caller.get(path)).json.active).toBe(false);
		expect(created('appointment')).toHaveLength(2);
	});

	it('never send a confirmation or message without keeping it apart', async () => {
		await start({ switches: { unverified: true } });
		await caller.post('/sms/send/', { phone: '+12025550161', text: 'Hello' });
		expect(sim.outbound).toMatchObject([{ what: 'sms', body: { text: 'Hello' } }]);
		sim.set({ unverified: false });
		expect((await caller.post('/email/send/', { text: 'Hello' })).status).toBe(422);
		expect(sim.outbound).toHaveLength(1);
	});

	it('keep reminders with their documented fields', async () => {
		await start();
		const reminder = {
			patient: caller.url('patient', 3101),
			client: caller.url('client', 601),
			email_subject: 'Recheck',
			planned_sending_date: '2026-12-01',
		};
		const made = await caller.post('/reminder/', reminder);
		expect([made.status, made.json.planned_sending_date]).toEqual([201, '2026-12-01']);
		expect((await caller.post('/reminder/', { ...reminder, when: 'soon' })).status).toBe(400);
	});

	it('need four fields for an electronic prescription and change two of them by PATCH', async () => {
		await start();
		const path = '/eprescription/prescription/';
		const refused = await caller.post(path, { client_id: 601 });
		expect(Object.keys(refused.json).sort()).toEqual(
			['department_id', 'issue_time', 'prescriber_id'].sort(),
		);
		const full = { client_id: 601, department_id: 1, prescriber_id: 21 };
		const made = await caller.post(path, { ...full, issue_time: '2026-11-02T15:00:00Z' });
		const one = `${path}${String(made.json.id)}/`;
		expect((await caller.patch(one, { remarks: 'Checked' })).status).toBe(200);
		expect((await caller.patch(one, { client_id: 602 })).status).toBe(400);
		expect((await caller.put(one, full)).status).toBe(405);
		expect((await caller.remove(one)).status).toBe(405);
	});
});
