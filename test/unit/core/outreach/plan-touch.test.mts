import fc from 'fast-check';
import { DateTime } from 'luxon';
import { allowedSpans } from '../../../../core/outreach/allowed-hours';
import { ownerContactSchema, type PastTouch } from '../../../../core/outreach/owner-contact';
import { nextTouchAt, planTouch, type TouchPlanInput } from '../../../../core/outreach/plan-touch';
import { parseClinicProfile } from '../../../../core/profile/clinic-profile';

const parsed = parseClinicProfile({
	id: 'maple',
	name: 'Maple Street Vets',
	phone: '+1 555 0100',
	timeZone: 'America/New_York',
	mode: 'live',
});
if (!parsed.ok) throw new Error(parsed.refusal.message);
const clinic = parsed.value;
const owner = ownerContactSchema.parse({
	name: 'Olive Owner',
	phone: '+1 555 0111',
	email: 'olive@example.com',
	smsConsent: { given: true, at: '2026-03-01T10:00:00Z', how: 'form' },
	emailAllowed: true,
});
const smsOnly = { ...owner, emailAllowed: false };
/** A Wednesday, 11:00 in New York. */
const now = '2026-03-04T16:00:00.000Z';
const base: TouchPlanInput = {
	now,
	urgency: 'routine',
	touches: [],
	owner,
	clinic,
	booked: false,
};
const plan = (changed: Partial<TouchPlanInput>) => planTouch({ ...base, ...changed });
const touch = (number: number, at: string, more: Partial<PastTouch> = {}): PastTouch => ({
	number,
	at,
	status: 'sent',
	...more,
});
const codeOf = (changed: Partial<TouchPlanInput>): string => {
	const decision = plan(changed);
	if (decision.action === 'send') return `send ${decision.channel} ${decision.number}`;
	return 'code' in decision ? `${decision.action} ${decision.code}` : decision.action;
};

describe('the first touch', () => {
	it.each([
		['by text when the owner agreed', {}, 'send sms 1'],
		[
			'by e-mail when preferred',
			{ owner: { ...owner, preferredChannel: 'email' } },
			'send email 1',
		],
		[
			'by e-mail without consent to texts',
			{ owner: { ...owner, smsConsent: { given: false } } },
			'send email 1',
		],
		['by e-mail after STOP', { owner: { ...owner, optedOut: ['sms'] } }, 'send email 1'],
		['by e-mail without a phone number', { owner: { ...owner, phone: ' ' } }, 'send email 1'],
		[
			'by text without an e-mail address',
			{ owner: { ...owner, email: undefined, preferredChannel: 'email' } },
			'send sms 1',
		],
	] as Array<[string, Partial<TouchPlanInput>, string]>)('goes %s', (_name, changed, expected) => {
		expect(codeOf(changed)).toBe(expected);
	});

	it.each([
		['in an emergency', { urgency: 'emergency' }, 'emergency'],
		[
			'when the owner wants calls',
			{ owner: { ...owner, preferredChannel: 'phone' } },
			'prefers_call',
		],
		['without consent', { owner: { ...smsOnly, smsConsent: { given: false } } }, 'no_consent'],
		['after STOP', { owner: { ...smsOnly, optedOut: ['sms'] } }, 'opted_out'],
		[
			'without any address',
			{ owner: { ...owner, phone: undefined, email: undefined } },
			'no_contact',
		],
	] as Array<[string, Partial<TouchPlanInput>, string]>)(
		'is a call by a person %s',
		(_name, changed, code) => {
			expect(codeOf(changed)).toBe(`call_task ${code}`);
		},
	);

	it.each([
		['the visit is booked', { booked: true }],
		['outreach was stopped', { stopped: 'patient deceased' }],
	])('is not sent when %s', (_name, changed) => {
		expect(plan(changed).action).toBe('none');
	});

	it('waits without an end for a person when a brake is on or the clinic paused', () => {
		expect(plan({ owner: { ...owner, brake: 'complaint' } })).toMatchObject({ code: 'brake' });
		expect(plan({ owner: { ...owner, brake: 'complaint' } })).not.toHaveProperty('until');
		expect(plan({ clinic: { ...clinic, mode: 'paused' } })).toMatchObject({ code: 'paused' });
	});

	it('never says in its reason why the brake is on', () => {
		const decision = plan({ owner: { ...owner, brake: 'euthanised yesterday' } });
		expect(JSON.stringify(decision)).not.toContain('euthanised');
	});
});

