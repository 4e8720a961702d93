import { startEzyVet } from '../../simulators/ezyvet/server.mts';
import type { EzyVetSimulator, Options } from '../../simulators/ezyvet/server.mts';
import { askToken, callerOf, json, signedIn } from './ezyvet-caller.mts';

jest.setTimeout(30_000);

const NOW = '2026-11-02T15:00:00Z';
let sim: EzyVetSimulator;
let clockMs = Date.parse(NOW);

const start = async (options: Options = {}) => {
	clockMs = Date.parse(NOW);
	sim = await startEzyVet({ now: NOW, clock: () => clockMs, ...options });
	return signedIn(sim);
};
afterEach(() => sim.close());

const ids = (records: Array<Record<string, unknown>>) => records.map((row) => Number(row.id));

describe('tokens', () => {
	it('come for JSON and form bodies, live 12 hours and say so in the JWT', async () => {
		await start();
		for (const form of [false, true]) {
			const { status, body } = await askToken(sim, { partner_id: null }, form);
			expect(status).toBe(200);
			expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'token_type']);
			const payload = String(body.access_token).split('.')[1] ?? '';
			const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<
				string,
				number
			>;
			expect(claims).toMatchObject({ site_uid: 'site_demo01', iss: 'auth.ezyvet.com' });
			expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(43_200);
		}
	});

	it('take scopes separated by comma or space and refuse one that was not granted', async () => {
		await start();
		expect((await askToken(sim, { scope: 'read-animal read-consult' })).status).toBe(200);
		expect((await askToken(sim, { scope: 'read-animal,read-memo' })).status).toBe(400);
	});

	it('need site_uid unless the switch is off', async () => {
		await start();
		expect((await askToken(sim, { site_uid: null })).status).toBe(400);
		expect((await askToken(sim, { site_uid: 'site_other' })).status).toBe(401);
		sim.set({ requireSiteUid: false });
		expect((await askToken(sim, { site_uid: null })).status).toBe(200);
	});

	it.each([
		['a wrong secret', { client_secret: 'no' }, 401],
		['a wrong partner', { partner_id: 'P-9' }, 401],
		['another grant type', { grant_type: 'password' }, 400],
		['an unknown field', { audience: 'x' }, 400],
		['no scope', { scope: null }, 400],
	])('are refused for %s', async (_name, fields, status) => {
		await start();
		expect((await askToken(sim, fields as Record<string, string | null>)).status).toBe(status);
	});

	it('expire after 12 hours', async () => {
		const caller = await start();
		clockMs += 43_199_000;
		expect((await caller.get('/v2/animal')).status).toBe(200);
		clockMs += 2_000;
		const late = await caller.get('/v2/animal');
		expect([late.status, late.json.messages[0]?.type]).toEqual([401, 'InvalidRequestException']);
	});

	it('die when a newer one is issued, behind a switch', async () => {
		const caller = await start();
		await askToken(sim);
		expect((await caller.get('/v2/animal')).status).toBe(200);
		sim.set({ oldTokenDies: true });
		expect((await caller.get('/v2/animal')).status).toBe(401);
	});

	it('are missed with 401 and a missing scope with 403', async () => {
		await start();
		expect((await callerOf(sim, 'nonsense').get('/v2/animal')).status).toBe(401);
		expect((await fetch(`${sim.url}/v2/animal`)).status).toBe(401);
		const { body } = await askToken(sim, { scope: 'read-animal' });
		const narrow = callerOf(sim, String(body.access_token));
		expect((await narrow.get('/v2/animal')).status).toBe(200);
		expect((await narrow.get('/v1/consult')).status).toBe(403);
	});
});

