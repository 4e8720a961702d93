import { nextTryAt } from '../../../../core/referral/retrying';
import {
	failure,
	incompleteData,
	packetData,
	released,
	reported,
	sending,
	type Story,
} from './story.mts';
import { delivery } from './story.mts';

const failedAt = '2026-11-23T14:30:00.000Z';
const passing = { ...failure, code: 'unavailable' };
const notSent = (data = passing): Story =>
	sending().says('transport.failed', { ...delivery, ...data });

test.each([
	['unavailable', 1, '2026-11-23T14:35:00.000Z'],
	['unknown_fate', 2, '2026-11-23T15:00:00.000Z'],
	['pims_unreachable', 3, '2026-11-23T16:30:00.000Z'],
	['pims_rate_limited', 8, '2026-11-24T14:30:00.000Z'],
	['unavailable', 9, undefined],
	['refused', 1, undefined],
	['pims_forbidden', 1, undefined],
	['mode_shadow', 1, undefined],
])('%s, try %i: next at %s', (code, tries, expected) => {
	expect(nextTryAt(code, failedAt, tries)).toBe(expected);
});

test('a hospital that is down is tried again, and a person hears of it only when it lasts', () => {
	const story = notSent();
	expect(story.next).toMatchObject({ step: 'build', notBefore: expect.any(String) });
	const [ask] = story.asks.filter(({ key }) => key === 'transport');
	expect(ask).toMatchObject({ owes: 'system', rule: 'T1 1 hours (routine)' });
	expect(ask!.forPerson).toBeUndefined();
});

test('the limit counts from the first failure, not from each', () => {
	const story = notSent();
	const before = story.asks.find(({ key }) => key === 'transport')?.dueAt;
	story.after(0.5).says('referral.sending', delivery, { key: 'd1.2' });
	story.says('transport.failed', { ...delivery, ...passing }, { key: 'd1.2' });
	expect(story.asks.find(({ key }) => key === 'transport')?.dueAt).toBe(before);
	expect(story.state.transport.attempts).toBe(2);
});

test('whoever does not want to wait asks for a try now', () => {
	const story = notSent().after(0.01).says('retry.requested', {});
	expect(story.next).toMatchObject({ step: 'build' });
	expect(story.next.notBefore).toBeUndefined();
});

test('after eight tries a person decides', () => {
	const story = notSent();
	for (let attempt = 2; attempt <= 9; attempt++) {
		story.after(30).says('referral.sending', delivery, { key: `d1.${attempt}` });
		story.says('transport.failed', { ...delivery, ...passing }, { key: `d1.${attempt}` });
	}
	expect(story.next.step).toBe('none');
	expect(story.asks.find(({ key }) => key === 'transport')).toMatchObject({ forPerson: true });
});

test('a mail that may have gone out is never repeated by itself', () => {
	const mail = { ...delivery, channel: 'email' };
	const story = released()
		.says('packet.built', packetData)
		.says('referral.sending', mail)
		.says('transport.failed', { ...delivery, ...failure, code: 'unknown_fate' });
	expect(story.next.step).toBe('none');
	expect(story.asks[0]).toMatchObject({ key: 'transport', forPerson: true });
});

test('a record that cannot be read just now is read again', () => {
	const down = { ...failure, code: 'pims_unreachable' };
	const story = released().says('packet.failed', down, { key: '1' });
	const first = story.next.notBefore ?? '';
	story.after(0.1).says('packet.failed', down, { key: '2' });
	expect(Date.parse(story.next.notBefore ?? '') - Date.parse(first)).toBeGreaterThan(25 * 60_000);
	story.says('packet.incomplete', incompleteData);
	expect(story.state.packetFailure).toBeUndefined();
});

test('a report that could not be filed is filed later by itself', () => {
	const story = reported()
		.says('report.filing', { version: 1 })
		.says('report.filing_failed', { version: 1, ...failure, code: 'pims_unavailable' });
	expect(story.next).toMatchObject({ step: 'route', notBefore: expect.any(String) });
	expect(story.asks.find(({ key }) => key === 'filing')).toMatchObject({ owes: 'system' });
});
