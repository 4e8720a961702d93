import { DateTime } from 'luxon';
import { ok, refuse, type Result } from '../result';
import type { TimeWindow } from '../profile/deadlines';
import { isoDateOf, minutesOf, weekdayOf, type WeekHours } from './opening-hours';
import { luxonZone, zoneClock } from './zone-clock';

/** Opening times of one party; a clinic profile and a directory entry both are one. */
export interface BusinessCalendar {
	timeZone: string;
	hours: WeekHours;
	holidays: string[];
}

/** A stretch of opening time as instants (epoch ms): from `start` up to, not including, `end`. */
interface OpenStretch {
	localDay: number;
	start: number;
	end: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A calendar that stays closed this long is a mistake, not a holiday. */
const MAX_CLOSED_DAYS = 366;

const dayStretches = (
	localDay: number,
	{ hours, holidays }: BusinessCalendar,
	instant: (localDay: number, minutes: number) => number,
): OpenStretch[] => {
	const spans = hours[weekdayOf(localDay)];
	if (spans.length === 0) return [];
	if (holidays.length > 0 && holidays.includes(isoDateOf(localDay))) return [];
	const ordered =
		spans.length === 1 ? spans : [...spans].sort((a, b) => a.open.localeCompare(b.open));
	return ordered
		.map((span) => ({
			localDay,
			start: instant(localDay, minutesOf(span.open)),
			end: instant(localDay, minutesOf(span.close)),
		}))
		.filter((stretch) => stretch.end > stretch.start);
};

/** Open stretches in order, from the day before an instant on; ends after a year of closed days. */
function* stretchesFrom(instantMs: number, calendar: BusinessCalendar): Generator<OpenStretch> {
	const clock = zoneClock(calendar.timeZone);
	let closedDays = 0;
	for (let day = clock.localDay(instantMs) - 1; closedDays <= MAX_CLOSED_DAYS; day += 1) {
		const stretches = dayStretches(day, calendar, clock.instant);
		closedDays = stretches.length === 0 ? closedDays + 1 : 0;
		yield* stretches;
	}
}

const neverOpen = () => new RangeError('The calendar has no opening hours within a year');

const inZoneOf = (instantMs: number, calendar: BusinessCalendar): DateTime =>
	DateTime.fromMillis(instantMs, { zone: luxonZone(calendar.timeZone) });

const millisOf = (at: DateTime): number => {
	if (!at.isValid) throw new RangeError('The start of a window is not a valid time');
	return at.toMillis();
};

/** Refuses (`calendar_never_opens`) a calendar with no opening hours within a year of an instant. */
export const checkCalendar = (
	calendar: BusinessCalendar,
	from: DateTime,
): Result<BusinessCalendar> => {
	for (const stretch of stretchesFrom(millisOf(from), calendar)) {
		if (stretch.end > from.toMillis()) return ok(calendar);
	}
	return refuse(
		'calendar_never_opens',
		'This calendar has no opening hours within a year.',
		'Set opening hours for at least one weekday and check the list of holidays.',
	);
};

/** True inside opening time; the moment of closing is already closed. */
export const isOpen = (at: DateTime, calendar: BusinessCalendar): boolean => {
	const instant = millisOf(at);
	for (const stretch of stretchesFrom(instant, calendar)) {
		if (stretch.start > instant) return false;
		if (instant < stretch.end) return true;
	}
	return false;
};

/** The instant itself when open, else the next opening. RangeError when there is none in a year. */
export const nextOpening = (at: DateTime, calendar: BusinessCalendar): DateTime => {
	const instant = millisOf(at);
	for (const stretch of stretchesFrom(instant, calendar)) {
		if (stretch.end > instant) return inZoneOf(Math.max(stretch.start, instant), calendar);
	}
	throw neverOpen();
};

const afterMinutes = (from: number, minutes: number, calendar: BusinessCalendar): number => {
	if (!(minutes >= 0)) throw new RangeError('Business minutes must not be negative');
	let rest = Math.round(minutes * MINUTE_MS);
	for (const stretch of stretchesFrom(from, calendar)) {
		if (stretch.end < from) continue;
		const cursor = Math.max(stretch.start, from);
		const available = stretch.end - cursor;
		if (rest <= available) return cursor + rest;
		rest -= available;
	}
	throw neverOpen();
};

const afterDays = (from: number, days: number, calendar: BusinessCalendar): number => {
	if (!Number.isInteger(days) || days < 0) {
		throw new RangeError('Business days must be whole days from 0');
	}
	let counted = -1;
	let closing: OpenStretch | undefined;
	for (const stretch of stretchesFrom(from, calendar)) {
		if (stretch.end < from) continue;
		if (stretch.localDay !== closing?.localDay) {
			if (closing && counted === days) return closing.end;
			counted += 1;
		}
		closing = stretch;
	}
	if (closing && counted === days) return closing.end;
	throw neverOpen();
};

/**
 * Adds opening time: the clock stands still over nights, weekends and holidays. Minutes are real
 * minutes, also on days with a clock change. A start in closed time counts from the next opening.
 * RangeError for a negative amount or a calendar that never opens ({@link checkCalendar}).
 */
export const addBusinessMinutes = (
	start: DateTime,
	minutes: number,
	calendar: BusinessCalendar,
): DateTime => inZoneOf(afterMinutes(millisOf(start), minutes, calendar), calendar);

/**
 * Closing time of the n-th working day after the start. The day of the start counts as day 0 until
 * it closes; what comes in after closing or on a closed day belongs to the next working day.
 * RangeError for anything but whole days from 0, or a calendar that never opens.
 */
export const addBusinessDays = (
	start: DateTime,
	days: number,
	calendar: BusinessCalendar,
): DateTime => inZoneOf(afterDays(millisOf(start), days, calendar), calendar);

const iso = (instantMs: number): string => new Date(instantMs).toISOString();

/** How the ledger writes an instant, on a day that every month has. */
const plainInstant = /^\d{4}-\d\d-(?:[01]\d|2[0-8])T\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The ledger's own way of writing an instant needs no parser that knows all the others. */
const instantIn = (text: string, timeZone: string): number => {
	const instant = plainInstant.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(instant) ? millisOf(DateTime.fromISO(text, { zone: timeZone })) : instant;
};

/** The same wall-clock time some days later; luxon says what that is when the clocks are moved. */
const afterWallDays = (from: number, days: number, calendar: BusinessCalendar): number => {
	const { offset } = zoneClock(calendar.timeZone);
	const end = from + days * DAY_MS;
	return Number.isInteger(days) && offset(from) === offset(end)
		? end
		: inZoneOf(from, calendar).plus({ days }).toMillis();
};

/**
 * End of a window as an ISO instant in UTC. `minutes` and `hours` run on regardless of opening
 * hours, `days` are wall-clock days of the calendar's zone, `business_*` toll.
 * RangeError when `startIso` is not a time.
 */
export const dueAt = (
	startIso: string,
	{ amount, unit }: TimeWindow,
	calendar: BusinessCalendar,
): string => {
	const start = instantIn(startIso, calendar.timeZone);
	switch (unit) {
		case 'minutes':
			return iso(start + amount * MINUTE_MS);
		case 'hours':
			return iso(start + amount * 60 * MINUTE_MS);
		case 'days':
			return iso(afterWallDays(start, amount, calendar));
		case 'business_hours':
			return iso(afterMinutes(start, amount * 60, calendar));
		case 'business_days':
			return iso(afterDays(start, Math.ceil(amount), calendar));
	}
};

/**
 * Opening time between two instants, in minutes; 0 when the second is not after the first. RangeError
 * when an instant is not a time. A calendar that never opens has none.
 */
export const businessMinutesBetween = (
	fromIso: string,
	toIso: string,
	calendar: BusinessCalendar,
): number => {
	const from = millisOf(DateTime.fromISO(fromIso));
	const to = millisOf(DateTime.fromISO(toIso));
	let open = 0;
	for (const stretch of stretchesFrom(from, calendar)) {
		if (stretch.start >= to) break;
		open += Math.max(0, Math.min(stretch.end, to) - Math.max(stretch.start, from));
	}
	return open / MINUTE_MS;
};
