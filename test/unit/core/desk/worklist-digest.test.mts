import { describe, expect, test } from '@jest/globals';
import { worklistRow, type WorklistRow } from '../../../../core/desk/worklist';
import {
	digestDue,
	digestKey,
	digestMail,
	digestMarks,
	noDigest,
} from '../../../../core/desk/worklist-digest';
import { hospitalsOf, type Hospital } from '../../../../core/desk/worklist-hospital';
import { specialistSchema } from '../../../../core/profile/specialist';
import { ACase, clinic, heart } from './a-case.mts';

const entry = (more: object = {}) =>
	specialistSchema.parse({ ...heart, mail: 'digest', email: 'desk@example.com', ...more });
const hospitalOf = (...entries: ReturnType<typeof entry>[]): Hospital => hospitalsOf(entries)[0]!;
const hospital = hospitalOf(entry());
/** A Monday. Chicago is six hours behind. */
const at = (time: string, day = '2026-11-23'): string => `${day}T${time}:00.000Z`;
const due = (now: string, kept = noDigest, of = hospital, time = '08:00') =>
	digestDue(of, kept, now, time);

describe('the daily mail is due', () => {
	test('from the time of day on the clock of the hospital, to the end of that day', () => {
		expect(due(at('13:59'))).toBeUndefined();
		expect(due(at('14:00'))).toBe('2026-11-23');
		expect(due(at('05:59', '2026-11-24'))).toBe('2026-11-23');
		expect(due(at('06:00', '2026-11-24'))).toBeUndefined();
		expect(due(at('13:15'), noDigest, hospital, '07:15')).toBe('2026-11-23');
	});

	test('on days on which the hospital is open', () => {
		expect(due(at('15:00', '2026-11-22'))).toBeUndefined();
		const closed = hospitalOf(entry({ holidays: ['2026-11-23'] }));
		expect(due(at('15:00'), noDigest, closed)).toBeUndefined();
	});

	test('for hospitals that asked for it, have an address and are in use', () => {
		for (const more of [{ mail: 'each' }, { email: undefined }, { active: false }]) {
			expect(due(at('15:00'), noDigest, hospitalOf(entry(more)))).toBeUndefined();
		}
	});

	test('once a day, and again when it failed or its run died', () => {
		const now = at('14:00');
		const { claimed, sent, failed, nothing } = digestMarks('2026-11-23', now, 'run 1');
		for (const kept of [sent, nothing]) {
			expect(due(at('14:15'), kept)).toBeUndefined();
			expect(due(at('14:15', '2026-11-24'), kept)).toBe('2026-11-24');
		}
		expect(due(at('14:01'), failed)).toBe('2026-11-23');
		expect(due(at('14:09'), claimed)).toBeUndefined();
		expect(due(at('14:10'), claimed)).toBe('2026-11-23');
		expect(due(at('14:15', '2026-11-24'), claimed)).toBe('2026-11-24');
	});

	test('by a claim that no two runs share', () => {
		const one = digestMarks('2026-11-23', at('14:00'), '1');
		const two = digestMarks('2026-11-23', at('14:00'), '2');
		expect(one.claimed).not.toBe(two.claimed);
		expect(digestKey(hospital)).toBe('digest:example animal hospital');
	});
});

describe('the daily mail', () => {
	const line = (aCase: ACase, more: Partial<WorklistRow> = {}): WorklistRow => ({
		...worklistRow(aCase.row(), aCase.state, aCase.projected().asks, {
			clinicName: clinic.name,
			timeZone: heart.timeZone,
			now: aCase.now,
		})!,
		...more,
	});
	const url = 'https://desk.example.com/webhook/vet-referral/worklist?t=abc&x="1"';

	test('lists what is asked, with one link', () => {
		const late = line(new ACase().sent().later(500));
		const booked = line(new ACase().booked());
		const mail = digestMail(hospital, [late, { ...late, rowId: 2 }, booked], url)!;
		expect(mail.to).toBe('desk@example.com');
		expect(mail.subject).toBe('Example Animal Hospital: 2 referrals wait for you, 2 overdue');
		expect(mail.text).toContain('Acknowledge (2)');
		expect(mail.text).toContain(
			'- URGENT Biscuit (REF-0123456789ab), Heart service, from Sample Street Veterinary Clinic, OVERDUE since ',
		);
		expect(mail.text).not.toContain('Visits ahead');
		expect(mail.text.split(url)).toHaveLength(2);
		expect(mail.html).not.toContain('x="1"');
	});

	test('says nothing when nothing is asked', () => {
		expect(digestMail(hospital, [], url)).toBeUndefined();
		expect(digestMail(hospital, [line(new ACase().booked())], url)).toBeUndefined();
	});

	test('names no owner and holds no clinical text', () => {
		const mail = digestMail(hospital, [line(new ACase().sent())], url)!;
		for (const part of [mail.subject, mail.text, mail.html]) {
			for (const words of ['Olive', 'Murmur', 'heart failure', 'Coughs', '555 0300']) {
				expect(part).not.toContain(words);
			}
		}
	});

	test('holds no markup and no lines of other people', () => {
		const odd = line(new ACase().sent(), { patientName: '<b>Rex</b>\r\nBcc: x@example.com' });
		const mail = digestMail({ ...hospital, name: 'A & B\nC' }, [odd], url)!;
		expect(mail.html).not.toContain('<b>');
		expect(mail.text).toContain('- URGENT <b>Rex</b> Bcc: x@example.com (REF-');
		expect(mail.subject).toBe('A & B C: 1 referral waits for you');
	});

	test('stays short and says how many more there are', () => {
		const one = line(new ACase().sent());
		const many = Array.from({ length: 130 }, (_, index) => ({ ...one, rowId: index + 1 }));
		const mail = digestMail(hospital, many, url)!;
		expect(mail.text).toContain('Acknowledge (130)');
		expect(mail.text).toContain('And 30 more on the worklist.');
		expect(mail.text.match(/^- /gm)).toHaveLength(100);
	});

	test('goes once to every address that the services of the hospital gave', () => {
		const shared = hospitalOf(
			entry({ id: 'a' }),
			entry({ id: 'b' }),
			entry({ id: 'c', email: 'c@example.com' }),
			entry({ id: 'd', email: 'd@example.com', mail: 'each' }),
		);
		const mail = digestMail(shared, [line(new ACase().sent())], url)!;
		expect(mail.to).toBe('desk@example.com, c@example.com');
	});
});
