import { createHash } from 'node:crypto';
import { DateTime, IANAZone } from 'luxon';
import { businessMinutesBetween, dueAt, type BusinessCalendar } from '../calendar/business-time';
import { everyDay } from '../calendar/opening-hours';
import { allowedSpans } from '../outreach/allowed-hours';
import type { ClinicProfile } from '../profile/clinic-profile';
import { windowOf, type TimeWindow } from '../profile/deadlines';
import type { ReferralEvent } from '../referral/events';
import { eventOrder } from '../referral/event-order';
import { foldEvents } from '../referral/evolve';
import type { ReferralState } from '../referral/state';
import { alertFigures, hygieneFigures, visitFigures, type Counts } from './outcome-counts';
import { milestonesIn, type Milestones } from './outcome-times';
import { declineReasonOf, leakReasonOf } from './reasons';

export type YesNo = 'yes' | 'no' | '';

/**
 * One slim row of `vet_referral_outcomes` for a case: what the figures of the loop need, and nothing a
 * person wrote. Instants are ISO UTC and empty when it never happened; minutes are -1 when they do not
 * apply; the patient is a key that only tells whether two rows are about the same one.
 */
export interface OutcomeColumns extends Milestones, Counts {
	caseId: string;
	clinicId: string;
	specialistId: string;
	hospital: string;
	service: string;
	specialty: string;
	urgency: string;
	patientKey: string;
	/** The case this one replaces after a redirect. */
	parentCaseId: string;
	test: boolean;
	/** How the case was closed; empty while it is open. */
	outcome: string;
	/** Leakage: one of the codes of `leakReasons`, for a case that ended without a visit. */
	reason: string;
	/** One of the codes of `declineReasons`, when the hospital declined at any time. */
	declineReason: string;
	/** Month of sending on the clinic's calendar, `2026-11`. */
	sentMonth: string;
	/** Whether all required parts were in the packet that left first. */
	complete: YesNo;
	/** Acknowledged before the window of its urgency (T2) ended; empty when not judged. */
	ackInTime: YesNo;
	/** Whether the report answered the clinical question, as the vet rated it. */
	answered: string;
	/** Acknowledgment to decision, in opening time of the hospital. */
	decisionMinutes: number;
	/** Acceptance to the first message or call to the owner, in the hours an owner may be written to. */
	contactMinutes: number;
}

export interface OutcomeContext {
	clinic: ClinicProfile;
	/** Opening times of the hospital; without them the clinic's stand in. */
	hospitalCalendar?: BusinessCalendar;
	/** ISO UTC; windows that still run then are not judged. */
	now: string;
}

/**
 * Reduces a case, closed or still open, to its outcome row. `events` in any order; known ids are
 * counted once.
 */
export function outcomeOf(
	caseId: string,
	events: readonly ReferralEvent[],
	context: OutcomeContext,
): OutcomeColumns {
	const state = foldEvents(caseId, events);
	const ordered = [...new Map(events.map((event) => [event.id, event])).values()].sort(eventOrder);
	const times = milestonesIn(ordered, state);
	const { clinic, hospitalCalendar = clinic } = context;
	const declined = ordered.find((event) => event.type === 'decision.declined');
	return {
		...times,
		...visitFigures(ordered, state, context.now),
		...hygieneFigures(ordered, state, clinic),
		...alertFigures(ordered, clinic, context.now),
		caseId,
		...whereTo(state),
		patientKey: patientKeyOf(state),
		parentCaseId: state.created?.data.parentCaseId ?? '',
		urgency: state.urgency,
		test: state.test,
		outcome: state.closed?.outcome ?? '',
		reason: leakOf(state),
		declineReason:
			declined?.type === 'decision.declined' ? declineReasonOf(declined.data.reason) : '',
		sentMonth: monthOf(times.sentAt, clinic.timeZone),
		complete: completeness(ordered),
		ackInTime: acknowledgedInTime(times, state, context),
		answered: state.filing.answered ?? '',
		decisionMinutes: openMinutes(times.acknowledgedAt, times.decidedAt, hospitalCalendar),
		contactMinutes: contactMinutes(times, state, clinic),
	};
}

const whereTo = ({ created, release }: ReferralState) => ({
	clinicId: created?.data.clinicId ?? '',
	specialistId: release?.specialistId ?? '',
	hospital: release?.specialist.hospital ?? '',
	service: release?.specialist.service ?? '',
	specialty: release?.specialist.specialty ?? '',
});

/** The same for every case of a patient at a clinic; says nothing about who it is. */
function patientKeyOf({ created }: ReferralState): string {
	if (!created) return '';
	const { clinicId, source } = created.data;
	return createHash('sha256')
		.update(`${clinicId}|${source.pims}|${source.site ?? ''}|${source.patientId}`)
		.digest('hex')
		.slice(0, 12);
}

/** Calendar month of an instant in a zone, `2026-11`; empty for no instant. */
export const monthOf = (iso: string, zone: string): string => {
	const at = DateTime.fromISO(iso, { zone });
	return at.isValid ? at.toFormat('yyyy-MM') : '';
};

