import { touchKindOf } from '../../../../core/referral/reminder';
import { nextStep } from '../../../../core/referral/next-step';
import { clinicProfileSchema } from '../../../../core/profile/clinic-profile';
import { accepted, booked, clinic, owner, type Story } from './story.mts';

const start = '2026-12-08T15:00:00.000Z';
const farBooked = (at = start): Story =>
	accepted().says('appt.scheduled', { appointment: { start: at } });
const number = Date.parse(start) / 60_000;
const sent = { number, channel: 'sms' };

test('a booked visit is reminded of two days before, at the same hour', () => {
	const { next } = farBooked();
	expect(next).toMatchObject({ step: 'touch', notBefore: '2026-12-06T15:00:00.000Z' });
	expect(next.touch).toMatchObject({ action: 'send', channel: 'sms', number });
	expect(touchKindOf(number)).toBe('visit_reminder');
});

test('then it is sent, once', () => {
	const story = farBooked();
	story.now = '2026-12-06T15:00:00.000Z';
	expect(story.next.step).toBe('touch');
	expect(story.next.notBefore).toBeUndefined();
	story.says('outreach.sending', { ...sent, kind: 'visit_reminder' });
	expect(story.next).toMatchObject({ step: 'touch', touch: { number } });
	story.says('outreach.sent', sent);
	expect(story.next.step).toBe('none');
});

test('not in the quiet hours of the owner', () => {
	const early = '2026-12-08T11:00:00.000Z'; // 6:00 in New York
	expect(farBooked(early).next.notBefore).toBe('2026-12-06T14:00:00.000Z');
});

test('a visit within the window of the reminder needs none', () => {
	expect(farBooked('2026-11-24T20:00:00.000Z').next.step).toBe('none');
});

test('nor one that has come too near', () => {
	const story = farBooked();
	story.now = '2026-12-08T13:30:00.000Z';
	expect(story.next.step).toBe('none');
});

test('another time is another reminder', () => {
	const story = farBooked();
	story.says('outreach.sending', { ...sent, kind: 'visit_reminder' });
	story.says('outreach.sent', sent);
	story.says('appt.rescheduled', { appointment: { start: '2026-12-15T15:00:00.000Z' } });
	expect(story.next).toMatchObject({ step: 'touch', notBefore: '2026-12-13T15:00:00.000Z' });
});

test.each<[string, (story: Story) => Story]>([
	['after STOP', (story) => story.says('owner.opted_out', { channel: 'sms' })],
	['while messages are paused', (story) => story.says('outreach.paused', { reason: 'asked' })],
	['after a death', (story) => story.says('patient.deceased', {})],
	['after a cancellation', (story) => story.says('cancel.requested', { reason: 'moved' })],
	[
		'after the visit was called off',
		(story) => story.says('appt.cancelled', { by: 'owner', reason: 'ill' }),
	],
])('%s nobody is reminded', (_name, then) => {
	const { next } = then(farBooked());
	expect(next.touch?.action === 'send' && next.touch.number === number).toBe(false);
});

test('no earlier than a day after the last text, on any case', () => {
	const story = farBooked();
	const last = '2026-12-06T12:00:00.000Z';
	const next = nextStep(story.state, {
		...story.context,
		owner: { ...owner, lastAutomaticAt: last },
	});
	expect(next.notBefore).toBe('2026-12-07T14:00:00.000Z');
});

test('the hour stays on the wall clock when the clocks change', () => {
	const story = farBooked('2027-03-15T14:00:00.000Z'); // 10:00 in New York, after the change of 14 March
	expect(story.next.notBefore).toBe('2027-03-13T15:00:00.000Z');
});

test('a clinic may switch it off', () => {
	const deadlines = { T7: { routine: 'none' } };
	const profile = clinicProfileSchema.parse({ ...clinic, deadlines });
	const story = farBooked();
	const context = { ...story.context, clinic: profile, deadlines: profile.deadlines };
	expect(nextStep(story.state, context).step).toBe('none');
});

test('a reminder that failed is nobody\u2019s task, and hides no booking', () => {
	const story = booked();
	story.says('outreach.sending', { ...sent, kind: 'visit_reminder' });
	story.says('outreach.failed', { number, code: 'x', message: 'm', hint: 'h' });
	expect(story.keys).not.toContain('touch');
});
