import type { Command } from './decide';
import type { EventData } from './events';
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
			return transport.status === 'done';
		case 'transport.delivered':
			return transport.deliveredAt !== undefined;
		case 'ack.received':
			return decision.acknowledgedAt !== undefined;
		case 'decision.accepted': {
			const data = command.data as EventData['decision.accepted'];
			return decision.status === 'accepted' && !data.offeredSlots?.length && !data.bookingUrl;
		}
		case 'decision.declined':
			return decision.status === 'declined';
		case 'appt.requested':
			return sameSlot(state, (command.data as EventData['appt.requested']).slot.start);
		case 'appt.scheduled': {
			const data = command.data as EventData['appt.scheduled'];
			const current = currentAppointment(state);
			return current?.status === 'scheduled' && current.start === data.appointment.start;
		}
		case 'appt.cancelled':
			return currentAppointment(state)?.status === 'cancelled';
		case 'appt.no_show':
			return currentAppointment(state)?.status === 'no_show';
		case 'visit.started':
			return state.seenAt !== undefined;
		case 'report.final':
		case 'report.amended': {
			const data = command.data as EventData['report.final'];
			return state.reports.some((report) => report.contentHash === data.contentHash);
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
		case 'cancel.requested':
			return state.cancellation !== undefined;
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

function sameSlot(state: ReferralState, start: string): boolean {
	const current = currentAppointment(state);
	if (current?.start !== start) return false;
	return current.status === 'requested' || current.status === 'scheduled';
}