/** Required parts that a person decided to do without are still missing parts. */
function completeness(ordered: readonly ReferralEvent[]): YesNo {
	const sending = ordered.findIndex(({ type }) => type === 'referral.sending');
	if (sending < 0) return '';
	const built = ordered.slice(0, sending).findLast(({ type }) => type === 'packet.built');
	if (built?.type !== 'packet.built') return '';
	return built.data.gaps.some(({ level }) => level === 'required') ? 'no' : 'yes';
}

function acknowledgedInTime(
	{ sentAt, acknowledgedAt, reportedAt }: Milestones,
	state: ReferralState,
	{ clinic, hospitalCalendar = clinic, now }: OutcomeContext,
): YesNo {
	const window = windowOf(clinic.deadlines, 'T2', state.urgency);
	if (sentAt === '' || !window) return '';
	const until = dueAt(sentAt, undelayed(window, state), hospitalCalendar);
	if (acknowledgedAt !== '') {
		return Date.parse(acknowledgedAt) <= Date.parse(until) ? 'yes' : 'no';
	}
	// A report without a word before it closes the question; a case withdrawn in time owes no answer.
	const withdrawn = state.cancellation?.requestedAt ?? state.closed?.at ?? '';
	if (reportedAt !== '' || (withdrawn !== '' && Date.parse(withdrawn) <= Date.parse(until))) {
		return '';
	}
	return Date.parse(now) > Date.parse(until) ? 'no' : '';
}

/** An emergency does not wait for opening hours (as in the asks of a case). */
const undelayed = (window: TimeWindow, { urgency }: ReferralState): TimeWindow =>
	urgency === 'emergency' && window.unit.startsWith('business_')
		? { amount: 30, unit: 'minutes' }
		: window;

const openMinutes = (from: string, to: string, calendar: BusinessCalendar): number =>
	from === '' || to === '' || Date.parse(to) < Date.parse(from)
		? -1
		: Math.round(businessMinutesBetween(from, to, calendar));

function contactMinutes(
	{ acceptedAt, contactedAt }: Milestones,
	{ owner }: ReferralState,
	clinic: ClinicProfile,
): number {
	const spans = allowedSpans(clinic.outreach);
	if (spans.length === 0) return -1;
	const zone = owner?.timeZone;
	const timeZone = zone !== undefined && IANAZone.isValidZone(zone) ? zone : clinic.timeZone;
	return openMinutes(acceptedAt, contactedAt, { timeZone, hours: everyDay(spans), holidays: [] });
}

function leakOf(state: ReferralState): string {
	const { closed, outreach, seenAt } = state;
	if (!closed || seenAt !== undefined) return '';
	if (closed.outcome === 'deceased') return 'died';
	if (closed.outcome !== 'closed_no_visit' && closed.outcome !== 'cancelled') return '';
	const said = leakReasonOf(closed.reason);
	return said === 'other' && outreach.unreachable !== undefined ? 'unreachable' : said;
}

const noTime = '';
const empty: OutcomeColumns = {
	caseId: '',
	clinicId: '',
	specialistId: '',
	hospital: '',
	service: '',
	specialty: '',
	urgency: '',
	patientKey: '',
	parentCaseId: '',
	test: false,
	outcome: '',
	reason: '',
	declineReason: '',
	sentMonth: '',
	complete: '',
	ackInTime: '',
	answered: '',
	decisionMinutes: -1,
	contactMinutes: -1,
	openedAt: noTime,
	releasedAt: noTime,
	sentAt: noTime,
	deliveredAt: noTime,
	acknowledgedAt: noTime,
	decidedAt: noTime,
	acceptedAt: noTime,
	contactedAt: noTime,
	bookedAt: noTime,
	visitAt: noTime,
	seenAt: noTime,
	noteAt: noTime,
	reportedAt: noTime,
	filedAt: noTime,
	readAt: noTime,
	closedAt: noTime,
	appointments: 0,
	noShows: 0,
	lateCancellations: 0,
	followUps: 0,
	followUpsInTime: 0,
	touches: 0,
	touchesOutsideHours: 0,
	touchesAfterStop: 0,
	touchesTwice: 0,
	alerts: 0,
	alertsHandled: 0,
	alertLagSeconds: -1,
};

/** The columns of the table, for the templates that create it. */
export const outcomeColumns = Object.fromEntries(
	Object.entries(empty).map(([name, value]) => [name, typeof value]),
) as Record<keyof OutcomeColumns, 'string' | 'number' | 'boolean'>;

/** Reads a row of the table; what was never set counts as nothing. Undefined for what is no row. */
export function readOutcome(row: Readonly<Record<string, unknown>>): OutcomeColumns | undefined {
	if (typeof row.caseId !== 'string' || row.caseId === '') return undefined;
	const read = (name: string, none: unknown): unknown => {
		const value = row[name] ?? none;
		if (typeof none === 'number') return Number(value);
		return typeof none === 'boolean' ? value === true || value === 1 : String(value);
	};
	return Object.fromEntries(
		Object.entries(empty).map(([name, none]) => [name, read(name, none)]),
	) as unknown as OutcomeColumns;
}
