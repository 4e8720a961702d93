import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { kpisOf, shareOf, spreadOf } from '../../../../core/metrics/kpis';
import { emptyState, type ReferralState } from '../../../../core/referral/state';
import { ACase, clinic } from '../desk/a-case.mts';

const context = { now: '2026-12-24T12:00:00.000Z', deadlines: clinic.deadlines, calendar: clinic };

const acknowledgedAfter = (minutes: number | undefined): ReferralState => {
	const state = emptyState('REF-0123456789ab');
	state.urgency = 'urgent';
	state.transport = { status: 'done', attempts: 1, doneAt: '2026-11-23T14:00:00.000Z' };
	if (minutes !== undefined) {
		state.decision.acknowledgedAt = new Date(
			Date.parse('2026-11-23T14:00:00.000Z') + minutes * 60_000,
		).toISOString();
		state.decision.status = 'acknowledged';
	}
	return state;
};

describe('a spread', () => {
	test.each([
		[[], { n: 0 }],
		[[3], { n: 1, median: 3, p90: 3 }],
		[[1, 2, 3, 10], { n: 4, median: 2.5, p90: 10 }],
		[[10, 1, 9, 2, 8, 3, 7, 4, 6, 5], { n: 10, median: 5.5, p90: 9 }],
		[[undefined, 2, undefined], { n: 1, median: 2, p90: 2 }],
	])('of %j is told with its number of cases', (values, expected) => {
		expect(spreadOf(values)).toEqual(expected);
	});

	test('lies between the smallest and the largest, whatever the order', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1 }), (values) => {
				const { median = Number.NaN, p90 = Number.NaN, n } = spreadOf(values);
				const shuffled = spreadOf([...values].reverse());
				expect(shuffled).toEqual({ n, median, p90 });
				expect(median).toBeGreaterThanOrEqual(Math.min(...values));
				expect(p90).toBeLessThanOrEqual(Math.max(...values));
				expect(values.filter((value) => value <= p90).length).toBeGreaterThanOrEqual(
					0.9 * values.length,
				);
			}),
		);
	});
});

describe('a share', () => {
	test('has a percentage from five cases on', () => {
		expect(shareOf(3, 4)).toEqual({ count: 3, n: 4 });
		expect(shareOf(3, 5)).toEqual({ count: 3, n: 5, percent: 60 });
	});
});

describe('the figures of the loop', () => {
	test('of a whole case', () => {
		const { state } = new ACase().filed();
		const kpis = kpisOf([state], context);
		expect(kpis.cases).toBe(1);
		expect(kpis.closed).toEqual({ count: 1, n: 1 });
		expect(kpis.acknowledgedInTime).toEqual({ count: 1, n: 1 });
		expect(kpis.hoursToSchedule.n).toBe(1);
		expect(kpis.hoursToReport.n).toBe(0);
	});

	test('count an acknowledgment against the window of its urgency', () => {
		const states = [10, 59, 61, undefined, 5].map(acknowledgedAfter);
		expect(kpisOf(states, context).acknowledgedInTime).toEqual({ count: 3, n: 5, percent: 60 });
		expect(kpisOf(states, context).hoursToAcknowledge).toEqual({
			n: 4,
			median: 35 / 60,
			p90: 61 / 60,
		});
	});

	test('do not judge a case whose window still runs', () => {
		const running = { ...context, now: '2026-11-23T14:30:00.000Z' };
		expect(kpisOf([acknowledgedAfter(undefined)], running).acknowledgedInTime).toEqual({
			count: 0,
			n: 0,
		});
	});

	test('leave out test cases, mistakes and what was never sent', () => {
		const mistake = new ACase().sent();
		mistake.posts('clinic', {
			action: 'close',
			outcome: 'error',
			reason: 'Wrong patient',
			name: 'Nina',
		});
		const testCase = { ...new ACase().sent().state, test: true };
		expect(kpisOf([mistake.state, testCase, new ACase().state], context).cases).toBe(0);
	});
});