describe('shapes', () => {
	it('say scalars and page numbers as strings in version 1', async () => {
		const caller = await start();
		const { json: list, records } = await caller.get('/v1/animal?id=501');
		expect(records[0]).toMatchObject({ id: '501', active: '1', is_dead: '0', weight: '11.20' });
		expect(records[0]?.modified_at).toMatch(/^\d{10}$/);
		expect(records[0]).not.toHaveProperty('uid');
		expect(list.meta).toMatchObject({ items_total: '1', items_page: '1', items_page_size: '10' });
	});

	it.each(['v2', 'v4'])('type part of the fields and add a uid in %s', async (version) => {
		const caller = await start();
		const { json: list, records } = await caller.get(`/${version}/animal?id=501`);
		expect(records[0]).toMatchObject({ id: 501, active: true, is_dead: false, weight: '11.20' });
		expect(records[0]?.uid).toMatch(/^animal_/);
		expect(list.meta.items_total).toBe(1);
	});

	it('wrap each record under its resource, the assessment capitalised', async () => {
		const caller = await start();
		const wrapper = async (path: string) =>
			Object.keys((await caller.get(path)).json.items[0] ?? {})[0];
		expect(await wrapper('/v1/assessment')).toBe('Assessment');
		expect(await wrapper('/v1/consult')).toBe('consult');
	});

	it('nest points of contact in contact v4, which pages by token and not by number', async () => {
		const caller = await start();
		const { records } = await caller.get('/v4/contact?id=88');
		expect(records[0]?.emails).toMatchObject([{ value: 'olive.owner@example.com' }]);
		expect(records[0]?.phones).toMatchObject([{ value: '+12025550188' }]);
		expect((await caller.get('/v4/contact?page=2')).status).toBe(400);
	});

	it('answer one record in the list envelope and an unknown one with 404', async () => {
		const caller = await start();
		const { json: list, records } = await caller.get('/v2/animal/501');
		expect([list.items.length, records[0]?.name]).toEqual([1, 'Biscuit']);
		expect((await caller.get('/v2/animal/9')).status).toBe(404);
	});

	it.each(['/v1/task', '/v1/memo', '/v2/consult', '/v4/appointment', '/v3/animal', '/v1/animal/'])(
		'have nothing at %s',
		async (path) => {
			const caller = await start();
			expect((await caller.get(path)).status).toBe(404);
		},
	);

	it('give a site its own numbers for kinds of contact details', async () => {
		const caller = await start();
		const { records } = await caller.get('/v1/contactdetailtype?name=Mobile');
		expect(ids(records)).toEqual([7]);
	});

	it('drop or rename fields nobody documents when told to', async () => {
		const caller = await start();
		sim.set({ shapes: { rename: { diagnosticresultitem: { value: 'result' } } } });
		const renamed = (await caller.get('/v1/diagnosticresultitem?limit=1')).records[0];
		expect(renamed).toHaveProperty('result', '2140');
		sim.set({ shapes: { bareUnknown: true } });
		const bare = (await caller.get('/v1/diagnosticresultitem?limit=1')).records[0] ?? {};
		expect(Object.keys(bare).sort()).toEqual(
			['active', 'created_at', 'diagnosticresult_id', 'id', 'modified_at'].sort(),
		);
	});
});

