import type { ReferralEvent, Slot } from './events';
import { currentAppointment, type Appointment, type ReferralState } from './state';

/** Owner messages and appointments. */
export function evolveOutreach(state: ReferralState, event: ReferralEvent): void {
	const { outreach } = state;
	switch (event.type) {
		case 'outreach.sending': {
			const earlier = outreach.touches.find((touch) => touch.number === event.data.number);
			if (earlier?.status === 'sent') return;
			outreach.touches = [
				...outreach.touches.filter((touch) => touch !== earlier),
				{
					...event.data,
					status: 'intended',
					attempts: (earlier?.attempts ?? 0) + 1,
					firstAt: earlier?.firstAt ?? event.at,
					at: event.at,
				},
			];
			delete outreach.held;
			return;
		}
		case 'outreach.sent':
		case 'outreach.failed':
			settleTouch(state, event);
			return;
		case 'outreach.held':
			outreach.held = { ...event.data, at: event.at };
			return;
		case 'outreach.exhausted':
			outreach.exhausted = { ...event.data, at: event.at };
			return;
		case 'owner.replied':
			outreach.replies.push({ at: event.at, kind: event.data.kind, text: event.data.text });
			return;
		case 'owner.opted_out':
			if (!outreach.optedOut.includes(event.data.channel)) {
				outreach.optedOut.push(event.data.channel);
			}
			return;
		case 'owner.call_requested':
			outreach.callRequestedAt = event.at;
			return;
		case 'owner.unreachable':
			outreach.unreachable = event.data.reason;
			return;
		case 'owner.called':
			outreach.called = {
				...event.data,
				at: event.at,
				by: event.actor.name ?? event.actor.role,
			};
			return;
		case 'outreach.paused':
			outreach.paused = { reason: event.data.reason, at: event.at };
			return;
		case 'outreach.resumed':
			delete outreach.paused;
			return;
		case 'appt.requested':
			setAppointment(state, event, 'requested', event.data.slot);
			return;
		case 'appt.scheduled':
		case 'appt.rescheduled':
			setAppointment(state, event, 'scheduled', event.data.appointment);
			return;
		case 'appt.cancelled':
			endAppointment(state, event, 'cancelled', event.data.reason);
			tellHospital(state, event);
			return;
		case 'appt.no_show':
			endAppointment(state, event, 'no_show');
			return;
		case 'visit.started':
			endAppointment(state, event, 'attended');
			return;
		case 'decision.declined':
			// A hospital that does not take the case does not see the patient either.
			if (isOpen(currentAppointment(state))) {
				endAppointment(state, event, 'cancelled', event.data.reason);
			}
			return;
		case 'notice.sending':
			state.notices = [
				...state.notices.filter((notice) => notice.noticeId !== event.data.noticeId),
				{ ...event.data, status: 'intended', attempts: 1, intendedAt: event.at },
			];
			return;
		case 'notice.sent':
		case 'notice.failed': {
			const notice = state.notices.find((entry) => entry.noticeId === event.data.noticeId);
			if (!notice || notice.status === 'done') return;
			notice.status = event.type === 'notice.sent' ? 'done' : 'failed';
			if (event.type === 'notice.sent') notice.doneAt = event.at;
			else {
				notice.failedAt = event.at;
				notice.failure = {
					code: 'notice_failed',
					message: event.data.message,
					hint: event.data.hint,
				};
			}
			return;
		}
		default:
			return;
	}
}

function settleTouch(
	state: ReferralState,
	event: ReferralEvent<'outreach.sent' | 'outreach.failed'>,
): void {
	const touch = state.outreach.touches.find((entry) => entry.number === event.data.number);
	if (!touch) {
		if (event.type === 'outreach.sent') {
			state.outreach.touches.push({
				...event.data,
				kind: 'book',
				status: 'sent',
				attempts: 1,
				firstAt: event.at,
				at: event.at,
			});
		}
		return;
	}
	if (touch.status === 'sent') return;
	if (event.type === 'outreach.sent') {
		touch.status = 'sent';
		touch.at = event.at;
		touch.providerId = event.data.providerId;
	} else {
		touch.status = 'failed';
		touch.code = event.data.code;
	}
}

function setAppointment(
	state: ReferralState,
	event: ReferralEvent,
	status: Appointment['status'],
	slot: Slot,
): void {
	const current = currentAppointment(state);
	const entry: Appointment = { ...slot, status, at: event.at, by: event.actor.role };
	if (status === 'scheduled' && event.actor.role !== 'specialist') entry.claimed = true;
	if (current && (current.status === 'requested' || current.status === 'scheduled')) {
		if (current.status === 'scheduled' && status === 'requested') return;
		state.appointments[state.appointments.length - 1] = entry;
	} else {
		state.appointments.push(entry);
	}
}

function endAppointment(
	state: ReferralState,
	event: ReferralEvent,
	status: Appointment['status'],
	reason?: string,
): void {
	const current = currentAppointment(state);
	const fellThrough = current?.status === 'no_show' || current?.status === 'cancelled';
	// A visit that fell through may happen after all, and a missed one be written off (TID 19).
	const isSettled =
		isOpen(current) ||
		(fellThrough && status === 'attended') ||
		(current?.status === 'no_show' && status === 'cancelled');
	if (current && isSettled) {
		current.status = status;
		delete current.tellHospital;
		if (status === 'attended') delete current.endedAt;
		else current.endedAt = event.at;
		if (reason !== undefined) current.reason = reason;
	} else if (status === 'no_show' || (status === 'cancelled' && state.seenAt !== undefined)) {
		// A visit nobody had told of: the first one, or a further one after the patient was seen (TID 27).
		const at = event.at;
		state.appointments.push({ start: at, status, at, endedAt: at, ...(reason ? { reason } : {}) });
	}
}

/** A visit that the hospital has not cancelled itself still stands in its diary. */
function tellHospital(state: ReferralState, event: ReferralEvent<'appt.cancelled'>): void {
	const current = currentAppointment(state);
	if (current?.status !== 'cancelled' || current.endedAt !== event.at) return;
	if (event.actor.role !== 'specialist' && event.data.by === 'owner') current.tellHospital = true;
}

const isOpen = (appointment: Appointment | undefined): boolean =>
	appointment?.status === 'requested' || appointment?.status === 'scheduled';
