import { DateTime } from 'luxon';
import { ok, refuse, type Result } from '../result';
import type { TimeWindow } from '../profile/deadlines';
import { isoDateOf, minutesOf, weekdayOf, type WeekHours } from './opening-hours';
import { zoneClock } from './zone-clock';

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
/** A calendar that stays closed this long is a mistake, not a holiday. */
const MAX_CLOSED_DAYS = 366;

const dayStretches = (
	localDay: number,
	calendar: BusinessCalendar,
	instant: (localDay: number, minutes: number) => number,
	holidays: Set<string>,
): OpenStretch[] => {
	if (holidays.has(isoDateOf(localDay))) return [];
	return [...calendar.hours[weekdayOf(localDay)]]
		.sort((a, b) => a.open.localeCompare(b.open))
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
	const holidays = new Set(calendar.holidays);
	let closedDays = 0;
	for (let day = clock.localDay(instantMs) - 1; closedDays <= MAX_CLOSED_DAYS; day += 1) {
		const stretches = dayStretches(day, calendar, clock.instant, holidays);
		closedDays = stretches.length === 0 ? closedDays + 1 : 0;
		yield* stretches;
	}
}

const neverOpen = () => new RangeError('The calendar has no opening hours within a year');

const inZoneOf = (instantMs: number, calendar: BusinessCalendar): DateTime =>
	DateTime.fromMillis(instantMs, { zone: calendar.timeZone });

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

/**
 * Adds opening time: the clock stands still over nights, weekends and holidays. Minutes are real
 * minutes, also on days with a clock change. A start in closed time counts from the next opening.
 * RangeError for a negative amount or a calendar that never opens ({@link checkCalendar}).
 */
export const addBusinessMinutes = (
	start: DateTime,
	minutes: number,
	calendar: BusinessCalendar,
): DateTime => {
	if (!(minutes >= 0)) throw new RangeError('Business minutes must not be negative');
	const from = millisOf(start);
	let rest = Math.round(minutes * MINUTE_MS);
	for (const stretch of stretchesFrom(from, calendar)) {
		if (stretch.end < from) continue;
		const cursor = Math.max(stretch.start, from);
		const available = stretch.end - cursor;
		if (rest <= available) return inZoneOf(cursor + rest, calendar);
		rest -= available;
	}
	throw neverOpen();
};

/**
 * Closing time of the n-th working day after the start. The day of the start counts as day 0 until
 * it closes; what comes in after closing or on a closed day belongs to the next working day.
 * RangeError for anything but whole days from 0, or a calendar that never opens.
 */
export const addBusinessDays = (
	start: DateTime,
	days: number,
	calendar: BusinessCalendar,
): DateTime => {
	if (!Number.isInteger(days) || days < 0) {
		throw new RangeError('Business days must be whole days from 0');
	}
	const from = millisOf(start);
	let counted = -1;
	let closing: OpenStretch | undefined;
	for (const stretch of stretchesFrom(from, calendar)) {
		if (stretch.end < from) continue;
		if (stretch.localDay !== closing?.localDay) {
			if (closing && counted === days) return inZoneOf(closing.end, calendar);
			counted += 1;
		}
		closing = stretch;
	}
	if (closing && counted === days) return inZoneOf(closing.end, calendar);
	throw neverOpen();
};

/**
 * End of a window as an ISO instant in UTC. `minutes` and `hours` run on regardless of opening
 * hours, `days` are wall-clock days of the calendar's zone, `business_*` toll.
 * RangeError when `startIso` is not a time.
 */
export const dueAt = (startIso: string, window: TimeWindow, calendar: BusinessCalendar): string => {
	const start = DateTime.fromISO(startIso, { zone: calendar.timeZone });
	millisOf(start);
	const end = {
		minutes: () => start.plus({ milliseconds: window.amount * MINUTE_MS }),
		hours: () => start.plus({ milliseconds: window.amount * 60 * MINUTE_MS }),
		days: () => start.plus({ days: window.amount }),
		business_hours: () => addBusinessMinutes(start, window.amount * 60, calendar),
		business_days: () => addBusinessDays(start, Math.ceil(window.amount), calendar),
	}[window.unit]();
	return new Date(end.toMillis()).toISOString();
};
