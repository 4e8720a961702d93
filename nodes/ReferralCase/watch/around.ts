import type { IExecuteFunctions } from 'n8n-workflow';
import {
	defaultClinicProfile,
	parseClinicProfile,
	type ClinicProfile,
} from '../../../core/profile/clinic-profile';
import type { StepContext } from '../../../core/referral/next-step';
import { stateOf, type CaseRow } from '../../../core/referral/row';
import { nowIso, stepContext } from '../../shared/ledger';
import { readJson } from '../../shared/read-json';
import { readRow } from '../../shared/read-row';
import { directoryOf } from '../desk/request';

interface ClinicRow {
	clinicId?: unknown;
	profile?: unknown;
}

/** The rows of vet_referral_clinics as given; an empty table gives none. */
export const clinicRows = (execution: IExecuteFunctions): ClinicRow[] => {
	const given = readJson(execution, 'clinics', 0);
	return (Array.isArray(given) ? given : [given]).filter(
		(row): row is ClinicRow =>
			typeof row === 'object' && row !== null && (row as ClinicRow).clinicId !== undefined,
	);
};

/** The profiles that can be read, by clinic. */
export function clinicsOf(execution: IExecuteFunctions): Map<string, ClinicProfile> {
	const clinics = new Map<string, ClinicProfile>();
	for (const { clinicId, profile } of clinicRows(execution)) {
		const parsed = parseClinicProfile(profile ?? null);
		if (parsed.ok) clinics.set(String(clinicId), parsed.value);
	}
	return clinics;
}

export interface Around {
	now: string;
	/** The profile of the clinic of a row; while none can be read the defaults stand in. */
	clinicOf(row: CaseRow): ClinicProfile;
	contextOf(row: CaseRow): StepContext;
}

/** What judging many cases needs, read once. */
export function aroundCases(execution: IExecuteFunctions): Around {
	const now = nowIso();
	const clinics = clinicsOf(execution);
	const directory = new Map(directoryOf(execution).map((entry) => [entry.id, entry]));
	const clinicOf = ({ clinicId }: CaseRow): ClinicProfile =>
		clinics.get(clinicId) ?? defaultClinicProfile(clinicId);
	return {
		now,
		clinicOf,
		contextOf: (row) =>
			stepContext(stateOf(row), clinicOf(row), directory.get(row.specialistId), now),
	};
}

/**
 * Works through the rows that came in. A row that cannot be read is said in the log and passed over:
 * one broken row must not silence the others.
 */
export function eachRow(
	execution: IExecuteFunctions,
	act: (row: CaseRow, itemIndex: number) => void,
): void {
	execution.getInputData().forEach((item, itemIndex) => {
		if (!item.json.id) return;
		try {
			act(readRow(execution, itemIndex), itemIndex);
		} catch (error) {
			execution.logger.error('A referral case could not be looked at', {
				rowId: item.json.id,
				reason: error instanceof Error ? error.message : 'unknown',
			});
		}
	});
}
