import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
	addBusinessMinutes,
	businessMinutesBetween,
} from '../../../../core/calendar/business-time';
import { onWeekdays } from '../../../../core/calendar/opening-hours';

const calendar = {
	timeZone: 'America/New_York',
	hours: onWeekdays('09:00', '17:30'),
	holidays: ['2026-11-26'],
};

describe('opening time between two instants', () => {
	test.each([
		['over a night', '2026-11-24T22:00:00.000Z', '2026-11-25T14:30:00.000Z', 60],
		['over a holiday', '2026-11-25T22:00:00.000Z', '2026-11-27T15:00:00.000Z', 90],
		['over a weekend', '2026-11-27T21:30:00.000Z', '2026-11-30T14:15:00.000Z', 75],
		['none on a Sunday', '2026-11-29T10:00:00.000Z', '2026-11-29T20:00:00.000Z', 0],
		['none backwards', '2026-11-25T15:00:00.000Z', '2026-11-25T14:30:00.000Z', 0],
	])('%s', (_what, from, to, minutes) => {
		expect(businessMinutesBetween(from, to, calendar)).toBe(minutes);
	});

	test('is what was added', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 600_000 }),
				fc.integer({ min: 0, max: 10_000 }),
				(startMinute, minutes) => {
					const from = DateTime.fromISO('2026-01-01T00:00:00.000Z').plus({ minutes: startMinute });
					const to = addBusinessMinutes(from, minutes, calendar);
					const told = businessMinutesBetween(from.toISO() ?? '', to.toISO() ?? '', calendar);
					expect(told).toBeCloseTo(minutes, 6);
				},
			),
			{ numRuns: 200 },
		);
	});

	test('of a calendar that never opens is none', () => {
		const closed = {
			...calendar,
			hours: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
		};
		expect(businessMinutesBetween('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', closed)).toBe(0);
	});
});
