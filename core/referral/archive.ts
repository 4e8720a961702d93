import { DateTime } from 'luxon';
import type { StepContext } from './next-step';
import {
	noHandover,
	noLease,
	noWake,
	project,
	readEvents,
	type CaseRow,
	type Projected,
} from './row';

/**
 * One row of `vet_referral_archive`: the events of a case nobody works on any more, and what finds it
 * again (a link, a text of the owner, the search of the board). What follows from the events alone is
 * not kept twice.
 */
export interface ArchiveColumns {
	caseId: string;
	/** Version and link version of the case row when it was moved: a link stays valid. */
	version: number;
	linkVersion: number;
	phase: string;
	urgency: string;
	clinicId: string;
	specialistId: string;
	hospital: string;
	service: string;
	specialty: string;
	patientPimsId: string;
	patientName: string;
	ownerName: string;
	ownerPhone: string;
	openedAt: string;
	/** Last change of the case before it was moved, ISO UTC. */
	changedAt: string;
	/** ISO UTC. */
	archivedAt: string;
	test: boolean;
	/** JSON list, the truth. */
	events: string;
}

/** A row as the table gives it. */
export interface ArchiveRow extends ArchiveColumns {
	id: number;
}

/** The columns of the table, for the templates that create it. */
export const archiveColumns: Record<keyof ArchiveColumns, 'string' | 'number' | 'boolean'> = {
	caseId: 'string',
	version: 'number',
	linkVersion: 'number',
	phase: 'string',
	urgency: 'string',
	clinicId: 'string',
	specialistId: 'string',
	hospital: 'string',
	service: 'string',
	specialty: 'string',
	patientPimsId: 'string',
	patientName: 'string',
	ownerName: 'string',
	ownerPhone: 'string',
	openedAt: 'string',
	changedAt: 'string',
	archivedAt: 'string',
	test: 'boolean',
	events: 'string',
};

/**
 * Whether a case may leave the ledger: closed with nothing owed, untouched for `afterDays`, no run on
 * it and no wait that would wake into it. Files that found no keeper have asked a person before.
 */
export function mayBeArchived(row: CaseRow, afterDays: number, now: string): boolean {
	if (row.open || row.flow !== '' || row.wakeUrl !== '') return false;
	if (row.runUntil > now) return false;
	const from = DateTime.fromISO(now, { zone: 'utc' }).minus({ days: afterDays });
	return DateTime.fromISO(row.changedAt, { zone: 'utc' }) <= from;
}

/** What of a case row goes into the archive. `now` is ISO UTC. */
export function archiveOf(row: CaseRow, now: string): ArchiveColumns {
	const copied = Object.keys(archiveColumns).map((column) => [
		column,
		column === 'archivedAt' ? now : row[column as keyof CaseRow],
	]);
	return Object.fromEntries(copied) as unknown as ArchiveColumns;
}

/**
 * The case row that an archived case comes back as, one version on, so that no answer decided on the
 * row of before can be written over it. Nothing is lost: everything else follows from the events.
 */
export const restoredFrom = (archived: ArchiveRow, context: StepContext): Projected =>
	project(
		archived.caseId,
		readEvents(archived),
		{
			...noWake,
			...noLease,
			...noHandover,
			version: archived.version + 1,
			linkVersion: archived.linkVersion,
		},
		context,
	);
