import { DateTime, type Zone } from 'luxon';
import { luxonZone } from '../calendar/zone-clock';
import type { ClinicProfile } from '../profile/clinic-profile';
import { windowOf, type TimeWindow, type Urgency } from '../profile/deadlines';
import { nextAllowed, zonesOf } from './allowed-hours';
import {
	checkChannel,
	messageChannels,
	type ChannelObstacle,
	type MessageChannel,
	type OwnerContact,
	type PastTouch,
} from './owner-contact';

export interface TouchPlanInput {
	/** The present, as a luxon time or an ISO instant. */
	now: DateTime | string;
	urgency: Urgency;
	touches: PastTouch[];
	owner: OwnerContact;
	clinic: ClinicProfile;
	booked: boolean;
	/** Why outreach ended for this case (cancelled, deceased, …). */
	stopped?: string;
}

export type HoldCode =
	| 'paused'
	| 'brake'
	| 'in_flight'
	| 'not_due'
	| 'quiet_hours'
	| 'too_soon'
	| 'waiting_for_reply';

export type CallCode =
	| ChannelObstacle
	| 'emergency'
	| 'prefers_call'
	| 'plan_exhausted'
	| 'no_allowed_hour';

export type TouchDecision =
	| { action: 'send'; channel: MessageChannel; number: number; reason: string }
	| { action: 'hold'; until?: string; reason: string; code: HoldCode }
	| { action: 'call_task'; reason: string; code: CallCode }
	| { action: 'none'; reason: string };

const HOUR_MS = 3_600_000;

const callReasons: Record<CallCode, string> = {
	emergency: 'In an emergency a person calls the owner; software does not text.',
	prefers_call: 'The owner asked to be called.',
	plan_exhausted: 'All planned messages are out and the visit is not booked.',
	no_allowed_hour: 'There is no hour at which a message may be sent in every zone of the owner.',
	no_contact: 'There is no phone number or e-mail address that can be written to.',
	no_consent: 'The owner has not agreed to text messages, and e-mail is not allowed either.',
	opted_out: 'The owner opted out of messages; the referral goes on by phone.',
	max_unanswered: 'The allowed number of texts stayed unanswered.',
	delivery_failed: 'The message could not be delivered; the contact data need a look.',
};

const iso = (at: DateTime): string => new Date(at.toMillis()).toISOString();
const call = (code: CallCode): TouchDecision => ({
	action: 'call_task',
	reason: callReasons[code],
	code,
});
const hold = (code: HoldCode, reason: string, until?: DateTime): TouchDecision =>
	until === undefined
		? { action: 'hold', reason, code }
		: { action: 'hold', until: iso(until), reason, code };

/** Days are wall-clock days of the owner, so a reminder keeps its hour over a clock change. */
const after = (start: DateTime, window: TimeWindow): DateTime =>
	window.unit === 'days'
		? start.plus({ days: window.amount })
		: start.plus({ milliseconds: window.amount * (window.unit === 'hours' ? HOUR_MS : 60_000) });

const timeOf = (text: string, zone: Zone): DateTime | undefined => {
	const at = DateTime.fromISO(text, { zone });
	return at.isValid ? at : undefined;
};

/** Earliest next text: the daily cap counts the owner's texts on all cases together. */
const textAllowedFrom = (input: TouchPlanInput, zone: Zone): DateTime | undefined => {
	const texts = input.touches
		.filter((touch) => (touch.channel ?? 'sms') === 'sms' && touch.status !== 'failed')
		.map((touch) => touch.at);
	const last = [...texts, input.owner.lastAutomaticAt ?? '']
		.map((text) => timeOf(text, zone))
		.filter((at) => at !== undefined)
		.reduce<DateTime | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);
	return last?.plus({ milliseconds: input.clinic.outreach.minHoursBetweenTexts * HOUR_MS });
};

const chooseChannel = (
	input: TouchPlanInput,
	number: number,
): { open: MessageChannel[]; obstacle: ChannelObstacle } => {
	const { owner, touches, clinic } = input;
	const order = [...messageChannels].sort(
		(a, b) => Number(b === owner.preferredChannel) - Number(a === owner.preferredChannel),
	);
	const checks = order.map((channel) => ({
		channel,
		check: checkChannel(channel, owner, touches, number, clinic.outreach.maxUnanswered),
	}));
	const obstacles = checks.flatMap(({ check }) => (check.open ? [] : [check.obstacle]));
	const telling = obstacles.find((obstacle) => obstacle !== 'no_contact') ?? 'no_contact';
	return {
		open: checks.filter(({ check }) => check.open).map(({ channel }) => channel),
		obstacle: telling,
	};
};

