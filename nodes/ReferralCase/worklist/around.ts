import type { IExecuteFunctions } from 'n8n-workflow';
import { worklistRow, type WorklistRow } from '../../../core/desk/worklist';
import { isCaseOf, type Hospital } from '../../../core/desk/worklist-hospital';
import { defaultClinicProfile } from '../../../core/profile/clinic-profile';
import type { Specialist } from '../../../core/profile/specialist';
import { asksOf } from '../../../core/referral/asks';
import { stateOf, type CaseRow } from '../../../core/referral/row';
import { stepContext } from '../../shared/ledger';
import type { Around } from '../desk/answer';
import { clinicAmong } from '../desk/request';

/** Gives what surrounds a row; every clinic's profile is read once, however many rows it has. */
export function arounds(
	execution: IExecuteFunctions,
	directory: Specialist[],
	now: string,
): (row: CaseRow) => Around {
	const clinics = new Map<string, Around['clinic']>();
	return (row) => {
		const clinic =
			clinics.get(row.clinicId) ??
			clinicAmong(execution, row.clinicId) ??
			defaultClinicProfile(row.clinicId);
		clinics.set(row.clinicId, clinic);
		const specialist = directory.find(({ id }) => id === row.specialistId);
		return { clinic, specialist, directory, now };
	};
}

/** The cases of a hospital among all rows that were read, each once. */
export function casesOf(
	execution: IExecuteFunctions,
	hospital: Hospital,
	directory: readonly Specialist[],
): CaseRow[] {
	const rows = new Map<number, CaseRow>();
	for (const { json } of execution.getInputData()) {
		const row = json as unknown as CaseRow;
		if (Number(row.id) > 0 && isCaseOf(row, hospital, directory)) rows.set(row.id, row);
	}
	return [...rows.values()];
}

/** The lines of the worklist. */
export const linesOf = (
	rows: readonly CaseRow[],
	around: (row: CaseRow) => Around,
): WorklistRow[] =>
	rows.flatMap((row) => {
		if (!row.open) return [];
		const { clinic, specialist, now } = around(row);
		const state = stateOf(row);
		const asks = asksOf(state, stepContext(state, clinic, specialist, now));
		const timeZone = specialist?.timeZone ?? clinic.timeZone;
		return worklistRow(row, state, asks, { clinicName: clinic.name, timeZone, now }) ?? [];
	});
