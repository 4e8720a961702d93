import { clinicProfileSchema } from '../../../../core/profile/clinic-profile';
import { specialistSchema } from '../../../../core/profile/specialist';
import { decideAll, type Command } from '../../../../core/referral/decide';
import { readEvents, stateOf, type CaseRow } from '../../../../core/referral/row';
import { foldEvents } from '../../../../core/referral/evolve';
import { nextStep, type StepContext } from '../../../../core/referral/next-step';
import { claimTells } from '../../../../core/watch/claim';
import {
	drillAlert,
	drillDue,
	isDrill,
	isLostDrill,
	judgeDrill,
	openDrill,
	readDrillResult,
	runningDrill,
	settleDrill,
	unopenedDrill,
	weekOf,
} from '../../../../core/watch/drill';

const clinic = clinicProfileSchema.parse({
	id: 'oak',
	name: 'Oak Street Sample Clinic',
	email: 'desk@oak.example.com',
	timeZone: 'America/New_York',
	mode: 'live',
	holidays: ['2026-12-07'],
	drill: { enabled: true, specialistId: 'heart', patientId: '900' },
});
const heart = specialistSchema.parse({
	id: 'heart',
	hospital: 'Example Animal Hospital',
	service: 'Heart service',
	specialty: 'cardiology',
	channel: 'webhook',
	inboundUrl: 'https://hospital.example.com/referrals',
	timeZone: 'America/Chicago',
});
const start = '2026-11-23T12:00:00.000Z';
const later = (hours: number): string =>
	new Date(Date.parse(start) + hours * 3_600_000).toISOString();
const contextAt = (now: string): StepContext => ({
	now,
	clinic,
	deadlines: clinic.deadlines,
	clinicCalendar: clinic,
	escalation: clinic.escalation,
});

test.each<[string, string, string, string | undefined]>([
	['Monday before seven', '', '2026-11-23T11:59:00.000Z', undefined],
	['Monday at seven', '', '2026-11-23T12:00:00.000Z', '2026-W48'],
	['later on Monday', '', '2026-11-24T04:00:00.000Z', '2026-W48'],
	['once a week', '2026-W48', '2026-11-23T15:00:00.000Z', undefined],
	['on Tuesday', '', '2026-11-24T15:00:00.000Z', undefined],
	['the next Monday', '2026-W48', '2026-11-30T15:00:00.000Z', '2026-W49'],
	['on a holiday', '', '2026-12-07T15:00:00.000Z', undefined],
])('%s', (_, last, now, week) => {
	expect(drillDue(clinic, last, now)).toBe(week);
});

test.each([
	['not switched on', { drill: { ...clinic.drill, enabled: false } }],
	['in shadow mode', { mode: 'shadow' as const }],
	['paused', { mode: 'paused' as const }],
])('no test while %s', (_, changes) => {
	expect(drillDue({ ...clinic, ...changes }, '', start)).toBeUndefined();
});

function opened(): CaseRow {
	const result = openDrill(clinic, heart, '2026-W48', contextAt(start));
	if (!result.ok) throw new Error(result.refusal.message);
	return { id: 9, ...result.value.columns };
}

test('a loop test is a released test case that says it is one', () => {
	const row = opened();
	const state = stateOf(row);
	expect(row).toMatchObject({ test: true, flow: 'refer', step: 'build', clinicId: 'oak' });
	expect(isDrill(state)).toBe(true);
	expect(weekOf(state)).toBe('2026-W48');
	expect(state.release?.clinicalQuestion).toMatch(/LOOP TEST, no patient/);
	expect(state.release?.contact).toMatchObject({ sms: false, email: false });
	expect(opened().caseId).toBe(row.caseId);
});

test.each([
	['no test patient', { ...clinic, drill: { ...clinic.drill, patientId: '' } }, heart],
	['no hospital', clinic, undefined],
	['a hospital that is not active', clinic, { ...heart, active: false }],
])('%s: it is refused with what to set', (_, profile, specialist) => {
	const result = openDrill(profile, specialist, '2026-W48', contextAt(start));
	expect(result.ok).toBe(false);
	expect(!result.ok && result.refusal.hint).toContain('drill');
});

const data = { deliveryId: 'd1', channel: 'webhook' };
const fail = { code: 'refused', message: 'It did not work', hint: 'Try again' };
const system = { role: 'system', via: 'workflow' } as const;
const gap = { field: 'exam', label: 'Physical exam', level: 'required', howToFix: 'Write it' };
const built = {
	packetVersion: 1,
	patient: { pimsId: '900', name: 'Test' },
	files: [],
	manifestSha256: 'c'.repeat(64),
	gaps: [],
};
const sent: Command[] = [
	{ type: 'packet.built', actor: system, key: '1', data: built },
	{ type: 'referral.sending', actor: system, key: '1', data },
	{ type: 'transport.delivered', actor: system, key: '1', data },
];
const acknowledged: Command = {
	type: 'ack.received',
	actor: { role: 'specialist', via: 'webhook' },
	data: {},
};

