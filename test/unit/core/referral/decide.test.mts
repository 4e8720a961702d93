import type { EventData, EventType } from '../../../../core/referral/events';
import {
	accepted,
	acknowledged,
	arranged,
	asked,
	booked,
	built,
	cancelled,
	cancelling,
	closed,
	createdData,
	declined,
	delivered,
	delivery,
	ended,
	failure,
	filed,
	incompleteData,
	opened,
	packetData,
	released,
	releaseData,
	reportData,
	reported,
	seen,
	sending,
	Story,
	visitStart,
	type Saying,
} from './story.mts';

/** Given a history, when somebody says this, then these events follow, or this refusal. */
type Row = {
	[T in EventType]: [
		name: string,
		given: () => Story,
		type: T,
		data: EventData[T],
		then: string[] | string,
		saying?: Saying,
	];
}[EventType];

const closedAs = ['cancel.requested', 'case.closed'];
const reason = { reason: 'because' };
const slot = { slot: { start: visitStart } };
const appointment = { appointment: { start: visitStart } };
const later = { appointment: { start: '2026-12-02T15:00:00.000Z' } };
const end = (outcome: EventData['case.closed']['outcome'], why = 'because') => ({
	outcome,
	reason: why,
});

const table: Row[] = [
	['a mark opens a case', () => new Story(), 'referral.created', createdData, ['referral.created']],
	['a second mark of the same case is already so', opened, 'referral.created', createdData, []],
	[
		'nothing can be said of a case that does not exist',
		() => new Story(),
		'note.added',
		{ text: 'x' },
		'unknown_case',
	],
	['the release page is asked for once', opened, 'release.asked', {}, ['release.asked']],
	['after the release nobody is asked for it', released, 'release.asked', {}, []],
	['a person releases', opened, 'release.given', releaseData, ['release.given']],
	[
		'the hospital cannot release',
		opened,
		'release.given',
		releaseData,
		'not_allowed',
		{ role: 'specialist' },
	],
	[
		'nothing is released without consent',
		opened,
		'release.given',
		{ ...releaseData, consent: { ...releaseData.consent, share: false } },
		'no_consent',
	],
	[
		'nothing is released without an approved note',
		opened,
		'release.given',
		{ ...releaseData, noteApproved: false },
		'note_not_approved',
	],
	[
		'nothing is released without a question',
		opened,
		'release.given',
		{ ...releaseData, clinicalQuestion: '  ' },
		'question_missing',
	],
	[
		'what was sent cannot be released again',
		delivered,
		'release.given',
		releaseData,
		'already_sent',
	],
	['gaps are recorded', released, 'packet.incomplete', incompleteData, ['packet.incomplete']],
	[
		'gaps are overridden with a reason',
		released,
		'gap.overridden',
		{ reason: 'urgent', fields: ['exam'] },
		['gap.overridden'],
	],
	[
		'gaps are not overridden in silence',
		released,
		'gap.overridden',
		{ reason: ' ', fields: [] },
		'reason_missing',
	],
	['nothing is sent before the release', opened, 'referral.sending', delivery, 'not_released'],
	[
		'the intent of sending stands in the ledger',
		built,
		'referral.sending',
		delivery,
		['referral.sending'],
	],
	['nothing is sent twice', delivered, 'referral.sending', delivery, 'already_sent'],
	[
		'nothing is sent after a cancellation',
		() => released().says('cancel.requested', reason),
		'referral.sending',
		delivery,
		'stopped',
	],
	[
		'nothing is sent for a patient that has died',
		() => built().says('patient.deceased', {}),
		'referral.sending',
		delivery,
		'stopped',
	],
	['a receipt is recorded', sending, 'transport.delivered', delivery, ['transport.delivered']],
	['a receipt that comes twice is known', delivered, 'transport.delivered', delivery, []],
	[
		'the owner cannot confirm a delivery',
		sending,
		'transport.delivered',
		delivery,
		'not_allowed',
		{ role: 'owner' },
	],
	['sent after delivered is already so', delivered, 'referral.sent', delivery, []],
	[
		'a failure of sending is recorded',
		sending,
		'transport.failed',
		{ ...delivery, ...failure },
		['transport.failed'],
	],
	['the hospital acknowledges', delivered, 'ack.received', {}, ['ack.received']],
	['a second acknowledgment is already so', acknowledged, 'ack.received', {}, []],
	[
		'an acknowledgment during a cancellation asks a person',
		cancelling,
		'ack.received',
		{},
		['ack.received', 'person.asked'],
	],
	[
		'the hospital asks',
		acknowledged,
		'info.requested',
		{ question: 'Which dose?' },
		['info.requested'],
	],
	[
		'an empty question is refused',
		acknowledged,
		'info.requested',
		{ question: '' },
		'question_missing',
	],
	[
		'a question after the decision asks a person',
		accepted,
		'info.requested',
		{ question: 'Which dose?' },
		['info.requested', 'person.asked'],
	],
	[
		'the clinic answers',
		() => delivered().says('info.requested', { question: 'Which dose?' }),
		'info.supplied',
		{ answer: '5 mg' },
		['info.supplied'],
	],
	['an empty answer is refused', delivered, 'info.supplied', { answer: ' ' }, 'answer_missing'],
	['the hospital accepts', delivered, 'decision.accepted', {}, ['decision.accepted']],
	['a second acceptance is already so', accepted, 'decision.accepted', {}, []],
	[
		'new times on a second acceptance are taken',
		accepted,
		'decision.accepted',
		{ offeredSlots: [{ start: visitStart }] },
		['decision.accepted'],
	],
	[
		'the clinic may relay an acceptance by phone',
		delivered,
		'decision.accepted',
		{},
		['decision.accepted'],
		{ role: 'referrer' },
	],
	[
		'the owner cannot accept for the hospital',
		delivered,
		'decision.accepted',
		{},
		'not_allowed',
		{ role: 'owner' },
	],
	[
		'an acceptance during a cancellation asks a person',
		cancelling,
		'decision.accepted',
		{},
		['decision.accepted', 'person.asked'],
	],
	[
		'the hospital declines with a reason',
		delivered,
		'decision.declined',
		reason,
		['decision.declined'],
	],
	[
		'a decline without a reason is refused',
		delivered,
		'decision.declined',
		{ reason: '' },
		'reason_missing',
	],
	['a second decline is already so', declined, 'decision.declined', reason, []],
	['a decline may follow a booking', booked, 'decision.declined', reason, ['decision.declined']],
	[
		'another hospital proposed asks a person',
		delivered,
		'redirect.proposed',
		{ to: 'Other', reason: 'no cardiologist' },
		['redirect.proposed', 'person.asked'],
	],
	[
		'a redirect closes the case with its successor',
		declined,
		'redirect.confirmed',
		{ childCaseId: 'REF-cccccccccccc' },
		['redirect.confirmed', 'case.closed'],
	],
	[
		'a redirect without a successor is refused',
		declined,
		'redirect.confirmed',
		{ childCaseId: '' },
		'no_successor',
	],
	[
		'a redirect of a closed case does not close it again',
		cancelled,
		'redirect.confirmed',
		{ childCaseId: 'REF-cccccccccccc' },
		['redirect.confirmed'],
	],
	[
		'a message is begun',
		accepted,
		'outreach.sending',
		{ number: 1, channel: 'sms', kind: 'book_first' },
		['outreach.sending'],
	],
	[
		'a sent message is recorded',
		() => accepted().says('outreach.sending', { number: 1, channel: 'sms', kind: 'k' }),
		'outreach.sent',
		{ number: 1, channel: 'sms' },
		['outreach.sent'],
	],
	[
		'a message is recorded as sent once',
		() => accepted().says('outreach.sent', { number: 1, channel: 'sms' }),
		'outreach.sent',
		{ number: 1, channel: 'sms' },
		[],
	],
	[
		'the hospital cannot text for us',
		accepted,
		'outreach.sent',
		{ number: 1, channel: 'sms' },
		'not_allowed',
		{ role: 'specialist' },
	],
	[
		'the end of the plan is recorded',
		accepted,
		'outreach.exhausted',
		reason,
		['outreach.exhausted'],
	],
	[
		'the end of the plan is recorded once',
		() => accepted().says('outreach.exhausted', reason),
		'outreach.exhausted',
		reason,
		[],
	],
	['an owner asks for a time', accepted, 'appt.requested', slot, ['appt.requested']],
	['the same time asked for twice is already so', asked, 'appt.requested', slot, []],
	[
		'a time that is no time is refused',
		accepted,
		'appt.requested',
		{ slot: { start: 'Tue Nov 24 2026' } },
		'bad_time',
	],
	[
		'a time asked for after a decline asks a person',
		declined,
		'appt.requested',
		slot,
		['appt.requested', 'person.asked'],
	],
	['the hospital books', accepted, 'appt.scheduled', appointment, ['appt.scheduled']],
	['the same booking twice is already so', booked, 'appt.scheduled', appointment, []],
	[
		'a booking that ends at no time is refused',
		accepted,
		'appt.scheduled',
		{ appointment: { start: visitStart, end: 'noon' } },
		'bad_time',
	],
	[
		'a booking before the decision is taken',
		delivered,
		'appt.scheduled',
		appointment,
		['appt.scheduled'],
	],
	['the hospital moves the visit', booked, 'appt.rescheduled', later, ['appt.rescheduled']],
	[
		'the owner cancels the visit',
		booked,
		'appt.cancelled',
		{ by: 'owner', reason: 'ill' },
		['appt.cancelled'],
		{ role: 'owner' },
	],
	[
		'a visit is cancelled once',
		() => booked().says('appt.cancelled', { by: 'owner', reason: 'ill' }),
		'appt.cancelled',
		{ by: 'owner', reason: 'ill' },
		[],
	],
	['the owner did not come', booked, 'appt.no_show', {}, ['appt.no_show']],
	['an owner did not come once', () => booked().says('appt.no_show', {}), 'appt.no_show', {}, []],
	[
		'the clinic cannot say that the owner did not come',
		booked,
		'appt.no_show',
		{},
		'not_allowed',
		{ role: 'referrer' },
	],
	['the visit takes place', booked, 'visit.started', {}, ['visit.started']],
	['a visit takes place once', seen, 'visit.started', {}, []],
	['a visit at no time is refused', booked, 'visit.started', { visitedAt: 'noon' }, 'bad_time'],
	['a report comes', seen, 'report.final', reportData(), ['report.final']],
	['the same report twice is known by its content', reported, 'report.final', reportData(), []],
	[
		'another version of the report is taken',
		reported,
		'report.amended',
		reportData('h2'),
		['report.amended'],
	],
	[
		'a report may come straight after the acceptance',
		accepted,
		'report.final',
		reportData(),
		['report.final'],
	],
	[
		'a report after a cancellation is taken',
		cancelling,
		'report.final',
		reportData(),
		['report.final'],
	],
	[
		'a report after closing asks a person',
		cancelled,
		'report.final',
		reportData(),
		['report.final', 'person.asked'],
	],
	['filing is claimed', reported, 'report.filing', { version: 1 }, ['report.filing']],
	['nothing is filed without a report', seen, 'report.filing', { version: 1 }, 'no_report'],
	[
		'nothing is filed while the patient is in doubt',
		() => reported().says('report.needs_review', { version: 1, reasons: ['chip'] }),
		'report.filing',
		{ version: 1 },
		'needs_review',
	],
	['a filed report is filed once', filed, 'report.filed', { version: 1, refs: [] }, []],
	['a report is read once', () => filed().says('report.read', {}), 'report.read', {}, []],
	[
		'a cancellation before anything left ends the case',
		released,
		'cancel.requested',
		reason,
		closedAs,
	],
	[
		'a cancellation after a clear no ends the case',
		() => sending().says('transport.failed', { ...delivery, ...failure }),
		'cancel.requested',
		reason,
		closedAs,
	],
	[
		'a cancellation while the packet may be arriving waits for the hospital',
		sending,
		'cancel.requested',
		reason,
		['cancel.requested'],
	],
	[
		'a cancellation when nobody knows whether it arrived waits for the hospital',
		() => sending().says('transport.failed', { ...delivery, ...failure, code: 'unknown_fate' }),
		'cancel.requested',
		reason,
		['cancel.requested'],
	],
	[
		'a cancellation after sending waits for the hospital',
		delivered,
		'cancel.requested',
		reason,
		['cancel.requested'],
	],
	[
		'a cancellation without a reason is refused',
		delivered,
		'cancel.requested',
		{ reason: '' },
		'reason_missing',
	],
	['a cancellation is asked for once', cancelling, 'cancel.requested', reason, []],
	[
		'the confirmation ends the case',
		cancelling,
		'cancel.confirmed',
		{},
		['cancel.confirmed', 'case.closed'],
	],
	[
		'there is nothing to confirm without a request',
		delivered,
		'cancel.confirmed',
		{},
		'nothing_to_confirm',
	],
	[
		'a confirmation after the report does not hide the report',
		() => cancelling().says('report.final', reportData()),
		'cancel.confirmed',
		{},
		['cancel.confirmed'],
	],
	[
		'the patient dies once',
		() => accepted().says('patient.deceased', {}),
		'patient.deceased',
		{},
		[],
		{ role: 'owner' },
	],
	[
		'a case closes when all is done',
		() => arranged(),
		'case.closed',
		end('closed'),
		['case.closed'],
	],
	[
		'a case does not close before the report is filed',
		reported,
		'case.closed',
		end('closed'),
		'not_filed',
	],
	[
		'a case does not close before the follow-up is arranged',
		filed,
		'case.closed',
		end('closed'),
		'follow_up_open',
	],
	[
		'a case is never closed in silence',
		accepted,
		'case.closed',
		end('closed_no_visit', ' '),
		'reason_missing',
	],
	[
		'a case closes without a visit',
		accepted,
		'case.closed',
		end('closed_no_visit'),
		['case.closed'],
	],
	['a closed case is closed already', closed, 'case.closed', end('error'), []],
	[
		'only the clinic reopens',
		closed,
		'case.reopened',
		reason,
		'not_allowed',
		{ role: 'specialist' },
	],
	['the clinic reopens', closed, 'case.reopened', reason, ['case.reopened']],
	[
		'an owner who writes after closing asks a person',
		() => ended('closed_no_visit'),
		'owner.replied',
		{ kind: 'other', text: 'hello', confidence: 1 },
		['owner.replied', 'person.asked'],
	],
	[
		'an opt-out after closing is taken',
		closed,
		'owner.opted_out',
		{ channel: 'sms' },
		['owner.opted_out'],
	],
];

