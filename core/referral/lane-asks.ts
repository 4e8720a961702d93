import type { TimerId } from '../profile/deadlines';
import { phaseOf } from './phase';
import { isTerminal } from './phases';
import { pendingResend } from './delivery';
import { heldEffects } from './mode';
import { nextBuildAt, nextSendingAt } from './retrying';
import { followUpTasks, outcomeAsks } from './outcome-asks';
import { currentAppointment, gapsOpen, type Notice, type ReferralState } from './state';
import { visitAsks } from './visit-asks';

/** Windows for steps the domain's timers T1 to T14 do not name. */
export type ExtraTimer = 'release' | 'gaps' | 'failure' | 'slot';

/** An ask before it is timed. */
export interface OpenAsk {
	key: string;
	owes: 'clinic' | 'hospital' | 'owner' | 'system';
	what: string;
	since: string;
	timer: TimerId | ExtraTimer;
	/** A person at the clinic acts on this one. */
	forPerson?: boolean;
	/** Owed only when `at` lies after the window counted from `from`; then it is due at once. */
	laterThan?: { at: string; from: string };
	/** Shown only when it is due. */
	quiet?: boolean;
}

/** Collects what is owed; an ask without a beginning is not owed yet. */
export class Asks {
	readonly list: OpenAsk[] = [];

	from(owes: OpenAsk['owes'], ...[key, what, since, timer]: Arguments): void {
		if (since !== undefined) this.list.push({ key, owes, what, since, timer });
	}

	person(...[key, what, since, timer = 'failure']: PersonArguments): void {
		if (since === undefined) return;
		this.list.push({ key, owes: 'clinic', what, since, timer, forPerson: true });
	}
}

type Arguments = [key: string, what: string, since: string | undefined, timer: OpenAsk['timer']];
type PersonArguments = [
	key: string,
	what: string,
	since: string | undefined,
	timer?: OpenAsk['timer'],
];

/** What the lanes of a case leave open. A report that came late to a closed case is still filed. */
export function laneAsks(state: ReferralState): OpenAsk[] {
	const asks = new Asks();
	if (!state.created) return [];
	held(state, asks);
	notices(state, asks);
	if (state.reports.length > 0) outcomeAsks(state, asks);
	else if (!isTerminal(phaseOf(state))) beforeReport(state, asks);
	followUpTasks(state, asks);
	return asks.list;
}

function beforeReport(state: ReferralState, asks: Asks): void {
	const { redirect, cancellation } = state;
	if (redirect) {
		const what = `Open the referral to ${redirect.to}`;
		asks.from('system', 'redirect', what, redirect.at, 'T1');
	} else if (cancellation) {
		const { requestedAt } = cancellation;
		asks.from('hospital', 'cancel', 'Confirm the cancellation', requestedAt, 'T3');
	} else {
		beforeSending(state, asks);
		again(state, asks);
		receiver(state, asks);
		visitAsks(state, asks);
	}
	stale(state, asks);
}

/** What shadow mode keeps in until somebody looks at it. */
function held(state: ReferralState, asks: Asks): void {
	for (const effect of heldEffects(state)) {
		const what = 'Shadow mode: look at what would leave the clinic and approve it';
		asks.person(`approve:${effect}`, what, state.held[effect], 'release');
	}
}

/** The packet that goes once more. */
function again(state: ReferralState, asks: Asks): void {
	const resend = pendingResend(state);
	if (!resend) return;
	if (resend.status === 'failed') {
		const what = `The packet did not go again: ${resend.failure?.message ?? 'sending did not work'}`;
		asks.person('resend', what, resend.failedAt);
	} else {
		asks.from('system', 'resend', 'Send the packet again', resend.at, 'T1');
	}
}

/** Nobody has done anything for a long time: a person says what becomes of the case. */
function stale(state: ReferralState, asks: Asks): void {
	const { lastActAt } = state;
	if (lastActAt === undefined) return;
	const appointment = currentAppointment(state);
	// A visit that lies far ahead is no neglect.
	const planned = appointment?.status === 'scheduled' ? appointment.start : '';
	asks.list.push({
		key: 'stale',
		owes: 'clinic',
		what: 'Nothing has happened for a long time: go on with the case or close it',
		since: planned > lastActAt ? planned : lastActAt,
		timer: 'T14',
		quiet: true,
	});
}

/**
 * Silence after the packet: first the hospital is overdue, then a person chooses what to do. A call to
 * the hospital gives it the time anew.
 */
function unacknowledged({ transport, hospitalCalls }: ReferralState, asks: Asks): void {
	const calls = hospitalCalls.map(({ at }) => at);
	const since = [transport.doneAt ?? '', ...calls].sort().pop() ?? '';
	asks.from('hospital', 'ack', 'Acknowledge the referral', since, 'T2');
	const what = 'The hospital does not answer: call it, or choose another service';
	asks.list.push({ key: 'ack_stop', owes: 'clinic', what, since, timer: 'T2H', quiet: true });
}

