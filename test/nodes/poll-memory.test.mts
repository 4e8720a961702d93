import type { MarkedReferral } from '../../connectors/pims/pims';
import {
	kept,
	keyOf,
	mostAgain,
	mostOpen,
	mostPerPoll,
	reviewed,
	settled,
	settleMinutes,
	toldOnce,
	toTell,
	type Outcome,
	type PollMemory,
} from '../../nodes/Pims/poll-memory';

const at = (minutes: number, process = 'p1') => ({
	process,
	now: new Date(Date.UTC(2026, 10, 23, 8, minutes)).toISOString(),
});
const mark = (id: number): MarkedReferral => ({
	pimsEventId: String(id),
	version: '1',
	patientId: `p${id}`,
	encounterId: String(id),
	text: 'what the vet wrote',
	markedAt: at(0).now,
});
const marks = (count: number, from = 1) =>
	Array.from({ length: count }, (_, index) => mark(from + index));

/** One poll as the trigger makes it; answers what was told and what is kept. */
function poll(
	memory: PollMemory,
	found: MarkedReferral[],
	here = at(0),
	outcomes: Record<string, Outcome> = {},
) {
	const before = settled(memory, new Map(Object.entries(outcomes)));
	const { again, done, lost } = reviewed(before.open, here);
	const fresh = toTell(found, before);
	const told = Object.fromEntries([
		...again.map(([key, earlier]) => [key, toldOnce(mark(parseInt(key)), earlier, here)] as const),
		...fresh.now.map((one) => [keyOf(one), toldOnce(one, undefined, here)] as const),
	]);
	const next = kept(before, {
		told,
		closed: [...done, ...lost],
		cursor: `c-${here.now}`,
		isAll: fresh.isAll,
	});
	return { told: Object.keys(told), lost, memory: next };
}

test('what ended well is forgotten, what failed is told again, and what is silent only once', () => {
	const first = poll({}, marks(3));
	expect(first.told).toEqual(['1#1', '2#1', '3#1']);
	const second = poll(first.memory, [], at(1), { '1#1': 'well', '2#1': 'badly' });
	expect(second.told).toEqual(['2#1']);
	expect(Object.keys(second.memory.open)).toEqual(['2#1', '3#1']);
	const third = poll(second.memory, [], at(settleMinutes + 1), { '2#1': 'well' });
	expect(third.told).toEqual(['3#1']);
	const fourth = poll(third.memory, [], at(2 * settleMinutes + 2));
	expect(fourth.told).toEqual([]);
	expect(fourth.memory.open).toEqual({});
});

test('another process tells at once what the last one left open', () => {
	const first = poll({}, marks(2));
	expect(poll(first.memory, [], at(1)).told).toEqual([]);
	expect(poll(first.memory, [], at(1, 'p2'), { '2#1': 'well' }).told).toEqual(['1#1']);
});

test('a case whose run always fails is tried for more than a day and then given up aloud', () => {
	let memory: PollMemory = {};
	const tried: number[] = [];
	for (let minute = 0; minute < 3 * 1440; minute++) {
		const done = poll(memory, minute === 0 ? marks(1) : [], at(minute), { '1#1': 'badly' });
		if (done.told.length) tried.push(minute);
		memory = done.memory;
		if (done.lost.length) {
			expect(done.lost).toEqual(['1#1']);
			break;
		}
	}
	expect(tried).toHaveLength(7);
	expect(tried[6]! - tried[0]!).toBeGreaterThan(1440);
	expect(memory.open).toEqual({});
});

test('the cursor stays where it is until everything found was told, each once', () => {
	const found = marks(2 * mostPerPoll + 10);
	const start: PollMemory = { cursor: 'start' };
	const told = new Set<string>();
	let memory = start;
	for (let round = 1; round <= 3; round++) {
		const ended = Object.fromEntries([...told].map((key) => [key, 'well' as const]));
		const done = poll(memory, found, at(round), ended);
		for (const key of done.told) {
			expect(told.has(key)).toBe(false);
			told.add(key);
		}
		memory = done.memory;
		expect(memory.cursor).toBe(round < 3 ? 'start' : `c-${at(3).now}`);
	}
	expect(told.size).toBe(found.length);
	expect(memory.passed).toEqual([]);
});

test('what is kept stays small, whatever fails', () => {
	let memory: PollMemory = {};
	for (let round = 0; round < 12; round++) {
		memory = poll(memory, marks(30_000), at(round, `p${round}`)).memory;
	}
	expect(Object.keys(memory.open ?? {}).length).toBeLessThanOrEqual(mostOpen);
	expect(JSON.stringify(memory).length).toBeLessThan(600_000);
	expect(JSON.stringify(memory)).not.toContain('what the vet wrote');
});

test('after a restart only some are read again in one poll, the oldest first', () => {
	const first = poll({}, marks(500));
	const again = poll(first.memory, [], at(1, 'p2')).told;
	expect(again).toHaveLength(mostAgain);
	expect(again[0]).toBe('1#1');
});

test('a cursor of an earlier version of the pack still counts', () => {
	expect(settled({ cursor: 'old' }, new Map())).toEqual({ cursor: 'old', open: {}, passed: [] });
});
