import { DateTime } from 'luxon';
import type { BusinessCalendar } from '../calendar/business-time';
import { dueAt } from '../calendar/business-time';
import { windowOf, type Deadlines } from '../profile/deadlines';
import type { ReferralState } from '../referral/state';

/** How long a step took over the cases that have it, in hours of the clock. */
export interface Spread {
	n: number;
	median?: number;
	p90?: number;
}

/** A share with what it is a share of; below {@link fewestForShare} cases there is no percentage. */
export interface Share {
	count: number;
	n: number;
	/** 0 to 100, whole. */
	percent?: number;
}

/** The first measures of the loop. Test cases and cases opened by mistake are left out. */
export interface Kpis {
	/** Cases whose packet has left the clinic. */
	cases: number;
	/** Acknowledged before the window T2 of their urgency ended; of those whose window has ended or that were acknowledged. */
	acknowledgedInTime: Share;
	hoursToAcknowledge: Spread;
	/** From acceptance to the first booked appointment. */
	hoursToSchedule: Spread;
	/** From the visit to the first report. A report that came unannounced has no such time. */
	hoursToReport: Spread;
	/** Report received and filed, of the cases sent. */
	closed: Share;
}

export interface KpiContext {
	now: string;
	deadlines: Deadlines;
	calendar: BusinessCalendar;
}

/** Smaller groups are told as counts only: a percentage of three says nothing. */
export const fewestForShare = 5;

const HOUR_MS = 3_600_000;

const hoursBetween = (from: string | undefined, to: string | undefined): number | undefined => {
	if (from === undefined || to === undefined) return undefined;
	const hours = (Date.parse(to) - Date.parse(from)) / HOUR_MS;
	return hours >= 0 ? hours : undefined;
};

/** Value below which a part of the entries lies: nearest rank, so it is always one of them. */
const quantile = (sorted: readonly number[], part: number): number | undefined =>
	sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];

/** Median (mean of the middle two) and 90th percentile (nearest rank), rounded to minutes. */
export function spreadOf(values: ReadonlyArray<number | undefined>): Spread {
	const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
	const upper = sorted[Math.floor(sorted.length / 2)];
	const lower = sorted[Math.floor((sorted.length - 1) / 2)];
	if (upper === undefined || lower === undefined) return { n: 0 };
	const rounded = (hours: number) => Math.round(hours * 60) / 60;
	return {
		n: sorted.length,
		median: rounded((upper + lower) / 2),
		p90: rounded(quantile(sorted, 0.9) ?? upper),
	};
}

export const shareOf = (count: number, n: number): Share => ({
	count,
	n,
	...(n >= fewestForShare ? { percent: Math.round((count / n) * 100) } : {}),
});

/** Whether a sent case met its acknowledgment window; undefined while the window still runs. */
function inTime(state: ReferralState, context: KpiContext): boolean | undefined {
	const sent = state.transport.doneAt;
	const window = windowOf(context.deadlines, 'T2', state.urgency);
	if (sent === undefined || window === undefined) return undefined;
	const due = DateTime.fromISO(dueAt(sent, window, context.calendar)).toMillis();
	const acknowledged = state.decision.acknowledgedAt;
	if (acknowledged !== undefined) return Date.parse(acknowledged) <= due;
	// A report without a word before it closes the question; a cancelled case owes no answer.
	if (state.closed || state.cancellation || state.reports.length > 0) return undefined;
	return Date.parse(context.now) > due ? false : undefined;
}

/** Summarises cases. Every figure carries its own n. */
export function kpisOf(states: readonly ReferralState[], context: KpiContext): Kpis {
	const sent = states.filter(
		(state) =>
			state.transport.doneAt !== undefined && !state.test && state.closed?.outcome !== 'error',
	);
	const judged = sent.map((state) => inTime(state, context)).filter((met) => met !== undefined);
	return {
		cases: sent.length,
		acknowledgedInTime: shareOf(judged.filter(Boolean).length, judged.length),
		hoursToAcknowledge: spreadOf(
			sent.map((state) => hoursBetween(state.transport.doneAt, state.decision.acknowledgedAt)),
		),
		hoursToSchedule: spreadOf(sent.map(hoursToSchedule)),
		hoursToReport: spreadOf(sent.map(hoursToReport)),
		closed: shareOf(
			sent.filter((state) => state.reports.length > 0 && state.filing.status === 'done').length,
			sent.length,
		),
	};
}

function hoursToSchedule(state: ReferralState): number | undefined {
	const booked = state.appointments.find(
		(entry) => entry.status !== 'requested' && entry.by !== 'owner' && entry.status !== 'no_show',
	);
	return state.decision.status === 'accepted'
		? hoursBetween(state.decision.decidedAt, booked?.at)
		: undefined;
}

function hoursToReport(state: ReferralState): number | undefined {
	const first = state.reports[0];
	return first && state.seenAt !== first.at ? hoursBetween(state.seenAt, first.at) : undefined;
}