describe('quiet hours', () => {
	it.each([
		[
			'in the evening until the next morning',
			'2026-03-05T01:00:00Z',
			{},
			'2026-03-05T14:00:00.000Z',
		],
		['in the early morning', '2026-03-04T12:00:00Z', {}, '2026-03-04T14:00:00.000Z'],
		[
			'by the owner’s clock, if it is known',
			now,
			{ timeZone: 'Pacific/Honolulu' },
			'2026-03-04T19:00:00.000Z',
		],
		[
			'until it is day in every zone the owner may be in',
			'2026-03-04T14:30:00Z',
			{ timeZoneCandidates: ['America/Los_Angeles'] },
			'2026-03-04T17:00:00.000Z',
		],
		['over the clock change', '2026-03-08T06:30:00Z', {}, '2026-03-08T13:00:00.000Z'],
	] as Array<[string, string, object, string]>)('hold a message %s', (_name, at, more, until) => {
		expect(plan({ now: at, owner: { ...owner, ...more } })).toMatchObject({
			action: 'hold',
			code: 'quiet_hours',
			until,
		});
	});

	it('end and begin on the minute', () => {
		expect(codeOf({ now: '2026-03-04T13:59:59Z' })).toBe('hold quiet_hours');
		expect(codeOf({ now: '2026-03-04T14:00:00Z' })).toBe('send sms 1');
		expect(codeOf({ now: '2026-03-05T00:59:59Z' })).toBe('send sms 1');
		expect(codeOf({ now: '2026-03-05T01:00:00Z' })).toBe('hold quiet_hours');
	});

	it('leave it to a person when the zones share no allowed hour', () => {
		const apart = { ...owner, timeZoneCandidates: ['Asia/Tokyo', 'Europe/Berlin'] };
		expect(codeOf({ owner: apart })).toBe('call_task no_allowed_hour');
	});

	it('are cut by the legal limits, however they are set', () => {
		const wide = { ...clinic.outreach, quietHours: { start: '23:00', end: '05:00' } };
		expect(allowedSpans(wide)).toEqual([{ open: '08:00', close: '21:00' }]);
		const noon = { ...clinic.outreach, quietHours: { start: '12:00', end: '14:00' } };
		expect(allowedSpans(noon)).toEqual([
			{ open: '08:00', close: '12:00' },
			{ open: '14:00', close: '21:00' },
		]);
	});
});

describe('reminders', () => {
	const first = touch(1, '2026-03-02T16:00:00Z');
	const second = touch(2, '2026-03-03T16:00:00Z');
	const third = touch(3, '2026-03-05T16:00:00Z');

	it('follow the plan', () => {
		expect(codeOf({ touches: [first] })).toBe('send sms 2');
		expect(plan({ touches: [first, second] })).toMatchObject({
			action: 'hold',
			code: 'not_due',
			until: '2026-03-05T16:00:00.000Z',
		});
	});

	it('keep their hour over a clock change', () => {
		const touches = [touch(1, '2026-03-07T16:00:00Z')];
		const decision = plan({ now: '2026-03-07T20:00:00Z', touches });
		expect(decision).toMatchObject({ until: '2026-03-08T15:00:00.000Z' });
	});

	it('wait a day after any automatic text to the owner, also about another case', () => {
		const busy = { ...smsOnly, lastAutomaticAt: '2026-03-04T15:00:00Z' };
		expect(plan({ owner: busy })).toMatchObject({
			action: 'hold',
			code: 'too_soon',
			until: '2026-03-05T15:00:00.000Z',
		});
		const byMailToo = { ...owner, lastAutomaticAt: '2026-03-04T15:00:00Z' };
		expect(codeOf({ owner: byMailToo })).toBe('hold too_soon');
	});

	it('of an urgent case go by e-mail meanwhile', () => {
		const touches = [touch(1, '2026-03-04T14:00:00Z')];
		expect(codeOf({ urgency: 'urgent', touches })).toBe('send email 2');
		expect(codeOf({ urgency: 'urgent', touches, owner: smsOnly })).toBe('hold too_soon');
	});

	it('never leave more than three texts unanswered', () => {
		const touches = [first, second, third];
		const later = '2026-03-10T16:00:00Z';
		expect(codeOf({ touches, now: later })).toBe('send email 4');
		expect(codeOf({ touches, now: later, owner: smsOnly })).toBe('call_task max_unanswered');
		const answered = [first, second, { ...third, status: 'answered' as const }];
		expect(codeOf({ touches: answered, now: later, owner: smsOnly })).toBe('send sms 4');
	});

	it('end in a call by a person after the last one had its time', () => {
		const touches = [first, second, third, touch(4, '2026-03-09T16:00:00Z', { channel: 'email' })];
		expect(plan({ touches, now: '2026-03-10T16:00:00Z' })).toMatchObject({
			code: 'waiting_for_reply',
			until: '2026-03-11T15:00:00.000Z',
		});
		expect(codeOf({ touches, now: '2026-03-11T15:00:00Z' })).toBe('call_task plan_exhausted');
	});

	it('treat a failed delivery as no contact, not as silence', () => {
		const failed = touch(1, '2026-03-04T15:00:00Z', { status: 'failed' });
		expect(codeOf({ touches: [failed] })).toBe('send email 1');
		expect(codeOf({ touches: [failed], owner: smsOnly })).toBe('call_task delivery_failed');
	});

	it('never overtake a message whose fate is unknown', () => {
		expect(codeOf({ touches: [first, touch(2, now, { status: 'pending' })] })).toBe(
			'hold in_flight',
		);
	});

	it('stop when the visit was booked while one was queued', () => {
		expect(plan({ touches: [first], booked: true }).action).toBe('none');
	});
});

