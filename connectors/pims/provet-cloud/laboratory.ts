import { ok, type Result } from '../../../core/result';
import type { LabReport } from '../../../core/packet/records';
import type { Raw } from '../normalise';
import { isIgnored, type Clinical } from './clinical';
import type { ProvetClient } from './client';
import { toLabReport } from './map-clinical';
import { idOf, isOfPatient } from './relations';

/** Fields by which a result may name what it belongs to [inferred]. */
const headFields: Array<[string, string]> = [
	['group', 'laboratoryanalysisgroup'],
	['laboratoryanalysisgroup', 'laboratoryanalysisgroup'],
	['laboratory_referral', 'consultation_laboratory_referral'],
	['consultation_laboratory_referral', 'consultation_laboratory_referral'],
];

const headOf = (row: Raw): string | undefined =>
	headFields
		.map(([field, list]) => ({ list, id: idOf(row[field]) }))
		.filter(({ id }) => id !== undefined)
		.map(({ list, id }) => `${list}-${id ?? ''}`)[0];

/**
 * Laboratory results. The routes are documented, their fields are [unknown]: values are read where
 * they stand in a guessed field, and `raw` has all.
 */
export function createLaboratory(client: ProvetClient, clinical: Clinical) {
	/**
	 * Rows of a laboratory list that name this patient. By their permission these lists may be the
	 * catalogue of a site, so rows that name no patient are no results.
	 */
	const naming = async (list: string, patientId: string): Promise<Result<Raw[]>> => {
		const got = await client.listIfAllowed(list, {
			operation: 'list the laboratory results',
			query: { patient__is: patientId },
			belongs: (row) => isOfPatient(row, patientId) ?? false,
		});
		return isIgnored(got) ? ok([]) : got;
	};

	return async (patientId: string): Promise<Result<LabReport[]>> => {
		const heads = new Map<string, Raw>();
		for (const list of ['laboratoryanalysisgroup', 'consultation_laboratory_referral']) {
			const got = await naming(list, patientId);
			if (!got.ok) return got;
			for (const row of got.value) heads.set(`${list}-${idOf(row) ?? ''}`, row);
		}
		const analyses = await clinical.items(patientId, 'consultation_items/analysis', 'analyses');
		if (!analyses.ok) return analyses;
		const results = await naming('laboratoryanalysis', patientId);
		if (!results.ok) return results;
		const byHead = new Map<string, Raw[]>();
		const alone: Array<[string, Raw]> = [];
		const add = (row: Raw, source: string): void => {
			const head = headOf(row);
			if (head !== undefined && heads.has(head))
				byHead.set(head, [...(byHead.get(head) ?? []), row]);
			else alone.push([`${source}-${idOf(row) ?? ''}`, row]);
		};
		for (const row of analyses.value) add(row, 'analysis');
		for (const row of results.value) add(row, 'laboratoryanalysis');
		return ok([
			...[...heads].map(([id, head]) => toLabReport(id, head, byHead.get(id) ?? [])),
			...alone.map(([id, row]) => toLabReport(id, row, [row])),
		]);
	};
}