test.each(table)('%s', (...row) => {
	const [, given, type, data, then, saying] = row as Row;
	const story = given();
	const decided = story.tries(type, data as never, saying);
	if (typeof then === 'string') {
		expect(decided).toMatchObject({ ok: false, refusal: { code: then } });
		if (!decided.ok) {
			expect(decided.refusal.message).toMatch(/\S.*[.]$/);
			expect(decided.refusal.hint).toMatch(/\S.*[.]$/);
		}
	} else {
		expect(decided.ok && decided.value.map((event) => event.type)).toEqual(then);
	}
});

test.each(table.filter(([, , , , then]) => Array.isArray(then)))(
	'said twice with one key it is one act: %s',
	(...row) => {
		const [, given, type, data, , saying] = row as Row;
		const story = given().says(type, data as never, { ...saying, key: 'same' });
		const before = story.events.length;
		story.after(1).says(type, data as never, { ...saying, key: 'same' });
		expect(story.events).toHaveLength(before);
	},
);

test('a packet that was built with gaps keeps every override decided so far', () => {
	const story = released()
		.says('packet.incomplete', incompleteData)
		.says('gap.overridden', { reason: 'urgent', fields: ['exam'] })
		.says('packet.incomplete', incompleteData)
		.says('gap.overridden', { reason: 'later', fields: ['labs'] });
	expect(story.state.override).toMatchObject({ reason: 'later', fields: ['exam', 'labs'] });
	expect(story.says('packet.built', packetData).state.incomplete).toBeUndefined();
});
