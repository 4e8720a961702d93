import type { TimerId } from '../profile/deadlines';
import { phaseOf } from './phase';
import { isTerminal } from './phases';
import { currentAppointment, gapsOpen, type Notice, type ReferralState } from './state';

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
}

/** Collects what is owed; an ask without a beginning is not owed yet. */
class Asks {
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
	if (state.reports.length > 0) outcome(state, asks);
	else if (!isTerminal(phaseOf(state))) {
		notices(state, asks);
		if (state.cancellation) {
			const { requestedAt } = state.cancellation;
			asks.from('hospital', 'cancel', 'Confirm the cancellation', requestedAt, 'T3');
		} else {
			beforeSending(state, asks);
			receiver(state, asks);
			visit(state, asks);
		}
	}
	followUpTasks(state, asks);
	return asks.list;
}

function beforeSending(state: ReferralState, asks: Asks): void {
	const { transport, packetFailure, incomplete, release } = state;
	if (transport.status === 'done') return;
	if (!release) {
		const what = 'Choose the specialist and release the referral';
		asks.person('release', what, state.created?.at, 'release');
	} else if (packetFailure) {
		asks.person('packet', packetFailure.message, packetFailure.at);
	} else if (gapsOpen(state)) {
		const what = 'Complete the records, or send anyway with a reason';
		asks.person('gaps', what, incomplete?.at, 'gaps');
	} else if (transport.status === 'failed') {
		const what = transport.failure?.message ?? 'Sending did not work';
		asks.person('transport', what, transport.failedAt);
	} else {
		asks.from('system', 'send', 'Send the packet', release.at, 'T1');
	}
}

function receiver({ decision, transport }: ReferralState, asks: Asks): void {
	if (transport.status !== 'done') return;
	const since = decision.answeredAt ?? decision.acknowledgedAt;
	switch (decision.status) {
		case 'none':
			return asks.from('hospital', 'ack', 'Acknowledge the referral', transport.doneAt, 'T2');
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

function visit(state: ReferralState, asks: Asks): void {
	const { outreach, decision, seenAt, deceasedAt } = state;
	if (deceasedAt) {
		asks.person(
			'deceased',
			'The patient has died: tell the hospital and the owner in person, then close the case',
			deceasedAt,
		);
		return;
	}
	if (decision.status !== 'accepted') return;
	if (seenAt) return asks.from('hospital', 'report', 'Send the report', seenAt, 'T11');
	const appointment = currentAppointment(state);
	if (appointment?.status === 'requested') {
		const what = 'Confirm the time the owner asked for';
		return asks.from('hospital', 'slot', what, appointment.at, 'slot');
	}
	if (appointment?.status === 'scheduled') {
		const end = appointment.end ?? appointment.start;
		return asks.from('hospital', 'visit', 'Say whether the visit took place', end, 'T8');
	}
	asks.person('call', 'The owner asks for a call', outreach.callRequestedAt);
	// A visit that fell through starts the clock anew.
	const since = (at = ''): string => [at, appointment?.endedAt ?? ''].sort().pop() ?? at;
	const failed = outreach.touches.find((touch) => touch.status === 'failed');
	if (outreach.exhausted) {
		const { reason, at } = outreach.exhausted;
		asks.person('call_owner', `Call the owner: ${reason}`, since(at));
	} else if (failed) {
		const what = 'A message to the owner could not be sent: call';
		asks.person('touch', what, since(failed.at));
	} else {
		asks.from('owner', 'booking', 'Book the visit', since(decision.decidedAt), 'T5');
	}
}

const untold: Record<string, string> = {
	'appointment.requested': 'The hospital was not told which time the owner asked for: call',
	'info.supplied': 'The hospital did not get the answer to its question: call',
	'referral.cancel_requested': 'The hospital was not told of the cancellation: call',
};

/** Messages to the hospital that did not go out, while it still has to know what they say. */
function notices(state: ReferralState, asks: Asks): void {
	for (const notice of state.notices) {
		const { noticeId, type, status, intendedAt, failedAt } = notice;
		if (status === 'done' || !isNeeded(state, notice)) continue;
		const what = untold[type] ?? 'A message to the hospital did not go out: call';
		const key = `notice:${noticeId}`;
		if (status === 'failed') asks.person(key, what, failedAt);
		else asks.from('system', key, what, intendedAt, 'T1');
	}
}

function isNeeded(state: ReferralState, { type, intendedAt = '' }: Notice): boolean {
	const appointment = currentAppointment(state);
	if (type === 'referral.cancel_requested') return state.cancellation !== undefined;
	if (state.cancellation || state.deceasedAt) return false;
	if (type === 'info.supplied') return state.decision.status === 'acknowledged';
	return appointment?.status === 'requested' && appointment.at <= intendedAt;
}

function outcome(state: ReferralState, asks: Asks): void {
	const { filing, followUp, closed } = state;
	const report = state.reports[state.reports.length - 1];
	if (closed && (closed.outcome === 'error' || filing.status === 'done')) return;
	if (filing.review && !filing.review.confirmedAt) {
		asks.person('review', 'Check that the report belongs to this patient', report?.at);
	} else if (filing.awaitingHuman && filing.status !== 'done') {
		asks.person('file', `File the report by hand: ${filing.awaitingHuman}`, report?.at, 'T12');
	} else if (filing.status === 'failed') {
		asks.person('filing', filing.failure?.message ?? 'Filing did not work', filing.failedAt);
	} else if (filing.status !== 'done') {
		asks.from('system', 'filing', 'File the report in the patient record', report?.at, 'T1');
	} else if (followUp.status === 'failed') {
		asks.person('follow_up', 'Arrange the follow-up', filing.doneAt);
	} else if (followUp.status !== 'done') {
		asks.from('system', 'follow_up', 'Arrange the follow-up', filing.doneAt, 'T1');
	} else {
		asks.person('read', 'Read the report and close the case', filing.doneAt, 'T12');
	}
}

/** What people have to do after the report; it stays on the list when the case itself is closed. */
function followUpTasks({ followUp, closed }: ReferralState, asks: Asks): void {
	if (closed?.outcome === 'error') return;
	for (const { key, status, title } of followUp.items) {
		if (status !== 'task' || followUp.done.includes(key)) continue;
		asks.person(`task:${key}`, title, followUp.doneAt, 'T13');
	}
}
