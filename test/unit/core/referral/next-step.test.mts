import { isReminder } from '../../../../core/referral/reminder';
import { flowOf, nextStep, type Step } from '../../../../core/referral/next-step';
import {
	accepted,
	acknowledged,
	arranged,
	asked,
	booked,
	built,
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
	owner,
	released,
	releaseData,
	reportData,
	reported,
	seen,
	sending,
	type Story,
} from './story.mts';

const failed = (code = 'refused') => ({ ...delivery, ...failure, code });
const touch = (number: number, channel = 'sms') => ({ number, channel, kind: 'book_first' });
const override = { reason: 'urgent', fields: ['exam'] };
const touched = (story = accepted()) =>
	story.says('outreach.sending', touch(1)).says('outreach.sent', touch(1));

const table: Array<[string, () => Story, Step]> = [
	['a new case asks for its release', opened, 'release'],
	['the release is asked for once', () => opened().says('release.asked', {}), 'none'],
	['a released case is built', released, 'build'],
	[
		'missing records wait for people',
		() => released().says('packet.incomplete', incompleteData),
		'none',
	],
	[
		'overridden gaps are built',
		() => released().says('packet.incomplete', incompleteData).says('gap.overridden', override),
		'build',
	],
	[
		'new gaps after an override wait again',
		() =>
			released()
				.says('packet.incomplete', incompleteData)
				.says('gap.overridden', override)
				.says('packet.incomplete', incompleteData),
		'none',
	],
	[
		'completed records are tried again on request',
		() => released().says('packet.incomplete', incompleteData).says('retry.requested', {}),
		'build',
	],
	[
		'an unreadable record waits for people',
		() => released().says('packet.failed', failure),
		'none',
	],
	[
		'and is tried again on request',
		() => released().says('packet.failed', failure).says('retry.requested', {}),
		'build',
	],
	['a built packet is sent', built, 'build'],
	['a packet of unknown fate is sent again under its number', sending, 'build'],
	['a failed send waits for people', () => sending().says('transport.failed', failed()), 'none'],
	[
		'and is tried again on request',
		() => sending().says('transport.failed', failed()).says('retry.requested', {}),
		'build',
	],
	[
		'a request before the failure does not count',
		() => sending().says('retry.requested', {}).says('transport.failed', failed()),
		'none',
	],
	[
		'a release after a failure does not send by itself',
		() => sending().says('transport.failed', failed()).says('release.given', releaseData),
		'none',
	],
	['the hospital is waited for', delivered, 'awaitAck'],
	['also for its decision', acknowledged, 'awaitAck'],
	['an overdue hospital is not waited for', () => delivered().after(72), 'none'],
	[
		'a question waits for the clinic',
		() => delivered().says('info.requested', { question: 'q' }),
		'none',
	],
	['a decline waits for the clinic', declined, 'none'],
	['an accepted case writes to the owner', accepted, 'touch'],
	['after a message the owner is waited for', () => touched(), 'awaitOwner'],
	['when its time has come the next message goes', () => touched().after(49), 'touch'],
	[
		'a message of unknown fate is looked up',
		() => accepted().says('outreach.sending', touch(1)),
		'touch',
	],
	[
		'at night it waits for the morning',
		() => accepted().says('outreach.sending', touch(1)).after(13),
		'awaitOwner',
	],
	[
		'an owner who opted out meanwhile is called',
		() => accepted().says('outreach.sending', touch(1)).says('owner.opted_out', { channel: 'sms' }),
		'call',
	],
	[
		'in an emergency a person calls instead',
		() =>
			accepted()
				.says('outreach.sending', touch(1))
				.says('urgency.changed', { urgency: 'emergency', reason: 'worse' }),
		'call',
	],
	[
		'a message that failed is for a person',
		() =>
			accepted()
				.says('outreach.sending', touch(1))
				.says('outreach.failed', { number: 1, ...failure }),
		'none',
	],
	[
		'the end of the plan is a call',
		() =>
			touched()
				.after(24 * 30)
				.says('outreach.sent', touch(2))
				.says('outreach.sent', touch(3))
				.after(24 * 30),
		'call',
	],
	[
		'a call that is asked for is for a person',
		() => accepted().says('outreach.exhausted', { reason: 'r' }),
		'none',
	],
	['an emergency is a call', () => accepted({ urgency: 'emergency' }), 'call'],
	[
		'a hospital that calls the owner itself is let do so',
		() => accepted({ specialist: { ...releaseData.specialist, contactsOwnerFirst: 'hospital' } }),
		'none',
	],
	['a time asked for waits for the hospital', asked, 'none'],
	[
		'a case booked for tomorrow writes no more',
		() =>
			touched()
				.says('appt.scheduled', { appointment: { start: '2026-11-24T20:00:00Z' } })
				.after(72),
		'none',
	],
	['a visit that fell through is booked anew', () => booked().says('appt.no_show', {}), 'touch'],
	['after the visit nobody is written to', seen, 'none'],
	['a report is filed', reported, 'route'],
	[
		'filing of unknown fate is taken up again',
		() => reported().says('report.filing', { version: 1 }),
		'route',
	],
	[
		'a doubt waits for people',
		() => reported().says('report.needs_review', { version: 1, reasons: ['chip'] }),
		'none',
	],
	[
		'a settled doubt is filed',
		() =>
			reported()
				.says('report.needs_review', { version: 1, reasons: ['chip'] })
				.says('report.review_confirmed', { version: 1 }),
		'route',
	],
	[
		'filing by hand waits for people',
		() => reported().says('report.awaiting_human', { version: 1, slip: 's' }),
		'none',
	],
	[
		'failed filing waits for people',
		() =>
			reported()
				.says('report.filing', { version: 1 })
				.says('report.filing_failed', { version: 1, ...failure }),
		'none',
	],
	[
		'and is tried again on request',
		() =>
			reported()
				.says('report.filing', { version: 1 })
				.says('report.filing_failed', { version: 1, ...failure })
				.says('retry.requested', {}),
		'route',
	],
	['the follow-up is arranged', filed, 'followUp'],
	[
		'follow-up of unknown fate is taken up again',
		() => filed().says('followup.scheduling', { version: 1 }),
		'followUp',
	],
	['an arranged case is for people', arranged, 'none'],
	[
		'a new version of the report is filed',
		() => arranged().says('report.amended', reportData('h2')),
		'route',
	],
	[
		'a report in spite of a cancellation is filed',
		() => cancelling().says('report.final', reportData()),
		'route',
	],
	[
		'a report for a closed case is filed',
		() => ended('closed_no_visit').says('report.final', reportData()),
		'route',
	],
	[
		'and nothing more is done with it',
		() =>
			ended('closed_no_visit')
				.says('report.final', reportData())
				.says('report.filed', { version: 1, refs: [] }),
		'none',
	],
	['a report of a case that should not exist is not filed', () => ended('error', reported), 'none'],
	['a closed case rests', closed, 'none'],
	['a cancelled case rests', cancelled, 'none'],
	['a case that is being cancelled rests', cancelling, 'none'],
];