const decideSend = (input: TouchPlanInput, number: number, now: DateTime): TouchDecision => {
	const { owner, clinic, urgency } = input;
	const { open, obstacle } = chooseChannel(input, number);
	const preferred = open[0];
	if (preferred === undefined) return call(obstacle);
	const textFrom = textAllowedFrom(input, now.zone);
	const isTooSoon = textFrom !== undefined && now < textFrom;
	const channel =
		preferred === 'sms' && isTooSoon && urgency === 'urgent' && open.includes('email')
			? 'email'
			: preferred;
	const earliest = channel === 'sms' && isTooSoon ? textFrom : now;
	const at = nextAllowed(earliest, owner, clinic);
	if (at === undefined) return call('no_allowed_hour');
	if (earliest > now) {
		return hold('too_soon', 'The owner got an automatic text less than a day ago.', at);
	}
	if (at > now) {
		return hold('quiet_hours', 'It is too early or too late for a message to the owner.', at);
	}
	return { action: 'send', channel, number, reason: `Touch ${number} of the plan is due.` };
};

/**
 * What to do now to get the owner to book: one message, a wait, a call by a person, or nothing.
 * It is asked again right before every send, so a visit booked meanwhile stops what was queued.
 * Only a person is asked to act when the plan is used up or no channel is allowed.
 */
export const planTouch = (input: TouchPlanInput): TouchDecision => {
	const { clinic, owner, urgency, touches } = input;
	if (input.booked) return { action: 'none', reason: 'The visit is booked.' };
	if (input.stopped !== undefined && input.stopped !== '') {
		return { action: 'none', reason: `Messages ended for this case: ${input.stopped}.` };
	}
	const zone = luxonZone(zonesOf(owner, clinic)[0] ?? clinic.timeZone);
	const now =
		typeof input.now === 'string' ? DateTime.fromISO(input.now, { zone }) : input.now.setZone(zone);
	if (!now.isValid) throw new RangeError('The present time given to the touch plan is not valid');
	if (owner.brake) return hold('brake', 'All automatic messages to this owner are stopped.');
	if (clinic.mode === 'paused') return hold('paused', 'The clinic has paused the referral loop.');
	if (urgency === 'emergency') return call('emergency');
	if (owner.preferredChannel === 'phone') return call('prefers_call');
	if (touches.some((touch) => touch.status === 'pending')) {
		return hold('in_flight', 'A message is being sent; its result is not known yet.');
	}
	const started = touches
		.map((touch) => timeOf(touch.at, zone))
		.filter((at) => at !== undefined)
		.reduce<DateTime | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined);
	const done = touches.filter((touch) => touch.status !== 'failed').map((touch) => touch.number);
	const number = Math.max(0, ...done) + 1;
	const offsets = clinic.outreach.touchOffsets[urgency].slice(0, clinic.outreach.maxTouches);
	const offset = offsets[number - 1];
	if (offset === undefined) {
		const callAfter = windowOf(clinic.deadlines, 'T5', urgency);
		const callAt = started && callAfter ? after(started, callAfter) : undefined;
		if (callAt === undefined || now >= callAt) return call('plan_exhausted');
		return hold('waiting_for_reply', 'All planned messages are out; a person calls next.', callAt);
	}
	const due = started ? after(started, offset) : now;
	if (now < due) {
		const until = nextAllowed(due, owner, clinic) ?? due;
		return hold('not_due', `Touch ${number} of the plan is not due yet.`, until);
	}
	return decideSend(input, number, now);
};

/** When {@link planTouch} should be asked again: now to send, the end of a hold, else null. */
export const nextTouchAt = (input: TouchPlanInput): string | null => {
	const decision = planTouch(input);
	if (decision.action === 'hold') return decision.until ?? null;
	if (decision.action !== 'send') return null;
	const now = typeof input.now === 'string' ? DateTime.fromISO(input.now) : input.now;
	return iso(now);
};
