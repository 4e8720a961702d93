import { DateTime } from 'luxon';
import { mergePatients, type PatientSample } from './patient-sample';
import { mergeSketch, type Sketch } from './sketch';

export const shareIds = [
	'closure',
	'dispositioned',
	'disposition',
	'complete',
	'ackInTime',
	'unacknowledged',
	'booked',
	'leadWeek',
	'noShow',
	'lateCancel',
	'answered',
	'followUp',
	'declined',
	'redirect',
	'alerts',
] as const;
export type ShareId = (typeof shareIds)[number];

/** All in minutes. */
export const spreadIds = [
	'ack',
	'decision',
	'contact',
	'booking',
	'lead',
	'note',
	'report',
	'filed',
	'read',
	'alertLag',
] as const;
export type SpreadId = (typeof spreadIds)[number];

/** The steps of the funnel, in order. */
export const funnelSteps = [
	'sent',
	'acknowledged',
	'accepted',
	'scheduled',
	'seen',
	'reported',
	'filed',
] as const;
export type FunnelStep = (typeof funnelSteps)[number];

/** Cases by the month in which they were sent. */
export interface Cohort {
	sent: number;
	reported: number;
	filed: number;
	ended: number;
}

/** Count and what it is a count of. */
export type Pair = [count: number, n: number];

/**
 * Everything the figures of a clinic are told from. Summaries of parts can be merged, in any order
 * and grouping; the size does not grow with the number of cases. Plain JSON.
 */
export interface Summary {
	version: 1;
	/** Cases sent from then on count in the figures. Months go back further. ISO UTC. */
	from: string;
	asOf: string;
	sent: number;
	shares: Record<ShareId, Pair>;
	spreads: Record<SpreadId, Sketch>;
	funnel: Record<FunnelStep, number>;
	leakage: Record<string, number>;
	declines: Record<string, number>;
	leadBySpecialty: Record<string, Sketch>;
	/** Messages that left, and how many of them broke a rule. */
	messages: { sent: number; outsideHours: number; afterStop: number; twice: number };
	/** By month of sending, `2026-11`. */
	cohorts: Record<string, Cohort>;
	/** Cases closed by month and outcome. */
	closures: Record<string, Record<string, number>>;
	/** By year of sending: referrals sent by 31 October. */
	patients: Record<string, PatientSample>;
	open: { all: number; overdue: number; byOwes: Record<string, number> };
}

/** A case is judged for closure this long after it was sent. */
export const maturityDays = 90;
/** Months before the present one that count in the figures. */
const figureMonths = 12;
/** Months before the present one of which cohorts and closures are kept. */
export const seriesMonths = 24;

const record = <K extends string, V>(keys: readonly K[], value: () => V): Record<K, V> =>
	Object.fromEntries(keys.map((key) => [key, value()])) as Record<K, V>;

/** A summary of nothing, for the twelve months before `asOf` and the month of it. */
export function emptySummary(asOf: string): Summary {
	const month = DateTime.fromISO(asOf, { zone: 'utc' }).startOf('month');
	return {
		version: 1,
		from: month.minus({ months: figureMonths }).toISO() ?? asOf,
		asOf,
		sent: 0,
		shares: record(shareIds, (): Pair => [0, 0]),
		spreads: record(spreadIds, (): Sketch => ({ n: 0, exact: [] })),
		funnel: record(funnelSteps, () => 0),
		leakage: {},
		declines: {},
		leadBySpecialty: {},
		messages: { sent: 0, outsideHours: 0, afterStop: 0, twice: 0 },
		cohorts: {},
		closures: {},
		patients: {},
		open: { all: 0, overdue: 0, byOwes: {} },
	};
}

/** The first month that is kept in the series of a summary. */
export const firstMonth = ({ asOf }: Summary): string =>
	DateTime.fromISO(asOf, { zone: 'utc' })
		.startOf('month')
		.minus({ months: seriesMonths })
		.toFormat('yyyy-MM');

/** Adds to the open cases, in place: what the board's columns say of one that is open. */
export function addOpen(
	summary: Summary,
	row: { owes: string; dueAt: string; test: boolean },
): void {
	if (row.test) return;
	const overdue = row.owes !== '' && row.dueAt < summary.asOf;
	const owes = row.owes === '' ? 'none' : row.owes;
	summary.open.all += 1;
	summary.open.byOwes[owes] = (summary.open.byOwes[owes] ?? 0) + 1;
	if (overdue) summary.open.overdue += 1;
	const [known, n] = summary.shares.disposition;
	summary.shares.disposition = [known + (overdue ? 0 : 1), n + 1];
}

const addCounts = (into: Record<string, number>, other: Record<string, number>): void => {
	for (const [key, n] of Object.entries(other)) into[key] = (into[key] ?? 0) + n;
};

/** Adds another summary, in place; the other stays as it is. The later `asOf` stays. */
export function mergeSummary(into: Summary, other: Summary): void {
	if (other.asOf > into.asOf) into.asOf = other.asOf;
	if (other.from > into.from) into.from = other.from;
	into.sent += other.sent;
	for (const id of shareIds) {
		const [count, n] = other.shares[id];
		const [before, of] = into.shares[id];
		into.shares[id] = [before + count, of + n];
	}
	for (const id of spreadIds) mergeSketch(into.spreads[id], other.spreads[id]);
	for (const [specialty, sketch] of Object.entries(other.leadBySpecialty)) {
		mergeSketch((into.leadBySpecialty[specialty] ??= { n: 0, exact: [] }), sketch);
	}
	addCounts(into.funnel, other.funnel);
	addCounts(into.leakage, other.leakage);
	addCounts(into.declines, other.declines);
	addCounts(into.messages, other.messages);
	for (const [month, cohort] of Object.entries(other.cohorts)) {
		addCounts(cohortOf(into, month) as unknown as Record<string, number>, { ...cohort });
	}
	for (const [month, outcomes] of Object.entries(other.closures)) {
		addCounts((into.closures[month] ??= {}), outcomes);
	}
	for (const [year, sample] of Object.entries(other.patients)) {
		mergePatients((into.patients[year] ??= {}), sample);
	}
	into.open.all += other.open.all;
	into.open.overdue += other.open.overdue;
	addCounts(into.open.byOwes, other.open.byOwes);
}

/**
 * Reads a stored summary; undefined when it is none of this version. What a summary of an older
 * release does not have counts as nothing.
 */
export function readSummary(json: string): Summary | undefined {
	try {
		const parsed = JSON.parse(json) as Partial<Summary> | null;
		if (parsed?.version !== 1 || parsed.asOf === undefined) return undefined;
		const empty = emptySummary(parsed.asOf);
		return {
			...empty,
			...parsed,
			shares: { ...empty.shares, ...parsed.shares },
			spreads: { ...empty.spreads, ...parsed.spreads },
		};
	} catch {
		return undefined;
	}
}

/** The cohort of a month, made when it is new. */
export const cohortOf = ({ cohorts }: Summary, month: string): Cohort =>
	(cohorts[month] ??= { sent: 0, reported: 0, filed: 0, ended: 0 });
