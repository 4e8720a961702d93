import { deliveryIdFor, mailMayBeOut } from '../../../../core/referral/delivery';
import { claimedTouch, mayHaveArrived } from '../../../../core/referral/state';
import { accepted, built, caseId, delivered, delivery, failure, type Story } from './story.mts';

const uncertain = { ...delivery, ...failure, code: 'unknown_fate' };
const refused = { ...delivery, ...failure, code: 'refused' };
const begun = (story: Story): Story => story.says('referral.sending', delivery);
const asksAgain = (story: Story): Story => story.says('retry.requested', {});

describe('a mail with the packet that nobody can look up', () => {
	const cases: Array<[string, () => Story, boolean]> = [
		['the first try cannot be a repeat', () => begun(built()), false],
		['a try whose run died may have left', () => begun(begun(built())), true],
		[
			'who asked before the first try did not ask for a second',
			() => begun(begun(asksAgain(built()))),
			true,
		],
		['a person who asks after the try gets another', () => begun(asksAgain(begun(built()))), false],
		['what was asked for once goes once', () => begun(begun(asksAgain(begun(built())))), true],
		[
			'after a failure nobody could judge a person asks',
			() => begun(asksAgain(begun(built()).says('transport.failed', uncertain))),
			false,
		],
	];

	test.each(cases)('%s', (_name, story, expected) => {
		expect(mailMayBeOut(story().state)).toBe(expected);
	});

	test('the same holds for a packet that goes once more', () => {
		const again = { ...delivery, deliveryId: `${caseId}/d2` };
		const story = delivered()
			.says('referral.resend_requested', { reason: 'lost' })
			.says('referral.sending', again);
		expect(mailMayBeOut(story.state)).toBe(false);
		expect(mailMayBeOut(story.says('referral.sending', again).state)).toBe(true);
	});
});

describe('a clear "no" after a try without an answer', () => {
	const story = (): Story => begun(begun(built())).says('transport.failed', refused);

	test('does not undo that the packet may be there', () => {
		expect(mayHaveArrived(story().state)).toBe(true);
	});

	test('keeps the number of the delivery, so that it is taken once', () => {
		expect(deliveryIdFor(story().state)).toBe(`${caseId}/d1`);
	});

	test('a "no" to the only try makes the next one a new delivery', () => {
		const once = begun(built()).says('transport.failed', refused);
		expect(mayHaveArrived(once.state)).toBe(false);
		expect(deliveryIdFor(once.state)).toBe(`${caseId}/d2`);
	});
});

test('a run sends the message it has claimed, not one that was left behind', () => {
	const left = accepted().says('outreach.sending', {
		number: 1,
		channel: 'sms',
		kind: 'book_first',
	});
	expect(claimedTouch(left.state)?.number).toBe(1);
	left.says('outreach.sending', { number: 2_000_000, channel: 'sms', kind: 'visit_reminder' });
	expect(claimedTouch(left.state)?.number).toBe(2_000_000);
	left.says('outreach.sent', { number: 2_000_000, channel: 'sms' });
	expect(claimedTouch(left.state)?.number).toBe(1);
});
