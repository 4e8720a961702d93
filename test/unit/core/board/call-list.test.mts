import { describe, expect, test } from '@jest/globals';
import { callDayDue, callsOf, mostUrgentFirst, type Call } from '../../../../core/board/call-list';
import { callMail } from '../../../../core/board/call-mail';
import { callKinds, callScripts } from '../../../../core/board/call-scripts';
import { ACase, clinic, heart, releaseFields } from '../desk/a-case.mts';

const specialist = { ...heart, onCallPhone: '+1 555 0299' };
const calls = (aCase: ACase, hours: number): Call[] => {
	const { asks } = aCase.later(hours).projected();
	return callsOf(aCase.row(), aCase.state, asks, { clinic, specialist, now: aCase.now });
};
const summary = (list: readonly Call[]): string[][] =>
	list.map(({ kind, callee, phone }) => [kind, callee, phone]);

const hospital = heart.phone;
const owner = '+1 555 0300';

describe('the calls of a case', () => {
	test('none while everybody is in time', () => {
		expect(calls(new ACase().sent(), 0)).toEqual([]);
		expect(calls(new ACase().accepted(), 1)).toEqual([]);
	});

	test('to the hospital that is silent', () => {
		const [call] = calls(new ACase().sent(), 26);
		expect(call).toMatchObject({
			kind: 'silent',
			phone: hospital,
			urgency: 'urgent',
			patient: 'Biscuit',
		});
		expect(call?.say).toContain('This is Sample Street Veterinary Clinic. On Monday 23 Nov');
		expect(call?.say).toContain('Biscuit');
	});

	test('to the owner who has not booked', () => {
		expect(summary(calls(new ACase().accepted(), 60))).toEqual([['not_booked', 'owner', owner]]);
	});

	test('to the owner who did not come, not as one who has not booked', () => {
		const aCase = new ACase().booked().later(60);
		aCase.posts('specialist', { action: 'no_show', name: 'Fay Frontdesk' });
		expect(summary(calls(aCase, 40))).toEqual([['no_show', 'owner', owner]]);
	});

	test('to the owner at once when the hospital declined', () => {
		const aCase = new ACase().sent();
		aCase.posts('specialist', {
			action: 'decline',
			reason: 'Fully booked',
			name: 'Dr Hugo Heart',
			role: 'Cardiologist',
		});
		expect(summary(calls(aCase, 0.1))).toEqual([['declined', 'owner', owner]]);
	});

	test('to the owner who asks for one, before any other reason', () => {
		const aCase = new ACase().accepted();
		aCase.posts('owner', { action: 'ask_call' });
		expect(summary(calls(aCase, 80))).toEqual([['wants_call', 'owner', owner]]);
	});

	test('to the hospital for the report', () => {
		const aCase = new ACase().booked().later(48);
		aCase.posts('specialist', { action: 'mark_seen', name: 'Fay Frontdesk' });
		const found = calls(aCase, 24 * 9);
		expect(found.map(({ callee }) => callee)).toEqual(['hospital']);
		expect(['report', 'update']).toContain(found[0]?.kind);
	});

	test('to the hospital whose packet did not arrive, and to one that missed a message', () => {
		const failed = new ACase()
			.released()
			.happens('packet.built', {
				packetVersion: 1,
				patient: { pimsId: '77', name: 'Biscuit' },
				files: [],
				manifestSha256: 'c'.repeat(64),
				gaps: [],
			})
			.happens('referral.sending', { deliveryId: 'd1', channel: 'webhook' })
			.happens('transport.failed', {
				deliveryId: 'd1',
				code: 'refused',
				message: 'Refused',
				hint: 'Call',
			});
		expect(summary(calls(failed, 0.1))).toEqual([['not_delivered', 'hospital', hospital]]);
	});

	test('to the hospital when the visit is later than the urgency allows', () => {
		expect(summary(calls(new ACase().booked(), 1))).toEqual([['late_visit', 'hospital', hospital]]);
	});

	test('of an emergency go to the number that is answered at night', () => {
		const aCase = new ACase();
		aCase.posts('release', {
			...releaseFields,
			urgency: 'emergency',
			callNumber: '+1 555 0299',
			callSpokeTo: 'Fay',
		});
		aCase
			.happens('packet.built', {
				packetVersion: 1,
				patient: { pimsId: '77', name: 'Biscuit' },
				files: [],
				manifestSha256: 'c'.repeat(64),
				gaps: [],
			})
			.happens('referral.sending', { deliveryId: 'd1', channel: 'webhook' })
			.happens('transport.delivered', { deliveryId: 'd1', channel: 'webhook' });
		expect(calls(aCase, 1)[0]).toMatchObject({ kind: 'silent', phone: '+1 555 0299' });
	});

	test('none for work at the desk', () => {
		expect(calls(new ACase(), 100).map(({ kind }) => kind)).toEqual([]);
	});
});

