import { DateTime } from 'luxon';
import type { OutcomeColumns, YesNo } from './outcome-row';
import { addReferral } from './patient-sample';
import { addValue } from './sketch';
import {
	cohortOf,
	firstMonth,
	maturityDays,
	type FunnelStep,
	type ShareId,
	type SpreadId,
	type Summary,
} from './summary';

const MINUTE_MS = 60_000;
const WEEK_MINUTES = 7 * 24 * 60;

const minutesBetween = (from: string, to: string): number =>
	from === '' || to === '' ? -1 : (Date.parse(to) - Date.parse(from)) / MINUTE_MS;

const daysBefore = (iso: string, days: number): string =>
	DateTime.fromISO(iso, { zone: 'utc' }).minus({ days }).toISO() ?? iso;

/** Counts a case into a summary, in place. Test cases and cases opened by mistake count nowhere. */
export function addOutcome(summary: Summary, row: OutcomeColumns): void {
	if (row.test || row.outcome === 'error') return;
	const share = (id: ShareId, met: boolean | YesNo, counts = true): void => {
		if (!counts || met === '') return;
		const [count, n] = summary.shares[id];
		summary.shares[id] = [count + (met === true || met === 'yes' ? 1 : 0), n + 1];
	};
	const spread = (id: SpreadId, minutes: number): void => addValue(summary.spreads[id], minutes);

	addMonths(summary, row);
	if ((row.sentAt || row.openedAt) >= summary.from) {
		addMessages(summary, row);
		addPairs(summary, 'alerts', row.alertsHandled, row.alerts);
		spread('alertLag', row.alertLagSeconds < 0 ? -1 : row.alertLagSeconds / 60);
	}
	if (row.closedAt >= summary.from) share('disposition', true);
	if (row.sentAt === '' || row.sentAt < summary.from) return;

	summary.sent += 1;
	addFunnel(summary, row);
	const mature = row.sentAt <= daysBefore(summary.asOf, maturityDays);
	share('closure', row.reportedAt !== '' && row.filedAt !== '', mature);
	share('dispositioned', row.outcome !== '' || row.filedAt !== '', mature);
	share('complete', row.complete);
	share('ackInTime', row.ackInTime);
	const silent = row.acknowledgedAt === '' && row.reportedAt === '';
	// Withdrawn before an answer was due is no gap, and neither is a window that still runs.
	share('unacknowledged', silent, !silent || row.ackInTime === 'no');
	share(
		'booked',
		row.bookedAt !== '',
		row.contactedAt !== '' && (row.bookedAt !== '' || ended(row)),
	);
	share('answered', row.answered === 'yes', row.answered !== '');
	share('declined', row.declineReason !== '', row.decidedAt !== '');
	share('redirect', row.reportedAt !== '', row.parentCaseId !== '' && ended(row));
	addPairs(summary, 'noShow', row.noShows, row.appointments);
	addPairs(summary, 'lateCancel', row.lateCancellations, row.appointments);
	addPairs(summary, 'followUp', row.followUpsInTime, row.followUps);

	spread('ack', minutesBetween(row.deliveredAt || row.sentAt, row.acknowledgedAt));
	spread('decision', row.decisionMinutes);
	spread('contact', row.contactMinutes);
	spread('booking', minutesBetween(row.contactedAt, row.bookedAt));
	spread('note', minutesBetween(row.seenAt, row.noteAt));
	// A report that came unannounced says nothing about how long it took.
	if (row.seenAt !== row.reportedAt) spread('report', minutesBetween(row.seenAt, row.reportedAt));
	spread('filed', minutesBetween(row.reportedAt, row.filedAt));
	spread('read', minutesBetween(row.reportedAt, row.readAt));
	addLead(summary, row);
	if (row.reason !== '') tally(summary.leakage, row.reason);
	if (row.declineReason !== '') tally(summary.declines, row.declineReason);
}

const ended = ({ outcome, reportedAt }: OutcomeColumns): boolean =>
	outcome !== '' || reportedAt !== '';

const tally = (counts: Record<string, number>, key: string): void => {
	counts[key] = (counts[key] ?? 0) + 1;
};

function addPairs(summary: Summary, id: ShareId, count: number, n: number): void {
	const [before, of] = summary.shares[id];
	summary.shares[id] = [before + count, of + n];
}

function addMessages({ messages }: Summary, row: OutcomeColumns): void {
	messages.sent += row.touches;
	messages.outsideHours += row.touchesOutsideHours;
	messages.afterStop += row.touchesAfterStop;
	messages.twice += row.touchesTwice;
}

/** A case that is past a step has passed it, also where the step itself was never reported. */
function addFunnel({ funnel }: Summary, row: OutcomeColumns): void {
	const reached: Array<[FunnelStep, boolean]> = [
		['filed', row.filedAt !== ''],
		['reported', row.reportedAt !== ''],
		['seen', row.seenAt !== ''],
		['scheduled', row.bookedAt !== ''],
		['accepted', row.acceptedAt !== ''],
		['acknowledged', row.acknowledgedAt !== ''],
		['sent', true],
	];
	let beyond = false;
	for (const [step, here] of reached) {
		beyond ||= here;
		if (beyond) funnel[step] += 1;
	}
}

function addLead(summary: Summary, row: OutcomeColumns): void {
	const minutes = minutesBetween(row.acceptedAt, row.visitAt);
	if (minutes < 0) return;
	addValue(summary.spreads.lead, minutes);
	const specialty = row.specialty === '' ? 'other' : row.specialty;
	addValue((summary.leadBySpecialty[specialty] ??= { n: 0, exact: [] }), minutes);
	addPairs(summary, 'leadWeek', minutes <= WEEK_MINUTES ? 1 : 0, 1);
}

function addMonths(summary: Summary, row: OutcomeColumns): void {
	const first = firstMonth(summary);
	if (row.sentMonth >= first) {
		const cohort = cohortOf(summary, row.sentMonth);
		cohort.sent += 1;
		if (row.reportedAt !== '') cohort.reported += 1;
		if (row.reportedAt !== '' && row.filedAt !== '') cohort.filed += 1;
		if (ended(row)) cohort.ended += 1;
	}
	const closedMonth = row.closedAt.slice(0, 7);
	if (closedMonth >= first) tally((summary.closures[closedMonth] ??= {}), row.outcome);
	addPatient(summary, row);
}

/** As the CMS50 measure counts: the first referral of a patient in a year, made by 31 October. */
function addPatient(summary: Summary, row: OutcomeColumns): void {
	const year = row.sentMonth.slice(0, 4);
	if (row.sentMonth === '' || row.sentMonth > `${year}-10`) return;
	if (Number(year) < Number(summary.asOf.slice(0, 4)) - 1) return;
	const inYear = row.reportedAt !== '' && row.reportedAt.slice(0, 4) === year;
	addReferral((summary.patients[year] ??= {}), row.patientKey, row.sentAt, inYear);
}
