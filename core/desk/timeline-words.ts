import type { EventType, OwnerCallResult, ReferralEvent } from '../referral/events';
import { isReminder } from '../referral/reminder';

/** What a telling was about, by the key of what is owed. */
const tellings: Record<string, string> = {
	release: 'the referral waits to be released',
	packet: 'the packet could not be built',
	gaps: 'records are missing',
	transport: 'the packet could not be sent',
	send: 'the packet has not been sent yet',
	ack: 'the hospital has not acknowledged yet',
	decision: 'the hospital has not decided yet',
	info: 'the hospital asks a question',
	declined: 'the hospital declined',
	slot: 'the hospital has not confirmed the time yet',
	visit: 'it is not known whether the visit took place',
	report: 'the report has not come yet',
	booking: 'the owner has not booked yet',
	call: 'the owner asks for a call',
	call_owner: 'the owner is to be called',
	touch: 'a message to the owner could not be sent',
	review: 'the report waits to be checked',
	file: 'the report is to be filed by hand',
	filing: 'the report is not in the record yet',
	follow_up: 'the follow-up is not arranged yet',
	read: 'the report is there to read',
	cancel: 'the cancellation is not confirmed yet',
	deceased: 'the patient has died',
	task: 'a follow-up task is to be done',
	question: 'a question only a person can settle',
	emergency_call: 'an emergency has to be called in',
	ack_stop: 'the hospital does not answer at all',
	approve: 'something waits for approval',
	redirect: 'the referral to the other service is not open yet',
	resend: 'the packet has not gone again yet',
	stale: 'nothing has happened for a long time',
	appointment: 'the hospital has not confirmed the time the clinic heard of',
	late_visit: 'the visit is booked later than wanted',
	discharge_note: 'the short note on the visit has not come yet',
	stay_update: 'there is no news of the patient in hospital',
	paused: 'the messages to the owner are paused',
	no_shows: 'nobody came to the visit again',
	first_message: 'the owner has not been written to yet',
	notice: 'the hospital could not be told',
};

const toldWords = (ask: string): string => tellings[ask.split(':')[0] ?? ''] ?? ask;

/** `what` is safe for everybody; `detail` is what people wrote and is shown by role only. */
export interface Spoken {
	what: string;
	detail?: string;
}

type Words = { [T in EventType]: (event: ReferralEvent<T>) => Spoken };

const plain = (what: string) => (): Spoken => ({ what });
/** A message to the owner as staff know it: by its place in the plan, or as the reminder it is. */
const message = (number: number): string =>
	isReminder(number) ? 'the reminder of the visit' : `message ${number}`;
const count = (amount: number, one: string, many: string): string =>
	`${amount} ${amount === 1 ? one : many}`;

const outcomes: Record<ReferralEvent<'case.closed'>['data']['outcome'], string> = {
	closed: 'closed: report read and filed',
	closed_no_visit: 'closed without a visit',
	cancelled: 'closed: cancelled',
	declined_final: 'closed: declined',
	redirected: 'closed: went on to another hospital',
	deceased: 'closed: the patient has died',
	error: 'closed: opened by mistake',
};

const callResults: Record<OwnerCallResult, string> = {
	will_book: 'they will book',
	booked: 'they have booked',
	no_answer: 'no answer',
	declined: 'they do not want to go',
	other: 'spoke to them',
};

