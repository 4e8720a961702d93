import { askedWaitMs, retrying } from '../../../../connectors/pims/retry';

const now = () => '2026-11-22T12:00:00Z';

function patient(maxTotalMs?: number) {
	const slept: number[] = [];
	const sleep = async (milliseconds: number) => {
		slept.push(milliseconds);
		return await Promise.resolve();
	};
	return { slept, policy: { now, sleep, ...(maxTotalMs === undefined ? {} : { maxTotalMs }) } };
}

/** Answers with the given statuses, then with the last for ever. */
function answering(...statuses: number[]) {
	let calls = 0;
	const call = async () => {
		const status = statuses[Math.min(calls++, statuses.length - 1)] ?? 0;
		return await Promise.resolve({ status, headers: {}, body: 'wait 7 seconds' });
	};
	return { call, calls: () => calls };
}

describe('the wait that a 429 asks for', () => {
	it.each([
		[{ body: 'Please wait 30 seconds.' }, 30_000],
		[{ body: { messages: [{ text: 'Try again in 5 secs' }] } }, 5_000],
		[{ body: '', headers: { 'retry-after': '12' } }, 12_000],
		[{ body: '', headers: { 'x-ratelimit-reset': '20' } }, 20_000],
		[{ body: '', headers: { 'x-ratelimit-reset': String(Date.parse(now()) / 1000 + 9) } }, 9_000],
		[{ body: 'Slow down' }, undefined],
		[{ body: '', headers: { 'retry-after': '' } }, undefined],
	])('of %j is %p ms', (answer, wait) => {
		expect(askedWaitMs({ status: 429, ...answer }, now())).toBe(wait);
	});
});

describe('trying again', () => {
	it('waits as asked after 429, for writes too', async () => {
		const { slept, policy } = patient();
		const { call } = answering(429, 429, 200);
		expect((await retrying(call, false, policy)).status).toBe(200);
		expect(slept).toEqual([7_000, 7_000]);
	});

	it('stops before the waits exceed the limit', async () => {
		const { slept, policy } = patient(15_000);
		const { call, calls } = answering(429);
		expect((await retrying(call, true, policy)).status).toBe(429);
		expect(slept).toEqual([7_000, 7_000]);
		expect(calls()).toBe(3);
	});

	it.each([0, 500, 502, 503, 504])('tries a read twice more after %i', async (status) => {
		const { policy } = patient();
		const { call, calls } = answering(status);
		expect((await retrying(call, true, policy)).status).toBe(status);
		expect(calls()).toBe(3);
	});

	it.each([0, 500, 503])('never repeats a write after %i', async (status) => {
		const { policy } = patient();
		const { call, calls } = answering(status, 200);
		expect((await retrying(call, false, policy)).status).toBe(status);
		expect(calls()).toBe(1);
	});

	it.each([400, 401, 403, 404, 422])('takes %i for an answer', async (status) => {
		const { policy } = patient();
		const { call, calls } = answering(status, 200);
		await retrying(call, true, policy);
		expect(calls()).toBe(1);
	});

	it('does not try again without a way to wait', async () => {
		const { call, calls } = answering(429, 200);
		expect((await retrying(call, true, { now })).status).toBe(429);
		expect(calls()).toBe(1);
	});
});
