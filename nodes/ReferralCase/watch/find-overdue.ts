import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { staffMessage, type StaffMessage } from '../../../core/desk/staff-message';
import { defaultClinicProfile, type ClinicProfile } from '../../../core/profile/clinic-profile';
import { asksOf } from '../../../core/referral/asks';
import type { Command } from '../../../core/referral/decide';
import { change, stateOf, type CaseRow } from '../../../core/referral/row';
import { tellsDue } from '../../../core/referral/telling';
import { caseUrl, readDesk, type Desk } from '../../shared/desk-credential';
import { nowIso, stepContext } from '../../shared/ledger';
import { readRow } from '../../shared/read-row';
import { changeItem } from '../columns';
import { clinicAmong, directoryOf } from '../desk/request';

/**
 * Goes through open cases. Outputs: *Tell*, with one message and the write that claims it, for what a
 * person has to hear now; *Stalled*, for cases that a workflow owes a step and no live run has.
 */
export async function findOverdue(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const now = nowIso();
	const desk = await readDesk(this);
	const directory = directoryOf(this);
	const tell: INodeExecutionData[] = [];
	const stalled: INodeExecutionData[] = [];
	this.getInputData().forEach((item, itemIndex) => {
		if (!item.json.id) return;
		const row = readRow(this, itemIndex);
		const clinic = clinicAmong(this, row.clinicId) ?? defaultClinicProfile(row.clinicId);
		const state = stateOf(row);
		const specialist = directory.find(({ id }) => id === row.specialistId);
		const context = stepContext(state, clinic, specialist, now);
		const tells = tellsDue(state, asksOf(state, context), now);
		if (tells.length > 0) {
			const commands = tells.map(
				({ ask, at }): Command => ({
					type: 'timer.fired',
					actor: { role: 'system', via: 'workflow' },
					key: `${ask.key}:${at}`,
					data: { ask: ask.key, dueAt: at },
				}),
			);
			const changed = change(row, commands, context, {
				handover: JSON.stringify({ message: messageFor(desk, clinic, row, tells, now) }),
			});
			if (changed.ok && changed.value.changed) {
				tell.push(changeItem(row.id, changed.value, itemIndex));
			}
		}
		if (isStalled(row, now)) {
			stalled.push({
				json: { rowId: row.id, caseId: row.caseId, flow: row.flow, step: row.step },
				pairedItem: { item: itemIndex },
			});
		}
	});
	return [tell, stalled];
}

/** A step of a workflow is due, and neither a working nor a waiting run is alive for it. */
const isStalled = (row: CaseRow, now: string): boolean =>
	row.open && row.flow !== '' && row.runUntil <= now;

function messageFor(
	desk: Desk,
	clinic: ClinicProfile,
	row: CaseRow,
	tells: ReturnType<typeof tellsDue>,
	now: string,
): StaffMessage {
	const released = row.specialistId !== '';
	return staffMessage({
		from: clinic.email || clinic.staffAlertEmail,
		to: clinic.staffAlertEmail || clinic.email,
		clinic: clinic.name,
		caseId: row.caseId,
		patient: row.patientName,
		urgency: row.urgency,
		hospital: row.hospital,
		tells,
		url: caseUrl(desk, row, released ? 'clinic' : 'release', Math.floor(Date.parse(now) / 1000)),
	});
}
