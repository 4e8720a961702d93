import { DateTime } from 'luxon';
import { z } from 'zod';
import { weekdays } from '../calendar/opening-hours';
import type { ClinicProfile } from '../profile/clinic-profile';
import type { Specialist } from '../profile/specialist';
import { caseIdOf } from '../referral/case-id';
import type { Command } from '../referral/decide';
import type { ReleaseData } from '../referral/events';
import type { StepContext } from '../referral/next-step';
import { change, open, stateOf, type CaseRow, type Change, type Projected } from '../referral/row';
import { snapshotOf } from '../referral/snapshot';
import { gapsOpen, type ReferralState } from '../referral/state';
import { refuse, type Result } from '../result';
import { plainMessage } from '../desk/staff-message';
import { frameOf, type StaffAlert } from './digest';

/** The key in the settings under which the board finds how the last loop test of a clinic went. */
export const drillKeyOf = (clinicId: string): string => `drill:${clinicId}`;

const resultSchema = z.object({
	/** The week it was opened for, `2026-W48`, on the clinic's calendar. */
	week: z.string(),
	result: z.enum(['running', 'passed', 'failed']),
	/** Where it failed, or how far it has to come. */
	step: z.string(),
	/** What was wrong, in words for the staff. */
	why: z.string().default(''),
	caseId: z.string(),
	/** ISO UTC: when it was opened, or judged. */
	at: z.string(),
});
export type DrillResult = z.infer<typeof resultSchema>;

/** Reads a setting `drill:<clinic>`; nothing when no test has run or it cannot be read. */
export function readDrillResult(value: unknown): DrillResult | undefined {
	if (typeof value !== 'string' || value === '') return undefined;
	try {
		const parsed = resultSchema.safeParse(JSON.parse(value));
		return parsed.success ? parsed.data : undefined;
	} catch {
		return undefined;
	}
}

const drillMark = 'drill:';

/** Whether a case is a loop test: nobody is told of it case by case, only of its result. */
export const isDrill = ({ created }: ReferralState): boolean =>
	created?.data.test === true && created.data.source.eventId.startsWith(drillMark);

/**
 * The week a loop test of this clinic is due for: from the set time of the set weekday to the end of
 * that day, once a week. Not on holidays, and only while the clinic is live.
 */
export function drillDue(
	{ drill, timeZone, mode, holidays }: ClinicProfile,
	lastWeek: string,
	now: string,
): string | undefined {
	if (!drill.enabled || mode !== 'live') return undefined;
	const local = DateTime.fromISO(now, { zone: timeZone });
	const week = local.toFormat("kkkk-'W'WW");
	if (week === lastWeek || weekdays[local.weekday - 1] !== drill.weekday) return undefined;
	if (local.toFormat('HH:mm') < drill.at || holidays.includes(local.toFormat('yyyy-MM-dd'))) {
		return undefined;
	}
	return week;
}

const actor = { role: 'referrer', name: 'Loop test', via: 'workflow' } as const;

const testWords = 'LOOP TEST, no patient: please do nothing. It only checks the connection.';

function releaseOf(clinic: ClinicProfile, specialist: Specialist, now: string): ReleaseData {
	return {
		specialistId: specialist.id,
		specialist: snapshotOf(specialist),
		urgency: 'routine',
		clinicalQuestion: testWords,
		reason: testWords,
		noteApproved: true,
		consent: { share: true, by: clinic.name, at: now, how: 'loop test of a test patient' },
		contact: { hospital: false, sms: false, email: false },
		supplement: {},
		overrides: [],
		by: { name: 'Loop test', role: 'automatic' },
	};
}

/** The row of a loop test, released to the hospital it tests. Its number is the same however often it is asked for in one week. */
export function openDrill(
	clinic: ClinicProfile,
	specialist: Specialist | undefined,
	week: string,
	context: StepContext,
): Result<Projected> {
	const { drill } = clinic;
	if (!specialist?.active || drill.patientId === '') {
		return refuse(
			'drill_not_set_up',
			'The loop test has no hospital or no test patient.',
			'Set specialistId and patientId of drill in the clinic profile.',
		);
	}
	const source = {
		pims: drill.pims,
		eventId: `${drillMark}${clinic.id}:${week}`,
		version: '1',
		patientId: drill.patientId,
		vetName: 'Loop test',
	};
	const caseId = caseIdOf({ ...source, site: '' });
	const created: Command<'referral.created'> = {
		type: 'referral.created',
		actor,
		key: caseId,
		data: { source, clinicId: clinic.id, patientName: 'LOOP TEST', test: true },
	};
	const data = releaseOf(clinic, specialist, context.now);
	return open(created, caseId, context, [{ type: 'release.given', actor, key: 'drill', data }]);
}

