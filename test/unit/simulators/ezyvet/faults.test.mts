import { readBody, sendJson, startHttp } from '../../../simulators/shared/http.mts';
import { startEzyVet } from '../../../simulators/ezyvet/server.mts';
import type { EzyVetSimulator, Options } from '../../../simulators/ezyvet/server.mts';
import { json, signedIn } from '../ezyvet-caller.mts';
import { smallSeed } from './small.mts';

jest.setTimeout(30_000);

const NOW = '2026-11-02T15:00:00Z';
const EPOCH = Date.parse(NOW) / 1000;
let sim: EzyVetSimulator;
let caller: Awaited<ReturnType<typeof signedIn>>;

const crowd: Options['seed'] = (store, at) => {
	for (let n = 1; n <= 30; n++) store.add('animal', { name: `Rex ${n}` }, at - n);
};
const start = async (options: Options = {}) => {
	sim = await startEzyVet({
		now: NOW,
		seed: smallSeed,
		clock: () => EPOCH * 1000,
		switches: { rateLimit: 'off' },
		...options,
	});
	caller = await signedIn(sim);
};
afterEach(() => sim.close());

describe('storms', () => {
	it('of 401 and of 429 last until they are called off', async () => {
		await start();
		sim.set({ tokens401: -1 });
		const statuses = async () => {
			const seen: number[] = [];
			for (let n = 0; n < 5; n++) seen.push((await caller.get('/v1/sex')).status);
			return new Set(seen);
		};
		expect(await statuses()).toEqual(new Set([401]));
		sim.set({ tokens401: 0, rateLimited: { next: -1, waitSeconds: 3 } });
		expect(await statuses()).toEqual(new Set([429]));
		sim.set({ rateLimited: { next: 0 } });
		expect(await statuses()).toEqual(new Set([200]));
	});

	it('of web pages and half answers too', async () => {
		await start();
		sim.set({ nonsense: { kind: 'html', next: -1 } });
		for (let n = 0; n < 3; n++) expect((await caller.get('/v1/sex')).text).toMatch(/^<!doctype/);
		sim.set({ nonsense: { kind: 'truncated', next: -1 } });
		const { text } = await caller.get('/v1/sex');
		expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
	});
});

it('may say it is UTF-8 and be Latin-1', async () => {
	await start();
	sim.store.change(sim.store.get('animal', 501) as never, { name: 'Señor' });
	sim.set({ nonsense: { kind: 'latin1', next: 1 } });
	expect((await caller.get('/v2/animal?id=501')).records[0]?.name).toBe('Se\uFFFDor');
	expect((await caller.get('/v2/animal?id=501')).records[0]?.name).toBe('Señor');
});

describe('pages', () => {
	it('may be half of what was asked for, and still add up', async () => {
		await start({ seed: crowd });
		sim.set({ shapes: { halfPages: true } });
		const first = await caller.get('/v2/animal?limit=20');
		expect(first.records).toHaveLength(10);
		expect(first.json.meta).toMatchObject({ items_page_total: 3, items_page_size: 10 });
		const seen = [...first.records];
		for (const page of [2, 3]) {
			seen.push(...(await caller.get(`/v2/animal?limit=20&page=${page}`)).records);
		}
		expect(new Set(seen.map(({ id }) => id)).size).toBe(30);
	});

	it('of another resource do not grow', async () => {
		await start();
		sim.set({ growing: { resource: 'animal', perPage: 4 } });
		await caller.get('/v1/sex');
		expect(sim.store.all('sex')).toHaveLength(4);
	});

	it('may grow in number while somebody reads them', async () => {
		await start({ seed: crowd });
		sim.set({ growing: { resource: 'animal', perPage: 4 } });
		const filter = `modified_at=${json({ gt: EPOCH - 100 })}&limit=10`;
		const totals: unknown[] = [];
		for (const page of [1, 2, 3, 4]) {
			const { json: answer } = await caller.get(`/v2/animal?${filter}&page=${page}`);
			totals.push([answer.meta.items_total, answer.meta.items_page_total]);
		}
		expect(totals).toEqual([
			[30, 3],
			[34, 4],
			[38, 4],
			[42, 5],
		]);
	});
});

