import { DateTime } from 'luxon';
import { luxonZone } from '../calendar/zone-clock';
import { nextAllowed } from '../outreach/allowed-hours';
import {
	checkChannel,
	messageChannels,
	type MessageChannel,
	type OwnerContact,
	type PastTouch,
} from '../outreach/owner-contact';
import type { TouchKind } from '../outreach/texts/touch-text';
import { windowOf, type TimeWindow } from '../profile/deadlines';
import type { NextStep, StepContext } from './next-step';
import type { Appointment, ReferralState } from './state';

/** Messages about the booking are counted from 1; the reminder of a visit has the number of its minute. */
const firstReminder = 1_000_000;
/** A reminder right before the visit helps nobody. */
const latestHours = 2;
const minuteMs = 60_000;

export const isReminder = (number: number): boolean => number >= firstReminder;

/** Which text a message has, by its number. */
export const touchKindOf = (number: number): TouchKind =>
	isReminder(number) ? 'visit_reminder' : number === 1 ? 'book_first' : 'book_reminder';

/** The number of the reminder of a visit: another time is another reminder, the same one is sent once. */
export const reminderNumber = (start: string): number => Math.floor(Date.parse(start) / minuteMs);

/** A window counted back from the visit; days keep the hour on the owner's wall clock. */
const before = (start: DateTime, { amount, unit }: TimeWindow): DateTime => {
	if (unit === 'minutes') return start.minus({ minutes: amount });
	return unit.endsWith('days') ? start.minus({ days: amount }) : start.minus({ hours: amount });
};

function channelOf(
	owner: OwnerContact,
	touches: PastTouch[],
	number: number,
	maxUnanswered: number,
): MessageChannel | undefined {
	if (owner.preferredChannel === 'phone' || owner.brake) return undefined;
	const order = [...messageChannels].sort(
		(a, b) => Number(b === owner.preferredChannel) - Number(a === owner.preferredChannel),
	);
	return order.find((channel) => checkChannel(channel, owner, touches, number, maxUnanswered).open);
}

/**
 * The reminder of a booked visit (T7): one message before it, in allowed hours, to owners who agreed to
 * messages. It replaces no call: without a channel, or when the visit is too near, there is none.
 */
export function reminderStep(
	state: ReferralState,
	{ start, at: bookedAt }: Appointment,
	touches: PastTouch[],
	context: StepContext,
): NextStep {
	const none = (why: string): NextStep => ({ step: 'none', why });
	const { owner, clinic, deadlines } = context;
	const window = windowOf(deadlines, 'T7', state.urgency);
	const number = reminderNumber(start);
	if (!window || !owner || state.release?.specialist.contactsOwnerFirst === 'hospital') {
		return none('the visit is booked');
	}
	if (state.outreach.touches.some((touch) => touch.number === number)) {
		return none('the visit is booked, and the owner was reminded of it');
	}
	const zone = luxonZone(owner.timeZone ?? clinic.timeZone);
	const visit = DateTime.fromISO(start, { zone });
	const due = before(visit, window);
	if (!visit.isValid || due <= DateTime.fromISO(bookedAt)) return none('the visit is booked');
	const channel = channelOf(owner, touches, number, clinic.outreach.maxUnanswered);
	if (!channel) return none('the visit is booked; the owner gets no messages');
	const now = DateTime.fromISO(context.now, { zone });
	const earliest = [due, now, afterLast(owner, channel, context)].reduce((a, b) => (b > a ? b : a));
	const at = nextAllowed(earliest, owner, clinic);
	if (!at || at > visit.minus({ hours: latestHours })) return none('the visit is booked');
	const reason = 'the owner is reminded of the visit';
	const step: NextStep = {
		step: 'touch',
		touch: { action: 'send', channel, number, reason },
		why: reason,
	};
	return at > now ? { ...step, notBefore: new Date(at.toMillis()).toISOString() } : step;
}

/** One text a day at most, on all cases of the owner together. */
function afterLast(owner: OwnerContact, channel: MessageChannel, context: StepContext): DateTime {
	const last = DateTime.fromISO(owner.lastAutomaticAt ?? '');
	if (channel !== 'sms' || !last.isValid) return DateTime.fromISO(context.now);
	return last.plus({ hours: context.clinic.outreach.minHoursBetweenTexts });
}
