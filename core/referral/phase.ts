import type { Milestone, Phase } from './phases';
import { currentAppointment, type ReferralState } from './state';

/** Derives the one phase people see from the lanes: the furthest point that is certain. */
export function phaseOf(state: ReferralState): Phase {
	if (state.closed) return state.closed.outcome;
	if (state.filing.status === 'done') return 'filed';
	if (state.reports.length > 0) return 'reported';
	if (state.cancellation && !state.cancellation.confirmedAt) return 'cancel_requested';
	if (state.cancellation?.confirmedAt) return 'cancelled';
	if (state.decision.status === 'declined') return 'declined';
	if (state.seenAt) return 'seen';
	return beforeVisit(state);
}

function beforeVisit(state: ReferralState): Phase {
	const appointment = currentAppointment(state);
	if (appointment?.status === 'scheduled') return 'scheduled';
	if (appointment?.status === 'no_show') return 'no_show';
	if (appointment?.status === 'cancelled') return 'appt_cancelled';
	if (state.decision.status === 'accepted') return 'accepted';
	if (state.decision.status === 'info_needed') return 'info_needed';
	if (state.decision.status === 'acknowledged') return 'acknowledged';
	if (state.transport.deliveredAt) return 'delivered';
	if (state.transport.status === 'done') return 'sent';
	if (state.packet || state.override) return 'ready';
	return 'draft';
}

/** Which of the four milestones are reached, and when (ISO), for the line on every page. */
export function milestonesOf(state: ReferralState): Record<Milestone, string | undefined> {
	const booked = [...state.appointments]
		.reverse()
		.find((entry) => entry.status === 'scheduled' || entry.status === 'attended');
	return {
		referred: state.transport.doneAt,
		scheduled: booked?.at,
		seen: state.seenAt,
		reported: state.reports[0]?.at,
	};
}
