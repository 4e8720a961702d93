import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
	boardQueries,
	boardRows,
	callQueries,
	clinicsOf,
	cursorText,
	mayShow,
	pageSize,
	readCursor,
	type BoardFilter,
	type CaseQuery,
	type Condition,
	type Cursor,
} from '../../../../core/board/board-query';
import type { CaseRow } from '../../../../core/referral/row';
import { boardRow } from '../../pages/board-data.mts';

/** What a Data Table node does with a condition (n8n 2.41). */
function holds(value: string | number, { condition, value: given }: Condition): boolean {
	switch (condition) {
		case 'eq':
			return value === given;
		case 'neq':
			return value !== given;
		case 'gt':
			return value > given;
		case 'lte':
			return value <= given;
		case 'isEmpty':
			return value === '';
		case 'ilike':
			return String(value).toLowerCase().includes(String(given).toLowerCase());
	}
}

/** Reads a table as the node does: all conditions, by due time and id, at most so many. */
function read(table: readonly CaseRow[], query: CaseQuery): CaseRow[] {
	const { text, limit, ...columns } = query;
	return table
		.filter((row) => row.open)
		.filter((row) =>
			Object.entries(columns).every(([name, condition]) =>
				holds(row[name as keyof typeof columns], condition),
			),
		)
		.filter((row) => holds(row[text.column as 'caseId'], text))
		.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.id - b.id))
		.slice(0, limit);
}

const shown = (
	table: readonly CaseRow[],
	clinics: string,
	filter: BoardFilter,
	after?: Cursor,
	size?: number,
): CaseRow[] =>
	boardRows(
		boardQueries(clinicsOf(clinics), filter, after, size).flatMap((query) => read(table, query)),
		filter,
		after,
	);

const table = fc.array(
	fc.record({
		clinicId: fc.constantFrom('oak', 'elm', 'ash'),
		owes: fc.constantFrom('clinic', 'hospital', 'owner', 'system', ''),
		urgency: fc.constantFrom('routine', 'urgent'),
		specialty: fc.constantFrom('cardiology', ''),
		hospital: fc.constantFrom('Northside', ''),
		patientName: fc.constantFrom('Biscuit', 'Waffle', '100 %'),
		dueAt: fc.constantFrom(
			'2026-11-25T10:00:00.000Z',
			'2026-11-25T11:00:00.000Z',
			'9999-12-31T00:00:00.000Z',
		),
		open: fc.boolean(),
	}),
	{ maxLength: 60 },
);
const rowsOf = (entries: Array<Partial<CaseRow>>): CaseRow[] =>
	entries.map((entry, index) => boardRow(index + 1, entry));
const wish = fc.record(
	{
		owes: fc.constantFrom('clinic', 'hospital', 'none'),
		urgency: fc.constantFrom('urgent'),
		specialty: fc.constantFrom('cardiology'),
		hospital: fc.constantFrom('Northside'),
		text: fc.constantFrom('waff', 'REF-', '%', 'nothing of the kind'),
		clinic: fc.constantFrom('oak', 'elm'),
	},
	{ requiredKeys: [] },
);

describe('what the board reads', () => {
	test('page by page is every open case that matches, once and in order', () => {
		fc.assert(
			fc.property(table, wish, (entries, filter) => {
				const rows = rowsOf(entries);
				const size = 7;
				const seen: CaseRow[] = [];
				let after: Cursor | undefined;
				for (;;) {
					const page = shown(rows, 'oak, elm', filter, after, size);
					const head = page.slice(0, size);
					seen.push(...head);
					const last = head[head.length - 1];
					if (page.length <= size || !last) break;
					after = readCursor(cursorText(last));
					expect(after).toEqual({ dueAt: last.dueAt, id: last.id });
				}
				const mine = rows.filter((row) => row.clinicId !== 'ash');
				expect(seen).toEqual(boardRows(mine, filter));
			}),
			{ numRuns: 300 },
		);
	});

	test('without a wish is the head of every group', () => {
		const rows = rowsOf(
			Array.from({ length: 300 }, (_, index) => ({
				clinicId: 'oak',
				owes: index % 2 === 0 ? 'clinic' : '',
			})),
		);
		const queries = boardQueries(clinicsOf('oak'), {});
		expect(queries).toHaveLength(5);
		expect(queries.flatMap((query) => read(rows, query))).toHaveLength(2 * 41);
	});

	test('never leaves the clinics of the link', () => {
		fc.assert(
			fc.property(table, wish, (entries, filter) => {
				for (const row of shown(rowsOf(entries), 'elm', filter)) expect(row.clinicId).toBe('elm');
			}),
		);
		expect(boardQueries(clinicsOf('elm'), { clinic: 'oak' })).toEqual([]);
		expect(boardQueries(clinicsOf(''), {})).toEqual([]);
		expect(callQueries(clinicsOf('elm'), '2026-11-25T10:00:00.000Z', 'oak')).toEqual([]);
	});

	test('of a link to all clinics is all of them', () => {
		const rows = rowsOf([{ clinicId: 'oak' }, { clinicId: 'elm' }]);
		expect(shown(rows, '*', {})).toHaveLength(2);
		expect(shown(rows, '*', { clinic: 'elm' })).toHaveLength(1);
		expect(mayShow(clinicsOf('oak,elm'), 'ash')).toBe(false);
	});

	test('is bounded whatever is asked for', () => {
		fc.assert(
			fc.property(wish, (filter) => {
				for (const query of boardQueries('all', filter)) {
					expect(query.limit).toBeLessThanOrEqual(pageSize + 1);
				}
			}),
		);
	});

	test.each(['', 'x', '2026-11-25T10:00:00.000Z', "2026-11-25T10:00:00.000Z~1' OR 1=1", '~4'])(
		'takes %j for no place in a list',
		(text) => {
			expect(readCursor(text)).toBeUndefined();
		},
	);
});

test('the calls are looked for where the clinic owes, and where others are overdue', () => {
	const now = '2026-11-25T10:30:00.000Z';
	const early = '2026-11-25T10:00:00.000Z';
	const late = '2026-11-25T11:00:00.000Z';
	const rows = rowsOf(
		['clinic', 'hospital', 'owner', 'system'].flatMap((owes) =>
			[early, late].map((dueAt) => ({ clinicId: 'oak', owes, dueAt })),
		),
	);
	const found = callQueries(['oak'], now).flatMap((query) => read(rows, query));
	expect(found.map(({ owes, dueAt }) => [owes, dueAt])).toEqual([
		['clinic', early],
		['clinic', late],
		['hospital', early],
		['owner', early],
	]);
});
