import type { ActorRole, EventType, ReferralEvent } from '../referral/events';
import { eventOrder } from '../referral/event-order';
import type { PageRole } from './allowed-actions';
import { timelineWords, type Spoken } from './timeline-words';

/** One line of the history of a case in plain words; `at` is ISO UTC. */
export interface TimelineLine {
	at: string;
	who: string;
	what: string;
	/** What was written, for those who may read it. */
	detail?: string;
	/** Said about the hospital by somebody else. */
	secondHand?: boolean;
}

const actorWords: Record<ActorRole, string> = {
	referrer: 'Clinic',
	specialist: 'Hospital',
	owner: 'Owner',
	system: 'Referral desk',
};

/** Steps an owner follows; everything else is between the clinics. */
const forOwner: readonly EventType[] = [
	'referral.sent',
	'decision.accepted',
	'appt.requested',
	'appt.scheduled',
	'appt.rescheduled',
	'appt.cancelled',
	'visit.started',
	'visit.claimed',
	'report.final',
	'cancel.requested',
	'cancel.confirmed',
	'cancel.withdrawn',
	'owner.call_requested',
	'owner.opted_out',
];

/** Steps of the clinic's own house, of which the hospital hears nothing. */
const clinicOnly: readonly EventType[] = [
	'release.asked',
	'retry.requested',
	'packet.incomplete',
	'packet.failed',
	'gap.overridden',
	'packet.built',
	'referral.sending',
	'transport.failed',
	'outreach.sending',
	'outreach.sent',
	'outreach.failed',
	'outreach.held',
	'outreach.exhausted',
	'owner.replied',
	'owner.opted_out',
	'owner.call_requested',
	'owner.unreachable',
	'owner.called',
	'outreach.paused',
	'outreach.resumed',
	'notice.sending',
	'notice.sent',
	'notice.failed',
	'files.kept',
	'report.filing',
	'report.awaiting_human',
	'report.needs_review',
	'report.review_confirmed',
	'report.filing_failed',
	'question.answered',
	'followup.scheduling',
	'followup.created',
	'followup.done',
	'timer.fired',
	'note.added',
	'person.asked',
	'person.settled',
	'links.withdrawn',
	'effect.held',
	'effect.approved',
];

/** Intents and bookkeeping: only their results are worth a line. */
const silent: readonly EventType[] = [
	'referral.sending',
	'outreach.sending',
	'notice.sending',
	'alert.sending',
	'report.filing',
	'followup.scheduling',
	'files.kept',
];

/** What only the hospital knows at first hand. */
const hospitalFacts: readonly EventType[] = [
	'ack.received',
	'decision.accepted',
	'decision.declined',
	'appt.scheduled',
	'appt.rescheduled',
	'visit.claimed',
	'cancel.confirmed',
];

const isSecondHand = ({ type, actor }: ReferralEvent): boolean =>
	actor.role !== 'specialist' && hospitalFacts.includes(type);

/** The step is shared, the clinic's reason for it is not. */
const reasonStays: readonly EventType[] = [
	'case.closed',
	'case.reopened',
	'referral.resend_requested',
	'redirect.chosen',
	'hospital.called',
	'visit.claimed',
	'deceased.corrected',
];

const mayReadDetail = (role: PageRole, type: EventType): boolean =>
	role !== 'owner' && !(role === 'specialist' && reasonStays.includes(type));

const visibleTo = (role: PageRole, type: EventType): boolean => {
	if (silent.includes(type)) return false;
	if (role === 'owner') return forOwner.includes(type);
	return role === 'specialist' ? !clinicOnly.includes(type) : true;
};

/**
 * The history of a case in the order in which the ledger took it, one line per step a role may know.
 * An owner's lines hold no names of staff and nothing anybody wrote.
 */
export function timelineOf(events: readonly ReferralEvent[], role: PageRole): TimelineLine[] {
	const seen = new Set<string>();
	return [...events]
		.sort(eventOrder)
		.filter((event) => {
			if (seen.has(event.id) || !visibleTo(role, event.type)) return false;
			seen.add(event.id);
			return true;
		})
		.map((event) => {
			const { what, detail } = spokenOf(event);
			const named = role !== 'owner' && event.actor.name !== undefined;
			const side = actorWords[event.actor.role];
			return {
				at: event.at,
				who: named ? `${side}: ${event.actor.name}` : side,
				what,
				...(detail && mayReadDetail(role, event.type) ? { detail } : {}),
				...(isSecondHand(event) ? { secondHand: true } : {}),
			};
		});
}

const spokenOf = (event: ReferralEvent): Spoken =>
	(timelineWords[event.type] as (event: ReferralEvent) => Spoken)(event);
