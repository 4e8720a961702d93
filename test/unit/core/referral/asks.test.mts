import { asksOf, type Ask } from '../../../../core/referral/asks';
import type { ReferralEvent } from '../../../../core/referral/events';
import { never, nextTell, tellsDue } from '../../../../core/referral/telling';
import {
	accepted,
	acknowledged,
	arranged,
	asked,
	booked,
	cancelled,
	cancelling,
	clinic,
	closed,
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
	reportData,
	reported,
	seen,
	type Story,
	visitStart,
} from './story.mts';

const sms = { number: 1, channel: 'sms' };
const notice = { noticeId: 'n1', type: 'appointment.requested' };
const toldFailed = { ...notice, message: 'm', hint: 'h' };
const cancelNotice = { noticeId: 'n2', type: 'referral.cancel_requested' };

/** Time limits in the background are told elsewhere. */
const shown = (asks: Ask[]): Ask[] => asks.filter((ask) => !ask.quiet);

const shownOf = (story: Story): string[] =>
	shown(story.asks).map(({ owes, key }) => `${owes}:${key}`);
const late = `clinic:late_visit:${visitStart}`;
const second = { deliveryId: `${delivery.deliveryId.slice(0, -1)}2`, channel: delivery.channel };

/** Situation → what is owed, as "who:key", most urgent first. */
const owed: Array<[string, () => Story, string[]]> = [
	['a new case waits for its release', opened, ['clinic:release']],
	['a released case is sent', released, ['system:send']],
	[
		'missing records wait for the clinic',
		() => released().says('packet.incomplete', incompleteData),
		['clinic:gaps'],
	],
	[
		'a decision to send anyway is carried out',
		() =>
			released()
				.says('packet.incomplete', incompleteData)
				.says('gap.overridden', { reason: 'urgent', fields: ['exam'] }),
		['system:send'],
	],
	[
		'other records that are missing are asked for again',
		() =>
			released()
				.says('packet.incomplete', incompleteData)
				.says('gap.overridden', { reason: 'urgent', fields: ['exam'] })
				.says('packet.incomplete', incompleteData),
		['clinic:gaps'],
	],
	[
		'a record that cannot be read is for a person',
		() => released().says('packet.failed', failure),
		['clinic:packet'],
	],
	[
		'a failure of sending is for a person',
		() =>
			released()
				.says('packet.built', packetData)
				.says('referral.sending', delivery)
				.says('transport.failed', { ...delivery, ...failure }),
		['clinic:transport'],
	],
	['the hospital owes an acknowledgment', delivered, ['hospital:ack']],
	['then a decision', acknowledged, ['hospital:decision']],
	[
		'its question is owed by the clinic',
		() => delivered().says('info.requested', { question: 'Which dose?' }),
		['clinic:info'],
	],
	[
		'an answer gives the turn back',
		() =>
			delivered()
				.says('info.requested', { question: 'Which dose?' })
				.says('info.supplied', { answer: '5 mg' }),
		['hospital:decision'],
	],
	['a decline is for a person', declined, ['clinic:declined']],
	['the owner books', accepted, ['owner:booking']],
	[
		'a message that failed is for a person',
		() =>
			accepted()
				.says('outreach.sending', { ...sms, kind: 'k' })
				.says('outreach.failed', { number: 1, ...failure }),
		['clinic:touch'],
	],
	[
		'at the end of the plan a person calls',
		() => accepted().says('outreach.exhausted', { reason: 'all sent' }),
		['clinic:call_owner'],
	],
	[
		'an owner who wants a call gets one',
		() => accepted().says('owner.call_requested', {}),
		['clinic:call', 'owner:booking'],
	],
	['the hospital confirms the time', asked, ['hospital:slot']],
	[
		'a time nobody told the hospital is for a person',
		() => asked().says('notice.sending', notice).says('notice.failed', toldFailed),
		['clinic:notice:n1', 'hospital:slot'],
	],
	[
		'a message to the hospital without a result is looked after',
		() => asked().says('notice.sending', notice),
		['system:notice:n1', 'hospital:slot'],
	],
	[
		'a message that the booking made needless is not',
		() =>
			asked()
				.says('notice.sending', notice)
				.says('notice.failed', toldFailed)
				.says('appt.scheduled', { appointment: { start: visitStart } }),
		['hospital:visit', late],
	],
	['the hospital says whether the visit took place', booked, ['hospital:visit', late]],
	[
		'that a visit is later than wanted is said once',
		() => booked().says('timer.fired', { ask: late.slice('clinic:'.length), dueAt: visitStart }),
		['hospital:visit'],
	],
	[
		'a visit within the wanted time is nobody\u2019s concern',
		() => accepted().says('appt.scheduled', { appointment: { start: '2026-11-24T15:00:00.000Z' } }),
		['hospital:visit'],
	],
	[
		'a time the clinic only heard of is confirmed',
		() =>
			accepted().says(
				'appt.scheduled',
				{ appointment: { start: '2026-11-24T15:00:00.000Z' } },
				{ role: 'referrer' },
			),
		['hospital:visit', 'hospital:appointment'],
	],
	[
		'what the owner says of a visit is confirmed by the hospital',
		() => accepted().says('visit.claimed', { text: 'we were there' }),
		['hospital:visit'],
	],
	[
		'after the visit it owes a note and the report',
		seen,
		['hospital:discharge_note', 'hospital:report'],
	],
	[
		'after the note the report',
		() => seen().says('interim.note', { text: 'went home well' }),
		['hospital:report'],
	],
	[
		'during a stay the next note',
		() => seen().says('interim.note', { text: 'stays', staying: true }),
		['hospital:report', 'hospital:stay_update'],
	],
	[
		'an emergency is called, not only sent',
		() => delivered().says('urgency.changed', { urgency: 'emergency', reason: 'worse' }),
		['clinic:emergency_call', 'hospital:ack'],
	],
	[
		'until somebody was spoken to',
		() =>
			delivered()
				.says('urgency.changed', { urgency: 'emergency', reason: 'worse' })
				.says('hospital.called', { spokeTo: 'Reception' }),
		['hospital:ack'],
	],
	[
		'a packet that was asked for again is sent',
		() => acknowledged().says('referral.resend_requested', { reason: 'lost' }),
		['hospital:decision', 'system:resend'],
	],
	[
		'a second packet that failed is for a person',
		() =>
			acknowledged()
				.says('referral.resend_requested', { reason: 'lost' })
				.says('referral.sending', second)
				.says('transport.failed', { ...second, ...failure }),
		['clinic:resend', 'hospital:decision'],
	],
	[
		'a redirect opens the other referral',
		() => declined().says('redirect.chosen', { specialistId: 'b', to: 'B', reason: 'full' }),
		['system:redirect'],
	],
	[
		'what shadow mode keeps in is looked at by a person',
		() => accepted().says('effect.held', { effect: 'touch:1' }),
		['clinic:approve:touch:1', 'owner:booking'],
	],
	[
		'a packet that shadow mode keeps in is not owed by the workflow as well',
		() => released().says('effect.held', { effect: 'send' }),
		['clinic:approve:send'],
	],
	[
		'a packet that a person approved is the turn of the workflow',
		() =>
			released()
				.says('effect.held', { effect: 'send' })
				.says('effect.approved', { effect: 'send' }),
		['system:send'],
	],
	[
		'paused messages are resumed or replaced by a call',
		() => accepted().says('outreach.paused', { reason: 'complaint' }),
		['clinic:paused', 'owner:booking'],
	],
	[
		'a call to the owner settles the wish for it',
		() =>
			accepted()
				.says('owner.call_requested', {})
				.after(1)
				.says('owner.called', { result: 'will_book' }),
		['owner:booking'],
	],
	[
		'a call that nobody answered is made again',
		() =>
			accepted()
				.says('outreach.exhausted', { reason: 'all' })
				.after(1)
				.says('owner.called', { result: 'no_answer' }),
		['clinic:call_owner'],
	],
	[
		'a rejected report leaves the report owed',
		() => reported().says('report.rejected', { version: 1, reason: 'another dog' }),
		['hospital:discharge_note', 'hospital:report'],
	],
	[
		'a rejected report that was filed is taken out by a person',
		() => filed().says('report.rejected', { version: 1, reason: 'another dog' }),
		['clinic:question:unfile:1', 'hospital:discharge_note', 'hospital:report'],
	],
	[
		'a cancellation that was taken back leaves what was owed before',
		() =>
			delivered()
				.says('cancel.requested', { reason: 'x' })
				.says('cancel.withdrawn', { reason: 'y' }),
		['hospital:ack'],
	],
	[
		'a visit that fell through is booked anew',
		() => booked().says('appt.no_show', {}),
		['owner:booking'],
	],
	['a report is filed', reported, ['system:filing']],
	[
		'a doubt about the patient is for a person',
		() => reported().says('report.needs_review', { version: 1, reasons: ['chip'] }),
		['clinic:review'],
	],
	[
		'a slip is filed by a person',
		() => reported().says('report.awaiting_human', { version: 1, slip: 'no write access' }),
		['clinic:file'],
	],
	[
		'a failure of filing is for a person',
		() =>
			reported()
				.says('report.filing', { version: 1 })
				.says('report.filing_failed', { version: 1, ...failure }),
		['clinic:filing'],
	],
	['the follow-up is arranged', filed, ['system:follow_up']],
	['then somebody reads, and does the tasks', arranged, ['clinic:read', 'clinic:task:t1']],
	['a cancellation is confirmed by the hospital', cancelling, ['hospital:cancel']],
	[
		'a cancellation the hospital was not told of is for a person',
		() =>
			cancelling()
				.says('notice.sending', cancelNotice)
				.says('notice.failed', { ...cancelNotice, message: 'm', hint: 'h' }),
		['clinic:notice:n2', 'hospital:cancel'],
	],
	[
		'a report in spite of a cancellation is filed',
		() => cancelling().says('report.final', reportData()),
		['system:filing'],
	],
	[
		'the death of a patient is for a person',
		() => accepted().says('patient.deceased', {}),
		['clinic:deceased'],
	],
	[
		'a question stays until it is settled',
		() => cancelling().says('ack.received', {}),
		['clinic:question:ack.received@cancel_requested', 'hospital:cancel'],
	],
	['nothing is owed on a closed case', closed, []],
	['nothing is owed on a cancelled case', cancelled, []],
	['nothing is owed on a case that should not exist', () => ended('error', reported), []],
	[
		'news for a closed case is for a person',
		() => ended('closed_no_visit').says('appt.scheduled', { appointment: { start: visitStart } }),
		['clinic:question:appt.scheduled@closed_no_visit'],
	],
	[
		'a report for a closed case is for a person, and is filed',
		() => ended('closed_no_visit').says('report.final', reportData()),
		['clinic:question:report.final@closed_no_visit', 'system:filing'],
	],
	[
		'once it is filed only the question stays',
		() =>
			ended('closed_no_visit')
				.says('report.final', reportData())
				.says('report.filed', { version: 1, refs: [] }),
		['clinic:question:report.final@closed_no_visit'],
	],
];

