import { startDataPoint } from '../../../simulators/cornerstone/datapoint/server.mts';
import type {
	DataPointSimulator,
	Options,
} from '../../../simulators/cornerstone/datapoint/server.mts';
import { blankPatient } from '../../../simulators/cornerstone/practice.mts';
import { seedPractice } from '../../../simulators/cornerstone/seed.mts';

jest.setTimeout(30_000);

const NOW = Date.parse('2026-11-02T15:00:00Z');
const HOUR = 3_600_000;
let now = NOW;
let sim: DataPointSimulator;
let bearer = '';

type Row = Record<string, unknown>;
interface Reply {
	status: number;
	text: string;
	headers: Headers;
	rows: Row[];
}

const askToken = (fields: Record<string, string> = {}, path = '/token') =>
	fetch(`${sim.url}${path}`, {
		method: 'POST',
		body: new URLSearchParams({
			grant_type: 'password',
			username: sim.account.username,
			password: sim.account.password,
			...fields,
		}),
	});
const call = async (path: string, init: RequestInit = {}): Promise<Reply> => {
	const headers = { authorization: `Bearer ${bearer}` };
	const answer = await fetch(`${sim.url}${path}`, { headers, ...init });
	const text = await answer.text();
	let rows: Row[] = [];
	try {
		rows = (JSON.parse(text) as { value?: Row[] }).value ?? [];
	} catch {
		rows = [];
	}
	return { status: answer.status, text, headers: answer.headers, rows };
};
const odata = (entity: string, options: Record<string, string | number> = {}) => {
	const query = Object.entries(options).map(([key, value]) => [`$${key}`, String(value)]);
	return call(`/odata/${entity}?${new URLSearchParams(Object.fromEntries(query)).toString()}`);
};
const start = async (options: Options = {}) => {
	now = NOW;
	sim = await startDataPoint({ clock: () => now, ...options });
	bearer = ((await (await askToken()).json()) as { access_token: string }).access_token;
};
afterEach(() => sim.close());

describe('tokens', () => {
	it('come for the password grant in a form, and only the token is said', async () => {
		await start();
		const answer = await askToken();
		expect([answer.status, Object.keys((await answer.json()) as object)]).toEqual([
			200,
			['access_token'],
		]);
	});

	it.each([
		['a wrong password', { password: 'no' }],
		['a wrong name', { username: 'no' }],
		['another grant', { grant_type: 'client_credentials' }],
	])('are refused for %s', async (_name, fields) => {
		await start();
		expect((await askToken(fields as Record<string, string>)).status).toBe(400);
	});

	it('are refused for JSON, and the newer address is there only by switch', async () => {
		await start();
		const headers = { 'content-type': 'application/json' };
		const json = await fetch(`${sim.url}/token`, { method: 'POST', headers, body: '{}' });
		expect(json.status).toBe(400);
		expect((await askToken({}, '/pims-rt/v1/token')).status).toBe(401);
		sim.set({ newerTokenPath: true });
		expect((await askToken({}, '/pims-rt/v1/token')).status).toBe(200);
	});

	it('are needed, and end when the switch says so', async () => {
		await start();
		expect((await call('/odata/Clients', { headers: {} })).status).toBe(401);
		sim.set({ tokenSeconds: 60 });
		bearer = ((await (await askToken()).json()) as { access_token: string }).access_token;
		now += 59_000;
		expect((await odata('Clients')).status).toBe(200);
		now += 2_000;
		expect((await odata('Clients')).status).toBe(401);
	});
});

describe('sites', () => {
	it('of the group say when they last sent something: 48 hours ago', async () => {
		await start();
		const { status, text } = await call('/api/sites/demo-group');
		expect([status, JSON.parse(text)]).toEqual([
			200,
			[
				{
					id: '12',
					name: 'Willow Lane Pet Hospital',
					status: 'Active',
					pimsName: 'Cornerstone',
					pimsVersion: '9.5',
					realtimeEnabled: false,
					lastSyncDate: '2026-10-31T15:00:00Z',
				},
			],
		]);
		expect((await call('/api/sites/other-group')).status).toBe(404);
	});
});

