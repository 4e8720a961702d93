import type { Command } from './decide';
import { pendingResend } from './delivery';
import type { Actor, EventData } from './events';
import { currentAppointment, latestReport, type ReferralState } from './state';

/**
 * Whether the case already stands where the command wants it: a second click, a second webhook with
 * another id. Such a command is answered "yes" and adds no event.
 */
export function alreadySo(state: ReferralState, command: Command): boolean {
	const { decision, transport } = state;
	switch (command.type) {
		case 'referral.created':
			return state.created !== undefined;
		case 'release.asked':
			return state.releaseAskedAt !== undefined || state.release !== undefined;
		case 'referral.sent':
			return transport.status === 'done' && !isOfResend(state, command);
		case 'transport.delivered':
			return transport.deliveredAt !== undefined && !isOfResend(state, command);
		case 'referral.resend_requested':
			return pendingResend(state) !== undefined;
		case 'ack.received':
			return decision.acknowledgedAt !== undefined;
		case 'decision.accepted': {
			const data = command.data as EventData['decision.accepted'];
			if (decision.status !== 'accepted' || confirms(command, decision.decidedBy)) return false;
			return !data.offeredSlots?.length && !data.bookingUrl;
		}
		case 'decision.declined':
			return decision.status === 'declined' && !confirms(command, decision.decidedBy);
		case 'appt.requested':
			return sameSlot(state, (command.data as EventData['appt.requested']).slot.start);
		case 'appt.scheduled': {
			const data = command.data as EventData['appt.scheduled'];
			const current = currentAppointment(state);
			if (current?.claimed && command.actor.role === 'specialist') return false;
			return current?.status === 'scheduled' && current.start === data.appointment.start;
		}
		case 'appt.cancelled':
			return currentAppointment(state)?.status === 'cancelled';
		case 'appt.no_show':
			return currentAppointment(state)?.status === 'no_show';
		case 'visit.started':
			return (
				state.seenAt !== undefined &&
				!state.seenByReport &&
				['requested', 'attended', undefined].includes(currentAppointment(state)?.status)
			);
		case 'visit.claimed':
			return state.visitClaimed !== undefined || state.seenAt !== undefined;
		case 'report.final':
		case 'report.amended': {
			const data = command.data as EventData['report.final'];
			return [...state.reports, ...state.quarantined].some(
				(report) => report.contentHash === data.contentHash,
			);
		}
		case 'report.filed':
			return (
				state.filing.status === 'done' &&
				state.filing.version === (command.data as EventData['report.filed']).version
			);
		case 'report.read':
			return (
				state.filing.readAt !== undefined && latestReport(state)?.version === state.filing.version
			);
		case 'report.rejected': {
			const data = command.data as EventData['report.rejected'];
			return state.quarantined.some(({ version }) => version === data.version);
		}
		case 'cancel.requested':
			return state.cancellation !== undefined;
		case 'cancel.withdrawn':
			return state.cancellation === undefined;
		case 'deceased.corrected':
			return state.deceasedAt === undefined;
		case 'redirect.chosen':
			return state.redirect !== undefined;
		case 'redirect.confirmed':
			return state.redirect?.childCaseId !== undefined;
		case 'outreach.paused':
			return state.outreach.paused !== undefined;
		case 'outreach.resumed':
			return state.outreach.paused === undefined;
		case 'urgency.changed':
			return state.urgency === (command.data as EventData['urgency.changed']).urgency;
		case 'effect.held': {
			const { effect } = command.data as EventData['effect.held'];
			return state.held[effect] !== undefined;
		}
		case 'effect.approved':
			return state.approved.includes((command.data as EventData['effect.approved']).effect);
		case 'patient.deceased':
			return state.deceasedAt !== undefined;
		case 'timer.fired': {
			const data = command.data as EventData['timer.fired'];
			return (state.raised[data.ask] ?? '') >= data.dueAt;
		}
		case 'outreach.exhausted':
			return state.outreach.exhausted !== undefined;
		case 'outreach.sent': {
			const data = command.data as EventData['outreach.sent'];
			return state.outreach.touches.some(
				(touch) => touch.number === data.number && touch.status === 'sent',
			);
		}
		case 'case.closed':
			return state.closed !== undefined;
		default:
			return false;
	}
}

/** What the clinic had only heard, said by the hospital itself, is news. */
const confirms = (command: Command, said: Actor | undefined): boolean =>
	command.actor.role === 'specialist' && said?.role === 'referrer';

function isOfResend(state: ReferralState, command: Command): boolean {
	const { deliveryId } = command.data as EventData['referral.sent'];
	const resend = pendingResend(state);
	return resend !== undefined && resend.deliveryId === deliveryId;
}

function sameSlot(state: ReferralState, start: string): boolean {
	const current = currentAppointment(state);
	if (current?.start !== start) return false;
	return current.status === 'requested' || current.status === 'scheduled';
}
