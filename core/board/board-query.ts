import type { CaseRow } from '../referral/row';

/** What a reader of the board wants to see; empty fields filter nothing. */
export interface BoardFilter {
	clinic?: string;
	owes?: string;
	urgency?: string;
	specialty?: string;
	hospital?: string;
	/** Part of patient, owner, hospital or case number. */
	text?: string;
}

/** One condition of a Data Table node. */
export interface Condition {
	condition: 'eq' | 'neq' | 'gt' | 'lte' | 'ilike' | 'isEmpty';
	value: string | number;
}

/**
 * One reading of open cases by a Data Table node: all conditions hold, earliest due first, then by id.
 * The board reads only the rows it shows, because such a node cannot leave out the wide event list.
 */
export interface CaseQuery {
	clinicId: Condition;
	owes: Condition;
	urgency: Condition;
	specialty: Condition;
	hospital: Condition;
	dueAt: Condition;
	id: Condition;
	text: { column: string } & Condition;
	limit: number;
}

/** Open cases of each group on the first page, and of a list that is turned page by page. */
export const groupSize = 40;
export const pageSize = 100;
/** Cases of one exported file. */
export const exportSize = 2500;

/** The clinics of a board link: one, several separated by commas, or all. */
export type Clinics = readonly string[] | 'all';

export function clinicsOf(subject: string): Clinics {
	const ids = subject
		.split(',')
		.map((id) => id.trim())
		.filter((id) => id !== '');
	return ids.includes('*') ? 'all' : [...new Set(ids)];
}

/** Whether a link that is made for these clinics shows this one. */
export const mayShow = (clinics: Clinics, clinicId: string): boolean =>
	clinics === 'all' || clinics.includes(clinicId);

/** True for every row, also where a column was never written: no column holds this value. */
const any: Condition = { condition: 'neq', value: '*' };
const anyId: Condition = { condition: 'gt', value: 0 };
const equal = (value: string | undefined): Condition =>
	value === undefined || value === '' ? any : { condition: 'eq', value };

/** Columns in which the text of a search may stand. */
const textColumns = ['patientName', 'ownerName', 'hospital', 'caseId'] as const;
export const owesGroups = ['clinic', 'hospital', 'owner', 'system', 'none'] as const;
export type BoardGroup = (typeof owesGroups)[number];

/** Where a page of a list begins: after this row, in the order of due time and id. */
export interface Cursor {
	dueAt: string;
	id: number;
}

export const cursorText = ({ dueAt, id }: Cursor): string => `${dueAt}~${id}`;

/** Reads a cursor from an address; undefined when it is none. */
export function readCursor(text: string | undefined): Cursor | undefined {
	const parts = /^(\d{4}-\d\d-\d\dT[\d:.]{5,12}Z)~(\d{1,15})$/.exec(text ?? '');
	return parts ? { dueAt: parts[1] ?? '', id: Number(parts[2]) } : undefined;
}

/** True when the board shows groups side by side, not one list. */
export const isOverview = (filter: BoardFilter, after?: Cursor): boolean =>
	!filter.owes && !(filter.text ?? '').trim() && !after;

/** A percent sign would be read as "anything" by the table. */
const sought = (filter: BoardFilter): string => (filter.text ?? '').replaceAll('%', ' ').trim();

const owesCondition = (group: string | undefined): Condition =>
	group === 'none' ? { condition: 'isEmpty', value: '' } : equal(group);

function base(filter: BoardFilter, clinicId: Condition, limit: number): CaseQuery {
	return {
		clinicId,
		owes: owesCondition(filter.owes),
		urgency: equal(filter.urgency),
		specialty: equal(filter.specialty),
		hospital: equal(filter.hospital),
		dueAt: any,
		id: anyId,
		text: { column: 'caseId', ...any },
		limit,
	};
}

/** One condition for each clinic that is to be read; none when the link does not cover the wish. */
function clinicConditions(clinics: Clinics, wanted: string | undefined): Condition[] {
	if (wanted) return mayShow(clinics, wanted) ? [equal(wanted)] : [];
	return clinics === 'all' ? [any] : clinics.map(equal);
}

const withText = (query: CaseQuery, text: string): CaseQuery[] =>
	text === ''
		? [query]
		: textColumns.map((column) => ({
				...query,
				text: { column, condition: 'ilike', value: text },
			}));

/** Rows after a cursor: those due at the same instant with a higher id, and those due later. */
const following = (query: CaseQuery, after: Cursor | undefined): CaseQuery[] =>
	after === undefined
		? [query]
		: [
				{ ...query, dueAt: equal(after.dueAt), id: { condition: 'gt', value: after.id } },
				{ ...query, dueAt: { condition: 'gt', value: after.dueAt } },
			];

/** The readings for a page of the board. One row more than is shown tells that there is more. */
export function boardQueries(
	clinics: Clinics,
	filter: BoardFilter,
	after?: Cursor,
	size = pageSize,
): CaseQuery[] {
	const conditions = clinicConditions(clinics, filter.clinic);
	if (isOverview(filter, after) && size === pageSize) {
		return conditions.flatMap((clinicId) =>
			owesGroups.map((owes) => base({ ...filter, owes }, clinicId, groupSize + 1)),
		);
	}
	return conditions
		.flatMap((clinicId) => withText(base(filter, clinicId, size + 1), sought(filter)))
		.flatMap((query) => following(query, after));
}

/** The readings for the calls of a day: what the clinic owes, and what is overdue at others. */
export function callQueries(clinics: Clinics, now: string, wanted?: string): CaseQuery[] {
	return clinicConditions(clinics, wanted).flatMap((clinicId) => [
		base({ owes: 'clinic' }, clinicId, 200),
		...['hospital', 'owner'].map((owes) => ({
			...base({ owes }, clinicId, 200),
			dueAt: { condition: 'lte' as const, value: now },
		})),
	]);
}

export const groupOf = ({ owes }: Pick<CaseRow, 'owes'>): BoardGroup =>
	owesGroups.find((group) => group === owes) ?? 'none';

const matches = (row: CaseRow, filter: BoardFilter): boolean => {
	if (filter.clinic && row.clinicId !== filter.clinic) return false;
	if (filter.owes && groupOf(row) !== filter.owes) return false;
	if (filter.urgency && row.urgency !== filter.urgency) return false;
	if (filter.specialty && row.specialty !== filter.specialty) return false;
	if (filter.hospital && row.hospital !== filter.hospital) return false;
	const wanted = sought(filter).toLowerCase();
	return wanted === '' || textColumns.some((name) => row[name].toLowerCase().includes(wanted));
};

/** Open cases that match, each once: what is overdue longest comes first. */
export function boardRows(
	rows: readonly CaseRow[],
	filter: BoardFilter,
	after?: Cursor,
): CaseRow[] {
	const once = new Map(rows.map((row) => [row.id, row]));
	return [...once.values()]
		.filter((row) => row.open && matches(row, filter))
		.filter(
			(row) =>
				!after || row.dueAt > after.dueAt || (row.dueAt === after.dueAt && row.id > after.id),
		)
		.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.id - b.id));
}
