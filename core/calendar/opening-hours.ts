import { IANAZone } from 'luxon';
import { z } from 'zod';

/** Weekday keys in ISO order: Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

const DAY_MS = 86_400_000;

const isRealDate = (text: string): boolean => {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const ms = Date.parse(`${text}T00:00:00Z`);
	return Number.isFinite(ms) && new Date(ms).toISOString().slice(0, 10) === text;
};

/** A calendar date that exists, written `YYYY-MM-DD`. */
export const isoDateSchema = z
	.string()
	.refine(isRealDate, 'must be a date that exists, written like 2026-03-04');

/** An IANA time zone such as `America/New_York`. */
export const timeZoneSchema = z
	.string()
	.refine(
		(zone) => IANAZone.isValidZone(zone),
		'must be a time zone name such as America/New_York or Europe/Berlin',
	);

/** Wall-clock time `HH:MM`, from 00:00 to 24:00 (24:00 is the end of the day). */
export const wallTimeSchema = z
	.string()
	.regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time such as 09:00, at most 24:00');

/** One stretch of opening time on one day: from `open` up to, not including, `close`. */
export const openSpanSchema = z
	.object({ open: wallTimeSchema, close: wallTimeSchema })
	.refine(
		(span) => span.open < span.close,
		'must close after it opens; write a night as two spans, 20:00-24:00 and 00:00-08:00 of the next day',
	);
export type OpenSpan = z.infer<typeof openSpanSchema>;

const daySchema = z
	.array(openSpanSchema)
	.max(8, 'may have at most 8 spans a day')
	.default([])
	.superRefine((spans, context) => {
		const sorted = [...spans].sort((a, b) => a.open.localeCompare(b.open));
		sorted.forEach((span, index) => {
			const next = sorted[index + 1];
			if (next && next.open < span.close) {
				context.addIssue({ code: 'custom', message: 'has spans that overlap; join them into one' });
			}
		});
	});

/** Opening spans by weekday; a weekday left out is closed. */
export const weekHoursSchema = z.object({
	mon: daySchema,
	tue: daySchema,
	wed: daySchema,
	thu: daySchema,
	fri: daySchema,
	sat: daySchema,
	sun: daySchema,
});
export type WeekHours = z.infer<typeof weekHoursSchema>;

/** Days without opening hours, as ISO dates in the calendar's own time zone. */
export const holidaysSchema = z
	.array(isoDateSchema)
	.max(1000, 'may list at most 1000 days')
	.default([]);

/** The same spans on Monday to Friday, closed at the weekend. */
export const onWeekdays = (open: string, close: string): WeekHours => ({
	mon: [{ open, close }],
	tue: [{ open, close }],
	wed: [{ open, close }],
	thu: [{ open, close }],
	fri: [{ open, close }],
	sat: [],
	sun: [],
});

/** The same spans on all seven days. */
export const everyDay = (spans: OpenSpan[]): WeekHours => ({
	mon: spans,
	tue: spans,
	wed: spans,
	thu: spans,
	fri: spans,
	sat: spans,
	sun: spans,
});

/** Weekday of a local day number (days since 1970-01-01, a Thursday). */
export const weekdayOf = (localDay: number): Weekday =>
	weekdays[(((localDay + 3) % 7) + 7) % 7] ?? 'mon';

/** ISO date of a local day number. */
export const isoDateOf = (localDay: number): string =>
	new Date(localDay * DAY_MS).toISOString().slice(0, 10);

/** Minutes after local midnight of a wall-clock time `HH:MM`. */
export const minutesOf = (wallTime: string): number =>
	Number(wallTime.slice(0, 2)) * 60 + Number(wallTime.slice(3, 5));
