import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addOutcome } from '../../../../core/metrics/add-outcome';
import { figuresOf, type FigureId } from '../../../../core/metrics/figures';
import { outcomeOf, type OutcomeColumns } from '../../../../core/metrics/outcome-row';
import {
	addReferral,
	sampleSize,
	type PatientSample,
} from '../../../../core/metrics/patient-sample';
import { shareOf } from '../../../../core/metrics/share';
import {
	addOpen,
	emptySummary,
	mergeSummary,
	readSummary,
	type Summary,
} from '../../../../core/metrics/summary';
import { ACase, caseId, clinic, heart } from '../desk/a-case.mts';

/** A fixed number of hexadecimal digits. */
const hex = (digits: number) =>
	fc
		.integer({ min: 0, max: 16 ** digits - 1 })
		.map((value) => value.toString(16).padStart(digits, '0'));

const asOf = '2027-06-15T12:00:00.000Z';
const context = { clinic, hospitalCalendar: heart, now: asOf };
const outcome = (aCase: ACase): OutcomeColumns => outcomeOf(caseId, aCase.events, context);
const closed = outcome(new ACase().filed());
const silent = outcome(new ACase().sent());

const summaryOf = (rows: readonly OutcomeColumns[]): Summary => {
	const summary = emptySummary(asOf);
	for (const row of rows) addOutcome(summary, row);
	return summary;
};
const valueOf = (rows: readonly OutcomeColumns[], id: FigureId) =>
	figuresOf(summaryOf(rows), asOf).find((figure) => figure.id === id)?.value;

const times = (count: number, row: OutcomeColumns): OutcomeColumns[] =>
	Array.from({ length: count }, () => row);

describe('a share', () => {
	test('has a percentage from five cases on', () => {
		expect(shareOf(3, 4)).toEqual({ count: 3, n: 4 });
		expect(shareOf(3, 5)).toEqual({ count: 3, n: 5, percent: 60 });
		expect(shareOf(1, 3000)).toEqual({ count: 1, n: 3000, percent: 0 });
	});
});

describe('the figures', () => {
	test('count a loop as closed when the report came and was filed', () => {
		const rows = [...times(3, closed), ...times(2, silent)];
		expect(valueOf(rows, 'closure')).toMatchObject({ share: { count: 3, n: 5, percent: 60 } });
		expect(summaryOf(rows).funnel).toEqual({
			sent: 5,
			acknowledged: 3,
			accepted: 3,
			scheduled: 3,
			seen: 3,
			reported: 3,
			filed: 3,
		});
	});

	test('judge closure only 90 days after sending', () => {
		const young = { ...closed, sentAt: '2027-03-17T12:00:01.000Z' };
		const old = { ...closed, sentAt: '2027-03-17T11:59:59.000Z' };
		expect(valueOf([young], 'closure')).toMatchObject({ share: { n: 0 } });
		expect(valueOf([old], 'closure')).toMatchObject({ share: { count: 1, n: 1 } });
	});

	test('leave out test cases, mistakes, and what was never sent', () => {
		const rows = [
			{ ...closed, test: true },
			{ ...closed, outcome: 'error' },
			{ ...closed, sentAt: '', sentMonth: '' },
		];
		expect(summaryOf(rows).sent).toBe(0);
		expect(summaryOf(rows).cohorts).toEqual({});
	});

	test('speak of the last twelve months, and of months for two years', () => {
		const old = { ...closed, sentAt: '2026-05-31T12:00:00.000Z', sentMonth: '2026-05' };
		const older = { ...closed, sentAt: '2025-05-31T12:00:00.000Z', sentMonth: '2025-05' };
		const summary = summaryOf([old, older]);
		expect(summary.sent).toBe(0);
		expect(Object.keys(summary.cohorts)).toEqual(['2026-05']);
	});

	test('call a silent hospital a gap only after its window', () => {
		expect(valueOf([silent], 'unacknowledged')).toMatchObject({ share: { count: 1, n: 1 } });
		const waiting = { ...silent, ackInTime: '' as const };
		expect(valueOf([waiting], 'unacknowledged')).toMatchObject({ share: { n: 0 } });
	});

	test('count visits, not cases, for those to which nobody came', () => {
		const rows = [
			{ ...closed, appointments: 2, noShows: 1 },
			{ ...closed, appointments: 3, noShows: 0, lateCancellations: 1 },
		];
		expect(valueOf(rows, 'noShow')).toMatchObject({ share: { count: 1, n: 5, percent: 20 } });
		expect(valueOf(rows, 'lateCancel')).toMatchObject({ share: { count: 1, n: 5 } });
	});

	test('take no time to report from a report that came unannounced', () => {
		const unannounced = { ...closed, seenAt: closed.reportedAt };
		const announced = { ...closed, seenAt: '2026-11-25T16:00:00.000Z' };
		expect(valueOf([unannounced], 'report')).toMatchObject({ spread: { n: 0 } });
		expect(valueOf([announced], 'report')).toMatchObject({ spread: { n: 1 } });
	});

	test('count the first referral of a patient, and its report in the year only', () => {
		const row = (more: Partial<OutcomeColumns>): OutcomeColumns => ({
			...closed,
			sentAt: '2027-02-01T00:00:00.000Z',
			sentMonth: '2027-02',
			reportedAt: '2027-03-01T00:00:00.000Z',
			patientKey: 'a',
			...more,
		});
		const rows = [
			row({}),
			row({ sentAt: '2027-04-01T00:00:00.000Z', reportedAt: '' }),
			row({ patientKey: 'b', reportedAt: '' }),
			row({ patientKey: 'c', sentMonth: '2027-11' }),
		];
		expect(valueOf(rows, 'cms50')).toMatchObject({ share: { count: 1, n: 2 } });
	});

	test('say why cases were declined and ended, most frequent first', () => {
		const rows = [
			{ ...silent, declineReason: 'capacity', decidedAt: closed.decidedAt },
			{ ...silent, reason: 'cost' },
			{ ...silent, reason: 'cost' },
			{ ...silent, reason: 'distance' },
		];
		expect(valueOf(rows, 'leakage')).toEqual({
			kind: 'parts',
			total: 3,
			parts: [
				['cost', 2],
				['distance', 1],
			],
		});
		expect(valueOf(rows, 'declined')).toMatchObject({ share: { count: 1, n: 1 } });
	});

	test('tell the age of the watch, and nothing of what the ledger does not hold', () => {
		const figures = figuresOf(emptySummary(asOf), asOf, '2027-06-15T11:56:00.000Z');
		expect(figures.find(({ id }) => id === 'heartbeat')?.value).toEqual({
			kind: 'age',
			minutes: 4,
		});
		expect(figures.find(({ id }) => id === 'humanTime')?.value).toEqual({ kind: 'absent' });
	});

	test('count open cases and whether anything of them is overdue', () => {
		const summary = emptySummary(asOf);
		const row = { owes: 'clinic', dueAt: '2027-06-15T11:00:00.000Z', test: false };
		addOpen(summary, row);
		addOpen(summary, { ...row, dueAt: '2027-06-15T13:00:00.000Z' });
		addOpen(summary, { ...row, owes: '' });
		addOpen(summary, { ...row, test: true });
		expect(summary.open).toEqual({ all: 3, overdue: 1, byOwes: { clinic: 2, none: 1 } });
		expect(summary.shares.disposition).toEqual([2, 3]);
	});
});

