import { DateTime } from 'luxon';
import { z } from 'zod';
import { ok, type Result } from '../../../core/result';
import { firstSince, parseCursor } from '../cursor';
import { epochSeconds, type Raw } from '../normalise';
import { idOf } from './relations';
import { filterTime } from './times';
import { system } from './words';

/** Every poll asks again for the last five minutes, so a late-committed change is not missed. */
const overlapSeconds = 300;
/** A site may say times in its own zone without naming it: no zone is farther from UTC than this. */
const zoneSlackSeconds = 15 * 3600;
/** Marks remembered as already told; far above what any clinic marks within the overlap. */
const mostSeen = 1000;

const cursorSchema = z.object({
	/** Epoch seconds of the newest change that was read. */
	since: z.number().nonnegative(),
	/** Keys of what was told. */
	seen: z.array(z.string()),
	/** Records of the overlap with the time of the change that was read of them. */
	read: z.record(z.number()).default({}),
});
export type Cursor = z.infer<typeof cursorSchema>;

/** Where to go on; without a cursor, `lookBackSeconds` before now. */
export function readCursor(
	cursor: string | null,
	now: string,
	lookBackSeconds = 0,
): Result<Cursor> {
	return cursor === null
		? ok({ since: firstSince(now, lookBackSeconds), seen: [], read: {} })
		: parseCursor(cursor, cursorSchema, system);
}

export const changedAt = (row: Raw): number | undefined => epochSeconds(row.modified);

/** The filter for changes since the cursor, and the check whether a row satisfies it. */
export function changesSince({ since }: Cursor) {
	const from = DateTime.fromSeconds(Math.max(0, since - overlapSeconds), { zone: 'utc' }).startOf(
		'minute',
	);
	return {
		query: { modified__gte: filterTime(from) },
		/** A row that is older shows that the filter was ignored; zones are allowed for. */
		belongs: (row: Raw): boolean | undefined => {
			const at = changedAt(row);
			return at === undefined ? undefined : at >= from.toSeconds() - zoneSlackSeconds;
		},
	};
}

/** Rows that changed since they were last read, oldest first. */
export const unread = (rows: Raw[], { read }: Cursor): Raw[] =>
	rows
		.filter((row) => read[idOf(row) ?? ''] !== changedAt(row))
		.sort((a, b) => (changedAt(a) ?? 0) - (changedAt(b) ?? 0));

/**
 * The cursor after these rows were read and these keys told: never past a row that was not read, and
 * never past the time at which was asked, whatever zone the site's times are in.
 */
export function after(at: Cursor, rows: Raw[], told: string[], askedAt: string): string {
	const newest = rows.reduce((high, row) => Math.max(high, changedAt(row) ?? 0), at.since);
	const since = Math.max(at.since, Math.min(newest, Date.parse(askedAt) / 1000));
	const read = { ...at.read };
	for (const row of rows) read[idOf(row) ?? ''] = changedAt(row) ?? 0;
	// A minute more than the overlap, because filters cut the seconds off.
	const oldest = since - overlapSeconds - 60;
	const next: Cursor = {
		since,
		seen: [...at.seen, ...told].slice(-mostSeen),
		read: Object.fromEntries(Object.entries(read).filter(([, time]) => time >= oldest)),
	};
	return JSON.stringify(next);
}
