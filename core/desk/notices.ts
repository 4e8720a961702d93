import type { ReferralState } from '../referral/state';
import { currentAppointment } from '../referral/state';
import { phaseOf } from '../referral/phase';
import { isTerminal } from '../referral/phases';

/** Something the hospital is to be told beside the packet. */
export interface HospitalNotice {
	/** Deterministic, so that a notice is sent once. */
	noticeId: string;
	type: 'appointment.requested' | 'info.supplied' | 'referral.cancel_requested';
	data: Record<string, unknown>;
}

/** What the hospital has to be told by the present state, whether or not it was told already. */
export function noticesOf(state: ReferralState): HospitalNotice[] {
	const { decision, cancellation, caseId } = state;
	if (state.transport.status !== 'done' || isTerminal(phaseOf(state))) return [];
	const notices: HospitalNotice[] = [];
	const appointment = currentAppointment(state);
	if (appointment?.status === 'requested') {
		const { start, end, clinician, location } = appointment;
		notices.push({
			noticeId: `${caseId}/appt/${start}`,
			type: 'appointment.requested',
			data: { slot: { start, end, clinician, location } },
		});
	}
	if (decision.answeredAt && decision.answer !== undefined) {
		notices.push({
			noticeId: `${caseId}/info/${decision.answeredAt}`,
			type: 'info.supplied',
			data: { answer: decision.answer },
		});
	}
	if (cancellation && !cancellation.confirmedAt) {
		notices.push({
			noticeId: `${caseId}/cancel/${cancellation.requestedAt}`,
			type: 'referral.cancel_requested',
			data: { reason: cancellation.reason },
		});
	}
	return notices;
}

/** Notices nobody has begun to send. */
export const newNotices = (state: ReferralState): HospitalNotice[] =>
	noticesOf(state).filter(
		({ noticeId }) => !state.notices.some((notice) => notice.noticeId === noticeId),
	);

/** Notices that were begun and have no result yet. */
export const openNotices = (state: ReferralState): HospitalNotice[] =>
	noticesOf(state).filter(({ noticeId }) =>
		state.notices.some((notice) => notice.noticeId === noticeId && notice.status === 'intended'),
	);
