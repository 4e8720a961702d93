import {
	archiveColumns,
	archiveOf,
	mayBeArchived,
	restoredFrom,
} from '../../../../core/referral/archive';
import { change, readEvents, stateOf, type CaseRow } from '../../../../core/referral/row';
import { caseId, closed, delivered, reportData, type Story } from './story.mts';

const archivedAt = '2027-02-01T00:00:00.000Z';
const rowIn = (story: Story): CaseRow => story.row();
const later = (days: number): string =>
	new Date(Date.parse(closed().now) + days * 86_400_000).toISOString();

describe('which cases may leave the ledger', () => {
	const row = rowIn(closed());
	test.each<[string, Partial<CaseRow>, number, boolean]>([
		['closed and untouched long enough', {}, 30.1, true],
		['not long enough', {}, 29.9, false],
		['something is still owed', { open: true }, 400, false],
		['a workflow owes a step', { flow: 'outcome' }, 400, false],
		['a wait would wake into it', { wakeUrl: 'http://x' }, 400, false],
		['a run has it', { runUntil: later(500) }, 400, false],
		['a run had it', { runId: '5', runUntil: later(1) }, 400, true],
	])('%s', (_, more, days, may) => {
		expect(mayBeArchived({ ...row, ...more }, 30, later(days))).toBe(may);
	});

	test('an open case never does', () => {
		expect(mayBeArchived(rowIn(delivered()), 30, later(4000))).toBe(false);
	});
});

test('the columns written are those of the table', () => {
	const written = archiveOf(rowIn(closed()), archivedAt);
	expect(Object.entries(written).map(([name, value]) => [name, typeof value])).toEqual(
		Object.entries(archiveColumns),
	);
	expect(written.archivedAt).toBe(archivedAt);
});

describe('a case that comes back', () => {
	const story = closed();
	const row: CaseRow = { ...rowIn(story), version: 9, linkVersion: 2 };
	const archived = { id: 3, ...archiveOf(row, archivedAt) };
	const restored = restoredFrom(archived, { ...story.context, now: archivedAt }).columns;

	test('is the same case with the same links, one version on', () => {
		expect(readEvents(restored)).toEqual(readEvents(row));
		expect(stateOf(restored)).toEqual(stateOf(row));
		const { phase, open, clinicId, ownerPhone, hospital } = row;
		expect(restored).toMatchObject({ phase, open, clinicId, ownerPhone, hospital });
		expect(restored).toMatchObject({ caseId, version: 10, linkVersion: 2, changedAt: archivedAt });
		expect(restored).toMatchObject({ runId: '', wakeUrl: '', claim: '' });
	});

	test('has exactly the columns of a case', () => {
		const { id, ...columns } = row;
		expect(id).toBe(7);
		expect(Object.keys(restored).sort()).toEqual(Object.keys(columns).sort());
	});

	test('takes a report that comes late', () => {
		const late = change(
			{ id: 12, ...restored },
			[
				{
					type: 'report.amended',
					actor: { role: 'specialist', via: 'webhook' },
					data: reportData('another'),
				},
			],
			{ ...story.context, now: '2027-03-01T00:00:00.000Z' },
		);
		expect(late.ok && late.value.columns).toMatchObject({ open: true, flow: 'outcome' });
	});
});