/** An emergency is never only sent and hoped for: somebody speaks to the hospital. */
function emergencyCall({ urgency, release, hospitalCalls }: ReferralState, asks: Asks): void {
	if (urgency !== 'emergency' || !release || release.phoneCall || hospitalCalls.length > 0) return;
	const { hospital, phone } = release.specialist;
	const what = `Emergency: call ${hospital}${phone ? ` (${phone})` : ''} now`;
	asks.person('emergency_call', what, release.at);
}

function beforeSending(state: ReferralState, asks: Asks): void {
	const { transport, packetFailure, incomplete, release } = state;
	if (transport.status === 'done') return;
	if (!release) {
		const what = 'Choose the specialist and release the referral';
		asks.person('release', what, state.created?.at, 'release');
	} else if (packetFailure) {
		const { message, at, since } = packetFailure;
		if (nextBuildAt(state) === undefined) asks.person('packet', message, at);
		else asks.from('system', 'packet', `${message} It is tried again.`, since, 'T1');
	} else if (gapsOpen(state)) {
		const what = 'Complete the records, or send anyway with a reason';
		asks.person('gaps', what, incomplete?.at, 'gaps');
	} else if (transport.status === 'failed') {
		const what = transport.failure?.message ?? 'Sending did not work';
		if (nextSendingAt(state) === undefined) asks.person('transport', what, transport.failedAt);
		else
			asks.from('system', 'transport', `${what} It is tried again.`, transport.failedSince, 'T1');
	} else if (!heldEffects(state).includes('send')) {
		// What shadow mode keeps in is a person's to approve.
		asks.from('system', 'send', 'Send the packet', release.at, 'T1');
	}
}

function receiver(state: ReferralState, asks: Asks): void {
	const { decision, transport } = state;
	if (decision.status === 'none' || decision.status === 'acknowledged') emergencyCall(state, asks);
	if (transport.status !== 'done') return;
	const since = decision.answeredAt ?? decision.acknowledgedAt;
	switch (decision.status) {
		case 'none':
			return unacknowledged(state, asks);
		case 'acknowledged':
			return asks.from('hospital', 'decision', 'Accept or decline', since, 'T3');
		case 'info_needed':
			return asks.person('info', 'Answer the question of the hospital', decision.askedAt, 'T3');
		case 'declined':
			return asks.person(
				'declined',
				'Declined: choose another specialist or close the case',
				decision.decidedAt,
			);
	}
}

const untold: Record<string, string> = {
	'appointment.requested': 'The hospital was not told which time the owner asked for: call',
	'appointment.cancelled': 'The hospital was not told that the owner cancelled the visit: call',
	'info.supplied': 'The hospital did not get the answer to its question: call',
	'referral.cancel_requested': 'The hospital was not told of the cancellation: call',
	'referral.cancel_withdrawn': 'The hospital was not told that the referral goes on: call',
	'referral.closed': 'The hospital was not told that the referral has ended: call',
	'patient.deceased': 'The hospital was not told that the patient has died: call',
	'report.rejected': 'The hospital was not told that its report is about another patient: call',
};

/** Messages to the hospital that did not go out, while it still has to know what they say. */
function notices(state: ReferralState, asks: Asks): void {
	for (const notice of state.notices) {
		const { noticeId, type, status, intendedAt, failedAt } = notice;
		if (status === 'done' || !isNeeded(state, notice) || isSaid(state, notice)) continue;
		const what = untold[type] ?? 'A message to the hospital did not go out: call';
		const key = `notice:${noticeId}`;
		if (status === 'failed') asks.person(key, what, failedAt);
		else asks.from('system', key, what, intendedAt, 'T1');
	}
}

/** A person has called the hospital since the message failed, or since they heard that it hangs. */
function isSaid({ hospitalCalls, raised }: ReferralState, notice: Notice): boolean {
	const since = notice.failedAt ?? raised[`notice:${notice.noticeId}`];
	return since !== undefined && hospitalCalls.some(({ at }) => at > since);
}

function isNeeded(state: ReferralState, { type, intendedAt = '' }: Notice): boolean {
	const { cancellation, deceasedAt, decision, closed } = state;
	if (type === 'report.rejected') return true;
	if (type === 'referral.closed') return closed !== undefined;
	if (state.reports.length > 0) return false;
	if (type === 'patient.deceased') return deceasedAt !== undefined;
	if (isTerminal(phaseOf(state))) return false;
	if (type === 'referral.cancel_requested') return cancellation !== undefined;
	if (cancellation || deceasedAt) return false;
	if (type === 'referral.cancel_withdrawn') return true;
	if (type === 'info.supplied') return decision.status === 'acknowledged';
	const appointment = currentAppointment(state);
	if (type === 'appointment.cancelled') return appointment?.tellHospital === true;
	return appointment?.status === 'requested' && appointment.at <= intendedAt;
}