describe('a changed shape', () => {
	const shape = async (changed: 'array' | 'renamed' | 'unwrapped' | 'keyed' | 'bare' | 'no') => {
		sim.set({ shapes: { changed } });
		return JSON.parse((await caller.get('/v1/sex')).text) as Record<string, unknown>;
	};
	it('is an array, other names, no wrapper, an object or a bare list', async () => {
		await start();
		expect(await shape('array')).toHaveLength(4);
		const renamed = await shape('renamed');
		expect([Object.keys(renamed).sort(), renamed.items]).toEqual([
			['data', 'messages', 'meta'],
			undefined,
		]);
		expect((await shape('unwrapped')).items).toMatchObject([{ id: '1' }, {}, {}, {}]);
		expect((await shape('keyed')).items).toMatchObject({ 0: { sex: { id: '1' } } });
		expect(Object.keys(await shape('bare'))).toEqual(['items']);
		expect((await shape('no')).items).toMatchObject([{ sex: { id: '1' } }, {}, {}, {}]);
	});

	it('leaves refusals as they are', async () => {
		await start();
		sim.set({ shapes: { changed: 'array' } });
		expect((await caller.get('/v1/sex?colour=red')).json.messages).toHaveLength(1);
	});

	it('of version 1 appointments is start_time and nested details', async () => {
		await start();
		const made = sim.refer(501, 'please');
		const [old] = (await caller.get('/v1/appointment')).records;
		expect(old).toMatchObject({
			id: '1',
			start_time: String(EPOCH),
			details: { consult_id: String(made?.consult.id), description: 'Referral to arrange' },
		});
		expect(old).not.toHaveProperty('start_at');
		const [newer] = (await caller.get('/v2/appointment')).records;
		expect(newer).toMatchObject({ id: 1, start_at: EPOCH, consult_id: made?.consult.id });
		expect(newer).not.toHaveProperty('details');
	});
});

describe('a wrong clock', () => {
	it('tells local time as if it were UTC, but not when a record changed', async () => {
		await start();
		const before = (await caller.get('/v1/consult?id=1')).records[0] ?? {};
		sim.set({ shapes: { timeShiftS: -5 * 3600 } });
		const after = (await caller.get('/v1/consult?id=1')).records[0] ?? {};
		expect(Number(after.date)).toBe(Number(before.date) - 18_000);
		expect(after.modified_at).toBe(before.modified_at);
	});

	it('says times as local text without an offset', async () => {
		await start();
		sim.refer(501, 'please');
		sim.set({ shapes: { timesAs: 'local' } });
		const [row] = (await caller.get('/v2/appointment')).records;
		expect(row?.start_at).toBe('2026-11-02 10:00:00');
		expect(row?.modified_at).toBe(EPOCH);
	});

	it('or a site that names a time zone nobody knows', async () => {
		await start();
		const zone = async () => (await caller.get('/v3/siteInformation')).records[0]?.time_zone;
		expect(await zone()).toBe('America/New_York');
		sim.set({ shapes: { timeZone: 'Mars/Olympus' } });
		expect(await zone()).toBe('Mars/Olympus');
	});
});

describe('events', () => {
	it('are fired by a control, late when told so, in the shape seen in production', async () => {
		await start();
		const seen: Array<{ meta: unknown; items: Array<{ appointment: Record<string, unknown> }> }> =
			[];
		const door = await startHttp(async (req, res) => {
			seen.push(JSON.parse((await readBody(req)).toString()) as (typeof seen)[number]);
			sendJson(res, 200, {});
		});
		sim.refer(502, 'please');
		sim.set({ webhookUrl: door.url, webhookDelayMs: 60 });
		const fire = (body: unknown) =>
			fetch(`${sim.url}/_sim/fire`, { method: 'POST', body: JSON.stringify(body) });
		const before = performance.now();
		const event = { event: 'appointment_updated', appointmentId: 1 };
		expect((await fire(event)).status).toBe(202);
		expect(seen).toEqual([]);
		await sim.settled();
		expect(performance.now() - before).toBeGreaterThanOrEqual(55);
		expect(seen).toMatchObject([
			{
				meta: { event: 'appointment_updated', timestamp: EPOCH },
				items: [{ appointment: { id: 1, animal_id: 502, start_at: EPOCH, resources: [] } }],
			},
		]);
		expect((await fire({ ...event, appointmentId: 7 })).status).toBe(400);
		expect((await fire({ ...event, event: 'animal_updated' })).status).toBe(400);
		expect(sim.fire('appointment_created', 1)).toBe(true);
		await sim.settled();
		await door.close();
		expect(seen).toHaveLength(2);
	});

	it('have no subscription anybody documents', async () => {
		await start({ switches: { rateLimit: 'off', allowUnverified: true } });
		const { status, json: body } = await caller.post('/v1/webhooks', { url: 'http://x.example' });
		expect([status, body.messages[0]?.text]).toEqual([422, expect.stringContaining('webhook')]);
	});
});