function after(commands: Command[], now = later(0.1)): CaseRow {
	const row = opened();
	const events = readEvents(row);
	const decided = decideAll(stateOf(row), commands, now, new Set());
	if (!decided.ok) throw new Error(decided.refusal.message);
	return { ...row, events: JSON.stringify([...events, ...decided.value]) };
}

test.each<[string, Command[], number, string | undefined]>([
	['just begun', [], 0.2, undefined],
	['sent and waiting in time', sent, 3.9, undefined],
	['acknowledged', [...sent, acknowledged], 0.2, 'passed acknowledgment'],
	['not acknowledged in time', sent, 4.1, 'failed acknowledgment'],
	['not sent in time', [], 4.1, 'failed sending'],
	[
		'the record could not be read',
		[{ type: 'packet.failed', actor: system, data: fail }],
		0.2,
		'failed packet',
	],
	[
		'the hospital refused it',
		[
			{ type: 'referral.sending', actor: system, key: '1', data },
			{ type: 'transport.failed', actor: system, data: { deliveryId: 'd1', ...fail } },
		],
		0.2,
		'failed sending',
	],
])('%s', (_, commands, hours, expected) => {
	const judged = judgeDrill(stateOf(after(commands)), clinic.drill.hours, later(hours));
	expect(judged && `${judged.result} ${judged.step}`).toBe(expected);
});

test('by mail it has passed when it has left', () => {
	const state = stateOf(after(sent));
	state.release!.specialist.channel = 'email';
	expect(judgeDrill(state, 4, later(4.1))).toMatchObject({ result: 'passed', step: 'sending' });
});

test('it is closed with its result, and judged the same once it is closed', () => {
	const row = after([...sent, acknowledged]);
	const settled = settleDrill(row, clinic, contextAt(later(0.5)))!;
	expect(settled.change.columns).toMatchObject({ open: false, phase: 'cancelled', flow: '' });
	expect(settled.change.appended.map(({ type }) => type)).toEqual(['case.closed']);
	const closed = { ...row, ...settled.change.columns };
	const again = settleDrill(closed, clinic, contextAt(later(0.6)))!;
	expect(again.change.changed).toBe(false);
	expect(again.judgement).toEqual(settled.judgement);
	expect(nextStep(stateOf(closed), contextAt(later(0.6))).step).toBe('none');
});

test('missing records of the test patient do not stop it', () => {
	const incomplete: Command = {
		type: 'packet.incomplete',
		actor: system,
		data: { gaps: [gap], patient: { pimsId: '900', name: 'Test' } },
	};
	const row = after([incomplete]);
	expect(nextStep(stateOf(row), contextAt(later(0.2))).step).toBe('none');
	const settled = settleDrill(row, clinic, contextAt(later(0.2)))!;
	expect(settled.judgement).toBeUndefined();
	expect(settled.change.columns).toMatchObject({ flow: 'refer', step: 'build', open: true });
	expect(settled.change.state.override?.fields).toEqual(['exam']);
	const going = { ...row, ...settled.change.columns };
	expect(settleDrill(going, clinic, contextAt(later(0.3)))).toBeUndefined();
});

test('a real case is never judged, and nobody is told of a test case by case', () => {
	const row = after(sent);
	expect(claimTells(row, contextAt(later(400)))).toBeUndefined();
	const real = {
		...row,
		events: row.events.replace('"eventId":"drill:oak:2026-W48"', '"eventId":"4711"'),
	};
	expect(settleDrill(real, clinic, contextAt(later(400)))).toBeUndefined();
	expect(claimTells(real, contextAt(later(400)))).toBeDefined();
	expect(isDrill(foldEvents('x', []))).toBe(false);
});

test('what is stored can be read back; what is lost is found', () => {
	const running = runningDrill('2026-W48', 'REF-0123456789ab', start);
	expect(readDrillResult(JSON.stringify(running))).toEqual(running);
	expect(isLostDrill(running, 4, later(5.9))).toBe(false);
	expect(isLostDrill(running, 4, later(6.1))).toBe(true);
	expect(isLostDrill({ ...running, result: 'passed' }, 4, later(600))).toBe(false);
	for (const value of ['', 'x', '{}', undefined]) expect(readDrillResult(value)).toBeUndefined();
});

test('the mail about a failed test says where and that no patient is concerned', () => {
	const result = unopenedDrill('2026-W48', 'It has no <hospital>.', start);
	const alert = drillAlert(clinic, result, 'Example Hospital');
	expect(alert).toMatchObject({ kind: 'notice', to: 'desk@oak.example.com', caseIds: [] });
	expect(alert.subject).toBe('Loop test failed at opening');
	expect(alert.text).toContain('No patient is concerned');
	expect(alert.html).not.toContain('<hospital>');
});
