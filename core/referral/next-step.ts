import { DateTime } from 'luxon';
import { noticeToRepeat } from '../desk/notices';
import { nextAllowed } from '../outreach/allowed-hours';
import type { OwnerContact, PastTouch } from '../outreach/owner-contact';
import { planTouch, type TouchDecision } from '../outreach/plan-touch';
import type { ClinicProfile } from '../profile/clinic-profile';
import { asksOf, type AskContext } from './asks';
import { phaseOf } from './phase';
import { isTerminal } from './phases';
import { pendingResend } from './delivery';
import { mayLeave } from './mode';
import { isReminder, reminderNumber, reminderStep } from './reminder';
import { nextBuildAt, nextFilingAt, nextSendingAt } from './retrying';
import {
	currentAppointment,
	gapsOpen,
	latestReport,
	type Appointment,
	type ReferralState,
	type Touch,
} from './state';
import { missedTooOften } from './visit-asks';

/** Where a workflow goes on with a case; `none` means people, not workflows, owe the next step. */
export type Step =
	| 'release'
	| 'build'
	| 'awaitAck'
	| 'touch'
	| 'awaitOwner'
	| 'call'
	| 'route'
	| 'followUp'
	| 'redirect'
	| 'hold'
	| 'holdOutcome'
	| 'notice'
	| 'none';

/** Which workflow a step belongs to. */
export const flowOf = (step: Step): 'refer' | 'outcome' | undefined => {
	if (step === 'none') return undefined;
	return ['route', 'followUp', 'holdOutcome', 'notice'].includes(step) ? 'outcome' : 'refer';
};

export interface NextStep {
	step: Step;
	/** When a waiting step gives up waiting (ISO UTC). */
	until?: string;
	/** Not before this time (ISO UTC): a try that failed is made again by itself later. */
	notBefore?: string;
	/** For `touch`, `awaitOwner` and `call`: what the touch plan decided. */
	touch?: TouchDecision;
	/** For `hold` and `holdOutcome`: the effect that shadow mode keeps in. */
	effect?: string;
	/** For `notice`: which one. */
	noticeId?: string;
	why: string;
}

export interface StepContext extends AskContext {
	clinic: ClinicProfile;
	owner?: OwnerContact;
	/** ISO UTC. */
	now: string;
}

const none = (why: string): NextStep => ({ step: 'none', why });

/**
 * The one place that says what happens next. Starting a workflow again for a case asks this and goes
 * on from there, so nothing is done twice: what is done stands in the ledger.
 */
export function nextStep(state: ReferralState, context: StepContext): NextStep {
	const { mode } = context.clinic;
	if (mode === 'paused') return none('the clinic has paused the referral loop');
	const next = liveStep(state, context);
	const effect = effectOf(state, next, context.now);
	return effect === undefined || mayLeave(state, mode, effect)
		? next
		: holding(state, next, effect);
}

/**
 * What one of the workflows has to do now. Beside the next step that is a notice to the hospital whose
 * result was lost: the workflow of the outcome sends it again.
 */
export function stepFor(
	flow: 'refer' | 'outcome',
	state: ReferralState,
	context: StepContext,
): NextStep {
	const wanted = nextStep(state, context);
	if (flowOf(wanted.step) === flow) return wanted;
	const lost = flow === 'outcome' ? lostNotice(state, context) : undefined;
	return lost ?? none(wanted.why);
}

/** Which workflow a case owes something, if any. */
export const owingFlow = (
	state: ReferralState,
	context: StepContext,
	next: NextStep,
): 'refer' | 'outcome' | undefined =>
	flowOf(next.step) ?? flowOf(lostNotice(state, context)?.step ?? 'none');

function lostNotice(state: ReferralState, { clinic }: StepContext): NextStep | undefined {
	const lost = clinic.mode === 'paused' ? undefined : noticeToRepeat(state);
	return (
		lost && {
			step: 'notice',
			noticeId: lost.noticeId,
			why: 'it is not known whether the hospital was told; it knows the number of the message',
		}
	);
}

/** The outside effect a step is about to have; sending shows what it would send, and asks then. */
function effectOf(
	state: ReferralState,
	{ step, touch, notBefore }: NextStep,
	now: string,
): string | undefined {
	const version = latestReport(state)?.version ?? 1;
	if (notBefore !== undefined && notBefore > now) return undefined;
	if (step === 'build') return state.held.send === undefined ? undefined : 'send';
	if (step === 'touch' && touch?.action === 'send') return `touch:${touch.number}`;
	if (step === 'route') return `file:${version}`;
	if (step === 'followUp') return `follow_up:${version}`;
	return undefined;
}

