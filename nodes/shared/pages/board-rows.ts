import type { Owes } from '../../../core/referral/asks';
import type { CaseRow } from '../../../core/referral/row';

export interface BoardFilter {
	owes?: string;
	urgency?: string;
	/** Part of patient, owner, hospital or case number. */
	text?: string;
}

export type BoardGroup = Owes | 'none';

/** People first, then those who are waited for. */
export const boardGroups: readonly BoardGroup[] = ['clinic', 'hospital', 'owner', 'system', 'none'];

export const groupOf = (row: CaseRow): BoardGroup =>
	boardGroups.find((group) => group === row.owes) ?? 'none';

export const isOverdue = (row: CaseRow, now: string): boolean => row.owes !== '' && row.dueAt < now;

/** How long the watch may be silent before the board turns red, in minutes. */
export const heartbeatMinutes = 15;

/** Whether the watch has stopped: its last sign of life is too old, unreadable or was never given. */
export function isLate(heartbeatAt: string | undefined, now: string): boolean {
	const age = Date.parse(now) - Date.parse(heartbeatAt ?? '');
	return !(age <= heartbeatMinutes * 60_000);
}

const matches = (row: CaseRow, filter: BoardFilter): boolean => {
	if (filter.owes && groupOf(row) !== filter.owes) return false;
	if (filter.urgency && row.urgency !== filter.urgency) return false;
	const wanted = (filter.text ?? '').trim().toLowerCase();
	if (wanted === '') return true;
	return [row.patientName, row.ownerName, row.hospital, row.service, row.caseId].some((value) =>
		value.toLowerCase().includes(wanted),
	);
};

/** Open cases that match, by group and then by due time: what is overdue longest comes first. */
export function boardRows(rows: readonly CaseRow[], filter: BoardFilter): CaseRow[] {
	const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
	return rows
		.filter((row) => row.open && matches(row, filter))
		.sort(
			(a, b) =>
				boardGroups.indexOf(groupOf(a)) - boardGroups.indexOf(groupOf(b)) ||
				compare(a.dueAt, b.dueAt) ||
				a.id - b.id,
		);
}