test('every kind of call says who is called, why, what to say and what to find out', () => {
	for (const kind of callKinds) {
		const { say, find, reason } = callScripts[kind];
		expect([
			kind,
			say.includes('{clinic}'),
			/[.?]$/.test(say),
			/[.?]$/.test(find),
			reason.length > 10,
		]).toEqual([kind, true, true, true, true]);
		expect(say).not.toMatch(/\{(?!clinic|patient|hospital|owner|date)/);
	}
});

describe('the order', () => {
	const call = (urgency: string, since: string, weight: number, caseId = 'REF-1'): Call =>
		({ urgency, since, weight, caseId }) as Call;

	test('is by weight, then by who has waited longest', () => {
		const list = [
			call('routine', '2026-11-20', 4),
			call('emergency', '2026-11-24', 10_001),
			call('urgent', '2026-11-22', 10),
			call('routine', '2026-11-19', 4),
		];
		expect(mostUrgentFirst(list).map(({ urgency, since }) => `${urgency} ${since}`)).toEqual([
			'emergency 2026-11-24',
			'urgent 2026-11-22',
			'routine 2026-11-19',
			'routine 2026-11-20',
		]);
	});

	test('puts an urgent case before a routine one that has waited four times as long', () => {
		const weightOf = (urgency: string, hours: number): number => {
			const aCase = new ACase();
			aCase.posts('release', { ...releaseFields, urgency });
			aCase
				.happens('packet.built', {
					packetVersion: 1,
					patient: { pimsId: '77', name: 'Biscuit' },
					files: [],
					manifestSha256: 'c'.repeat(64),
					gaps: [],
				})
				.happens('referral.sending', { deliveryId: 'd1', channel: 'webhook' })
				.happens('transport.delivered', { deliveryId: 'd1', channel: 'webhook' });
			return calls(aCase, hours)[0]?.weight ?? 0;
		};
		expect(weightOf('urgent', 48)).toBeGreaterThan(weightOf('routine', 192));
		expect(weightOf('routine', 24 * 30)).toBeGreaterThan(weightOf('urgent', 48));
	});
});

describe('the list of the day', () => {
	const own = {
		...clinic,
		staffAlertEmail: 'desk@sample-street.example.com',
		holidays: ['2026-11-26'],
	};
	// Sample Street is in New York: 9:00 is 14:00 UTC.
	test.each([
		['before nine', '2026-11-25T13:59:00.000Z', undefined],
		['at nine', '2026-11-25T14:00:00.000Z', '2026-11-25'],
		['late, after a restart', '2026-11-25T16:30:00.000Z', '2026-11-25'],
		['in the afternoon', '2026-11-25T17:00:00.000Z', undefined],
		['on a holiday', '2026-11-26T14:00:00.000Z', undefined],
		['on a Saturday', '2026-11-28T14:00:00.000Z', undefined],
	])('%s', (_when, now, day) => {
		expect(callDayDue(own, '', now)).toBe(day);
	});

	test('is due once, and only where somebody gets it', () => {
		const now = '2026-11-25T14:00:00.000Z';
		expect(callDayDue(own, '2026-11-24', now)).toBe('2026-11-25');
		expect(callDayDue(own, '2026-11-25', now)).toBeUndefined();
		expect(callDayDue({ ...own, staffAlertEmail: '' }, '', now)).toBeUndefined();
		expect(callDayDue({ ...own, mode: 'paused' }, '', now)).toBeUndefined();
	});

	test('names neither the owner nor what is clinical, but where to read it', () => {
		const list = [...calls(new ACase().accepted(), 60), ...calls(new ACase().sent(), 26)];
		const mail = callMail(own, list, 'https://desk.example.com/board?t=x&view=calls');
		expect(mail).toMatchObject({
			to: 'desk@sample-street.example.com',
			subject: '2 calls to make today for open referrals',
		});
		expect(mail.text).toContain(
			'1. URGENT: The owner has not booked yet (Biscuit, REF-0123456789ab): call the owner',
		);
		expect(mail.text).toContain('https://desk.example.com/board?t=x&view=calls');
		expect(mail.html).toContain('href="https://desk.example.com/board?t=x&#38;view=calls"');
		for (const text of [mail.text, mail.html]) {
			expect(text).not.toContain('Olive');
			expect(text).not.toContain('0300');
			expect(text).not.toContain('Murmur');
		}
	});

	test('escapes a name that is markup, and keeps it out of the headers', () => {
		const [call] = calls(new ACase().sent(), 26);
		const mail = callMail(
			own,
			[{ ...call!, patient: '<b>\r\nBcc: x@example.com' }],
			'https://x.example.com',
		);
		expect(mail.html).not.toContain('<b>');
		expect(mail.subject).not.toContain('\n');
		expect(mail.text).not.toContain('\nBcc');
	});
});