/** Rows that differ in what the figures look at. */
const anyRow = fc
	.record({
		base: fc.constantFrom(closed, silent),
		month: fc.integer({ min: 0, max: 30 }),
		minutes: fc.integer({ min: 0, max: 20_000 }),
		patient: hex(4),
		outcome: fc.constantFrom('closed', 'closed_no_visit', 'error', ''),
		reason: fc.constantFrom('', 'cost', 'died'),
		specialty: fc.constantFrom('cardiology', 'oncology', ''),
		test: fc.boolean(),
	})
	.map(({ base, month, minutes, patient, ...rest }): OutcomeColumns => {
		const sent = Date.UTC(2025, month, 3);
		return {
			...base,
			...rest,
			sentAt: new Date(sent).toISOString(),
			sentMonth: new Date(sent).toISOString().slice(0, 7),
			acknowledgedAt: new Date(sent + minutes * 60_000).toISOString(),
			closedAt: rest.outcome === '' ? '' : new Date(sent + 9e8).toISOString(),
			patientKey: patient,
		};
	});

/** A summary with its distributions told, so that the order of single values does not count. */
const told = (summary: Summary) => {
	const { spreads, leadBySpecialty, ...rest } = summary;
	return {
		...rest,
		n: Object.values(spreads).map((sketch) => sketch.n),
		figures: figuresOf({ ...summary, leadBySpecialty: {} }, asOf),
		specialties: Object.entries(leadBySpecialty)
			.map(([key, sketch]) => [key, sketch.n])
			.sort(),
	};
};

describe('a summary', () => {
	test('of parts, merged in any order, is that of the whole', () => {
		fc.assert(
			fc.property(fc.array(fc.array(anyRow, { maxLength: 12 }), { maxLength: 5 }), (parts) => {
				const whole = told(summaryOf(parts.flat()));
				for (const order of [parts, [...parts].reverse()]) {
					const merged = emptySummary(asOf);
					for (const part of order) mergeSummary(merged, summaryOf(part));
					expect(told(merged)).toEqual(whole);
				}
			}),
			{ numRuns: 100 },
		);
	});

	test('survives being stored, and an older one gets what it did not have', () => {
		const summary = summaryOf([closed, silent]);
		expect(readSummary(JSON.stringify(summary))).toEqual(summary);
		const { declined: _, ...shares } = summary.shares;
		const older = readSummary(JSON.stringify({ ...summary, shares }));
		expect(older?.shares.declined).toEqual([0, 0]);
		expect(older?.shares.closure).toEqual(summary.shares.closure);
		for (const other of ['', '{}', 'null', '{"version":2}'])
			expect(readSummary(other)).toBeUndefined();
	});

	test('does not grow with the number of cases', () => {
		const summary = emptySummary(asOf);
		for (let index = 0; index < 20_000; index += 1) {
			const sent = Date.parse('2026-07-01T00:00:00.000Z') + index * 1_000_000;
			addOutcome(summary, {
				...closed,
				sentAt: new Date(sent).toISOString(),
				sentMonth: new Date(sent).toISOString().slice(0, 7),
				acknowledgedAt: new Date(sent + index * 60_000).toISOString(),
				patientKey: ((index * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0'),
			});
		}
		expect(JSON.stringify(summary).length).toBeLessThan(150_000);
		expect(summary.sent).toBeGreaterThan(19_000);
	});
});

describe('a sample of patients', () => {
	test('is the same in any order, and never larger than its limit', () => {
		const referral = fc.tuple(hex(3), fc.integer({ min: 1000, max: 1010 }).map(String));
		fc.assert(
			fc.property(fc.array(referral, { maxLength: 2_500 }), (referrals) => {
				const sampled = (list: typeof referrals): PatientSample => {
					const sample: PatientSample = {};
					for (const [key, at] of list) addReferral(sample, key, at, at === '1005');
					return sample;
				};
				const one = sampled(referrals);
				expect(Object.keys(one).length).toBeLessThanOrEqual(sampleSize);
				expect(sampled([...referrals].reverse())).toEqual(one);
			}),
			{ numRuns: 20 },
		);
	});
});