test.each(table)('%s', (_name, given, step) => {
	const { next } = given();
	expect(next.step).toBe(step);
	expect(next.why).toMatch(/\S/);
});

test('a step belongs to one workflow or to none', () => {
	const flows = [
		'release',
		'build',
		'awaitAck',
		'touch',
		'awaitOwner',
		'call',
		'route',
		'followUp',
		'none',
	] as const;
	expect(flows.map((step) => flowOf(step))).toEqual([
		...Array(6).fill('refer'),
		'outcome',
		'outcome',
		undefined,
	]);
});

test('a wait ends when the one who is waited for is overdue', () => {
	const story = delivered();
	expect(story.next.until).toBe(story.asks[0]?.dueAt);
	story.now = story.next.until!;
	expect(story.next.step).toBe('none');
});

test('without a contact a person calls', () => {
	const story = accepted();
	expect(nextStep(story.state, { ...story.context, owner: undefined }).step).toBe('call');
});

test('a paused clinic writes to nobody', () => {
	const story = accepted();
	const paused = { ...story.context, clinic: { ...clinic, mode: 'paused' as const } };
	expect(nextStep(story.state, paused).step).not.toBe('touch');
});

describe('a crash between intent and result', () => {
	const steps: Array<[string, () => Story, (story: Story) => Story]> = [
		['sending', built, (story) => story.says('referral.sending', delivery)],
		['a message', accepted, (story) => story.says('outreach.sending', touch(1))],
		['filing', reported, (story) => story.says('report.filing', { version: 1 })],
		['the follow-up', filed, (story) => story.says('followup.scheduling', { version: 1 })],
	];

	test.each(steps)('leads to the same step again: %s', (_name, given, intent) => {
		const story = given();
		const before = story.next;
		const after = intent(story).next;
		expect(after.step).toBe(before.step);
		const number = (next: typeof before) => next.touch?.action === 'send' && next.touch.number;
		expect(number(after)).toBe(number(before));
	});

	test('keeps the number of the delivery', () => {
		const story = sending().says('referral.sending', delivery, { key: '2' });
		expect(story.state.transport).toMatchObject({ deliveryId: delivery.deliveryId, attempts: 2 });
	});

	test('keeps the time of the first try of a message, where a look-up starts', () => {
		const story = accepted().says('outreach.sending', touch(1), { key: '1.1' });
		const first = story.now;
		story.after(1).says('outreach.sending', touch(1), { key: '1.2' });
		expect(story.state.outreach.touches).toEqual([
			expect.objectContaining({ number: 1, attempts: 2, firstAt: first, status: 'intended' }),
		]);
	});
});

