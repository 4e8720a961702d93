import { DateTime } from 'luxon';

/** One vendor record, v1 (everything text) or v2 (typed). */
export type Raw = Record<string, unknown>;

/** Numbers above this are milliseconds: as seconds they would lie beyond the year 5000. */
const millisecondsFrom = 100_000_000_000;

/** Text of a scalar, trimmed; empty and null count as not given. */
export function text(value: unknown): string | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
	if (typeof value !== 'string') return undefined;
	return value.trim() || undefined;
}

/** An id as text, whatever the version sends; `0` means "none" in ezyVet's links. */
export function identifier(value: unknown): string | undefined {
	const id = text(value);
	return id === '0' ? undefined : id;
}

/** A flag of v1 (`"0"`, `"1"`) or v2 (`true`, `false`). */
export function flag(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	const given = text(value)?.toLowerCase();
	if (given === '1' || given === 'true') return true;
	if (given === '0' || given === 'false') return false;
	return undefined;
}

export function decimal(value: unknown): number | undefined {
	const given = text(value);
	if (given === undefined) return undefined;
	const number = Number(given);
	return Number.isFinite(number) ? number : undefined;
}

/** Seconds since 1970 of an epoch (seconds or milliseconds) or an ISO time; 0 means not set. */
export function epochSeconds(value: unknown): number | undefined {
	const number = decimal(value);
	if (number !== undefined) {
		if (number === 0) return undefined;
		return Math.abs(number) >= millisecondsFrom ? number / 1000 : number;
	}
	const given = text(value);
	if (given === undefined) return undefined;
	const parsed = DateTime.fromISO(given, { zone: 'utc' });
	return parsed.isValid ? parsed.toSeconds() : undefined;
}

/** An instant as ISO UTC without milliseconds. */
export function instant(value: unknown): string | undefined {
	const seconds = epochSeconds(value);
	if (seconds === undefined) return undefined;
	const at = DateTime.fromSeconds(Math.floor(seconds), { zone: 'utc' });
	return at.toISO({ suppressMilliseconds: true }) ?? undefined;
}

/**
 * A calendar date. Epochs on midnight UTC are taken as that date, all others are read in the
 * site's time zone: which of the two ezyVet means is [unknown], and a birthday must not move.
 */
export function calendarDate(value: unknown, zone: string): string | undefined {
	const given = text(value);
	if (given !== undefined && /^\d{4}-\d{2}-\d{2}($|[T ])/.test(given)) {
		const date = given.slice(0, 10);
		return DateTime.fromISO(date).isValid ? date : undefined;
	}
	const seconds = epochSeconds(value);
	if (seconds === undefined) return undefined;
	const at = DateTime.fromSeconds(seconds, { zone: seconds % 86_400 === 0 ? 'utc' : zone });
	return at.toISODate() ?? undefined;
}

/** Kilograms from a weight and its unit; an unknown unit gives nothing rather than a wrong weight. */
export function kilograms(weight: unknown, unit: unknown): number | undefined {
	const number = decimal(weight);
	if (number === undefined || number <= 0) return undefined;
	const factors: Record<string, number> = { kg: 1, g: 0.001, lb: 0.45359237, lbs: 0.45359237 };
	const factor = factors[text(unit)?.toLowerCase() ?? 'kg'];
	return factor === undefined ? undefined : Math.round(number * factor * 1000) / 1000;
}

/** The first of several field names that holds something: for records whose fields are [unknown]. */
export function firstOf(record: Raw, ...names: string[]): unknown {
	const name = names.find((candidate) => text(record[candidate]) !== undefined);
	return name === undefined ? undefined : record[name];
}
