import { DateTime } from 'luxon';

interface Stand {
	/** ISO UTC. */
	at: string;
	cursor: string;
}

/** Where polling stands, as the static data of the trigger holds it. */
export interface PollMemory {
	cursor?: string;
	/** The process that wrote the cursor. */
	process?: string;
	/** Where polling stood some time ago: what was told before that has reached the ledger. */
	settled?: Stand;
	/** What becomes `settled` next. */
	settling?: Stand;
}

/** A run that was started so long ago has opened its case or is dead; longer than a run's lease. */
export const settleMinutes = 15;

/**
 * Where to go on. n8n may keep the cursor although it was killed before the runs that this poll had
 * started opened their cases, so a new process goes back to what has surely settled. The ledger knows
 * the cases it has.
 */
export const cursorFor = (
	{ cursor, process, settled }: PollMemory,
	thisProcess: string,
): string | null =>
	(process === thisProcess ? cursor : (settled?.cursor ?? cursor)) ?? null;

/** What to keep after a poll that ended at `cursor`; `now` is ISO UTC. */
export function remembered(
	{ settled, settling }: PollMemory,
	{ cursor, process, now }: { cursor: string; process: string; now: string },
): PollMemory {
	const stand = { at: now, cursor };
	const from = DateTime.fromISO(now, { zone: 'utc' }).minus({ minutes: settleMinutes });
	const isDue = settling !== undefined && DateTime.fromISO(settling.at, { zone: 'utc' }) <= from;
	return {
		cursor,
		process,
		settled: (isDue ? settling : settled) ?? stand,
		settling: isDue ? stand : (settling ?? stand),
	};
}
