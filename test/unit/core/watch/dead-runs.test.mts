import { isDeadRun, withoutLease } from '../../../../core/watch/dead-runs';
import type { CaseRow } from '../../../../core/referral/row';
import { released } from '../referral/story.mts';
import { rowOf } from './watching.mts';

const start = '2026-11-23T15:00:00.000Z';
const now = '2026-11-23T15:01:00.000Z';
const taken = (at: string, more: Partial<CaseRow> = {}): CaseRow => ({
	...rowOf(released()),
	runId: '5',
	runUntil: new Date(Date.parse(at) + 600_000).toISOString(),
	...more,
});
const isDead = (row: CaseRow): boolean => isDeadRun(row, 10, start, now);

test.each<[string, CaseRow, boolean]>([
	['taken before the start', taken('2026-11-23T14:59:59.000Z'), true],
	['taken just now', taken('2026-11-23T15:00:30.000Z'), false],
	['taken at the start itself', taken(start), false],
	['a wait survives the process', taken('2026-11-23T14:58:00.000Z', { wakeExecution: '5' }), false],
	['past due already: found without this', taken('2026-11-23T14:40:00.000Z'), false],
	['no run at all', taken('2026-11-23T14:58:00.000Z', { runId: '' }), false],
	['nothing to do', taken('2026-11-23T14:58:00.000Z', { flow: '' }), false],
])('%s', (_, row, dead) => {
	expect(isDead(row)).toBe(dead);
});

test('taking the case away changes lease and version only', () => {
	const row = taken('2026-11-23T14:59:00.000Z');
	expect(withoutLease(row)).toEqual({ version: row.version + 1, runId: '', runUntil: '' });
});