describe('an owner is never written to', () => {
	const over: Array<[string, (story: Story) => Story]> = [
		[
			'who has booked',
			(story) => story.says('appt.scheduled', { appointment: { start: '2026-12-20T10:00:00Z' } }),
		],
		[
			'who has asked for a time',
			(story) => story.says('appt.requested', { slot: { start: '2026-12-20T10:00:00Z' } }),
		],
		[
			'whose referral is being cancelled',
			(story) => story.says('cancel.requested', { reason: 'r' }),
		],
		[
			'whose referral is cancelled',
			(story) => story.says('cancel.requested', { reason: 'r' }).says('cancel.confirmed', {}),
		],
		['whose pet has died', (story) => story.says('patient.deceased', {})],
		['whose pet was seen', (story) => story.says('visit.started', {})],
		['whose report has come', (story) => story.says('report.final', reportData())],
		[
			'whose case is closed',
			(story) => story.says('case.closed', { outcome: 'closed_no_visit', reason: 'r' }),
		],
		['whom the hospital has declined', (story) => story.says('decision.declined', { reason: 'r' })],
		['who opted out', (story) => story.says('owner.opted_out', { channel: 'sms' })],
	];

	test.each(over)('%s', (_name, ends) => {
		const before = [accepted(), touched(), accepted().says('outreach.sending', touch(1))];
		for (const story of before.map((given) => ends(given))) {
			for (let hours = 0; hours < 24 * 15; hours += 6) {
				const { touch } = story.after(6).next;
				// Whoever has booked may be reminded of the visit, and of nothing else.
				expect(touch?.action === 'send' && !isReminder(touch.number)).toBe(false);
			}
		}
	});

	test('without consent', () => {
		const story = accepted();
		const silent = { ...owner, smsConsent: { given: false } };
		expect(nextStep(story.state, { ...story.context, owner: silent }).step).toBe('call');
	});
});
