import { startProvet } from '../../../simulators/provet-cloud/server.mts';
import type { ProvetSimulator } from '../../../simulators/provet-cloud/server.mts';
import { askToken, signedIn } from './caller.mts';
import type { Caller } from './caller.mts';

const NOW = Date.parse('2026-11-02T15:00:00Z');
let sim: ProvetSimulator;
let caller: Caller;
beforeEach(async () => {
	sim = await startProvet({ clock: () => NOW });
	caller = await signedIn(sim);
});
afterEach(() => sim.close());

const control = (path: string, body: unknown) =>
	fetch(`${sim.url}/_sim/${path}`, { method: 'POST', body: JSON.stringify(body) });

describe('2.10 faults', () => {
	it('come and go by POST /_sim/switches, which refuses what it does not know', async () => {
		expect((await control('switches', { down: '503' })).status).toBe(200);
		expect((await caller.get('/patient/')).status).toBe(503);
		expect((await control('switches', { down: 'reset' })).status).toBe(200);
		await expect(caller.get('/patient/')).rejects.toThrow('fetch failed');
		for (const wrong of [
			{ gremlins: 1 },
			{ noteKey: 'words' },
			{ denied: 'Medical' },
			{ slowMs: '9' },
		]) {
			expect((await control('switches', { down: false, ...wrong })).status).toBe(400);
		}
		expect(sim.switches.down).toBe('reset');
		await control('switches', { down: false });
		expect((await caller.get('/patient/')).status).toBe(200);
	});

	it('refuse connections while not listening', async () => {
		await sim.stopListening();
		await expect(caller.get('/patient/')).rejects.toThrow('fetch failed');
		await sim.listenAgain();
		expect((await caller.get('/patient/')).status).toBe(200);
	});

	it('answer the next calls with 401, or every call in a storm, while tokens are still given', async () => {
		sim.set({ tokens401: 1 });
		expect((await caller.get('/patient/')).status).toBe(401);
		expect((await caller.get('/patient/')).status).toBe(200);
		sim.set({ tokens401: -1 });
		for (let n = 0; n < 5; n++) {
			expect((await askToken(sim)).status).toBe(200);
			expect((await (await signedIn(sim)).get('/patient/')).status).toBe(401);
		}
		sim.set({ tokens401: 0 });
		expect((await caller.get('/patient/')).status).toBe(200);
	});

	it('answer the next calls with 429 and Retry-After', async () => {
		sim.set({ rateLimited: { next: 1, waitSeconds: 7 } });
		const limited = await caller.get('/patient/');
		expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
		expect((await caller.get('/patient/')).status).toBe(200);
	});

	it('answer a web page, half a page of JSON, half a file, or text in another encoding', async () => {
		sim.set({ nonsense: { kind: 'html', next: 1 } });
		expect((await caller.get('/patient/')).text).toMatch(/^<!doctype html>/);
		sim.set({ nonsense: { kind: 'truncated', next: 1 } });
		const half = await caller.get('/patient/');
		expect(half.status).toBe(200);
		expect(() => JSON.parse(half.text) as unknown).toThrow(SyntaxError);
		const { results } = await caller.get('/upload/');
		sim.set({ nonsense: { kind: 'truncated', next: 1 } });
		await expect(caller.get(String(results[0]?.file))).rejects.toThrow('terminated');
		await caller.patch('/client/601/', { lastname: 'Åström' });
		sim.set({ nonsense: { kind: 'latin1', next: 1 } });
		expect((await caller.get('/client/601/')).text).toContain('\uFFFD');
		expect((await caller.get('/client/601/')).json.lastname).toBe('Åström');
	});

	it('do a write and lose the answer', async () => {
		sim.set({ lostAnswers: 1 });
		const body = { firstname: 'Lost', lastname: 'Answer' };
		await expect(caller.post('/client/', body)).rejects.toThrow('fetch failed');
		expect((await caller.get('/client/?lastname__is=Answer')).json.count).toBe(1);
		expect(sim.effects).toMatchObject([{ resource: 'client', method: 'POST' }]);
	});

	it('slow answers down', async () => {
		sim.set({ slowMs: 120 });
		const before = performance.now();
		await caller.get('/patient/');
		expect(performance.now() - before).toBeGreaterThanOrEqual(110);
	});

	it('change shapes: a list without its envelope, fields of other names', async () => {
		sim.set({ shapes: { envelope: 'bare' } });
		expect(JSON.parse((await caller.get('/patient/')).text)).toHaveLength(10);
		sim.set({ shapes: { envelope: 'page', rename: { patient: { microchip: 'chip_number' } } } });
		expect((await caller.get('/patient/3101/')).json).toMatchObject({
			chip_number: '985000000003101',
		});
	});

	it.each([
		['utc', '2026-11-02T15:00:00Z'],
		['offset', '2026-11-02T17:00:00+02:00'],
		['naive', '2026-11-02T17:00:00'],
		['mislabelled', '2026-11-02T17:00:00Z'],
	] as const)('say times as %s', async (times, text) => {
		sim.store.add('appointment', { start: NOW, end: NOW });
		sim.set({ shapes: { times } });
		const { results } = await caller.get('/appointment/');
		expect(results[0]).toMatchObject({ start: text, modified: text });
	});
});

describe('the log', () => {
	it('tells calls and effects apart, keeps no body and can be cleared', async () => {
		await caller.get('/patient/?page_size=2');
		await caller.post('/client/', { firstname: 'Secret', lastname: 'Person' });
		const state = (await (await fetch(`${sim.url}/_sim/state`)).json()) as {
			log: unknown[];
			effects: unknown[];
		};
		expect(state.log.slice(-2)).toMatchObject([
			{ method: 'GET', path: '/4021/api/0.1/patient/', query: { page_size: '2' }, status: 200 },
			{ method: 'POST', path: '/4021/api/0.1/client/', status: 201 },
		]);
		expect(state.effects).toMatchObject([
			{ resource: 'client', patientId: null, unverified: false },
		]);
		expect(JSON.stringify([state.log, state.effects])).not.toContain('Secret');
		await control('clear-log', {});
		expect(await (await fetch(`${sim.url}/_sim/effects`)).json()).toEqual([]);
	});

	it('moves a record’s time by POST /_sim/touch, and refers by POST /_sim/refer', async () => {
		expect((await control('touch', { resource: 'patient', id: 3101 })).status).toBe(200);
		const changed = await caller.get('/patient/?modified__gte=2026-11-02T15:00:00Z');
		expect(changed.results).toMatchObject([{ id: 3101 }]);
		const referred = await control('refer', { patientId: 3102, text: 'mass' });
		const made = (await referred.json()) as { referralId: number };
		expect([referred.status, (await control('refer', { patientId: 9 })).status]).toEqual([
			201, 400,
		]);
		expect((await control('feedback', { referralId: made.referralId, text: 'Seen' })).status).toBe(
			201,
		);
		expect((await caller.get('/patient_referral_feedback/')).json.count).toBe(1);
	});
});
