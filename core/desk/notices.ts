import type { Command } from '../referral/decide';
import { mayLeave, type Mode } from '../referral/mode';
import type { ReferralState } from '../referral/state';
import { currentAppointment, mayHaveArrived } from '../referral/state';
import { phaseOf } from '../referral/phase';
import { isTerminal } from '../referral/phases';

export type NoticeType =
	| 'appointment.requested'
	| 'appointment.cancelled'
	| 'info.supplied'
	| 'referral.cancel_requested'
	| 'referral.cancel_withdrawn'
	| 'referral.closed'
	| 'patient.deceased'
	| 'report.rejected';

/** Ends of a case that a hospital which still plans with the patient has to hear of. */
const endsToTell = ['redirected', 'closed_no_visit', 'error'];

/** What a hospital that has reported may still have to hear; a wish for a time is behind it. */
const afterReport: readonly NoticeType[] = ['report.rejected', 'referral.closed'];

/** Something the hospital is to be told beside the packet. */
export interface HospitalNotice {
	/** Deterministic, so that a notice is sent once. */
	noticeId: string;
	type: NoticeType;
	data: Record<string, unknown>;
}

/** What the hospital has to be told by the present state, whether or not it was told already. */
export function noticesOf(state: ReferralState): HospitalNotice[] {
	if (!mayHaveArrived(state)) return [];
	return [...corrections(state), ...(isTerminal(phaseOf(state)) ? ending(state) : requests(state))];
}

/** What stays true whatever became of the case since. */
function corrections(state: ReferralState): HospitalNotice[] {
	const { caseId, deceasedAt, deceasedNote, deceasedBy, quarantined } = state;
	const rejected = quarantined.map(
		({ version, reason }): HospitalNotice => ({
			noticeId: `${caseId}/report/${version}/rejected`,
			type: 'report.rejected',
			data: { version, reason },
		}),
	);
	if (deceasedAt === undefined || deceasedBy === 'specialist' || state.reports.length > 0) {
		return rejected;
	}
	return [
		...rejected,
		{
			noticeId: `${caseId}/deceased/${deceasedAt}`,
			type: 'patient.deceased',
			data: deceasedNote === undefined ? {} : { note: deceasedNote },
		},
	];
}

/** The case ended without the hospital: it should not go on planning with the patient. */
function ending({ closed, caseId, decision }: ReferralState): HospitalNotice[] {
	if (!closed || decision.status === 'declined' || !endsToTell.includes(closed.outcome)) return [];
	const { outcome, reason, at } = closed;
	return [
		{ noticeId: `${caseId}/closed/${at}`, type: 'referral.closed', data: { outcome, reason } },
	];
}

function requests(state: ReferralState): HospitalNotice[] {
	const { decision, cancellation, withdrawnCancellation, caseId } = state;
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
	if (appointment?.tellHospital) {
		const { start, reason, endedAt } = appointment;
		notices.push({
			noticeId: `${caseId}/appt/${start}/cancelled/${endedAt}`,
			type: 'appointment.cancelled',
			data: { start, ...(reason === undefined ? {} : { reason }) },
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
	if (withdrawnCancellation && !cancellation) {
		notices.push({
			noticeId: `${caseId}/cancel/${withdrawnCancellation.requestedAt}/withdrawn`,
			type: 'referral.cancel_withdrawn',
			data: { reason: withdrawnCancellation.reason },
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

/**
 * The next notice that was begun and whose result was lost: it is sent again under its number, which a
 * hospital with a system knows. A mail cannot be looked up, so that a person calls.
 */
export function noticeToRepeat(state: ReferralState): HospitalNotice | undefined {
	if (state.release?.specialist.channel === 'email') return undefined;
	const hasReport = state.reports.length > 0;
	return openNotices(state).find(({ type }) => !hasReport || afterReport.includes(type));
}

/**
 * What has to be sent right after the change that was written at `changedAt`. A hospital knows a repeated
 * event by its number; a mail that was begun before cannot be looked up, so that a person calls.
 */
export function noticesToSend(state: ReferralState, changedAt: string): HospitalNotice[] {
	const isMail = state.release?.specialist.channel === 'email';
	return openNotices(state).filter(
		({ noticeId }) =>
			!isMail ||
			state.notices.some(
				(notice) => notice.noticeId === noticeId && notice.intendedAt === changedAt,
			),
	);
}

/**
 * What is written in the same change that makes the hospital have to know something: the intent to tell
 * it, or, in shadow mode, that a person has to look at it first. While the clinic is paused the intent
 * fails and a person calls: a case that ends meanwhile is not looked at again.
 */
export function noticeIntents(state: ReferralState, mode: Mode): Command[] {
	const actor = { role: 'system', via: 'workflow' } as const;
	return newNotices(state).flatMap(({ noticeId, type }): Command[] => {
		const effect = `notice:${noticeId}`;
		if (mode === 'paused' || mayLeave(state, mode, effect)) {
			return [{ type: 'notice.sending', actor, key: noticeId, data: { noticeId, type } }];
		}
		return [{ type: 'effect.held', actor, key: effect, data: { effect } }];
	});
}
