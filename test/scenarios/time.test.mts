import { alertsFor } from '../../core/watch/digest';
import { onWeekdays } from '../../core/calendar/opening-hours';
import { asksOf } from '../../core/referral/asks';
import { tellsDue } from '../../core/referral/telling';
import { signedHeaders, verifyWebhook } from '../../core/webhooks/standard-webhooks';
import { accepted, clinic, delivered, opened, type Story } from '../unit/core/referral/story.mts';
import { scenario } from './scenario.mts';

scenario(12, () => {
	/** The story begins on a Monday morning; the hospital is closed that day. */
	const calendar = (holidays: string[]) => ({
		timeZone: clinic.timeZone,
		hours: onWeekdays('09:00', '17:00'),
		holidays,
	});
	const due = (story: Story, holidays: string[]) =>
		asksOf(story.state, { ...story.context, hospitalCalendar: calendar(holidays) }).find(
			({ key }) => key === 'ack',
		)?.dueAt;
	expect(due(delivered(), [])).toMatch(/^2026-11-23T/);
	expect(due(delivered(), ['2026-11-23'])).toMatch(/^2026-11-24T18:00/);
	const emergency = due(delivered({ urgency: 'emergency' }), []);
	expect(due(delivered({ urgency: 'emergency' }), ['2026-11-23'])).toBe(emergency);
	// And somebody calls: an emergency is never only sent.
	expect(delivered({ urgency: 'emergency' }).keys).toContain('emergency_call');
});

scenario(34, () => {
	const makers = [
		opened,
		delivered,
		() => delivered({ urgency: 'emergency' }),
		() => delivered({ urgency: 'urgent' }),
	];
	const cases = Array.from({ length: 400 }, (_, index) => {
		const story = makers[index % makers.length]!().after(72);
		return {
			story,
			told: {
				caseId: `REF-${String(index).padStart(12, '0')}`,
				patient: 'Biscuit',
				urgency: story.state.urgency,
				hospital: 'Example Animal Hospital',
				tells: tellsDue(story.state, story.asks, story.now),
				url: 'https://refer.example.com/c/1',
			},
		};
	});
	const overdue = cases.filter(({ told }) => told.tells.length > 0);
	expect(overdue.length).toBe(400);
	// However many instants went by unseen, each ask is told once.
	for (const { told } of overdue) {
		expect(new Set(told.tells.map(({ ask }) => ask.key)).size).toBe(told.tells.length);
	}
	const messages = alertsFor(
		clinic,
		cases.map(({ told }) => told),
	);
	expect(messages).toHaveLength(1);
	expect(messages[0]).toMatchObject({ kind: 'digest', urgency: 'emergency' });
	expect(messages[0]!.caseIds).toHaveLength(400);
	expect(cases[Number(messages[0]!.caseIds[0]!.slice(4))]!.story.state.urgency).toBe('emergency');

	// Owners: one text each at most, by day, and only the one that is next.
	const owner = accepted().after(72);
	const { step, touch } = owner.next;
	expect([step, touch?.action === 'send' && touch.number]).toEqual(['touch', 1]);
	owner.says('outreach.sending', { number: 1, channel: 'sms', kind: 'book_first' });
	owner.says('outreach.sent', { number: 1, channel: 'sms' });
	expect(owner.next.step).toBe('awaitOwner');
	const night = accepted().after(72 + 14);
	expect(night.next.step).toBe('awaitOwner');
});

scenario(35, () => {
	const secret = `whsec_${Buffer.from('a secret of this hospital').toString('base64')}`;
	const body = '{"type":"ack.received"}';
	const sentAt = 1_800_000_000;
	const headers = signedHeaders({ id: 'msg_1', timestampSeconds: sentAt, body }, secret);
	const check = (nowSeconds: number) => {
		const result = verifyWebhook({ headers, body, secrets: [secret], nowSeconds });
		return result.ok ? 'taken' : result.refusal.code;
	};
	expect(check(sentAt)).toBe('taken');
	expect(check(sentAt + 299)).toBe('taken');
	expect(check(sentAt - 299)).toBe('taken');
	expect(check(sentAt + 7200)).toBe('webhook_too_old');
	expect(check(sentAt - 7200)).toBe('webhook_too_new');
	// The same message again within the tolerance is known by its id.
	const story = delivered().says('ack.received', {}, { key: 'msg_1' });
	expect(story.after(0.01).tries('ack.received', {}, { key: 'msg_1' })).toEqual({
		ok: true,
		value: [],
	});
	// A fact that is really late comes in with the time it happened, and the time it was heard.
	const at = '2026-11-20T10:00:00.000Z';
	const late = delivered().says('ack.received', {}, { key: 'msg_2', at });
	expect(late.events.find(({ type }) => type === 'ack.received')).toMatchObject({ at });
	expect(late.phase).toBe('acknowledged');
});