interface Judgement {
	result: 'passed' | 'failed';
	step: string;
	why: string;
}

const failed = (step: string, why: string): Judgement => ({ result: 'failed', step, why });

/** How a loop test stands, or nothing while it still runs in time. `hours` is what it may take. */
export function judgeDrill(
	state: ReferralState,
	hours: number,
	now: string,
): Judgement | undefined {
	const { transport, decision, packetFailure, release } = state;
	if (decision.status !== 'none' || state.reports.length > 0) {
		return { result: 'passed', step: 'acknowledgment', why: '' };
	}
	if (packetFailure) return failed('packet', packetFailure.message);
	if (transport.status === 'failed') {
		return failed('sending', transport.failure?.message ?? 'Sending did not work.');
	}
	const opened = state.created?.at ?? release?.at ?? now;
	const late = DateTime.fromISO(opened, { zone: 'utc' }).plus({ hours });
	if (late > DateTime.fromISO(now, { zone: 'utc' })) return undefined;
	if (transport.status !== 'done') return failed('sending', 'The packet was not sent in time.');
	// By mail nobody acknowledges a test; that it left is all there is to know.
	if (release?.specialist.channel === 'email')
		return { result: 'passed', step: 'sending', why: '' };
	return failed('acknowledgment', 'The hospital did not acknowledge in time.');
}

/** Missing records do not stop a loop test: it looks at the connection, not at the test patient. */
const withoutRecords = ({ incomplete }: ReferralState): Command => ({
	type: 'gap.overridden',
	actor,
	key: `drill:${incomplete?.at ?? ''}`,
	data: { reason: 'Loop test', fields: (incomplete?.gaps ?? []).map(({ field }) => field) },
});

const closing = ({ result, step }: Judgement): Command => ({
	type: 'case.closed',
	actor: { role: 'system', via: 'workflow' },
	key: 'drill',
	data: {
		// The hospital was asked to do nothing, so that there is nothing to take back there.
		outcome: 'cancelled',
		reason: result === 'passed' ? 'Loop test passed' : `Loop test failed: ${step}`,
	},
});

/**
 * Judges a loop test: the write that lets it go on or closes it, and its result once there is one.
 * Nothing for any other case, and while it runs.
 */
export function settleDrill(
	row: CaseRow,
	clinic: ClinicProfile,
	context: StepContext,
): { change: Change; judgement?: Judgement } | undefined {
	const state = stateOf(row);
	if (!isDrill(state)) return undefined;
	const judgement = judgeDrill(state, clinic.drill.hours, context.now);
	const goesOn = !judgement && state.transport.status !== 'done' && gapsOpen(state);
	if (!judgement && !goesOn) return undefined;
	const command = judgement ? closing(judgement) : withoutRecords(state);
	const changed = change(row, [command], context);
	return changed.ok ? { change: changed.value, judgement } : undefined;
}

/** A loop test that was just opened. */
export const runningDrill = (week: string, caseId: string, now: string): DrillResult => ({
	week,
	result: 'running',
	step: 'acknowledgment',
	why: '',
	caseId,
	at: now,
});

/** A loop test that could not even be opened: that too is said, once a week. */
export const unopenedDrill = (week: string, why: string, now: string): DrillResult => ({
	...failed('opening', why),
	week,
	caseId: '',
	at: now,
});

/** Whether a test that was begun has been lost: so long after its time nobody has judged it. */
export const isLostDrill = ({ result, at }: DrillResult, hours: number, now: string): boolean =>
	result === 'running' &&
	DateTime.fromISO(at, { zone: 'utc' }).plus({ hours: hours + 2 }) <
		DateTime.fromISO(now, { zone: 'utc' });

/** The week of a loop test, from its mark. */
export const weekOf = ({ created }: ReferralState): string =>
	created?.data.source.eventId.split(':').pop() ?? '';

/** The one mail about a loop test that failed. */
export function drillAlert(
	clinic: ClinicProfile,
	{ step, why, caseId }: DrillResult,
	hospital: string,
): StaffAlert {
	const to = hospital === '' ? '' : ` to ${hospital}`;
	const lines = [
		`${clinic.name}: the weekly loop test${to} failed at: ${step}.`,
		why,
		'No patient is concerned. Until this is settled a real referral may stop at the same place.',
		...(caseId === '' ? [] : [`Test case: ${caseId}`]),
	].filter((line) => line !== '');
	return {
		kind: 'notice',
		clinicId: clinic.id,
		urgency: 'urgent',
		caseIds: caseId === '' ? [] : [caseId],
		urls: [],
		...plainMessage(
			frameOf(clinic, clinic.staffAlertEmail || clinic.email),
			`Loop test failed at ${step}`,
			lines,
		),
	};
}