describe('pages and filters', () => {
	const crowd: Options['seed'] = (store, at) => {
		for (let n = 1; n <= 230; n++) {
			const name = n % 2 ? `Rex ${n}` : `rex ${n}`;
			store.add('animal', { name, contact_id: n % 3 }, at - n);
			store.add('contact', { first_name: name }, at);
			store.add('history', { comments: name, animal_id: 1, timestamp: at }, at);
		}
	};

	it('hold 10 records unless asked, and at most 200, 50 (contact v1) or 10 (history)', async () => {
		const caller = await start({ seed: crowd });
		const size = async (path: string) => (await caller.get(path)).json.items.length;
		expect(await size('/v2/animal')).toBe(10);
		expect(await size('/v2/animal?limit=500')).toBe(200);
		expect(await size('/v1/contact?limit=500')).toBe(50);
		expect(await size('/v2/contact?limit=500')).toBe(200);
		expect(await size('/v1/history?limit=500')).toBe(10);
		expect((await caller.get('/v2/animal?limit=0')).status).toBe(400);
		sim.set({ shapes: { overLimit: 'reject' } });
		expect((await caller.get('/v2/animal?limit=500')).status).toBe(400);
	});

	it('add up to every record once and are empty beyond the end', async () => {
		const caller = await start({ seed: crowd });
		sim.set({ shapes: { order: 'shuffled' } });
		const seen: number[] = [];
		for (let n = 1; n <= 3; n++) {
			const { json: list, records } = await caller.get(`/v2/animal?limit=100&page=${n}`);
			expect(list.meta).toMatchObject({ items_page: n, items_page_total: 3, items_total: 230 });
			seen.push(...ids(records));
		}
		expect(new Set(seen).size).toBe(230);
		expect(seen[0]).not.toBe(1);
		expect((await caller.get('/v2/animal?limit=100&page=4')).json.items).toEqual([]);
	});

	const at = Date.parse(NOW) / 1000;
	it.each([
		['id=7', 1],
		[`id=${json({ eq: 7 })}`, 1],
		[`id=${json({ '=': '7' })}`, 1],
		[`id=${json({ neq: 7 })}`, 229],
		[`id=${json({ '!=': 7 })}`, 229],
		[`modified_at=${json({ gt: String(at - 11) })}`, 10],
		[`modified_at=${json({ '>': at - 11 })}`, 10],
		[`modified_at=${json({ gte: at - 11 })}`, 11],
		[`modified_at=${json({ '>=': at - 11 })}`, 11],
		[`id=${json({ lt: 5 })}`, 4],
		[`id=${json({ '<': 5 })}`, 4],
		[`id=${json({ lte: 5 })}`, 5],
		[`id=${json({ '<=': 5 })}`, 5],
		[`id=${json({ gt: 5, lte: 9 })}`, 4],
		[`id=${json({ in: [1, '2', 999] })}`, 2],
		[`name=${json({ like: 'Rex %' })}`, 115],
		['name=rex 2', 1],
		['name=REX 2', 0],
		[`contact_id=1&id=${json({ lt: 10 })}`, 3],
		['active=1', 230],
	])('find with %s', async (query, count) => {
		const caller = await start({ seed: crowd });
		expect((await caller.get(`/v2/animal?${query}`)).json.meta.items_total).toBe(count);
	});

	it.each([
		'owner=1',
		'Name=Rex',
		'sort=id',
		`id=${json({ between: [1, 2] })}`,
		`id=${json({ like: '1' })}`,
		`id=${json({ in: 5 })}`,
		'id=%7Bbroken',
		'id=seven',
		`id=${json([1, 2])}`,
	])('refuse %s with InvalidParameterException', async (query) => {
		const caller = await start({ seed: crowd });
		const { status, json: body } = await caller.get(`/v2/animal?${query}`);
		expect([status, body.messages[0]?.type]).toEqual([400, 'InvalidParameterException']);
	});

	it('reach a vaccination through its consult only', async () => {
		const caller = await start();
		expect((await caller.get('/v1/vaccination?animal_id=501')).status).toBe(400);
		expect((await caller.get('/v1/vaccination?consult_id=1')).json.items).toHaveLength(2);
	});

	it('fail when an address grows too long', async () => {
		const caller = await start();
		const many = Array.from({ length: 2000 }, (_item, n) => n);
		expect((await caller.get(`/v2/animal?id=${json({ in: many })}`)).status).toBe(414);
	});
});

