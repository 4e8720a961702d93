import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { ClinicProfile } from '../../core/profile/clinic-profile';
import type { FollowUpResult } from '../../core/referral/events';
import { mayLeave } from '../../core/referral/mode';
import { stateOf } from '../../core/referral/row';
import { latestReport, type ReferralState } from '../../core/referral/state';
import { planFollowUp } from '../../core/report/follow-up';
import { systemOf } from '../shared/handed-in';
import { leaveOn, type IExecuteResult } from '../shared/items';
import { nowIso } from '../shared/ledger';
import { pimsFor } from '../shared/pims';
import { readProfile, readRow } from '../shared/read-row';
import type { Refusal } from '../../core/result';
import { refused } from '../shared/refusal';
import { failedBy, writeItems, type BookingChoices } from './follow-up-writes';

/** What an earlier version stated stays visible: taking it back is a person's decision. */
const noLongerStated = 'The amended report no longer states this: decide whether it still applies.';

/** Why nothing is arranged now, or nothing: without the intent in the ledger there is no effect. */
function notNow(state: ReferralState): string | undefined {
	if (!latestReport(state)) return 'The ledger holds no report to plan from.';
	if (state.followUp.status === 'done') return 'The follow-up is arranged already.';
	if (state.followUp.status !== 'intended') return 'The ledger holds no follow-up to arrange now.';
	return undefined;
}

const notLive = (mode: string): Refusal => ({
	code: `mode_${mode}`,
	message: `The clinic is in ${mode} mode, so nothing was written.`,
	hint:
		mode === 'shadow'
			? 'Let it go on the case page, or arrange it by hand.'
			: 'Set the clinic to live and ask for another try on the case page.',
});

/** What the node says wins over the clinic's profile. */
function choicesOf(
	execution: IExecuteFunctions,
	itemIndex: number,
	profile: ClinicProfile['followUp'],
): BookingChoices {
	const given = execution.getNodeParameter('options', itemIndex, {}) as Partial<
		ClinicProfile['followUp']
	>;
	const appointmentType = given.appointmentType || profile.appointmentType;
	const provider = given.provider || profile.provider;
	const durationMinutes = given.durationMinutes || profile.durationMinutes;
	return {
		...(appointmentType ? { type: appointmentType } : {}),
		...(provider ? { provider } : {}),
		...(durationMinutes ? { durationMinutes } : {}),
	};
}

/**
 * Turns what the report states into appointments, entries of the record and tasks. An item that an
 * earlier version or an earlier try has written already is kept as it is.
 */
export async function scheduleFollowUp(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<IExecuteResult> {
	const row = readRow(this, itemIndex);
	const clinic = readProfile(this, itemIndex);
	const state = stateOf(row);
	const leave = (json: IDataObject): IExecuteResult =>
		leaveOn(0, 1, itemIndex, { rowId: row.id, caseId: row.caseId, ...json });
	const why = notNow(state);
	const version = latestReport(state);
	const source = state.created?.data.source;
	if (why !== undefined || !version || !source) {
		return leave({
			commands: [],
			items: [],
			message: why ?? 'The ledger does not know this case.',
		});
	}
	const { timeZone, hours, holidays, mode } = clinic;
	const plan = planFollowUp(version.report, {
		receivedAt: version.at,
		clinicCalendar: { timeZone, hours, holidays },
	});
	const standing = (key: string): FollowUpResult | undefined =>
		state.followUp.items.find((item) => item.key === key && item.status !== 'failed');
	const gone = state.followUp.items
		.filter(({ key }) => !plan.some((item) => item.key === key))
		.map((item) => ({ ...item, message: noLongerStated }));
	const result = (done: FollowUpResult[]): IExecuteResult => {
		const data = { version: version.version, items: [...done, ...gone] };
		return leave({
			...(data as unknown as IDataObject),
			commands: [
				{
					type: 'followup.created',
					key: `${version.version}.${state.followUp.attempts}`,
					data: data as unknown as IDataObject,
				},
			],
		});
	};
	if (!mayLeave(state, mode, `follow_up:${version.version}`)) {
		return result(plan.map((item) => standing(item.key) ?? failedBy(item, notLive(mode))));
	}
	const pims = await pimsFor(this, itemIndex, {
		pims: systemOf(state, String(this.getNodeParameter('pims', itemIndex))),
		filingUrl: String(this.getNodeParameter('filingUrl', itemIndex, '')),
	});
	if (!pims.ok) return refused(this, pims.refusal, itemIndex);
	const context = {
		pims: pims.value,
		caseId: row.caseId,
		target: {
			patientId: source.patientId,
			...(source.encounterId ? { encounterId: source.encounterId } : {}),
			...(state.owner?.pimsId ? { ownerId: state.owner.pimsId } : {}),
		},
		choices: choicesOf(this, itemIndex, clinic.followUp),
		today: DateTime.fromISO(nowIso(), { zone: timeZone }).toISODate() ?? '',
	};
	return result(await writeItems(plan, context, standing));
}
