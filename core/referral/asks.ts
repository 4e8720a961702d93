import { dueAt, type BusinessCalendar } from '../calendar/business-time';
import { windowOf, type Deadlines, type TimerId, type TimeWindow } from '../profile/deadlines';
import { phaseOf } from './phase';
import { isTerminal } from './phases';
import { currentAppointment, type ReferralState } from './state';

export type Owes = 'clinic' | 'hospital' | 'owner' | 'system';

/** One thing somebody owes: who, what, since when, until when, and the rule that set the time. */
export interface Ask {
	key: string;
	owes: Owes;
	what: string;
	since: string;
	/** ISO UTC. */
	dueAt: string;
	rule: string;
	/** A person at the clinic acts on this one, whoever owes it: it stands in their list at once. */
	forPerson?: boolean;
}

export interface AskContext {
	deadlines: Deadlines;
	clinicCalendar: BusinessCalendar;
	/** Falls back to the clinic's hours where the directory has none. */
	hospitalCalendar?: BusinessCalendar;
}

/** Windows for steps the domain's timers T1 to T14 do not name. */
const extra: Record<'release' | 'gaps' | 'failure' | 'slot', TimeWindow> = {
	release: { amount: 4, unit: 'business_hours' },
	gaps: { amount: 4, unit: 'business_hours' },
	failure: { amount: 0, unit: 'minutes' },
	slot: { amount: 4, unit: 'business_hours' },
};

/** What is owed now, most urgent first. Nothing is owed on a closed case without an open question. */
export function asksOf(state: ReferralState, context: AskContext): Ask[] {
	const asks = [...questions(state, context), ...lanes(state, context)];
	return asks.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
}

/** Times one ask: emergencies never wait for opening hours, so their windows run day and night. */
function time(
	state: ReferralState,
	context: AskContext,
	owes: Owes,
	since: string,
	timer: TimerId | keyof typeof extra,
): { dueAt: string; rule: string } | undefined {
	const named = timer in extra ? extra[timer as keyof typeof extra] : undefined;
	const window = named ?? windowOf(context.deadlines, timer as TimerId, state.urgency);
	if (!window) return undefined;
	const calendar =
		owes === 'hospital' ? (context.hospitalCalendar ?? context.clinicCalendar) : context.clinicCalendar;
	const effective: TimeWindow =
		state.urgency === 'emergency' && window.unit === 'business_hours'
			? { amount: 30, unit: 'minutes' }
			: window;
	return {
		dueAt: dueAt(since, effective, calendar),
		rule: `${timer} ${effective.amount} ${effective.unit} (${state.urgency})`,
	};
}

function questions(state: ReferralState, context: AskContext): Ask[] {
	return Object.entries(state.questions).flatMap(([key, question]) => {
		const timed = time(state, context, 'clinic', question.at, 'failure');
		return timed
			? [{ key: `question:${key}`, owes: 'clinic' as const, what: question.why, since: question.at, forPerson: true, ...timed }]
			: [];
	});
}

function lanes(state: ReferralState, context: AskContext): Ask[] {
	if (isTerminal(phaseOf(state)) || !state.created) return [];
	const asks: Ask[] = [];
	const add = (
		key: string,
		owes: Owes,
		what: string,
		since: string | undefined,
		timer: TimerId | keyof typeof extra,
		forPerson = false,
	): void => {
		if (since === undefined) return;
		const timed = time(state, context, owes, since, timer);
		if (timed) asks.push({ key, owes, what, since, ...(forPerson ? { forPerson } : {}), ...timed });
	};
	if (state.cancellation && !state.cancellation.confirmedAt) {
		add('cancel', 'hospital', 'Confirm the cancellation', state.cancellation.requestedAt, 'T3');
		return asks;
	}
	beforeSending(state, add);
	receiver(state, add);
	visit(state, add);
	outcome(state, add);
	return asks;
}

type Add = (
	key: string,
	owes: Owes,
	what: string,
	since: string | undefined,
	timer: TimerId | keyof typeof extra,
	forPerson?: boolean,
) => void;

