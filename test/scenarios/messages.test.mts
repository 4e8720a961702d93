import { DateTime } from 'luxon';
import { addBusinessMinutes, dueAt } from '../../core/calendar/business-time';
import { everyDay } from '../../core/calendar/opening-hours';
import { ownerTextCommands } from '../../core/desk/owner-reply';
import { classifyReply } from '../../core/outreach/classify-reply';
import { arrivesBy } from '../../core/outreach/allowed-hours';
import type { OwnerContact } from '../../core/outreach/owner-contact';
import { planTouch, type TouchDecision } from '../../core/outreach/plan-touch';
import { renderTouch, type TouchContent } from '../../core/outreach/render-touch';
import { decideAll } from '../../core/referral/decide';
import { caseIdOf } from '../../core/referral/case-id';
import { isReminder } from '../../core/referral/reminder';
import { accepted, clinic, owner, type Story } from '../unit/core/referral/story.mts';
import { scenario } from './scenario.mts';

const planned = (
	now: string,
	more: Partial<OwnerContact> = {},
	touches: string[] = [],
): TouchDecision =>
	planTouch({
		now,
		urgency: 'routine',
		owner: { ...owner, ...more },
		clinic,
		booked: false,
		touches: touches.map((at, index) => ({ at, number: index + 1, status: 'sent' as const })),
	});
const local = (iso: string | undefined, zone = clinic.timeZone): string =>
	DateTime.fromISO(iso ?? '', { zone }).toFormat('ccc HH:mm');
const heldUntil = (decision: TouchDecision): string | undefined =>
	decision.action === 'hold' ? decision.until : undefined;

const content: TouchContent = {
	kind: 'book_first',
	language: 'en',
	clinicName: clinic.name,
	petName: 'Biscuit',
	hospital: 'Example Animal Hospital',
	service: 'Heart service',
	link: 'https://refer.example.com/c/1',
	phone: clinic.phone,
};
const sms = (more: Partial<TouchContent> = {}): string => {
	const rendered = renderTouch({ ...content, ...more });
	return rendered.ok ? rendered.value.sms : rendered.refusal.code;
};
const hears = (story: Story, text: string): Story => {
	story.after(1);
	const commands = ownerTextCommands({
		text,
		messageId: `SM${story.events.length}`,
		language: 'en',
	});
	const decided = decideAll(story.state, commands, story.now, story.known);
	if (!decided.ok) throw new Error(decided.refusal.message);
	story.events.push(...decided.value);
	return story;
};
const texted = () =>
	accepted()
		.says('outreach.sending', { number: 1, channel: 'sms', kind: 'book_first' })
		.says('outreach.sent', { number: 1, channel: 'sms' });
const texts = (story: Story): boolean => {
	const later = story.copy();
	for (let hours = 0; hours < 24 * 21; hours += 3) {
		const { step, touch, notBefore } = later.after(3).next;
		if (step !== 'touch' || (notBefore ?? '') > later.now) continue;
		if (touch?.action === 'send' && !isReminder(touch.number)) return true;
	}
	return false;
};

scenario(2, () => {
	const mark = { pims: 'ezyvet', site: 's1', eventId: '9', version: '1' };
	expect(caseIdOf({ ...mark, service: 'heart' })).not.toBe(caseIdOf({ ...mark, service: 'skin' }));
	// The text about the first case holds the one about the second until the next day.
	const noon = '2026-11-23T17:00:00.000Z';
	expect(planned(noon).action).toBe('send');
	const second = planned(noon, { lastAutomaticAt: '2026-11-23T16:50:00.000Z' });
	expect(second).toMatchObject({ action: 'hold', code: 'too_soon' });
	expect(heldUntil(second)! >= '2026-11-24T16:50:00.000Z').toBe(true);
});

scenario(3, () => {
	for (const kind of [
		'book_first',
		'book_reminder',
		'call_me_ack',
		'help_reply',
		'worry_reply',
	] as const) {
		for (const language of ['en', 'de', 'es', 'fr']) {
			expect(sms({ kind, language, petName: 'Biscuit' })).toContain('Biscuit');
			expect(sms({ kind, language, petName: 'Waffle' })).toContain('Waffle');
		}
	}
	expect(
		planned('2026-11-23T17:00:00.000Z', { lastAutomaticAt: '2026-11-23T15:00:00.000Z' }).action,
	).toBe('hold');
});

scenario(4, () => {
	for (const text of [
		'STOP',
		'stop please',
		'leave me alone',
		'unsubscribe',
		'Bitte keine Nachrichten mehr',
	]) {
		expect([text, classifyReply(text, 'en').stop]).toEqual([text, true]);
		const story = hears(texted(), text);
		expect(story.state.outreach.optedOut).toContain('sms');
		expect(texts(story)).toBe(false);
		expect(story.asks).toContainEqual(expect.objectContaining({ owes: 'clinic', forPerson: true }));
		expect(story.phase).toBe('accepted');
	}
	const confirmation = sms({ kind: 'stop_confirm', link: undefined });
	expect(confirmation).toContain(clinic.phone);
	expect(confirmation).not.toMatch(/https?:|Biscuit/);
});

scenario(5, () => {
	const text = 'stop, he is not breathing well';
	expect(classifyReply(text, 'en')).toMatchObject({ stop: true, safety: true });
	const story = hears(texted(), text);
	expect(story.state.outreach.optedOut).toContain('sms');
	expect(story.asks[0]).toMatchObject({ owes: 'clinic', forPerson: true });
	expect(story.asks[0]!.what).toContain('call now');
	expect(story.asks[0]!.dueAt <= story.now).toBe(true);
	const answer = sms({ kind: 'stop_worry_reply', emergencyPhone: '+1 555 0911', link: undefined });
	expect(answer).toContain('+1 555 0911');
});

