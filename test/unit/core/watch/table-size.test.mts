import { estimateBytes, readTablesState, tablesState } from '../../../../core/watch/table-size';

const row = (id: number, length: number) => ({ id, events: 'x'.repeat(length) });
const table = (ids: number[], length: number) => ids.map((id) => row(id, length));
const sampleOf = (rows: Array<{ id: number }>, size = 50) => ({
	oldest: rows.slice(0, size),
	newest: rows.slice(-size),
});
const real = (rows: object[]): number =>
	rows.reduce<number>((sum, one) => sum + JSON.stringify(one).length, 0);
const upTo = (count: number, every = 1): number[] =>
	Array.from({ length: count }, (_, index) => 1 + index * every);

test.each<[string, Array<{ id: number }>]>([
	['an empty table', []],
	['one row', table([9], 100)],
	['fewer rows than are looked at', table(upTo(20), 3000)],
	['many rows without gaps', table(upTo(5000), 3000)],
	['every third id in use', table(upTo(3000, 3), 2000)],
])('%s: the estimate is within a tenth of what is there', (_, rows) => {
	const estimate = estimateBytes(sampleOf(rows));
	expect(Math.abs(estimate - real(rows))).toBeLessThanOrEqual(real(rows) * 0.1);
});

test('bytes are counted, not letters', () => {
	const umlauts = [{ id: 1, events: 'ä'.repeat(1000) }];
	expect(estimateBytes(sampleOf(umlauts))).toBeGreaterThan(2000);
});

const now = '2026-11-23T12:00:00.000Z';
const fill = (megabytes: number) => sampleOf(table(upTo(1024), megabytes * 1024 - 24));

test.each<[number, unknown, string]>([
	[100, '', 'fine'],
	[139, undefined, 'fine'],
	[142, '', 'warn'],
	[179, 'broken', 'warn'],
	[182, '', 'full'],
	[182, '1000', 'fine'],
	[600, 500, 'full'],
])('%d MB of a limit of %p are %s', (megabytes, limit, level) => {
	const state = tablesState([fill(megabytes)], limit, now);
	expect(state).toMatchObject({ level, at: now });
	expect(readTablesState(JSON.stringify(state))).toEqual(state);
});

test('all tables count together', () => {
	expect(tablesState([fill(80), fill(80)], '', now).level).toBe('warn');
});

test.each(['', 'nonsense', '{}', undefined])('what is no state is none: %p', (value) => {
	expect(readTablesState(value)).toBeUndefined();
});
