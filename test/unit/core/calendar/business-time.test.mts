import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
	addBusinessDays,
	addBusinessMinutes,
	checkCalendar,
	dueAt,
	isOpen,
	nextOpening,
	type BusinessCalendar,
} from '../../../../core/calendar/business-time';
import { everyDay, onWeekdays } from '../../../../core/calendar/opening-hours';

const newYork: BusinessCalendar = {
	timeZone: 'America/New_York',
	hours: onWeekdays('09:00', '17:30'),
	holidays: ['2026-07-03'],
};
const nightOwl = (timeZone: string, open: string, close: string): BusinessCalendar => ({
	timeZone,
	hours: everyDay([{ open, close }]),
	holidays: [],
});
const at = (iso: string, zone = 'America/New_York'): DateTime => DateTime.fromISO(iso, { zone });
const local = (time: DateTime): string => time.toFormat("yyyy-MM-dd'T'HH:mm");

describe('adding business minutes', () => {
	it.each([
		['inside one day', '2026-03-04T10:00', 240, '2026-03-04T14:00'],
		['over the night', '2026-03-04T16:30', 240, '2026-03-05T12:00'],
		['over the weekend', '2026-03-06T17:00', 60, '2026-03-09T09:30'],
		['over a holiday and the weekend', '2026-07-02T17:00', 60, '2026-07-06T09:30'],
		['from before opening', '2026-03-04T06:00', 30, '2026-03-04T09:30'],
		['from after closing', '2026-03-04T22:00', 30, '2026-03-05T09:30'],
		['from a Saturday', '2026-03-07T12:00', 0, '2026-03-09T09:00'],
		['exactly to closing', '2026-03-04T16:30', 60, '2026-03-04T17:30'],
		['nothing at closing', '2026-03-04T17:30', 0, '2026-03-04T17:30'],
		['over three weeks', '2026-03-02T09:00', 15 * 510, '2026-03-20T17:30'],
	])('counts %s', (_name, start, minutes, expected) => {
		expect(local(addBusinessMinutes(at(start), minutes, newYork))).toBe(expected);
	});

	it('pauses over lunch', () => {
		const hours = everyDay([
			{ open: '14:00', close: '18:00' },
			{ open: '08:00', close: '12:00' },
		]);
		const calendar = { timeZone: 'Europe/Madrid', hours, holidays: [] };
		const due = addBusinessMinutes(at('2026-03-04T11:30', 'Europe/Madrid'), 60, calendar);
		expect(local(due)).toBe('2026-03-04T14:30');
	});

	it('counts real minutes when the clock jumps forward inside opening time', () => {
		const calendar = nightOwl('America/New_York', '00:00', '08:00');
		expect(local(addBusinessMinutes(at('2026-03-08T01:30'), 60, calendar))).toBe(
			'2026-03-08T03:30',
		);
	});

	it('counts the repeated hour twice when the clock goes back', () => {
		const calendar = nightOwl('America/New_York', '00:00', '08:00');
		expect(local(addBusinessMinutes(at('2026-11-01T00:30'), 120, calendar))).toBe(
			'2026-11-01T01:30',
		);
	});

	it('opens at the jump when the opening time does not exist that day', () => {
		const calendar = nightOwl('America/New_York', '02:30', '08:00');
		expect(local(nextOpening(at('2026-03-08T00:00'), calendar))).toBe('2026-03-08T03:00');
	});

	it('skips a calendar day that a zone left out', () => {
		const calendar = nightOwl('Pacific/Apia', '09:00', '10:00');
		const due = addBusinessMinutes(at('2011-12-29T09:30', 'Pacific/Apia'), 60, calendar);
		expect(local(due)).toBe('2011-12-31T09:30');
	});

	it('refuses a negative amount', () => {
		expect(() => addBusinessMinutes(at('2026-03-04T10:00'), -1, newYork)).toThrow(RangeError);
	});
});

describe('adding business days', () => {
	it.each([
		['the same day until closing', '2026-03-04T10:00', 0, '2026-03-04T17:30'],
		['the next day', '2026-03-04T10:00', 1, '2026-03-05T17:30'],
		['over the weekend', '2026-03-05T10:00', 2, '2026-03-09T17:30'],
		['over a holiday', '2026-07-02T10:00', 1, '2026-07-06T17:30'],
		['after closing as the next working day', '2026-03-06T18:00', 0, '2026-03-09T17:30'],
		['a Saturday as Monday', '2026-03-07T12:00', 1, '2026-03-10T17:30'],
	])('counts %s', (_name, start, days, expected) => {
		expect(local(addBusinessDays(at(start), days, newYork))).toBe(expected);
	});

	it('counts a day with a lunch break once', () => {
		const hours = everyDay([
			{ open: '08:00', close: '12:00' },
			{ open: '14:00', close: '18:00' },
		]);
		const calendar = { timeZone: 'UTC', hours, holidays: [] };
		expect(addBusinessDays(at('2026-03-04T09:00', 'UTC'), 1, calendar).toISO()).toBe(
			'2026-03-05T18:00:00.000Z',
		);
	});
});

describe('windows', () => {
	it.each([
		[15, 'minutes', '2026-03-06T22:15:00.000Z'],
		[1, 'hours', '2026-03-06T23:00:00.000Z'],
		[2, 'days', '2026-03-08T21:00:00.000Z'],
		[1, 'business_hours', '2026-03-09T13:30:00.000Z'],
		[1, 'business_days', '2026-03-09T21:30:00.000Z'],
	] as const)('ends %s %s after a Friday before the clock change', (amount, unit, expected) => {
		expect(dueAt('2026-03-06T17:00:00-05:00', { amount, unit }, newYork)).toBe(expected);
	});

	it('refuses a start that is no time', () => {
		expect(() => dueAt('soon', { amount: 1, unit: 'hours' }, newYork)).toThrow(/not a valid time/);
	});
});