scenario(6, () => {
	expect(classifyReply('wrong number', 'en').kind).toBe('wrong_number');
	const story = hears(texted(), 'You have the wrong number');
	expect(story.state.outreach.optedOut).toContain('sms');
	expect(texts(story)).toBe(false);
	expect(story.asks).toContainEqual(expect.objectContaining({ owes: 'clinic', forPerson: true }));
	const answer = sms({ kind: 'stop_confirm', link: undefined, petName: 'Biscuit' });
	expect(answer).not.toMatch(/Biscuit|Heart|Example Animal/);
});

scenario(7, () => {
	const story = texted().after(71);
	expect(story.copy().after(2).next.step).toBe('touch');
	story.says(
		'appt.scheduled',
		{ appointment: { start: '2026-12-20T10:00:00Z' } },
		{ role: 'referrer' },
	);
	expect(texts(story)).toBe(false);
	const asked = {
		now: story.after(2).now,
		urgency: 'routine',
		owner,
		clinic,
		touches: [],
	} as const;
	expect(planTouch({ ...asked, touches: [], booked: true }).action).toBe('none');
});

scenario(8, () => {
	// 20:59 and 20:00 in New York are both too late; 19:59 is the last minute.
	const at = (time: string) =>
		DateTime.fromISO(`2026-11-23T${time}`, { zone: clinic.timeZone }).toUTC().toISO()!;
	expect(planned(at('19:59')).action).toBe('send');
	for (const time of ['20:00', '20:59', '21:02', '23:30', '08:59']) {
		const decision = planned(at(time));
		expect([time, decision.action]).toEqual([time, 'hold']);
		expect(local(heldUntil(decision))).toMatch(/09:00$/);
	}
	// A text that the provider holds back is dropped at 21:00 where the owner is, the first of the zones.
	const until = (time: string, more: Partial<OwnerContact> = {}) =>
		arrivesBy(DateTime.fromISO(at(time)), { ...owner, ...more }, clinic);
	expect(local(until('19:59').toISO() ?? '')).toBe('Mon 21:00');
	expect(local(until('12:00', { timeZone: 'Europe/Berlin' }).toISO() ?? '')).toBe('Mon 15:00');
	const both = until('12:00', { timeZoneCandidates: ['Europe/Berlin'] });
	expect(local(both.toISO() ?? '')).toBe('Mon 15:00');
});

scenario(9, () => {
	const newYork = clinic.timeZone;
	// 2:30 does not exist on 8 March 2026 there: what is due then is due at 3:30, once.
	const due = dueAt('2026-03-07T07:30:00.000Z', { amount: 1, unit: 'days' }, clinic);
	expect(local(due, newYork)).toBe('Sun 03:30');
	const reminder = planned('2026-03-08T07:30:00.000Z', {}, ['2026-03-07T14:00:00.000Z']);
	expect(reminder.action).toBe('hold');
	expect(local(heldUntil(reminder))).toBe('Sun 09:00');
	const night = { ...clinic, hours: everyDay([{ open: '00:00', close: '04:00' }]) };
	const lead = addBusinessMinutes(DateTime.fromISO('2026-03-08T06:30:00Z'), 60, night);
	expect(lead.diff(DateTime.fromISO('2026-03-08T06:30:00Z')).as('minutes')).toBe(60);
	const visit = sms({
		kind: 'scheduled_confirm',
		appointment: { start: '2026-03-08T02:30:00-05:00', timeZone: newYork },
	});
	expect(visit).toContain('Sun Mar 8, 3:30 AM');
});

scenario(10, () => {
	const newYork = clinic.timeZone;
	// 1:30 comes twice on 1 November 2026; a day after 1:30 the day before is one of them, and one only.
	const due = dueAt('2026-10-31T05:30:00.000Z', { amount: 1, unit: 'days' }, clinic);
	expect(local(due, newYork)).toBe('Sun 01:30');
	expect(due).toBe('2026-11-01T05:30:00.000Z');
	const story = texted();
	story.says('timer.fired', { ask: 'booking', dueAt: due }, { key: 'first 1:30' });
	const second = story.tries('timer.fired', { ask: 'booking', dueAt: due }, { key: 'second 1:30' });
	expect(second).toEqual({ ok: true, value: [] });
	// The reminder of that morning keeps its hour on the wall and goes once.
	const touches = ['2026-10-31T14:00:00.000Z'];
	const before = planned('2026-11-01T05:30:00.000Z', {}, touches);
	expect(before).toEqual(planned('2026-11-01T06:30:00.000Z', {}, touches));
	expect(local(heldUntil(before))).toBe('Sun 10:00');
});

scenario(11, () => {
	const noon = '2026-11-23T17:00:00.000Z';
	// In New York it is noon, in Honolulu 7 in the morning, in Berlin 18:00.
	expect(planned(noon, { timeZone: 'Pacific/Honolulu' }).action).toBe('hold');
	expect(
		local(heldUntil(planned(noon, { timeZone: 'Pacific/Honolulu' })), 'Pacific/Honolulu'),
	).toBe('Mon 09:00');
	expect(planned(noon, { timeZone: 'Europe/Berlin' }).action).toBe('send');
	const either = planned(noon, { timeZoneCandidates: ['America/Los_Angeles'] });
	expect(local(heldUntil(either) ?? noon, 'America/Los_Angeles')).toMatch(/09:00$/);
	const nowhere = planned(noon, {
		timeZoneCandidates: ['Pacific/Auckland', 'Pacific/Honolulu', 'Europe/Berlin'],
	});
	expect(nowhere).toMatchObject({ action: 'call_task', code: 'no_allowed_hour' });
});
