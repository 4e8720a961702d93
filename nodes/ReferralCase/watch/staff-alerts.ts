import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { claimedTells, toldCommands } from '../../../core/watch/claim';
import { alertsFor, type StaffAlert } from '../../../core/watch/digest';
import type { StaffCase } from '../../../core/desk/staff-message';
import type { ClinicProfile } from '../../../core/profile/clinic-profile';
import type { CaseRow } from '../../../core/referral/row';
import type { Tell } from '../../../core/referral/telling';
import { caseUrl, readDesk, type Desk } from '../../shared/desk-credential';
import { readJson } from '../../shared/read-json';
import { aroundCases, eachRow } from './around';

/** What is to be recorded of a message once it has left. */
export interface AfterAlert {
	told: Array<{ rowId: number; caseId: string; events: string }>;
	setting?: { key: string; value: string };
}

/** A message as it goes to the node that sends it. */
export const alertItem = (alert: StaffAlert, after: AfterAlert): INodeExecutionData => ({
	json: { ...alert, ...after } as unknown as IDataObject,
	pairedItem: { item: 0 },
});

/** One case for a message, with the link on which its reader can act. */
export const staffCase = (
	desk: Desk,
	row: CaseRow,
	tells: readonly Tell[],
	now: string,
): StaffCase => {
	const role = row.specialistId === '' ? 'release' : 'clinic';
	return {
		caseId: row.caseId,
		patient: row.patientName,
		urgency: row.urgency,
		hospital: row.hospital,
		tells,
		url: caseUrl(desk, row, role, Math.floor(Date.parse(now) / 1000)),
	};
};

/**
 * Takes the rows whose claim was won and writes the messages for them, clinic by clinic: one for each
 * case, or one for all above the clinic's limit. Works on all input rows together.
 */
export async function composeAlerts(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const desk = await readDesk(this);
	const { now, clinicOf } = aroundCases(this);
	const clinics = new Map<string, { clinic: ClinicProfile; cases: StaffCase[] }>();
	const told = new Map<string, AfterAlert['told'][number]>();
	eachRow(this, (row) => {
		const tells = claimedTells(row.handover);
		if (tells.length === 0) return;
		const of = clinics.get(row.clinicId) ?? { clinic: clinicOf(row), cases: [] };
		clinics.set(row.clinicId, of);
		of.cases.push(staffCase(desk, row, tells, now));
		const events = JSON.stringify(toldCommands(tells));
		told.set(row.caseId, { rowId: row.id, caseId: row.caseId, events });
	});
	const alerts = [...clinics.values()].flatMap(({ clinic, cases }) => alertsFor(clinic, cases));
	return [
		alerts
			.sort((a, b) => Number(b.urgency === 'emergency') - Number(a.urgency === 'emergency'))
			.map((alert) =>
				alertItem(alert, { told: alert.caseIds.flatMap((caseId) => told.get(caseId) ?? []) }),
			),
	];
}

/** What a message that has left leaves to record: events of its cases, or a setting. */
export async function alertSent(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { told = [], setting } = readJson(this, 'alert', 0) as Partial<AfterAlert>;
	const item = (json: IDataObject): INodeExecutionData => ({ json, pairedItem: { item: 0 } });
	return [told.map((entry) => item({ ...entry })), setting ? [item({ ...setting })] : []];
}