describe('rows', () => {
	it('have the fields of the sample client', async () => {
		await start();
		const [patient] = (await odata('Patients', { filter: "name eq 'Biscuit'" })).rows;
		expect(patient).toMatchObject({
			pimsId: 'P20417',
			siteId: 12,
			pimsPatientIdentifier: '20417',
			clientPimsId: 'C10088',
			weight: 11.2,
			weightUnit: 'kg',
			spayedOrNeutered: true,
			dateOfDeath: null,
			deleted: false,
			dpModifiedDate: '2026-10-31T15:00:00Z',
		});
		expect(Object.keys(patient ?? {})).toContain('correlationId');
		const [client] = (await odata('Clients', { filter: "pimsId eq 'C10088'" })).rows;
		expect(client).toMatchObject({
			lastName: 'Owner',
			referralSource: 'Walk-in',
			phoneName1: 'Cell',
		});
		const of = { filter: "patientPimsId eq 'P20417'" };
		expect((await odata('Prescriptions', of)).rows).toMatchObject([
			{ code: 'PIM125', quantity: 60 },
		]);
		expect((await odata('Reminders', of)).rows).toHaveLength(2);
		expect((await odata('Appointments', of)).rows).toHaveLength(4);
		expect((await odata('Transactions', of)).rows.length).toBeGreaterThan(4);
		expect((await odata('Resources')).rows).toMatchObject([{ lastName: 'Fixture' }, {}]);
	});

	it('hold no notes, and other names do not exist', async () => {
		await start();
		for (const name of ['MedicalNotes', 'Documents', 'patients', 'Sites']) {
			expect((await odata(name)).status).toBe(404);
		}
		for (const name of ['Invoices', 'Codes']) expect((await odata(name)).status).toBe(200);
	});

	it('of a patient without an owner and of one that died say so', async () => {
		await start();
		const [milo] = (await odata('Patients', { filter: "name eq 'Milo'" })).rows;
		expect(milo).toMatchObject({ clientPimsId: null, pimsClientIdentifier: null });
		const [duke] = (await odata('Patients', { filter: "name eq 'Old Duke'" })).rows;
		expect(duke).toMatchObject({ dateOfDeath: '2026-10-03T00:00:00Z', inactive: true });
		expect((await odata('Patients', { filter: "name eq 'Bella'" })).rows).toHaveLength(2);
	});

	it('come from every site of the group, told apart by siteId', async () => {
		await start({ practices: [seedPractice(NOW), seedPractice(NOW)] });
		const all = (await odata('Patients')).rows.length;
		expect((await odata('Patients', { filter: 'siteId eq 13' })).rows).toHaveLength(all / 2);
		expect((await odata('Patients', { filter: 'siteId eq 14' })).rows).toEqual([]);
	});
});

describe('$filter', () => {
	it.each([
		["name eq 'Bella'", 2],
		["name eq 'bella'", 0],
		["name eq 'Bella' and pimsId eq 'P20431'", 1],
		['siteId eq 12 and weight gt 10', 3],
		['spayedOrNeutered eq true and weight gt 14', 2],
		['clientPimsId eq null', 1],
		['dpModifiedDate gt 2026-10-31T14:59:59Z', 7],
		['dpModifiedDate gt 2026-10-31T15:00:00Z', 0],
		['dpModifiedDate gt 2026-10-31T09:59:59-05:00', 7],
		["name eq 'Rock and Roll'", 0],
		["name eq 'Mr. O''Malley'", 0],
	])('%s finds %d', async (filter, count) => {
		await start();
		const { status, rows } = await odata('Patients', { filter });
		expect([status, rows.length]).toEqual([200, count]);
	});

	it('finds a quote and the word "and" inside a text', async () => {
		const practice = seedPractice(NOW);
		practice.patients.push(blankPatient('20900', null, "Rock and Mr. O'Malley"));
		await start({ practices: [practice] });
		const filter = "name eq 'Rock and Mr. O''Malley' and deleted eq false";
		expect((await odata('Patients', { filter })).rows).toMatchObject([{ pimsId: 'P20900' }]);
	});

	it.each([
		"contains(name,'Bis')",
		"startswith(name,'B')",
		'year(dateOfBirth) eq 2017',
		'(siteId eq 12)',
		"name eq 'Bella' or name eq 'Biscuit'",
		"name ne 'Bella'",
		'weight lt 5',
		'weight ge 5',
		'not deleted eq true',
		'weight add 1 gt 5',
		'owner eq 1',
		'Name eq 1',
		'name eq Bella',
		'weight eq heavy',
		"siteId eq '12'",
		'dpModifiedDate gt 2026-10-31',
		'dpModifiedDate gt 2026-10-31T15:00:00',
		"dpModifiedDate gt '2026-10-31T15:00:00Z'",
		"name eq 'Bella",
		"name eq 'Bella' and gender eq 'Female",
		'deleted',
		'',
	])('refuses %s', async (filter) => {
		await start();
		expect((await odata('Patients', { filter })).status).toBe(400);
	});

	it.each(['$orderby=name', '$select=name', '$count=true', '$expand=Clients', 'filter=x'])(
		'has no neighbour %s',
		async (query) => {
			await start();
			expect((await call(`/odata/Patients?${query}`)).status).toBe(400);
		},
	);
});

