import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { parseClinicProfile, type ClinicProfile } from '../../core/profile/clinic-profile';
import { parseSpecialist, type Specialist } from '../../core/profile/specialist';
import type { CaseRow } from '../../core/referral/row';
import { readJson } from './read-json';
import { valueOf } from './refusal';

/** Columns that are no text; every other is, and what was never set (null) reads as empty. */
const numbers = new Set(['id', 'version', 'linkVersion']);
const booleans = new Set(['open', 'test']);

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (text: string): boolean => {
	try {
		return Array.isArray(JSON.parse(text));
	} catch {
		return false;
	}
};

const asText = (value: unknown): string =>
	value === null || value === undefined
		? ''
		: value instanceof Date
			? value.toISOString()
			: String(value);

function cell(column: string, value: unknown): unknown {
	if (numbers.has(column)) return Number(value ?? 0);
	if (booleans.has(column)) return value === true || value === 1 || value === 'true';
	return asText(value);
}

/**
 * Reads the 'Case Row' of an item. A row without id, case number or a readable event list is wrong
 * use of the node and stops it: an unreadable case must never look like an empty one.
 */
export function readRow(execution: IExecuteFunctions, itemIndex: number): CaseRow {
	const value = readJson(execution, 'caseRow', itemIndex);
	const stop = (why: string): never => {
		throw new NodeOperationError(execution.getNode(), 'This is not a row of a referral case', {
			description: `${why} Set 'Case Row' to a row of the table vet_referral_cases, as a Data Table node gives it.`,
			itemIndex,
		});
	};
	if (!isRecord(value)) return stop('There is no row.');
	if (!Number.isSafeInteger(Number(value.id)) || Number(value.id) < 1) return stop('It has no id.');
	if (asText(value.caseId) === '') return stop('It has no case number.');
	if (!isList(asText(value.events))) return stop('Its list of events cannot be read.');
	return Object.fromEntries(
		Object.entries(value).map(([column, given]) => [column, cell(column, given)]),
	) as unknown as CaseRow;
}

/** Reads the 'Clinic Profile' of an item, text or object; one that cannot be used stops the node. */
export const readProfile = (execution: IExecuteFunctions, itemIndex: number): ClinicProfile =>
	valueOf(
		execution,
		parseClinicProfile(readJson(execution, 'clinicProfile', itemIndex)),
		itemIndex,
	);

/** Reads the 'Specialist' of an item; empty or `{}` means that none is chosen yet. */
export function readSpecialist(
	execution: IExecuteFunctions,
	itemIndex: number,
): Specialist | undefined {
	const value = readJson(execution, 'specialist', itemIndex);
	const isEmpty = isRecord(value) && Object.keys(value).length === 0;
	if (value === undefined || value === null || isEmpty) return undefined;
	return valueOf(execution, parseSpecialist(value), itemIndex);
}
