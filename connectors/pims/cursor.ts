import { z } from 'zod';
import { ok, refuse, type Result } from '../../core/result';

/** Keys of told changes that are kept beyond the overlap, so that an edit later tells nothing twice. */
const mostOlder = 1000;
/** Keys kept in all, so that a cursor stays small whatever a site changes at once. */
const mostSeen = 5000;

const placeSchema = z.object({ since: z.number().nonnegative(), seen: z.array(z.string()) });

/** Where asking for changes has got to. */
export interface Place {
	/** Time of the newest change that was read, epoch seconds. */
	since: number;
	/** Keys of what was told. */
	seen: string[];
}

/** What a cursor holds, read by its schema. Refuses `cursor_unreadable` for anything else. */
export function parseCursor<T>(
	cursor: string,
	schema: z.ZodType<T, z.ZodTypeDef, unknown>,
	system: string,
): Result<T> {
	try {
		const parsed = schema.safeParse(JSON.parse(cursor));
		if (parsed.success) return ok(parsed.data);
	} catch {
		// Not even JSON: refused like any other text that is no cursor.
	}
	return refuse(
		'cursor_unreadable',
		`The place where the last poll of ${system} stopped cannot be read.`,
		'Switch the workflow off and on again to start anew; known cases are not opened twice.',
	);
}

/** Where asking begins without a cursor: epoch seconds, `lookBackSeconds` before now. */
export const firstSince = (now: string, lookBackSeconds: number): number =>
	Math.max(0, Math.floor(Date.parse(now) / 1000) - lookBackSeconds);

/** The place a cursor stands for; without a cursor, `lookBackSeconds` before now. */
export function readPlace(
	cursor: string | null,
	system: string,
	now: string,
	lookBackSeconds = 0,
): Result<Place> {
	return cursor === null
		? ok({ since: firstSince(now, lookBackSeconds), seen: [] })
		: parseCursor(cursor, placeSchema, system);
}

/**
 * The cursor after these changes: as far as the newest that was really read. It remembers the keys of
 * everything within the overlap, where the same records are read again, and of some before it.
 */
export function nextPlace(
	place: Place,
	changes: Array<{ at: number; keys: string[] }>,
	overlapSeconds: number,
): string {
	const since = changes.reduce((high, { at }) => Math.max(high, at), place.since);
	const isAgain = new Set(
		changes.filter(({ at }) => at > since - overlapSeconds).flatMap(({ keys }) => keys),
	);
	const told = [...place.seen, ...changes.flatMap(({ keys }) => keys)];
	const older = [...new Set(told)].filter((key) => !isAgain.has(key));
	const next: Place = { since, seen: [...older.slice(-mostOlder), ...isAgain].slice(-mostSeen) };
	return JSON.stringify(next);
}