describe('$top and $skip', () => {
	const many = () => {
		const practice = seedPractice(NOW);
		practice.patients = Array.from({ length: 230 }, (_item, n) =>
			blankPatient(String(30_000 + n), null, `Rex ${n}`),
		);
		return { practices: [practice] };
	};

	it('are capped per entity, without a word: asking for more gives fewer', async () => {
		await start(many());
		sim.set({ caps: { Patients: 100 } });
		expect((await odata('Patients', { top: 5000 })).rows).toHaveLength(100);
		expect((await odata('Patients')).rows).toHaveLength(100);
		const ids = new Set<unknown>();
		for (const skip of [0, 100, 200]) {
			for (const row of (await odata('Patients', { top: 5000, skip })).rows) ids.add(row.pimsId);
		}
		expect(ids.size).toBe(230);
		// Going on by what was asked for, and not by what came, loses rows.
		expect((await odata('Patients', { top: 5000, skip: 5000 })).rows).toEqual([]);
		sim.set({ shapes: { overTop: 'reject' } });
		expect((await odata('Patients', { top: 5000 })).status).toBe(400);
	});

	it('are whole numbers', async () => {
		await start();
		expect((await odata('Patients', { top: -1 })).status).toBe(400);
		expect((await odata('Patients', { skip: 'x' })).status).toBe(400);
		expect((await odata('Patients', { top: 0 })).rows).toEqual([]);
	});

	it('may meet rows in another order each time', async () => {
		await start(many());
		const first = async () => (await odata('Patients', { top: 1 })).rows[0]?.pimsId;
		expect(await first()).toBe(await first());
		sim.set({ shapes: { order: 'wandering' } });
		expect(await first()).not.toBe(await first());
	});
});

describe('what changes in the practice', () => {
	const weigh = () => ({ entity: 'Patients', pimsId: 'P20417', fields: { weight: 11.6 } }) as const;

	it('is not seen before the next sync, which may be days later', async () => {
		await start();
		sim.change(weigh());
		now += 24 * HOUR;
		expect((await odata('Patients', { filter: "pimsId eq 'P20417'" })).rows).toMatchObject([
			{ weight: 11.2 },
		]);
		expect(sim.lastSync()).toBe('2026-10-31T15:00:00.000Z');
		expect(sim.sync()).toBe(1);
		expect(sim.lastSync()).toBe('2026-11-03T15:00:00.000Z');
		const since = { filter: 'siteId eq 12 and dpModifiedDate gt 2026-10-31T15:00:00Z' };
		expect((await odata('Patients', since)).rows).toMatchObject([
			{ weight: 11.6, name: 'Biscuit', action: 'Update', dpModifiedDate: '2026-11-03T15:00:00Z' },
		]);
		expect((await odata('Patients', since)).rows[0]?.dpCreatedDate).toBe('2026-10-31T15:00:00Z');
	});

	it('in one sync has one time for all, so that a cursor inside it loses rows', async () => {
		await start();
		for (const pimsId of ['P1', 'P2', 'P3']) {
			sim.change({ entity: 'Patients', pimsId, fields: { name: pimsId } });
		}
		sim.sync();
		sim.set({ caps: { Patients: 2 } });
		const since = 'dpModifiedDate gt 2026-10-31T15:00:00Z';
		const page = (await odata('Patients', { filter: since })).rows;
		expect(page).toHaveLength(2);
		const cursor = String(page.at(-1)?.dpModifiedDate);
		expect((await odata('Patients', { filter: `dpModifiedDate gt ${cursor}` })).rows).toEqual([]);
		expect((await odata('Patients', { filter: since, skip: 2 })).rows).toHaveLength(1);
	});

	it('leaves deleted rows in the answers, marked', async () => {
		await start();
		sim.change({ entity: 'Patients', pimsId: 'P20431', fields: {}, deleted: true });
		sim.sync();
		const bellas = (await odata('Patients', { filter: "name eq 'Bella'" })).rows;
		expect(bellas.map(({ deleted, action }) => [deleted, action])).toEqual([
			[true, 'Delete'],
			[false, 'Insert'],
		]);
		const living = await odata('Patients', { filter: "name eq 'Bella' and deleted eq false" });
		expect(living.rows).toHaveLength(1);
	});
});

describe('writes', () => {
	it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('by %s are refused', async (method) => {
		await start();
		const init = { method, headers: { authorization: `Bearer ${bearer}` } };
		const before = sim.rows('Patients').length;
		expect((await call('/odata/Patients', init)).status).toBe(405);
		expect((await call('/api/sites/demo-group', init)).status).toBe(405);
		expect((await call('/api/12/documents', init)).status).toBe(422);
		expect((await call('/api/12/elsewhere', init)).status).toBe(404);
		expect(sim.rows('Patients')).toHaveLength(before);
	});
});

