import { clinicProfileSchema } from '../../../../core/profile/clinic-profile';
import { alertsFor, mostUrgentFirst } from '../../../../core/watch/digest';
import type { StaffCase } from '../../../../core/desk/staff-message';

const clinic = clinicProfileSchema.parse({
	id: 'oak',
	name: 'Oak Street Sample Clinic',
	timeZone: 'America/New_York',
	email: 'desk@oak.example.com',
	staffAlertEmail: 'team@oak.example.com',
	escalation: { email: 'boss@oak.example.com' },
});

interface Telling {
	urgency?: string;
	dueAt?: string;
	overdue?: boolean;
	escalated?: boolean;
}

const staffCase = (number: number, telling: Telling = {}): StaffCase => {
	const { urgency = 'routine', overdue = true, escalated = false } = telling;
	const dueAt = telling.dueAt ?? '2026-11-23T15:00:00.000Z';
	const ask = { key: 'ack', owes: 'hospital', what: 'Acknowledge', since: dueAt, dueAt, rule: '' };
	return {
		caseId: `REF-${String(number).padStart(12, '0')}`,
		patient: `Pet ${number}`,
		urgency,
		hospital: 'Example Hospital',
		tells: [{ ask: { ...ask, owes: 'hospital' }, at: dueAt, overdue, escalated }],
		url: `https://clinic.example.com/case?t=${number}`,
	};
};
const many = (count: number, telling?: Telling): StaffCase[] =>
	Array.from({ length: count }, (_, index) => staffCase(index + 1, telling));

test.each([1, 4, 5])('up to the limit each of %d cases has a message of its own', (count) => {
	const alerts = alertsFor(clinic, many(count));
	expect(alerts.map(({ kind, caseIds }) => [kind, caseIds.length])).toEqual(
		Array.from({ length: count }, () => ['case', 1]),
	);
});

test.each([6, 30, 400])('above the limit %d cases are one message, each in it once', (count) => {
	const [digest, ...others] = alertsFor(clinic, many(count));
	expect(others).toEqual([]);
	expect(digest).toMatchObject({ kind: 'digest', to: 'team@oak.example.com', clinicId: 'oak' });
	expect(new Set(digest!.caseIds).size).toBe(count);
	expect(digest!.subject).toBe(`${count} referrals need attention, ${count} of them overdue`);
	for (const url of digest!.urls) expect(digest!.text.split(`${url}\n`)).toHaveLength(2);
});

test("the limit is the clinic's own", () => {
	expect(alertsFor({ ...clinic, digestAfter: 1 }, many(2))).toHaveLength(1);
	expect(alertsFor({ ...clinic, digestAfter: 50 }, many(50))).toHaveLength(50);
});

test('emergencies come first and stand in the subject; then urgent ones, then what waits longest', () => {
	const cases = [
		...many(8),
		staffCase(20, { dueAt: '2026-11-20T15:00:00.000Z' }),
		staffCase(30, { urgency: 'urgent' }),
		staffCase(40, { urgency: 'emergency' }),
		staffCase(41, { urgency: 'emergency', dueAt: '2026-11-22T15:00:00.000Z' }),
	];
	const [digest] = alertsFor(clinic, cases);
	expect(digest!.subject).toBe(
		'EMERGENCY: Pet 41 (REF-000000000041), Pet 40 (REF-000000000040); 12 referrals need attention, 12 of them overdue',
	);
	expect(digest!.urgency).toBe('emergency');
	expect(digest!.caseIds.slice(0, 4).map((caseId) => Number(caseId.slice(4)))).toEqual([
		41, 40, 30, 20,
	]);
	expect(digest!.text.indexOf('EMERGENCY: Pet 41')).toBeLessThan(digest!.text.indexOf('Pet 1,'));
});

test('one by one, emergencies leave first too', () => {
	const alerts = alertsFor(clinic, [...many(3), staffCase(9, { urgency: 'emergency' })]);
	expect(alerts.map(({ urgency }) => urgency)).toEqual([
		'emergency',
		'routine',
		'routine',
		'routine',
	]);
	expect(alerts[0]!.subject).toMatch(/^EMERGENCY: Overdue: /);
});

test('who let it lie is told together with the second address', () => {
	const [alert] = alertsFor(clinic, [staffCase(1, { escalated: true })]);
	expect(alert).toMatchObject({ to: 'team@oak.example.com, boss@oak.example.com' });
	expect(alert!.subject).toMatch(/^Still overdue: /);
	const noSecond = { ...clinic, escalation: { ...clinic.escalation, email: '' } };
	expect(alertsFor(noSecond, [staffCase(1, { escalated: true })])[0]!.to).toBe(
		'team@oak.example.com',
	);
	const [digest] = alertsFor(clinic, [...many(6), staffCase(7, { escalated: true })]);
	expect(digest!.to).toContain('boss@');
});

test("without an address for alerts the clinic's own is taken", () => {
	const [alert] = alertsFor({ ...clinic, staffAlertEmail: '' }, [staffCase(1)]);
	expect(alert!.to).toBe('desk@oak.example.com');
});

test('the order does not depend on the order of reading', () => {
	const cases = [...many(5), staffCase(8, { urgency: 'urgent' })];
	const forth = mostUrgentFirst(cases).map(({ caseId }) => caseId);
	expect(mostUrgentFirst([...cases].reverse()).map(({ caseId }) => caseId)).toEqual(forth);
});

test('names cannot break out of subject or page of a digest', () => {
	const evil = {
		...staffCase(1, { urgency: 'emergency' }),
		patient: 'Bis\r\nBcc: a@b.example <b>',
	};
	const [digest] = alertsFor(clinic, [evil, ...many(6)]);
	expect(digest!.subject).not.toMatch(/[\r\n]/);
	expect(digest!.html).not.toContain('<b>');
});
