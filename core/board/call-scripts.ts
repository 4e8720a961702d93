/** Reasons for which a person picks up the phone. */
export const callKinds = [
	'emergency',
	'deceased',
	'wants_call',
	'safety',
	'declined_owner',
	'no_show',
	'not_booked',
	'not_delivered',
	'silent',
	'undecided',
	'declined',
	'slot',
	'late_visit',
	'visit',
	'report',
	'update',
	'cancel',
	'notice',
] as const;
export type CallKind = (typeof callKinds)[number];

export type Callee = 'owner' | 'hospital';

export interface CallScript {
	callee: Callee;
	/** Why somebody is called, as a heading. */
	reason: string;
	/** What to say; `{patient}`, `{hospital}`, `{clinic}`, `{owner}` and `{date}` are filled in. */
	say: string;
	/** What to find out, and where it is recorded. */
	find: string;
}

/**
 * A few sentences each. They coordinate and stop there: how a patient is and what that means is for the
 * vet, so every script with worrying answers ends with the vet.
 */
export const callScripts: Record<CallKind, CallScript> = {
	emergency: {
		callee: 'hospital',
		reason: 'Emergency: announce the patient',
		say: 'This is {clinic}. {patient} is referred to you as an emergency. The records are on their way to you; can you take the patient now?',
		find: 'Who took the call, whether they take the patient, and when. If they cannot: which hospital can.',
	},
	deceased: {
		callee: 'owner',
		reason: 'The patient has died: speak to the owner',
		say: 'This is {clinic}. We are very sorry about {patient}. All reminders have stopped. Is there anything we can do for you?',
		find: 'Whether the hospital knows too. Then close the case.',
	},
	wants_call: {
		callee: 'owner',
		reason: 'The owner asks for a call',
		say: 'This is {clinic}. You asked us to call about the referral of {patient} to {hospital}. How can we help?',
		find: 'What is needed. Questions about the illness go to the vet.',
	},
	safety: {
		callee: 'owner',
		reason: 'A message of the owner needs a person',
		say: 'This is {clinic}. We have your message about {patient} and want to hear how things are right now.',
		find: 'Anything worrying goes to the vet at once. Otherwise settle what was asked.',
	},
	declined_owner: {
		callee: 'owner',
		reason: 'The owner does not want to go',
		say: 'This is {clinic}. You told us that {hospital} will not work for {patient}. May we look for another way together?',
		find: 'Whether it is cost, distance or the waiting time, and whether another hospital or advice only would do.',
	},
	no_show: {
		callee: 'owner',
		reason: 'Nobody came to the visit',
		say: 'This is {clinic}. {hospital} expected {patient} and the visit did not take place. Is everything all right? Shall we find a new time?',
		find: 'How the patient is, and a new time. Ask what would make it easier.',
	},
	not_booked: {
		callee: 'owner',
		reason: 'The owner has not booked yet',
		say: 'This is {clinic}. {hospital} is ready to see {patient}, and no visit is booked yet. Shall we find a time now?',
		find: 'A time that suits, or what stands in the way: cost, distance, waiting time, something else.',
	},
	not_delivered: {
		callee: 'hospital',
		reason: 'The packet could not be delivered',
		say: 'This is {clinic}. We tried to send you the referral of {patient} and it did not go through. How can we get it to you today?',
		find: 'A way that works today, and who will look out for it.',
	},
	silent: {
		callee: 'hospital',
		reason: 'The hospital has not said that it has the referral',
		say: 'This is {clinic}. On {date} we sent you the referral of {patient}. Have you got it, and can you take the patient?',
		find: 'Whether they have it, and yes or no. If they have not got it: send it again from the case page.',
	},
	undecided: {
		callee: 'hospital',
		reason: 'The hospital has not decided',
		say: 'This is {clinic}. You have had the referral of {patient} since {date}. Can you take the patient, or do you need anything from us?',
		find: 'Yes, no, or what is missing.',
	},
	declined: {
		callee: 'owner',
		reason: 'The hospital declined: tell the owner what happens now',
		say: 'This is {clinic}. {hospital} cannot take {patient}. Our vet is choosing another way, and we want you to know that you need not do anything yet.',
		find: 'Speak to the vet first: who else is asked. Whether the owner has wishes about place or cost.',
	},
	slot: {
		callee: 'hospital',
		reason: 'The hospital has not confirmed the time',
		say: 'This is {clinic}. The owner of {patient} asked you for a time. Can you confirm it?',
		find: 'The confirmed time, or another one.',
	},
	late_visit: {
		callee: 'hospital',
		reason: 'The visit is later than wanted',
		say: 'This is {clinic}. The visit of {patient} is booked later than we had hoped. Is there an earlier time, or a list for cancellations?',
		find: 'Speak to the vet first: whether it is soon enough.',
	},
	visit: {
		callee: 'hospital',
		reason: 'Nobody has said whether the visit took place',
		say: 'This is {clinic}. {patient} was to be seen by you. Did the visit take place?',
		find: 'Seen, not come, or moved to when.',
	},
	report: {
		callee: 'hospital',
		reason: 'The report is overdue',
		say: 'This is {clinic}. You saw {patient} on {date} and we have no report yet. When can we expect it?',
		find: 'A date. Results that our vet needs now can be given on the phone to the vet.',
	},
	update: {
		callee: 'hospital',
		reason: 'No word since the visit',
		say: 'This is {clinic}. We would like a short update on {patient} for our vet.',
		find: 'Where the patient is, and when the next word comes. Put clinical news through to the vet.',
	},
	cancel: {
		callee: 'hospital',
		reason: 'The hospital has not confirmed the cancellation',
		say: 'This is {clinic}. On {date} we asked you to cancel the referral of {patient}. Is it cancelled at your side, with any visit?',
		find: 'Whether it is cancelled, and who confirmed it.',
	},
	notice: {
		callee: 'hospital',
		reason: 'The hospital did not get our message',
		say: 'This is {clinic}, about the referral of {patient}. A message of ours did not reach you, so we tell you now.',
		find: 'Say what stands on the case page under this point, and who took it.',
	},
};

/** Text with its placeholders filled in. */
export const filled = (text: string, values: Readonly<Record<string, string>>): string =>
	text.replace(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? '');