describe('faults', () => {
	it('are 503, a broken line, no listener and slowness', async () => {
		await start();
		sim.set({ down: '503' });
		expect((await odata('Clients')).status).toBe(503);
		sim.set({ down: 'reset' });
		await expect(odata('Clients')).rejects.toThrow('fetch failed');
		sim.set({ down: false });
		await sim.stopListening();
		await expect(odata('Clients')).rejects.toThrow('fetch failed');
		await sim.listenAgain();
		sim.set({ slowMs: 80 });
		const before = performance.now();
		expect((await odata('Clients')).status).toBe(200);
		expect(performance.now() - before).toBeGreaterThanOrEqual(75);
	});

	it('are storms of 401 and of 429', async () => {
		await start();
		sim.set({ tokens401: 2 });
		const statuses = async (count: number) => {
			const seen: number[] = [];
			for (let n = 0; n < count; n++) seen.push((await odata('Clients')).status);
			return seen;
		};
		expect(await statuses(3)).toEqual([401, 401, 200]);
		sim.set({ tokens401: -1 });
		expect(await statuses(4)).toEqual([401, 401, 401, 401]);
		expect((await askToken()).status).toBe(200);
		sim.set({ tokens401: 0, rateLimited: { next: 1, waitSeconds: 7 } });
		const limited = await odata('Clients');
		expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, null]);
		sim.set({ rateLimited: { next: 1 }, shapes: { retryAfter: true } });
		expect((await odata('Clients')).headers.get('retry-after')).toBe('7');
		expect(await statuses(1)).toEqual([200]);
	});

	it('are a web page and half an answer', async () => {
		await start();
		sim.set({ nonsense: { kind: 'html', next: 1 } });
		const page = await odata('Clients');
		expect([page.status, page.text]).toEqual([200, expect.stringMatching(/^<!doctype html>/)]);
		sim.set({ nonsense: { kind: 'truncated', next: 1 } });
		const { text } = await odata('Clients');
		expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
		expect((await odata('Clients')).rows.length).toBeGreaterThan(0);
	});

	it('are wrong encodings', async () => {
		await start();
		const filter = "pimsId eq 'P20450'";
		sim.set({ nonsense: { kind: 'latin1', next: 1 } });
		expect((await odata('Patients', { filter })).rows[0]?.name).toBe('Se\uFFFDor \uFFFDand\uFFFD');
		expect((await odata('Patients', { filter })).rows[0]?.name).toBe('Señor Ñandú');
	});

	it('are changed shapes', async () => {
		await start();
		const shape = async (changed: 'array' | 'renamed' | 'capitalised') => {
			sim.set({ shapes: { changed } });
			return JSON.parse((await odata('Resources')).text) as unknown;
		};
		expect(await shape('array')).toMatchObject([{ lastName: 'Fixture' }, {}]);
		expect(await shape('renamed')).toMatchObject({ items: [{ lastName: 'Fixture' }, {}] });
		expect(await shape('capitalised')).toMatchObject({ value: [{ LastName: 'Fixture' }, {}] });
	});

	it('are wrong time zones, in what the practice says and not in the cursor', async () => {
		await start();
		const filter = "patientPimsId eq 'P20450'";
		const date = async (times: 'utc' | 'offset' | 'naive' | 'mislabelled') => {
			sim.set({ shapes: { times } });
			const [row] = (await odata('Appointments', { filter })).rows;
			expect(row?.dpModifiedDate).toBe('2026-10-31T15:00:00Z');
			return row?.date;
		};
		expect(await date('utc')).toBe('2026-10-27T15:00:00Z');
		expect(await date('offset')).toBe('2026-10-27T10:00:00-05:00');
		expect(await date('naive')).toBe('2026-10-27T10:00:00');
		expect(await date('mislabelled')).toBe('2026-10-27T10:00:00Z');
	});
});

describe('the controls', () => {
	const post = (path: string, body: unknown) =>
		fetch(`${sim.url}/_sim/${path}`, { method: 'POST', body: JSON.stringify(body) });

	it('set switches, change the practice and sync', async () => {
		await start();
		expect((await post('switches', { gremlins: 1 })).status).toBe(400);
		expect((await post('switches', { down: '503' })).status).toBe(200);
		await post('switches', { down: false });
		const change = { entity: 'Clients', pimsId: 'C1', fields: { lastName: 'New' } };
		expect((await post('change', { ...change, entity: 'Notes' })).status).toBe(400);
		expect((await post('change', change)).status).toBe(202);
		expect((await odata('Clients', { filter: "pimsId eq 'C1'" })).rows).toEqual([]);
		expect(await (await post('sync', {})).json()).toEqual({ sent: 1 });
		expect((await odata('Clients', { filter: "pimsId eq 'C1'" })).rows).toHaveLength(1);
		const state = (await (await fetch(`${sim.url}/_sim/state`)).json()) as { log: unknown[] };
		expect(state.log.at(-1)).toMatchObject({ path: '/odata/Clients', status: 200, rows: 1 });
	});
});