function beforeSending(state: ReferralState, add: Add): void {
	if (state.transport.status === 'done' || state.reports.length > 0) return;
	if (!state.release) {
		add('release', 'clinic', 'Choose the specialist and release the referral', state.created?.at, 'release', true);
	} else if (state.packetFailure) {
		add('packet', 'clinic', state.packetFailure.message, state.packetFailure.at, 'failure', true);
	} else if (state.incomplete && !state.override) {
		add('gaps', 'clinic', 'Complete the records, or send anyway with a reason', state.incomplete.at, 'gaps', true);
	} else if (state.transport.status === 'failed') {
		add('transport', 'clinic', state.transport.failure?.message ?? 'Sending did not work', state.transport.failedAt, 'failure', true);
	} else {
		add('send', 'system', 'Send the packet', state.release.at, 'T1');
	}
}

function receiver(state: ReferralState, add: Add): void {
	if (state.transport.status !== 'done' || state.reports.length > 0) return;
	const { decision, transport } = state;
	if (decision.status === 'none') add('ack', 'hospital', 'Acknowledge the referral', transport.doneAt, 'T2');
	if (decision.status === 'acknowledged') {
		add('decision', 'hospital', 'Accept or decline', decision.answeredAt ?? decision.acknowledgedAt, 'T3');
	}
	if (decision.status === 'info_needed') {
		add('info', 'clinic', 'Answer the question of the hospital', decision.askedAt, 'T3', true);
	}
	if (decision.status === 'declined') {
		add('declined', 'clinic', 'Declined: choose another specialist or close the case', decision.decidedAt, 'failure', true);
	}
}

function visit(state: ReferralState, add: Add): void {
	if (state.decision.status !== 'accepted' || state.reports.length > 0 || state.deceasedAt) return;
	const appointment = currentAppointment(state);
	if (state.seenAt) {
		add('report', 'hospital', 'Send the report', state.seenAt, 'T11');
		return;
	}
	if (appointment?.status === 'requested') {
		add('slot', 'hospital', 'Confirm the time the owner asked for', appointment.at, 'slot');
		return;
	}
	if (appointment?.status === 'scheduled') {
		add('visit', 'hospital', 'Say whether the visit took place', appointment.end ?? appointment.start, 'T8');
		return;
	}
	const { outreach } = state;
	if (outreach.callRequestedAt) {
		add('call', 'clinic', 'The owner asks for a call', outreach.callRequestedAt, 'failure', true);
	}
	const failed = outreach.touches.find((touch) => touch.status === 'failed');
	if (outreach.exhausted) {
		add('call_owner', 'clinic', `Call the owner: ${outreach.exhausted.reason}`, outreach.exhausted.at, 'failure', true);
	} else if (failed) {
		add('touch', 'clinic', 'A message to the owner could not be sent: call', failed.at, 'failure', true);
	} else {
		add('booking', 'owner', 'Book the visit', state.decision.decidedAt, 'T5');
	}
}

function outcome(state: ReferralState, add: Add): void {
	const report = state.reports[state.reports.length - 1];
	if (!report) return;
	const { filing, followUp } = state;
	if (filing.review && !filing.review.confirmedAt) {
		add('review', 'clinic', 'Check that the report belongs to this patient', report.at, 'failure', true);
	} else if (filing.awaitingHuman && filing.status !== 'done') {
		add('file', 'clinic', `File the report by hand: ${filing.awaitingHuman}`, report.at, 'T12', true);
	} else if (filing.status === 'failed') {
		add('filing', 'clinic', filing.failure?.message ?? 'Filing did not work', filing.failedAt, 'failure', true);
	} else if (filing.status !== 'done') {
		add('filing', 'system', 'File the report in the patient record', report.at, 'T1');
	} else if (followUp.status !== 'done') {
		add('follow_up', followUp.status === 'failed' ? 'clinic' : 'system', 'Arrange the follow-up', filing.doneAt, followUp.status === 'failed' ? 'failure' : 'T1', followUp.status === 'failed');
	} else {
		add('read', 'clinic', 'Read the report and close the case', filing.doneAt, 'T12', true);
	}
	for (const item of followUp.items) {
		if (item.status === 'task' && !followUp.done.includes(item.key)) {
			add(`task:${item.key}`, 'clinic', item.title, followUp.doneAt, 'T13', true);
		}
	}
}