describe('rate limits', () => {
	it('allow 60 calls a minute per endpoint and name the wait in the text only', async () => {
		const caller = await start();
		let last = await caller.get('/v2/animal');
		expect(last.headers.get('x-ratelimit-remaining')).toBe('59');
		for (let n = 1; n < 60; n++) last = await caller.get('/v2/animal');
		expect([last.status, last.headers.get('x-ratelimit-remaining')]).toEqual([200, '0']);
		clockMs += 20_000;
		const refused = await caller.get('/v2/animal');
		expect(refused.status).toBe(429);
		expect(refused.json.messages[0]?.text).toMatch(/\b40 seconds/);
		expect(refused.headers.get('x-ratelimit-reset')).toBe('40');
		expect(refused.headers.get('retry-after')).toBeNull();
		expect((await caller.get('/v1/consult')).status).toBe(200);
		clockMs += 40_001;
		expect((await caller.get('/v2/animal')).status).toBe(200);
	});

	it('allow 180 calls in all', async () => {
		const caller = await start();
		const paths = ['/v2/animal', '/v1/consult', '/v1/history', '/v1/product'];
		const statuses: number[] = [];
		for (let n = 0; n < 181; n++) statuses.push((await caller.get(paths[n % 4] as string)).status);
		expect(statuses.filter((status) => status === 200)).toHaveLength(180);
		expect(statuses.at(-1)).toBe(429);
	});

	it('can be generous or off', async () => {
		const caller = await start({ switches: { rateLimit: 'off' } });
		for (let n = 0; n < 70; n++) await caller.get('/v1/sex');
		expect((await caller.get('/v1/sex')).status).toBe(200);
		sim.set({ rateLimit: 'generous' });
		expect((await caller.get('/v1/sex')).headers.get('x-ratelimit-remaining')).toBe('1199');
	});
});

describe('faults', () => {
	it('come and go by POST /_sim/switches, which refuses what it does not know', async () => {
		const caller = await start();
		const set = (body: unknown) =>
			fetch(`${sim.url}/_sim/switches`, { method: 'POST', body: JSON.stringify(body) });
		expect((await set({ down: '503' })).status).toBe(200);
		expect((await caller.get('/v1/sex')).status).toBe(503);
		expect((await set({ down: 'reset' })).status).toBe(200);
		await expect(caller.get('/v1/sex')).rejects.toThrow('fetch failed');
		expect((await set({ down: false, gremlins: 3 })).status).toBe(400);
		expect(sim.switches.down).toBe('reset');
		await set({ down: false });
		expect((await caller.get('/v1/sex')).status).toBe(200);
	});

	it('refuse connections while not listening', async () => {
		const caller = await start();
		await sim.stopListening();
		await expect(caller.get('/v1/sex')).rejects.toThrow('fetch failed');
		await sim.listenAgain();
		expect((await caller.get('/v1/sex')).status).toBe(200);
	});

	it('answer the next calls with 401 or 429, then work again', async () => {
		const caller = await start();
		sim.set({ tokens401: 1, rateLimited: { next: 1, waitSeconds: 7 } });
		expect((await caller.get('/v1/sex')).status).toBe(401);
		const limited = await caller.get('/v1/sex');
		expect([limited.status, limited.json.messages[0]?.text]).toEqual([
			429,
			expect.stringContaining('7 seconds'),
		]);
		expect((await caller.get('/v1/sex')).status).toBe(200);
	});

	it('answer rubbish: a web page, half a JSON, half a file, an error on 200', async () => {
		const caller = await start();
		sim.set({ nonsense: { kind: 'html', next: 1 } });
		expect((await caller.get('/v1/sex')).text).toMatch(/^<!doctype html>/);
		sim.set({ nonsense: { kind: 'truncated', next: 1 } });
		const half = (await caller.get('/v1/sex')).text;
		expect(() => JSON.parse(half) as unknown).toThrow(SyntaxError);
		sim.set({ nonsense: { kind: 'truncated', next: 1 } });
		await expect(caller.get('/v1/attachment/download/1')).rejects.toThrow('terminated');
		sim.set({ shapes: { errorOn200: 'Something broke' } });
		const odd = await caller.get('/v1/sex');
		expect([odd.status, odd.json.items, odd.json.messages[0]?.level]).toEqual([200, [], 'error']);
	});

	it('slow answers down', async () => {
		const caller = await start();
		sim.set({ slowMs: 120 });
		const before = performance.now();
		await caller.get('/v1/sex');
		expect(performance.now() - before).toBeGreaterThanOrEqual(110);
	});
});