describe('whatever the case', () => {
	const input = fc.record({
		minutes: fc.integer({ min: 0, max: 60 * 24 * 400 }),
		urgency: fc.constantFrom('emergency', 'urgent', 'routine'),
		zone: fc.option(fc.constantFrom(...Intl.supportedValuesOf('timeZone')), { nil: undefined }),
		candidates: fc.array(fc.constantFrom(...Intl.supportedValuesOf('timeZone')), { maxLength: 2 }),
		ages: fc.array(fc.integer({ min: 1, max: 60 * 24 * 12 }), { maxLength: 4 }),
		statuses: fc.array(fc.constantFrom('sent', 'delivered', 'failed', 'answered'), {
			minLength: 4,
			maxLength: 4,
		}),
		consent: fc.boolean(),
		email: fc.boolean(),
		optedOut: fc.subarray(['sms', 'email'] as const),
		last: fc.option(fc.integer({ min: 1, max: 4000 }), { nil: undefined }),
	});

	it('a text never goes out at night, without consent, after STOP, or twice in a day', () => {
		fc.assert(
			fc.property(input, (any) => {
				const at = DateTime.fromISO('2026-01-01T00:00:00Z', { zone: 'UTC' }).plus({
					minutes: any.minutes,
				});
				const ago = (minutes: number): string => at.minus({ minutes }).toISO()!;
				const ages = [...any.ages].sort((a, b) => b - a);
				const touches = ages.map((age, index) =>
					touch(index + 1, ago(age), { status: any.statuses[index] }),
				);
				const who = {
					...owner,
					timeZone: any.zone,
					timeZoneCandidates: any.candidates,
					smsConsent: { given: any.consent },
					emailAllowed: any.email,
					optedOut: [...any.optedOut],
					lastAutomaticAt: any.last === undefined ? undefined : ago(any.last),
				};
				const asked: TouchPlanInput = {
					...base,
					now: at,
					urgency: any.urgency as 'routine',
					touches,
					owner: who,
				};
				const decision = planTouch(asked);
				if (decision.action === 'hold' && decision.until !== undefined) {
					expect(Date.parse(decision.until)).toBeGreaterThan(at.toMillis());
					expect(nextTouchAt(asked)).toBe(decision.until);
				}
				if (decision.action !== 'send') return;
				expect(any.urgency).not.toBe('emergency');
				expect(who.optedOut).not.toContain(decision.channel);
				for (const zone of any.zone ? [any.zone] : [clinic.timeZone, ...any.candidates]) {
					const hour = at.setZone(zone).hour;
					expect(hour >= 9 && hour < 20).toBe(true);
				}
				expect(decision.channel === 'sms' ? any.consent : any.email).toBe(true);
				if (decision.channel === 'sms') {
					const sent = touches.filter(({ status }) => status !== 'failed').map((past) => past.at);
					for (const past of [...sent, ...(who.lastAutomaticAt ? [who.lastAutomaticAt] : [])]) {
						expect(at.diff(DateTime.fromISO(past)).as('hours')).toBeGreaterThanOrEqual(24);
					}
				}
			}),
			{ numRuns: 1000 },
		);
	});

	it('asking again at the end of a hold leads on and reaches a person in the end', () => {
		fc.assert(
			fc.property(input, (any) => {
				let at = DateTime.fromISO('2026-01-01T00:00:00Z', { zone: 'UTC' }).plus({
					minutes: any.minutes,
				});
				const touches: PastTouch[] = [];
				let texts = 0;
				for (let step = 0; step < 40; step += 1) {
					const decision = planTouch({
						...base,
						now: at,
						touches: [...touches],
						owner: smsOnly,
						urgency: any.urgency as 'routine',
					});
					if (decision.action === 'call_task') break;
					expect(decision.action).not.toBe('none');
					if (decision.action === 'send') {
						texts += 1;
						touches.push(touch(decision.number, at.toISO()!));
					}
					if (decision.action === 'hold') at = DateTime.fromISO(decision.until!, { zone: 'UTC' });
					expect(step).toBeLessThan(39);
				}
				expect(texts).toBeLessThanOrEqual(3);
			}),
			{ numRuns: 100 },
		);
	});
});