/** Every event in plain words; a new event type does not compile without its line. */
export const timelineWords: Words = {
	'referral.created': plain('marked the patient for referral'),
	'release.asked': plain('asked a person to release the referral'),
	'release.given': ({ data }) => ({
		what: `released the referral to ${data.specialist.hospital}, ${data.specialist.service} (${data.urgency})`,
		detail: data.clinicalQuestion,
	}),
	'retry.requested': plain('asked to try again'),
	'referral.resend_requested': ({ data }) => ({
		what: 'asked to send the packet once more',
		detail: data.reason,
	}),
	'packet.incomplete': ({ data }) => ({
		what: `found ${count(data.gaps.length, 'gap', 'gaps')} in the packet`,
		detail: data.gaps.map((gap) => gap.label).join(', '),
	}),
	'packet.failed': ({ data }) => ({ what: 'could not build the packet', detail: data.message }),
	'gap.overridden': ({ data }) => ({
		what: 'decided to send without the missing records',
		detail: data.reason,
	}),
	'packet.built': ({ data }) => ({
		what: `built the packet with ${count(data.files.length, 'file', 'files')}`,
	}),
	'referral.sending': plain('starts to send the packet'),
	'referral.sent': plain('sent the packet to the hospital'),
	'transport.delivered': plain('got the receipt of the hospital'),
	'transport.failed': ({ data }) => ({ what: 'could not send the packet', detail: data.message }),
	'ack.received': ({ data }) => ({
		what: 'acknowledged the referral',
		detail: data.reference && `its record there: ${data.reference}`,
	}),
	'info.requested': ({ data }) => ({ what: 'asked for more information', detail: data.question }),
	'info.supplied': ({ data }) => ({ what: 'answered the question', detail: data.answer }),
	'decision.accepted': ({ data }) => ({
		what: data.offeredSlots?.length
			? `accepted the patient and offered ${count(data.offeredSlots.length, 'time', 'times')}`
			: 'accepted the patient',
		detail: data.instructions,
	}),
	'decision.declined': ({ data }) => ({ what: 'declined the referral', detail: data.reason }),
	'redirect.proposed': ({ data }) => ({
		what: 'proposed another hospital',
		detail: `${data.to}: ${data.reason}`,
	}),
	'redirect.chosen': ({ data }) => ({
		what: 'chose another hospital',
		detail: `${data.to}: ${data.reason}`,
	}),
	'redirect.confirmed': plain('sent the referral on to another hospital'),
	'outreach.sending': ({ data }) => ({ what: `starts ${message(data.number)} to the owner` }),
	'outreach.sent': ({ data }) => ({
		what: `sent ${message(data.number)} to the owner by ${data.channel}`,
	}),
	'outreach.failed': ({ data }) => ({
		what: `could not send ${message(data.number)} to the owner`,
		detail: data.message,
	}),
	'outreach.held': ({ data }) => ({
		what: 'holds back the next message to the owner',
		detail: data.reason,
	}),
	'outreach.exhausted': ({ data }) => ({
		what: 'asks a person to call the owner',
		detail: data.reason,
	}),
	'owner.replied': ({ data }) => ({ what: 'wrote back', detail: data.text }),
	'owner.opted_out': ({ data }) => ({ what: `wants no more messages by ${data.channel}` }),
	'owner.call_requested': ({ data }) => ({ what: 'asked for a call', detail: data.note }),
	'owner.unreachable': ({ data }) => ({ what: 'could not reach the owner', detail: data.reason }),
	'owner.called': ({ data }) => ({
		what: `called the owner: ${callResults[data.result]}`,
		detail: data.note,
	}),
	'outreach.paused': ({ data }) => ({
		what: 'paused the messages to the owner',
		detail: data.reason,
	}),
	'outreach.resumed': ({ data }) => ({
		what: 'allowed messages to the owner again',
		detail: data.reason,
	}),
	'hospital.called': ({ data }) => ({
		what: 'called the hospital',
		detail: [`spoke to ${data.spokeTo}`, data.number, data.note].filter(Boolean).join('; '),
	}),
	'appt.requested': ({ data }) => ({ what: 'asked for a time for the visit', detail: data.note }),
	'appt.scheduled': plain('booked the visit'),
	'appt.rescheduled': plain('moved the visit to another time'),
	'appt.cancelled': ({ data }) => ({ what: 'cancelled the visit', detail: data.reason }),
	'appt.no_show': plain('recorded that nobody came to the visit'),
	'notice.sending': plain('starts a notice to the hospital'),
	'notice.sent': plain('told the hospital'),
	'notice.failed': ({ data }) => ({ what: 'could not tell the hospital', detail: data.message }),
	'visit.started': plain('saw the patient'),
	'visit.claimed': ({ data }) => ({ what: 'says the visit took place', detail: data.text }),
	'interim.note': ({ data }) => ({ what: 'sent an update', detail: data.text }),
	'report.final': ({ data }) => ({
		what: `sent the report with ${count(data.files.length, 'file', 'files')}`,
	}),
	'report.amended': plain('sent a new version of the report'),
	'files.kept': plain('stored the files'),
	'report.filing': plain('starts to file the report'),
	'report.filed': plain('filed the report in the patient record'),
	'report.awaiting_human': ({ data }) => ({
		what: 'asks a person to file the report',
		detail: data.slip,
	}),
	'report.needs_review': ({ data }) => ({
		what: 'asks a person to check the report',
		detail: data.reasons.join('; '),
	}),
	'report.review_confirmed': plain('confirmed that the report belongs to the patient'),
	'report.rejected': ({ data }) => ({
		what: 'found that the report belongs to another patient',
		detail: data.reason,
	}),
	'report.filing_failed': ({ data }) => ({
		what: 'could not file the report',
		detail: data.message,
	}),
	'report.read': plain('read the report'),
	'question.answered': ({ data }) => ({
		what: `said whether the question was answered: ${data.answered}`,
	}),
	'followup.scheduling': plain('starts to arrange the follow-up'),
	'followup.created': ({ data }) => ({
		what:
			data.items.length === 0
				? 'found no follow-up in the report'
				: `arranged the follow-up (${count(data.items.length, 'item', 'items')})`,
		detail: data.items.map((item) => item.title).join('; '),
	}),
	'followup.done': plain('did a follow-up task'),
	'cancel.requested': ({ data }) => ({ what: 'asked to cancel the referral', detail: data.reason }),
	'cancel.confirmed': plain('confirmed the cancellation'),
	'cancel.withdrawn': ({ data }) => ({
		what: 'took the cancellation back',
		detail: data.reason,
	}),
	'urgency.changed': ({ data }) => ({
		what: `changed the urgency to ${data.urgency}`,
		detail: data.reason,
	}),
	'patient.deceased': ({ data }) => ({
		what: 'recorded that the patient has died',
		detail: data.note,
	}),
	'deceased.corrected': ({ data }) => ({
		what: 'corrected that the patient is alive',
		detail: data.reason,
	}),
	'links.withdrawn': ({ data }) => ({
		what: 'withdrew all links of the case',
		detail: data.reason,
	}),
	'effect.held': ({ data }) => ({ what: 'holds back a message (trial run)', detail: data.effect }),
	'effect.approved': ({ data }) => ({ what: 'let a held message go', detail: data.effect }),
	'alert.sending': () => ({ what: 'tells the clinic' }),
	'timer.fired': ({ data }) => ({ what: `told the clinic: ${toldWords(data.ask)}` }),
	'note.added': ({ data }) => ({ what: 'added a note', detail: data.text }),
	'person.asked': ({ data }) => ({ what: 'asks a person to decide', detail: data.why }),
	'person.settled': ({ data }) => ({ what: 'decided an open question', detail: data.answer }),
	'case.closed': ({ data }) => ({ what: `case ${outcomes[data.outcome]}`, detail: data.reason }),
	'case.reopened': ({ data }) => ({ what: 'reopened the case', detail: data.reason }),
};