describe('a calendar that never opens', () => {
	const closed: BusinessCalendar = { timeZone: 'UTC', hours: everyDay([]), holidays: [] };
	const now = at('2026-03-04T10:00', 'UTC');

	it('is refused with a hint', () => {
		const result = checkCalendar(closed, now);
		expect(result.ok ? '' : result.refusal.code).toBe('calendar_never_opens');
		expect(checkCalendar(newYork, now).ok).toBe(true);
	});

	it('stops every calculation instead of running forever', () => {
		expect(() => nextOpening(now, closed)).toThrow(/no opening hours within a year/);
		expect(() => addBusinessMinutes(now, 5, closed)).toThrow(/no opening hours/);
		expect(() => addBusinessDays(now, 1, closed)).toThrow(/no opening hours/);
		expect(isOpen(now, closed)).toBe(false);
	});
});

describe('in every time zone, around every clock change', () => {
	const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
	const span = fc
		.tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
		.filter(([open, close]) => open < close)
		.map(([open, close]) => ({ open: wall(open), close: wall(close) }));
	const calendar = fc
		.record({
			timeZone: zone,
			week: fc.array(fc.option(span, { nil: undefined, freq: 4 }), { minLength: 7, maxLength: 7 }),
			holidays: fc.array(fc.integer({ min: 0, max: 364 }), { maxLength: 5 }),
		})
		.filter(({ week }) => week.some((day) => day !== undefined))
		.map(({ timeZone, week, holidays }): BusinessCalendar => {
			const [mon, tue, wed, thu, fri, sat, sun] = week.map((day) => (day ? [day] : []));
			return {
				timeZone,
				hours: { mon: mon!, tue: tue!, wed: wed!, thu: thu!, fri: fri!, sat: sat!, sun: sun! },
				holidays: holidays.map((day) => DateTime.utc(2026).plus({ days: day }).toISODate()!),
			};
		});
	const instant = fc
		.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2027, 0, 1) / 60_000 })
		.map((minutes) => DateTime.fromMillis(minutes * 60_000, { zone: 'UTC' }));
	const amount = fc.integer({ min: 0, max: 3000 });

	function wall(quarters: number): string {
		const hours = String(Math.floor(quarters / 4)).padStart(2, '0');
		return `${hours}:${String((quarters % 4) * 15).padStart(2, '0')}`;
	}

	/** The naive reading of the sign on the door: is this wall-clock minute inside a span? */
	const doorSign = (time: DateTime, cal: BusinessCalendar): boolean => {
		const here = time.setZone(cal.timeZone);
		if (cal.holidays.includes(here.toISODate()!)) return false;
		const day = (['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const)[here.weekday - 1]!;
		const clock = here.toFormat('HH:mm');
		return cal.hours[day].some((open) => open.open <= clock && clock < open.close);
	};

	it('the last minute counted lies inside opening time', () => {
		fc.assert(
			fc.property(calendar, instant, fc.integer({ min: 1, max: 3000 }), (cal, start, minutes) => {
				const due = addBusinessMinutes(start, minutes, cal);
				expect(doorSign(due.minus({ minutes: 1 }), cal)).toBe(true);
				expect(due.toMillis()).toBeGreaterThan(start.toMillis());
			}),
			{ numRuns: 300 },
		);
	});

	it('adding twice is adding the sum', () => {
		fc.assert(
			fc.property(calendar, instant, amount, amount, (cal, start, a, b) => {
				const twice = addBusinessMinutes(addBusinessMinutes(start, a, cal), b, cal);
				expect(twice.toMillis()).toBe(addBusinessMinutes(start, a + b, cal).toMillis());
			}),
			{ numRuns: 300 },
		);
	});

	it('a later start or a longer window never ends earlier', () => {
		fc.assert(
			fc.property(calendar, instant, amount, amount, amount, (cal, start, later, a, b) => {
				const [short, long] = a < b ? [a, b] : [b, a];
				const first = addBusinessMinutes(start, short, cal).toMillis();
				const moved = addBusinessMinutes(start.plus({ minutes: later }), short, cal).toMillis();
				expect(moved).toBeGreaterThanOrEqual(first);
				expect(addBusinessMinutes(start, long, cal).toMillis()).toBeGreaterThanOrEqual(first);
			}),
			{ numRuns: 300 },
		);
	});

	it('business days add up as well', () => {
		const days = fc.integer({ min: 0, max: 8 });
		fc.assert(
			fc.property(calendar, instant, days, days, (cal, start, a, b) => {
				const twice = addBusinessDays(addBusinessDays(start, a, cal), b, cal);
				expect(twice.toMillis()).toBe(addBusinessDays(start, a + b, cal).toMillis());
			}),
			{ numRuns: 200 },
		);
	});

	it('the next opening is open, and open agrees with the sign on the door', () => {
		fc.assert(
			fc.property(calendar, instant, (cal, start) => {
				const opening = nextOpening(start, cal);
				expect(isOpen(opening, cal)).toBe(true);
				expect(doorSign(opening, cal)).toBe(true);
				if (isOpen(start, cal)) expect(doorSign(start, cal)).toBe(true);
			}),
			{ numRuns: 300 },
		);
	});
});