/** Shadow mode: what would happen stands in the ledger, and a person lets it go. */
function holding(state: ReferralState, next: NextStep, effect: string): NextStep {
	if (state.held[effect] !== undefined) return none('shadow mode: a person looks at it first');
	const step = flowOf(next.step) === 'outcome' ? 'holdOutcome' : 'hold';
	return { step, effect, why: `shadow mode keeps this in: ${next.why}` };
}

function liveStep(state: ReferralState, context: StepContext): NextStep {
	const phase = phaseOf(state);
	if (state.reports.length > 0) return outcomeStep(state);
	if (!state.created || isTerminal(phase)) return none(`the case is ${phase}`);
	if (state.redirect) {
		return { step: 'redirect', why: `the patient goes to ${state.redirect.to} instead` };
	}
	if (state.cancellation) return none('the referral is being cancelled');
	if (state.deceasedAt) return none('the patient has died; people take over');
	if (state.transport.status !== 'done') return sendingStep(state);
	if (resendDue(state)) return { step: 'build', why: 'a person asked for the packet again' };
	if (state.decision.status === 'none' || state.decision.status === 'acknowledged') {
		return awaitStep(state, context);
	}
	if (state.decision.status !== 'accepted') return none('a person at the clinic decides');
	return ownerStep(state, context);
}

function sendingStep(state: ReferralState): NextStep {
	if (!state.release) {
		return state.releaseAskedAt
			? none('waits for a person to release the referral')
			: { step: 'release', why: 'nobody has released the referral yet' };
	}
	const asked = state.retryRequestedAt ?? '';
	const tried = [state.incomplete?.at, state.packetFailure?.at, state.transport.failedAt];
	const latestTry =
		tried
			.filter((at) => at !== undefined)
			.sort()
			.pop() ?? '';
	if (state.transport.status === 'failed' || state.packetFailure) {
		if (asked > latestTry) return { step: 'build', why: 'a person asked to try again' };
		const notBefore = state.packetFailure ? nextBuildAt(state) : nextSendingAt(state);
		return notBefore === undefined
			? none('the last try did not work; a person decides')
			: { step: 'build', notBefore, why: 'the last try did not work; it is made again' };
	}
	if (gapsOpen(state) && asked <= latestTry) return none('records are missing');
	return {
		step: 'build',
		why:
			state.transport.status === 'intended'
				? 'the outcome of sending is not known; the hospital knows the delivery number'
				: 'the packet has not been sent',
	};
}

/** A second try that failed waits for a person like the first one. */
function resendDue(state: ReferralState): boolean {
	const resend = pendingResend(state);
	if (!resend) return false;
	const tried = [resend.failedAt, state.packetFailure?.at, state.incomplete?.at].filter(
		(at) => at !== undefined && at > resend.at,
	);
	const latest = tried.sort().pop();
	return latest === undefined || (state.retryRequestedAt ?? '') > latest;
}

function awaitStep(state: ReferralState, context: StepContext): NextStep {
	const ask = asksOf(state, context).find(
		(entry) => entry.key === 'ack' || entry.key === 'decision',
	);
	if (!ask) return none('no acknowledgment is timed at this urgency');
	if (ask.dueAt <= context.now) return none('the hospital is overdue; a person has been told');
	return { step: 'awaitAck', until: ask.dueAt, why: ask.what };
}

function ownerStep(state: ReferralState, context: StepContext): NextStep {
	const appointment = currentAppointment(state);
	if (state.seenAt) return none('the visit has taken place');
	if (state.visitClaimed) return none('the hospital says whether the visit took place');
	if (state.outreach.paused) return none('messages to the owner are paused');
	if (isReplyUnread(state)) return none('a person reads what the owner wrote');
	if (appointment?.status === 'scheduled') return bookedStep(state, appointment, context);
	if (appointment?.status === 'requested') return none('the hospital confirms the time');
	if (state.release?.specialist.contactsOwnerFirst === 'hospital') {
		return none('the hospital contacts the owner itself');
	}
	if (state.outreach.exhausted) return none('a person calls the owner');
	const person = personFirst(state);
	if (person) return none(person);
	const unsettled = bookingTouches(state).find((touch) => touch.status === 'intended');
	if (unsettled) return unsettledStep(state, unsettled, context);
	if (bookingTouches(state).some((touch) => touch.status === 'failed')) {
		return none('a message could not be sent; a person calls the owner');
	}
	if (!context.owner) return { step: 'call', why: 'there is no contact for the owner' };
	const touch = planTouch({
		now: context.now,
		urgency: state.urgency,
		touches: pastTouches(state).filter(({ number }) => !isReminder(number)),
		owner: context.owner,
		clinic: context.clinic,
		booked: false,
	});
	if (touch.action === 'send') return { step: 'touch', touch, why: touch.reason };
	if (touch.action === 'call_task') return { step: 'call', touch, why: touch.reason };
	if (touch.action === 'hold') {
		return touch.until === undefined
			? { step: 'call', touch, why: touch.reason }
			: { step: 'awaitOwner', until: touch.until, touch, why: touch.reason };
	}
	return none(touch.reason);
}

