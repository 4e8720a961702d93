import { createLimiter } from '../../../../../connectors/pims/limiter';
import { codeOf, openPractice, value, type Practice } from './practice.mts';

let practice: Practice;
let at: number;
/** The clock of the simulator and of the connector at once: only waiting makes time pass. */
const clock = {
	requestsPerMinute: undefined,
	now: () => new Date(at).toISOString(),
	sleep: async (milliseconds: number) => {
		at += milliseconds;
		return await Promise.resolve();
	},
};

beforeEach(async () => {
	at = Date.UTC(2026, 10, 23, 8);
	practice = await openPractice('small', undefined, () => at);
	practice.sim.set({ rateLimit: 'vendor' });
});
afterEach(async () => await practice.close());

const refusals = () => practice.sim.log.filter(({ status }) => status === 429).length;
const calls = () => practice.sim.log.filter(({ method }) => method === 'GET').length;

test('a long record is read without ever being refused for the rate', async () => {
	for (let row = 0; row < 1500; row++) {
		practice.sim.store.add('history', { animal_id: 501, comments: `Line ${row}` });
	}
	const notes = value(await practice.connect(clock).listNotes({ patientId: '501' }));
	expect(notes.length).toBeGreaterThanOrEqual(1500);
	expect(calls()).toBeGreaterThan(150);
	expect(refusals()).toBe(0);
});

test('two connectors with one limiter keep the limit together', async () => {
	const limiter = createLimiter(clock);
	const both = [practice.connect({ ...clock, limiter }), practice.connect({ ...clock, limiter })];
	for (let round = 0; round < 50; round++) {
		for (const pims of both) value(await pims.getClient('88'));
	}
	expect(calls()).toBeGreaterThan(180);
	expect(refusals()).toBe(0);
});

test('what another program has used is learnt from the answers', async () => {
	const other = practice.connect({ ...clock, requestsPerMinute: 0 });
	for (let round = 0; round < 58; round++) value(await other.getReferrer('501'));
	const own = practice.connect(clock);
	for (let round = 0; round < 6; round++) value(await own.listChanged('patients', null));
	expect(refusals()).toBe(0);
});

test('when the limit is hit all the same, the pause that the vendor asks for is kept', async () => {
	practice.sim.set({ rateLimited: { next: 1, waitSeconds: 17 } });
	const before = at;
	value(await practice.connect(clock).getReferrer('501'));
	expect(at - before).toBe(17_000);
});

test('without time to wait, the refusal says how long', async () => {
	practice.sim.set({ rateLimited: { next: 1, waitSeconds: 17 } });
	const refused = await practice.connect({ ...clock, maxRetryWaitMs: 1000 }).getPatient('501');
	expect(codeOf(refused)).toBe('pims_rate_limited');
	expect(JSON.stringify(refused)).toContain('Wait 17 seconds');
});
