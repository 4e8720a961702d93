import { DateTime } from 'luxon';
import { noLease, type CaseColumns, type CaseRow } from '../referral/row';

/**
 * Whether the run that has the case died with the process before this one: it took its lease before
 * this process came up and does not wait (a waiting run is none of a process). `leaseMinutes` is how
 * long a working run may keep a case; `processStart` and `now` are ISO UTC.
 */
export function isDeadRun(
	row: CaseRow,
	leaseMinutes: number,
	processStart: string,
	now: string,
): boolean {
	if (row.flow === '' || row.runId === '' || row.wakeExecution === row.runId) return false;
	if (row.runUntil <= now) return false;
	const takenAt = DateTime.fromISO(row.runUntil, { zone: 'utc' }).minus({ minutes: leaseMinutes });
	return takenAt < DateTime.fromISO(processStart, { zone: 'utc' });
}

/** The write that takes the lease of a dead run away: lease and version change, nothing else. */
export const withoutLease = (
	row: CaseRow,
): Pick<CaseColumns, 'version' | 'runId' | 'runUntil'> => ({
	version: row.version + 1,
	...noLease,
});
