import type { EventData } from '../referral/events';
import { phaseOf } from '../referral/phase';
import { isTerminal } from '../referral/phases';
import { pendingResend } from '../referral/delivery';
import { heldEffects } from '../referral/mode';
import { currentAppointment, gapsOpen, type ReferralState } from '../referral/state';
import { openClaims } from './claims';

/** Whose page it is; `release` is the clinic's own page before anything has left. */
export type PageRole = 'release' | 'specialist' | 'clinic' | 'owner';

/** Everything a person can do on a page; the hidden field `action` of a form carries one of these. */
export const deskActions = [
	'release',
	'cancel',
	'acknowledge',
	'accept',
	'offer_times',
	'decline',
	'ask_info',
	'set_appointment',
	'cancel_appointment',
	'no_show',
	'mark_seen',
	'interim_note',
	'send_report',
	'confirm_cancellation',
	'answer_question',
	'send_anyway',
	'retry',
	'heard_decision',
	'heard_appointment',
	'heard_cancellation',
	'confirm_review',
	'filed_by_hand',
	'mark_read',
	'question_answered',
	'follow_up_done',
	'read_and_close',
	'settle_question',
	'close',
	'reopen',
	'note',
	'patient_died',
	'redirect',
	'resend',
	'change_urgency',
	'withdraw_cancellation',
	'reject_review',
	'owner_called',
	'hospital_called',
	'alive_after_all',
	'pause_messages',
	'resume_messages',
	'visit_claimed',
	'withdraw_links',
	'approve_effect',
	'propose_redirect',
	'confirm_claim',
	'we_were_there',
	'pick_slot',
	'ask_call',
	'cannot_come',
	'cancel_referral',
	'stop_messages',
] as const;
export type DeskAction = (typeof deskActions)[number];

export type Outcome = EventData['case.closed']['outcome'];

/** Follow-up items that a person at the clinic still has to do. */
export const openTasks = (state: ReferralState): ReferralState['followUp']['items'] =>
	state.followUp.items.filter(
		(item) => item.status !== 'created' && !state.followUp.done.includes(item.key),
	);

/** The channels of automatic messages to owners. */
export const messageChannels = ['sms', 'email'] as const;

const mayWrite = (state: ReferralState): boolean =>
	messageChannels.some((channel) => !state.outreach.optedOut.includes(channel));

/** How a person may end the case now; `closed` needs the report filed and the follow-up arranged. */
export function closeOutcomes(state: ReferralState): Outcome[] {
	const complete = state.filing.status === 'done' && state.followUp.status === 'done';
	const outcomes: Outcome[] = [];
	if (complete) outcomes.push('closed');
	if (state.reports.length === 0) outcomes.push('closed_no_visit');
	if (state.decision.status === 'declined') outcomes.push('declined_final');
	if (state.deceasedAt !== undefined) outcomes.push('deceased');
	outcomes.push('error');
	return outcomes;
}

/** What a role may do now, the most likely first. Empty when there is nothing left to do. */
export function allowedActions(state: ReferralState, role: PageRole): DeskAction[] {
	if (!state.created) return [];
	if (role === 'release') return releaseActions(state);
	if (role === 'specialist') return specialistActions(state);
	if (role === 'owner') return ownerActions(state);
	return clinicActions(state);
}

interface Facts {
	over: boolean;
	sent: boolean;
	cancelling: boolean;
	booked: boolean;
	/** Accepted and the visit still lies ahead. */
	ahead: boolean;
}

function factsOf(state: ReferralState): Facts {
	const reported = state.reports.length > 0;
	return {
		over: isTerminal(phaseOf(state)),
		sent: state.transport.status === 'done',
		cancelling: state.cancellation !== undefined && !state.cancellation.confirmedAt,
		booked: currentAppointment(state)?.status === 'scheduled',
		ahead: state.decision.status === 'accepted' && !state.seenAt && !reported && !state.deceasedAt,
	};
}

/** Takes the actions whose condition holds, in the order written. */
const those = (...entries: Array<[DeskAction, boolean]>): DeskAction[] =>
	entries.filter(([, holds]) => holds).map(([action]) => action);

/** The last try to send ended without a packet on its way; a person decides how it goes on. */
const isStuck = (state: ReferralState): boolean =>
	gapsOpen(state) || state.packetFailure !== undefined || state.transport.status === 'failed';

function releaseActions(state: ReferralState): DeskAction[] {
	const { over, sent, cancelling } = factsOf(state);
	const before = !over && !sent && !cancelling;
	return those(['release', before && (!state.release || isStuck(state))], ['cancel', before]);
}

