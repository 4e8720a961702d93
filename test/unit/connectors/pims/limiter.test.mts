import { createLimiter, type CallLimit } from '../../../../connectors/pims/limiter';

/** A clock that only moves when somebody sleeps. */
function world(options: { windowMs?: number; mostWaitMs?: number; stopped?: boolean } = {}) {
	let at = Date.UTC(2026, 10, 23, 8);
	const slept: number[] = [];
	const { stopped, ...more } = options;
	const limiter = createLimiter({
		now: () => new Date(at).toISOString(),
		sleep: async (milliseconds) => {
			slept.push(milliseconds);
			if (!stopped) at += milliseconds;
			await Promise.resolve();
		},
		...more,
	});
	const pass = (milliseconds: number) => {
		at += milliseconds;
	};
	return { limiter, slept, pass, at: () => at };
}

const list: CallLimit = { key: 'list', most: 60 };
const all: CallLimit = { key: 'all', most: 180 };

test('no window of a minute ever holds more calls than the limit', async () => {
	const { limiter, at, pass } = world();
	const made: number[] = [];
	for (let call = 0; call < 400; call++) {
		await limiter.admit([list]);
		made.push(at());
		pass((call * 37) % 900);
	}
	const most = Math.max(
		...made.map((from) => made.filter((to) => to >= from && to < from + 60_000).length),
	);
	expect(most).toBe(60);
});

test('the limit in all holds while each endpoint is below its own', async () => {
	const { limiter, slept } = world();
	for (let call = 0; call < 180; call++) {
		await limiter.admit([{ key: `endpoint-${call % 4}`, most: 60 }, all]);
	}
	expect(slept).toEqual([]);
	await limiter.admit([{ key: 'endpoint-9', most: 60 }, all]);
	expect(slept).toEqual([60_000]);
});

test('a call weighs what it costs, and one dearer than the limit waits for an empty window', async () => {
	const { limiter, slept } = world();
	await limiter.admit([{ ...list, weight: 20 }]);
	await limiter.admit([{ ...list, weight: 40 }]);
	expect(limiter.waitMs([list])).toBe(60_000);
	await limiter.admit([{ ...list, weight: 200 }]);
	expect(slept).toEqual([60_000]);
});

test('calls at the same time never take one place twice', async () => {
	const { limiter, slept } = world();
	await Promise.all(Array.from({ length: 61 }, async () => await limiter.admit([list])));
	expect(slept).toEqual([60_000]);
});

test('what the vendor says is left counts too, for as long as it says', async () => {
	const { limiter, slept, pass } = world();
	limiter.learn('list', { remaining: 1, resetMs: 20_000 });
	await limiter.admit([list]);
	expect(limiter.waitMs([list])).toBe(20_000);
	pass(5_000);
	await limiter.admit([list]);
	expect(slept).toEqual([15_000]);
	limiter.learn('list', { remaining: 0, resetMs: 86_400_000 });
	expect(limiter.waitMs([list])).toBe(60_000);
	limiter.learn('all', { remaining: Number.NaN, resetMs: 10_000 });
	expect(limiter.waitMs([all])).toBe(0);
});

test('a clock that was put back stops no call for longer than a window', async () => {
	const { limiter, pass } = world();
	for (let call = 0; call < 60; call++) await limiter.admit([list]);
	pass(-3_600_000);
	expect(limiter.waitMs([list])).toBe(60_000);
});

test('a sleep that does not let time pass ends all the same', async () => {
	const { limiter, slept } = world({ stopped: true });
	for (let call = 0; call < 61; call++) await limiter.admit([list]);
	expect(slept.reduce((sum, one) => sum + one, 0)).toBe(120_000);
});
