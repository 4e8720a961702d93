import type { Asks } from './lane-asks';
import { isReminder } from './reminder';
import { currentAppointment, type Appointment, type ReferralState } from './state';

/** From the acceptance to the report: booking, visit, notes. */
export function visitAsks(state: ReferralState, asks: Asks): void {
	const { decision, seenAt, deceasedAt, visitClaimed } = state;
	if (deceasedAt) {
		const what =
			'The patient has died: tell the hospital and the owner in person, then close the case';
		return asks.person('deceased', what, deceasedAt);
	}
	if (decision.status !== 'accepted') return;
	if (seenAt) return afterVisit(state, seenAt, asks);
	if (visitClaimed) {
		const what = `Confirm the visit: the ${visitClaimed.by.role} says it took place`;
		return asks.from('hospital', 'visit', what, visitClaimed.at, 'T8');
	}
	const appointment = currentAppointment(state);
	if (appointment?.status === 'requested') {
		const what = 'Confirm the time the owner asked for';
		return asks.from('hospital', 'slot', what, appointment.at, 'slot');
	}
	if (appointment?.status === 'scheduled') return booked(state, appointment, asks);
	booking(state, appointment, asks);
}

/** The report is owed, and before it a short note; during a stay a note every day. */
function afterVisit({ interim }: ReferralState, seenAt: string, asks: Asks): void {
	asks.from('hospital', 'report', 'Send the report', seenAt, 'T11');
	const latest = interim[interim.length - 1];
	if (!latest) {
		asks.from('hospital', 'discharge_note', 'Send a short note on the visit', seenAt, 'T10');
	} else if (latest.staying) {
		asks.from('hospital', 'stay_update', 'Say how the patient is', latest.at, 'T9');
	}
}

function booked({ decision, raised }: ReferralState, appointment: Appointment, asks: Asks): void {
	const { start, end, at, claimed } = appointment;
	asks.from('hospital', 'visit', 'Say whether the visit took place', end ?? start, 'T8');
	if (claimed) {
		asks.from('hospital', 'appointment', 'Confirm the time the clinic heard of', at, 'slot');
	}
	// Said once: whoever hears it decides whether to look for an earlier date.
	const key = `late_visit:${start}`;
	if (decision.decidedAt === undefined || raised[key] !== undefined) return;
	asks.list.push({
		key,
		owes: 'clinic',
		what: 'The visit is booked later than wanted: see whether that is soon enough',
		since: at,
		timer: 'T6',
		laterThan: { at: start, from: decision.decidedAt },
	});
}

const callAgain: Partial<Record<string, string>> = {
	no_answer: 'Call the owner again: nobody answered',
	declined: 'The owner does not want to go: find another way, or close the case',
	booked: 'The owner has booked: enter the time',
};

/** After so many missed visits no message invites to another one; a person decides. */
const mostMissed = 3;

/** Whether the owner missed too many visits, and nobody has spoken to them since. */
export function missedTooOften({ appointments, outreach }: ReferralState): boolean {
	const missed = appointments.filter(({ status }) => status === 'no_show');
	const last = missed[missed.length - 1]?.endedAt ?? '';
	return missed.length >= mostMissed && (outreach.called?.at ?? '') < last;
}

/** The plan owes the owner its first message, and nothing speaks against it. */
const isUnwritten = ({ outreach, release, held, decision }: ReferralState): boolean =>
	decision.decidedAt !== undefined &&
	release?.specialist.contactsOwnerFirst !== 'hospital' &&
	held['touch:1'] === undefined &&
	outreach.touches.length === 0 &&
	!(outreach.exhausted ?? outreach.called ?? outreach.paused);

/** Nothing is booked, or the visit fell through: the owner, or a person who calls, is next. */
function booking(state: ReferralState, ended: Appointment | undefined, asks: Asks): void {
	const { outreach, decision } = state;
	const { called, exhausted, callRequestedAt, paused } = outreach;
	if (isUnwritten(state)) {
		const what = 'Write to the owner for the first time';
		const since = decision.decidedAt ?? '';
		asks.list.push({ key: 'first_message', owes: 'system', what, since, timer: 'T4', quiet: true });
	}
	// A visit that fell through starts the clock anew.
	const since = (at = ''): string => [at, ended?.endedAt ?? ''].sort().pop() ?? at;
	const isNews = (at: string | undefined): at is string =>
		at !== undefined && (called === undefined || since(at) > called.at);
	const failed = outreach.touches.find(
		({ status, number }) => status === 'failed' && !isReminder(number),
	);
	if (isNews(callRequestedAt)) {
		asks.person('call', 'The owner asks for a call', callRequestedAt);
	}
	if (paused) {
		asks.person('paused', `Messages are paused (${paused.reason}): resume, or call`, paused.at);
	}
	if (missedTooOften(state)) {
		const what = 'The owner did not come again and again: call and decide what becomes of the case';
		asks.person('no_shows', what, ended?.endedAt);
	} else if (exhausted && isNews(exhausted.at)) {
		asks.person('call_owner', `Call the owner: ${exhausted.reason}`, since(exhausted.at));
	} else if (failed && isNews(failed.at)) {
		const what = 'A message to the owner could not be sent: call';
		asks.person('touch', what, since(failed.at));
	} else if (called && since(called.at) === called.at && callAgain[called.result]) {
		asks.person('call_owner', callAgain[called.result] ?? '', called.at, 'slot');
	} else {
		const from = [since(decision.decidedAt), called?.at ?? ''].sort().pop();
		asks.from('owner', 'booking', 'Book the visit', from, 'T5');
	}
}