test.each(owed)('%s', (_name, given, expected) => {
	expect([...shownOf(given())].sort()).toEqual([...expected].sort());
});

test('the most urgent comes first', () => {
	const { asks } = accepted().says('owner.call_requested', {});
	expect(asks.map(({ dueAt }) => dueAt)).toEqual(asks.map(({ dueAt }) => dueAt).sort());
});

describe('times', () => {
	const due = (story: Story, key: string) => story.asks.find((ask) => ask.key === key)?.dueAt;
	/** Friday 16:30 in New York; the clinic opens again on Monday. */
	const friday = '2026-11-20T21:30:00.000Z';
	const at = (story: Story, iso: string): Story => {
		const events = story.events.map(
			(event): ReferralEvent => ({ ...event, at: iso, receivedAt: iso }),
		);
		return Object.assign(story.copy(), { events, now: iso });
	};

	test('a routine acknowledgment waits for opening hours', () => {
		expect(due(at(delivered(), friday), 'ack')).toMatch(/^2026-11-2[34]T/);
	});

	test('an urgent one runs on through the night', () => {
		expect(due(at(delivered({ urgency: 'urgent' }), friday), 'ack')).toBe(
			'2026-11-20T22:30:00.000Z',
		);
	});

	test('an emergency gives the hospital 15 minutes, whatever the hour', () => {
		expect(due(at(delivered({ urgency: 'emergency' }), friday), 'ack')).toBe(
			'2026-11-20T21:45:00.000Z',
		);
	});

	test('an emergency never waits for the clinic to open', () => {
		const story = at(
			released({ urgency: 'emergency' }).says('packet.incomplete', incompleteData),
			friday,
		);
		expect(due(story, 'gaps')).toBe('2026-11-20T22:00:00.000Z');
	});

	test('what a hospital owes is counted in its own hours', () => {
		const story = at(delivered(), friday);
		const hours = Object.fromEntries(
			Object.keys(clinic.hours).map((day) => [day, [{ open: '00:00', close: '24:00' }]]),
		) as typeof clinic.hours;
		const open = { timeZone: 'America/New_York', hours, holidays: [] };
		const [ask] = asksOf(story.state, { ...story.context, hospitalCalendar: open });
		expect(ask?.dueAt).toBe('2026-11-21T01:30:00.000Z');
	});

	test('a change of urgency moves what is owed', () => {
		const story = delivered();
		const before = due(story, 'ack') ?? '';
		const after = due(
			story.says('urgency.changed', { urgency: 'emergency', reason: 'worse' }),
			'ack',
		);
		expect((after ?? '') < before).toBe(true);
	});

	test('a timer that is off takes the deadline away, not the work of a person', () => {
		const story = arranged({ urgency: 'emergency' });
		const task = story.asks.find((ask) => ask.key === 'task:t1');
		expect(task).toMatchObject({ dueAt: never, forPerson: true });
		expect(nextTell(story.state, task!)).toBe(task!.since);
	});

	test('a visit that fell through gives the owner new time', () => {
		const story = booked()
			.after(24 * 20)
			.says('appt.no_show', {});
		expect(due(story, 'booking')! > story.now).toBe(true);
	});
});