/** Messages that asked the owner to book; reminders of a visit are counted by themselves. */
const bookingTouches = ({ outreach }: ReferralState): Touch[] =>
	outreach.touches.filter(({ number }) => !isReminder(number));

/** The visit is booked: what is left is to remind the owner of it. */
function bookedStep(
	state: ReferralState,
	appointment: Appointment,
	context: StepContext,
): NextStep {
	const number = reminderNumber(appointment.start);
	const begun = state.outreach.touches.find(
		(touch) => touch.number === number && touch.status === 'intended',
	);
	if (!begun) return reminderStep(state, appointment, pastTouches(state), context);
	const next = unsettledStep(state, begun, context);
	return next.step === 'call' ? none('the visit is booked') : next;
}

/** The owner wrote something that is for people: whatever it is, the next message is theirs. */
const isReplyUnread = ({ questions }: ReferralState): boolean =>
	Object.keys(questions).some((key) => key.startsWith('reply:'));

/** Why no message goes to the owner before a person has spoken or decided, or nothing. */
function personFirst(state: ReferralState): string | undefined {
	if (missedTooOften(state)) return 'the owner missed too many visits; a person decides';
	const { called } = state.outreach;
	const ended = currentAppointment(state)?.endedAt ?? '';
	return called?.result === 'declined' && called.at > ended
		? 'the owner does not want to go; a person decides'
		: undefined;
}

/** A message that was begun and has no result: as good as a new one to the owner, so the same rules hold. */
function unsettledStep(state: ReferralState, touch: Touch, context: StepContext): NextStep {
	const { number } = touch;
	const channel = touch.channel === 'email' ? 'email' : 'sms';
	const call = (why: string): NextStep => ({ step: 'call', why });
	if (state.urgency === 'emergency') return call('In an emergency a person calls the owner.');
	if (state.outreach.optedOut.includes(channel)) return call('The owner opted out of messages.');
	const now = DateTime.fromISO(context.now, { zone: 'utc' });
	const at = context.owner && nextAllowed(now, context.owner, context.clinic);
	if (!at) return call('It is not known whether a message to the owner went out.');
	if (at > now) {
		const until = new Date(at.toMillis()).toISOString();
		return { step: 'awaitOwner', until, why: 'a message to the owner waits for an allowed hour' };
	}
	const reason = 'it is not known whether this message went out; it is looked up first';
	return { step: 'touch', touch: { action: 'send', channel, number, reason }, why: reason };
}

function pastTouches(state: ReferralState): PastTouch[] {
	const { touches, replies } = state.outreach;
	return touches.map(({ at, number, channel, status }) => ({
		at,
		number,
		channel: channel === 'email' ? 'email' : 'sms',
		status:
			status === 'failed' ? 'failed' : replies.some((reply) => reply.at > at) ? 'answered' : 'sent',
	}));
}

function outcomeStep(state: ReferralState): NextStep {
	const { filing, followUp } = state;
	if (state.closed?.outcome === 'error') return none('the case should not exist; nothing is filed');
	if (state.closed && filing.status === 'done') return none('the case is closed');
	if (filing.status !== 'done') {
		if (filing.review && !filing.review.confirmedAt) return none('a person checks the patient');
		if (filing.awaitingHuman) return none('a person files the report');
		if (filing.status === 'failed' && (state.retryRequestedAt ?? '') <= (filing.failedAt ?? '')) {
			const notBefore = nextFilingAt(state);
			return notBefore === undefined
				? none('filing did not work; a person decides')
				: { step: 'route', notBefore, why: 'filing did not work; it is tried again' };
		}
		return { step: 'route', why: 'the report is not in the record yet' };
	}
	if (followUp.status === 'none' || followUp.status === 'intended') {
		return { step: 'followUp', why: 'the follow-up is not arranged yet' };
	}
	if (followUp.status === 'failed' && (state.retryRequestedAt ?? '') > (followUp.doneAt ?? '')) {
		return { step: 'followUp', why: 'a person asked to try again' };
	}
	return none('people read the report and close the case');
}