function specialistActions(state: ReferralState): DeskAction[] {
	const { over, sent, cancelling, booked, ahead } = factsOf(state);
	if (!sent || state.closed?.outcome === 'error') return [];
	if (over) return ['send_report'];
	if (cancelling) return ['confirm_cancellation', 'send_report'];
	const { status } = state.decision;
	const reported = state.reports.length > 0;
	const undecided =
		!reported && (status === 'none' || status === 'acknowledged' || status === 'info_needed');
	const asked = currentAppointment(state)?.status === 'requested';
	const seen = state.seenAt !== undefined;
	return those(
		['confirm_claim', openClaims(state).length > 0],
		['acknowledge', undecided && status === 'none'],
		['accept', undecided || (status === 'declined' && !reported)],
		['set_appointment', ahead],
		['offer_times', ahead && !booked && !asked],
		['mark_seen', ahead],
		['send_report', true],
		['interim_note', status === 'accepted' && !reported],
		['ask_info', undecided && status !== 'info_needed'],
		['no_show', ahead && booked],
		['cancel_appointment', ahead && (booked || asked)],
		['propose_redirect', undecided || ahead],
		['change_urgency', (undecided || ahead) && !seen],
		['decline', undecided || ahead],
		['patient_died', status === 'accepted' && !state.deceasedAt],
	);
}

function clinicActions(state: ReferralState): DeskAction[] {
	const { over, sent, cancelling, ahead } = factsOf(state);
	const { filing, followUp, decision } = state;
	const reported = state.reports.length > 0;
	const filed = filing.status === 'done';
	const live = !over && !cancelling;
	const unreviewed = filing.review !== undefined && !filing.review.confirmedAt;
	const waiting = decision.status === 'none' || decision.status === 'acknowledged';
	return those(
		['settle_question', Object.keys(state.questions).length > 0],
		['release', live && !sent && !state.release],
		['send_anyway', live && !sent && gapsOpen(state)],
		[
			'retry',
			(live && !sent && isStuck(state)) ||
				filing.status === 'failed' ||
				followUp.status === 'failed',
		],
		['answer_question', live && decision.status === 'info_needed'],
		['approve_effect', heldEffects(state).length > 0],
		['confirm_review', unreviewed],
		['reject_review', reported],
		['filed_by_hand', reported && !filed && !unreviewed],
		['read_and_close', !over && filed && followUp.status === 'done'],
		['mark_read', filed && !filing.readAt],
		['follow_up_done', openTasks(state).length > 0],
		['question_answered', filed && filing.answered === undefined],
		['withdraw_cancellation', !over && cancelling],
		['alive_after_all', !over && state.deceasedAt !== undefined],
		['redirect', mayRedirect(state, live && sent)],
		['hospital_called', live && state.release !== undefined && !reported],
		['owner_called', live && sent && !reported],
		['resume_messages', live && state.outreach.paused !== undefined && !reported],
		['visit_claimed', live && ahead && !state.visitClaimed],
		['heard_decision', live && sent && waiting && !reported],
		['pick_slot', live && ahead && mayPick(state)],
		['heard_appointment', live && ahead],
		['heard_cancellation', !over && sent && cancelling],
		['note', true],
		['change_urgency', live && sent && !reported && !state.seenAt && !state.deceasedAt],
		['resend', mayResend(state, live && sent)],
		['pause_messages', live && ahead && !state.outreach.paused && mayWrite(state)],
		['cancel', live && !reported && !state.deceasedAt],
		['patient_died', !over && !state.deceasedAt],
		['withdraw_links', sent || state.releaseAskedAt !== undefined],
		['close', !over],
		['reopen', over],
	);
}

/** Another service can take over as long as this one has sent no report. */
const mayRedirect = (state: ReferralState, atHospital: boolean): boolean =>
	atHospital && state.reports.length === 0 && !state.deceasedAt && !state.redirect;

const mayResend = (state: ReferralState, atHospital: boolean): boolean =>
	mayRedirect(state, atHospital) && pendingResend(state) === undefined;

const mayPick = (state: ReferralState): boolean =>
	state.decision.offeredSlots.length > 0 && currentAppointment(state)?.status !== 'scheduled';

function ownerActions(state: ReferralState): DeskAction[] {
	const { over, sent, cancelling, booked, ahead } = factsOf(state);
	const asked = currentAppointment(state)?.status === 'requested';
	const live = sent && !over && !cancelling && !state.deceasedAt;
	return those(
		['pick_slot', live && ahead && mayPick(state)],
		['ask_call', live && ahead && !booked],
		['we_were_there', live && ahead && !state.visitClaimed],
		['cannot_come', live && ahead && (booked || asked)],
		['cancel_referral', live && !state.seenAt && state.reports.length === 0],
		['patient_died', live],
		['stop_messages', mayWrite(state)],
	);
}