describe('telling', () => {
	const tell = (story: Story) => tellsDue(story.state, story.asks, story.now);
	/** Tells what is due and records it, as Watch does; gives the keys and whether they were late. */
	const watch = (story: Story): string[] => {
		const tells = tell(story);
		for (const { ask, at } of tells) {
			story.says('timer.fired', { ask: ask.key, dueAt: at }, { key: `${ask.key}:${at}` });
		}
		return tells.map(({ ask, overdue }) => `${ask.key}${overdue ? ' late' : ''}`);
	};

	test('work of a person is told when it arises and again when it is late, never more', () => {
		const story = opened();
		expect(watch(story)).toEqual(['release']);
		expect(watch(story.after(1))).toEqual([]);
		expect(watch(story.after(24))).toEqual(['release late']);
		expect(watch(story.after(240))).toEqual([]);
		const stale = story.asks.find(({ key }) => key === 'stale');
		expect(story.row().tellAt).toBe(stale?.dueAt);
	});

	test('when nobody looked in between, both are told as one', () => {
		const story = opened().after(48);
		expect(watch(story)).toEqual(['release late']);
		expect(watch(story.after(1))).toEqual([]);
	});

	test('what others owe is told only when it is late', () => {
		const story = delivered();
		expect(watch(story)).toEqual([]);
		expect(watch(story.after(5))).toEqual(['ack late']);
		expect(watch(story.after(5))).toEqual([]);
	});

	test('after the hard stop a person is asked to call or to choose another service', () => {
		const story = delivered();
		watch(story.after(5));
		expect(watch(story.after(48))).toEqual(['ack_stop late']);
		story.says('hospital.called', { spokeTo: 'Reception' });
		expect(watch(story)).toEqual([]);
		expect(watch(story.after(48))).toEqual(['ack late', 'ack_stop late']);
	});

	test('an owner whom nobody wrote to in time is told of', () => {
		const story = accepted();
		expect(watch(story)).toEqual([]);
		expect(watch(story.after(1))).toEqual(['first_message late']);
	});

	test('a failure is told at once', () => {
		expect(watch(released().says('packet.failed', failure))).toEqual(['packet late']);
	});

	test('a second failure is told again', () => {
		const story = released().says('packet.failed', failure);
		watch(story);
		story.after(1).says('retry.requested', {}).says('packet.failed', failure);
		expect(watch(story)).toEqual(['packet late']);
	});

	test('a question asked again is told again', () => {
		const story = cancelling().says('ack.received', {}, { key: 'a' });
		expect(watch(story)).toContain('question:ack.received@cancel_requested late');
		story.after(1).says('person.settled', { key: 'ack.received@cancel_requested', answer: 'ok' });
		story.says('decision.accepted', {}, { key: 'b' });
		expect(watch(story)).toContain('question:decision.accepted@cancel_requested late');
	});

	test('a visit that fell through after the plan was used up is told again', () => {
		const story = accepted().says('outreach.exhausted', { reason: 'all sent' });
		expect(watch(story)).toEqual(['call_owner late']);
		story.says('appt.scheduled', { appointment: { start: visitStart } });
		story.after(24 * 8).says('appt.no_show', {});
		expect(watch(story)).toEqual(['call_owner late']);
		expect(watch(story.after(1))).toEqual([]);
	});

	test('the row says when somebody is next to be told', () => {
		const story = opened();
		expect(story.row().tellAt).toBe(story.asks[0]!.since);
		watch(story);
		expect(story.row().tellAt).toBe(story.asks[0]!.dueAt);
	});
});
