import { startEzyVet } from '../../../simulators/ezyvet/server.mts';
import type { EzyVetSimulator } from '../../../simulators/ezyvet/server.mts';
import { askToken, callerOf, json, signedIn } from '../ezyvet-caller.mts';
import { smallSeed } from './small.mts';

jest.setTimeout(30_000);

/** What the documents leave open: the simulator takes the likeliest way and the others by switch. */
const NOW = '2026-11-02T15:00:00Z';
let clockMs = Date.parse(NOW);
let sim: EzyVetSimulator;
let caller: Awaited<ReturnType<typeof signedIn>>;

beforeEach(async () => {
	clockMs = Date.parse(NOW);
	sim = await startEzyVet({ now: NOW, seed: smallSeed, clock: () => clockMs });
	caller = await signedIn(sim);
});
afterEach(() => sim.close());

describe('a token', () => {
	it('says its life as seconds, as an epoch, or as a number that is neither', async () => {
		const life = async (expiresIn: 'seconds' | 'epoch' | 'odd') => {
			sim.set({ shapes: { expiresIn } });
			return Number((await askToken(sim)).body.expires_in);
		};
		expect(await life('seconds')).toBe(43_200);
		expect(await life('epoch')).toBe(clockMs / 1000 + 43_200);
		const odd = await life('odd');
		expect(odd).toBeGreaterThan(43_200);
		expect(odd).toBeLessThan(1_000_000_000);
	});

	it('comes from the second version of the address too', async () => {
		const answer = await fetch(`${sim.url}/v2/oauth/access_token`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				client_id: sim.client.clientId,
				client_secret: sim.client.clientSecret,
				grant_type: 'client_credentials',
				scope: 'read-animal',
				site_uid: sim.client.siteUid,
			}),
		});
		const { access_token } = (await answer.json()) as { access_token: string };
		expect((await callerOf(sim, access_token).get('/v2/animal')).status).toBe(200);
	});

	it('of one client does not end that of another', async () => {
		await sim.close();
		const other = { ...sim.client, clientId: 'C-201', clientSecret: 'demo-secret-201' };
		sim = await startEzyVet({ seed: smallSeed, clients: [sim.client, other] });
		sim.set({ oldTokenDies: true });
		caller = await signedIn(sim);
		const fields = { client_id: 'C-201', client_secret: 'demo-secret-201' };
		expect((await askToken(sim, fields)).status).toBe(200);
		expect((await caller.get('/v2/animal')).status).toBe(200);
		await askToken(sim);
		expect((await caller.get('/v2/animal')).status).toBe(401);
	});
});

describe('limits', () => {
	it('say their reset as seconds or as an epoch, and Retry-After only by switch', async () => {
		await caller.get('/v1/sex');
		clockMs += 10_000;
		expect((await caller.get('/v1/sex')).headers.get('x-ratelimit-reset')).toBe('50');
		sim.set({ shapes: { resetAs: 'epoch' } });
		const reset = Number((await caller.get('/v1/sex')).headers.get('x-ratelimit-reset'));
		expect(reset).toBe(clockMs / 1000 + 50);
		sim.set({ rateLimited: { next: 2, waitSeconds: 9 } });
		expect((await caller.get('/v1/sex')).headers.get('retry-after')).toBeNull();
		sim.set({ shapes: { retryAfter: true } });
		expect((await caller.get('/v1/sex')).headers.get('retry-after')).toBe('9');
	});

	it('have a minute that tests can shorten', async () => {
		sim.set({ rateWindowMs: 600 });
		for (let n = 0; n < 60; n++) await caller.get('/v1/sex');
		expect((await caller.get('/v1/sex')).status).toBe(429);
		clockMs += 601;
		expect((await caller.get('/v1/sex')).status).toBe(200);
	});

	it('count a resource apart from another, and a write with the reads of its address', async () => {
		for (let n = 0; n < 60; n++) await caller.get('/v1/consult');
		expect((await caller.post('/v1/consult', { animal_id: 501 })).status).toBe(429);
		expect((await caller.get('/v1/history')).status).toBe(200);
		expect(sim.store.all('consult')).toHaveLength(2);
	});
});

describe('lists', () => {
	it('know a wildcard nobody documents: percent, another sign or none', async () => {
		const found = async (pattern: string, likeWildcard: string) => {
			sim.set({ shapes: { likeWildcard } });
			return (await caller.get(`/v2/animal?name=${json({ like: pattern })}`)).records.length;
		};
		expect(await found('Patient %', '%')).toBe(2);
		expect(await found('Patient %', '*')).toBe(0);
		expect(await found('Patient *', '*')).toBe(2);
		expect(await found('Patient 501', '')).toBe(1);
	});

	it('come in an order nobody promises', async () => {
		const ids = async (order: 'id' | 'reverse') => {
			sim.set({ shapes: { order } });
			return (await caller.get('/v2/animal')).records.map(({ id }) => id);
		};
		expect(await ids('id')).toEqual([501, 502]);
		expect(await ids('reverse')).toEqual([502, 501]);
	});

	it('name the wrong field in an array, where a good write has an object', async () => {
		const bad = await caller.get('/v2/animal?owner=1');
		expect(bad.json.messages[0]?.fields).toEqual(['owner']);
		const items = [{ external_product_name: 'Tablets', qty: 1 }];
		const good = await caller.post('/v1/externalprescription', { animal_id: 501, items });
		expect(good.json.messages[0]?.fields).toEqual({
			prescription_uid: sim.store.all('prescription')[0]?.uid,
		});
	});

	it('of clinical records exist with fields that may be gone', async () => {
		const at = { animal_id: 501, consult_id: 1, notes: 'Recheck in a week', timestamp: 1 };
		sim.store.add('plan', at);
		expect((await caller.get('/v1/plan?consult_id=1')).records).toMatchObject([
			{ animal_id: '501', notes: 'Recheck in a week' },
		]);
		sim.set({ shapes: { bareUnknown: true } });
		const [bare] = (await caller.get('/v1/plan?animal_id=501')).records;
		expect(bare).not.toHaveProperty('notes');
		for (const name of ['therapeutic', 'presentingproblem', 'operation', 'contactassociation']) {
			expect((await caller.get(`/v1/${name}`)).json.items).toEqual([]);
		}
	});
});
