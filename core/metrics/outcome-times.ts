import type { EventType, ReferralEvent } from '../referral/events';
import type { ReferralState } from '../referral/state';

/** When each step of a case happened first, ISO UTC; empty when it did not. */
export interface Milestones {
	openedAt: string;
	releasedAt: string;
	sentAt: string;
	deliveredAt: string;
	acknowledgedAt: string;
	/** First acceptance or refusal. */
	decidedAt: string;
	acceptedAt: string;
	/** First message or call to the owner after the acceptance. */
	contactedAt: string;
	/** When the first visit was booked. */
	bookedAt: string;
	/** For when it was booked. */
	visitAt: string;
	/** The visit; the time of the report when nobody had said that it took place. */
	seenAt: string;
	/** First note after the visit. */
	noteAt: string;
	reportedAt: string;
	filedAt: string;
	readAt: string;
	closedAt: string;
}

/** Reads the milestones from a case's events (in order) and its state. */
export function milestonesIn(ordered: readonly ReferralEvent[], state: ReferralState): Milestones {
	const first = (types: readonly EventType[], from = ''): string =>
		ordered.find(({ type, at }) => types.includes(type) && at >= from)?.at ?? '';
	const booked = ordered.find(
		(event) => event.type === 'appt.scheduled' || event.type === 'appt.rescheduled',
	);
	const acceptedAt = first(['decision.accepted']);
	const reported: EventType[] = ['report.final', 'report.amended'];
	return {
		openedAt: state.created?.at ?? '',
		releasedAt: first(['release.given']),
		sentAt: first(['referral.sent', 'transport.delivered']),
		deliveredAt: first(['transport.delivered']),
		acknowledgedAt: first([
			'ack.received',
			'info.requested',
			'decision.accepted',
			'decision.declined',
		]),
		decidedAt: first(['decision.accepted', 'decision.declined']),
		acceptedAt,
		contactedAt: acceptedAt === '' ? '' : first(['outreach.sent', 'owner.called'], acceptedAt),
		bookedAt: booked?.at ?? '',
		visitAt: booked && 'appointment' in booked.data ? booked.data.appointment.start : '',
		seenAt: state.seenAt ?? '',
		noteAt: state.seenAt === undefined ? '' : first(['interim.note'], state.seenAt),
		reportedAt: first(reported),
		filedAt: first(['report.filed']),
		readAt: first(['report.read']),
		closedAt: state.closed?.at ?? '',
	};
}
