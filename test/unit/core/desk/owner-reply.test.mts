import { ownerTextCommands } from '../../../../core/desk/owner-reply';
import { ACase } from './a-case.mts';

const said = (text: string, language = 'en') =>
	ownerTextCommands({ text, messageId: 'SM1', language });
const types = (text: string, language?: string) => said(text, language).map(({ type }) => type);

test('a plain yes is recorded and bothers nobody', () => {
	expect(types('YES')).toEqual(['owner.replied']);
});

test.each(['STOP', 'stop', 'Stop.', 'UNSUBSCRIBE'])('%s blocks texts at once', (text) => {
	expect(said(text)).toContainEqual(
		expect.objectContaining({ type: 'owner.opted_out', data: { channel: 'sms' } }),
	);
});

test.each([
	'Can I come on Tuesday instead?',
	'How much will it cost?',
	'no thanks',
	'Biscuit passed away last night',
	'asdf',
])('what is not plain goes to a person: %s', (text) => {
	expect(types(text)).toContain('person.asked');
});

test('worry asks for a call now', () => {
	const asked = said('yes but he can not breathe').find(({ type }) => type === 'person.asked');
	expect((asked?.data as { why: string }).why).toContain('call now');
});

test('a death is never taken for a fact by a rule', () => {
	expect(types('Biscuit died')).not.toContain('patient.deceased');
});

test('the same text that comes twice is one', () => {
	const story = new ACase().accepted();
	expect(story.take(said('maybe'))).toMatchObject({ ok: true });
	const before = story.events.length;
	story.later(1).take(said('maybe'));
	expect(story.events).toHaveLength(before);
});

test('a very long text is cut', () => {
	const [reply] = said('x'.repeat(5000));
	expect((reply?.data as { text: string }).text).toHaveLength(1600);
});

test('everything is said by the owner, except what the workflow asks', () => {
	expect(said('STOP please').map(({ type, actor }) => `${type} ${actor.role}`)).toEqual(
		expect.arrayContaining(['owner.replied owner']),
	);
	for (const { type, actor, key } of said('when can I come?')) {
		expect([type, actor.role, key]).toEqual([
			type,
			type === 'person.asked' ? 'system' : 'owner',
			'SM1',
		]);
	}
});
