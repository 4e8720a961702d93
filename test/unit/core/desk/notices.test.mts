import { newNotices, noticesOf, openNotices } from '../../../../core/desk/notices';
import type { EventData } from '../../../../core/referral/events';
import { ACase, caseId } from './a-case.mts';

const slotOf = (story: ACase): string => story.state.decision.offeredSlots[0]?.start ?? '';
const asked = (): ACase => {
	const story = new ACase().accepted();
	story.posts('owner', { action: 'pick_slot', slot: slotOf(story) });
	return story;
};
const answered = (): ACase => {
	const story = new ACase().sent();
	story.posts('specialist', { action: 'ask_info', question: 'Which dose?', name: 'Dr Hugo Heart' });
	story.posts('clinic', { action: 'answer_question', answer: '5 mg', name: 'Dr Vera Sample' });
	return story;
};
const cancelling = (): ACase => {
	const story = new ACase().sent();
	story.posts('clinic', { action: 'cancel', reason: 'moved away', name: 'Dr Vera Sample' });
	return story;
};
const redirected = (story: ACase): ACase =>
	story
		.happens('redirect.chosen', { specialistId: 'b', to: 'B', reason: 'sooner' }, 'referrer')
		.happens('redirect.confirmed', { childCaseId: 'REF-cccccccccccc' });
const begin = (story: ACase): ACase => {
	const [notice] = newNotices(story.state);
	const { noticeId, type } = notice!;
	return story.happens('notice.sending', { noticeId, type });
};
const end = (story: ACase, type: 'notice.sent' | 'notice.failed'): ACase => {
	const [notice] = story.state.notices;
	const data = { noticeId: notice!.noticeId, type: notice!.type, message: 'm', hint: 'h' };
	return story.happens(type, data as EventData['notice.failed']);
};

const table: Array<[string, () => ACase, string[]]> = [
	['nothing is told before the packet was sent', () => new ACase().released(), []],
	['nothing is told while nobody wants anything', () => new ACase().accepted(), []],
	['the time an owner asked for is told', asked, ['appointment.requested']],
	['a booking ends that', () => new ACase().booked(), []],
	['an answer is told', answered, ['info.supplied']],
	['a cancellation is told', cancelling, ['referral.cancel_requested']],
	[
		'a visit that the owner cancels is told',
		() => new ACase().booked().happens('appt.cancelled', { by: 'owner', reason: 'ill' }, 'owner'),
		['appointment.cancelled'],
	],
	[
		'one that the hospital cancelled is not',
		() =>
			new ACase()
				.booked()
				.happens('appt.cancelled', { by: 'hospital', reason: 'ill' }, 'specialist'),
		[],
	],
	[
		'nor one of which the hospital told the clinic',
		() =>
			new ACase().booked().happens('appt.cancelled', { by: 'hospital', reason: 'ill' }, 'referrer'),
		[],
	],
	[
		'that it is taken back as well',
		() => cancelling().happens('cancel.withdrawn', { reason: 'mistake' }, 'referrer'),
		['referral.cancel_withdrawn'],
	],
	[
		'a death is told',
		() => new ACase().accepted().happens('patient.deceased', {}, 'referrer'),
		['patient.deceased'],
	],
	[
		'the hospital knows what it said itself',
		() => new ACase().accepted().happens('patient.deceased', {}, 'specialist'),
		[],
	],
	[
		'an end without a visit is told',
		() =>
			new ACase()
				.accepted()
				.happens('case.closed', { outcome: 'closed_no_visit', reason: 'cost' }, 'referrer'),
		['referral.closed'],
	],
	[
		'a redirect is told to the first hospital',
		() => redirected(new ACase().accepted()),
		['referral.closed'],
	],
	[
		'not to one that declined',
		() =>
			redirected(new ACase().sent().happens('decision.declined', { reason: 'full' }, 'specialist')),
		[],
	],
	[
		'a report about another patient goes back',
		() =>
			new ACase()
				.reported()
				.happens('report.rejected', { version: 1, reason: 'another dog' }, 'referrer'),
		['report.rejected'],
	],
];

test.each(table)('%s', (_name, given, types) => {
	expect(noticesOf(given().state).map(({ type }) => type)).toEqual(types);
});

test('a notice says what it is about', () => {
	const story = asked();
	expect(noticesOf(story.state)[0]?.data).toMatchObject({ slot: { start: slotOf(story) } });
	expect(noticesOf(answered().state)[0]?.data).toEqual({ answer: '5 mg' });
	expect(noticesOf(cancelling().state)[0]?.data).toEqual({ reason: 'moved away' });
});

test('a closed case tells nothing', () => {
	const story = cancelling();
	story.posts('specialist', { action: 'confirm_cancellation', name: 'Fay Frontdesk' });
	expect(noticesOf(story.state)).toEqual([]);
});

test.each([
	['asked', asked],
	['answered', answered],
	['cancelling', cancelling],
] as const)('a notice is new, then open, then over: %s', (_name, given) => {
	const story = given();
	expect([newNotices(story.state).length, openNotices(story.state).length]).toEqual([1, 0]);
	begin(story);
	expect([newNotices(story.state).length, openNotices(story.state).length]).toEqual([0, 1]);
	end(story, 'notice.sent');
	expect([newNotices(story.state).length, openNotices(story.state).length]).toEqual([0, 0]);
});

test('a notice that failed is not sent again by itself; a person has it on the list', () => {
	const story = end(begin(asked()), 'notice.failed');
	expect([newNotices(story.state).length, openNotices(story.state).length]).toEqual([0, 0]);
	expect(
		story.projected().asks.map(({ owes, key }) => `${owes} ${key.replace(/:.*/, '')}`),
	).toContain('clinic notice');
});

test('another time is another notice; the same state gives the same number', () => {
	const story = asked();
	const [one] = noticesOf(story.state);
	expect(noticesOf(story.state)[0]?.noticeId).toBe(one?.noticeId);
	expect(one?.noticeId.startsWith(`${caseId}/`)).toBe(true);
	const other = new ACase().accepted();
	const second = other.state.decision.offeredSlots[1]?.start ?? '';
	other.posts('owner', { action: 'pick_slot', slot: second });
	expect(noticesOf(other.state)[0]?.noticeId).not.toBe(one?.noticeId);
});
