import { cursorFor, remembered, settleMinutes, type PollMemory } from '../../nodes/Pims/poll-memory';

const at = (minutes: number): string =>
	new Date(Date.UTC(2026, 10, 23, 8, minutes)).toISOString();
const poll = (memory: PollMemory, minutes: number, process = 'p1'): PollMemory =>
	remembered(memory, { cursor: `c${minutes}`, process, now: at(minutes) });

test('the first poll of all has no cursor', () => {
	expect(cursorFor({}, 'p1')).toBeNull();
});

test('the process that wrote the cursor goes on from it', () => {
	const memory = [0, 1, 2].reduce((kept, minute) => poll(kept, minute), {} as PollMemory);
	expect(cursorFor(memory, 'p1')).toBe('c2');
});

test('another process goes back as long as a run may need to open its case, and not for ever', () => {
	let memory: PollMemory = {};
	for (let minute = 0; minute <= 50; minute++) memory = poll(memory, minute);
	const back = 50 - Number(cursorFor(memory, 'p2')?.slice(1));
	expect(back).toBeGreaterThanOrEqual(settleMinutes);
	expect(back).toBeLessThanOrEqual(2 * settleMinutes + 1);
});

test('a process that is killed soon after its start leaves what is not settled to the next one', () => {
	let memory: PollMemory = {};
	for (let minute = 0; minute <= 40; minute++) memory = poll(memory, minute);
	const before = cursorFor(memory, 'p2');
	memory = poll(memory, 41, 'p2');
	expect(cursorFor(memory, 'p2')).toBe('c41');
	expect(cursorFor(memory, 'p3')).toBe(before);
});

test('a cursor of an earlier version of the pack still counts', () => {
	expect(cursorFor({ cursor: 'old' }, 'p1')).toBe('old');
});
