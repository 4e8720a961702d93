import { ok, refuse, type Result } from '../result';
import { afterFiling, afterRetry, type IntakeColumns, type IntakeRow } from './row';

export type FilingAction = 'filed' | 'retry';

/** What the page of an intake allows now. */
export const filingActions = ({ stage, kind }: IntakeRow): FilingAction[] =>
	stage === 'person' && kind === 'referral.requested' ? ['filed', 'retry'] : [];

const tooLong = 100;

const given = (fields: Record<string, string>, name: string, what: string): Result<string> => {
	const value = (fields[name] ?? '').replace(/\s+/g, ' ').trim();
	if (value === '') {
		return refuse(`field_${name}`, `${what} is missing.`, 'Fill it in and send the form again.');
	}
	return value.length > tooLong
		? refuse(`field_${name}`, `${what} is too long.`, `Keep it below ${tooLong} characters.`)
		: ok(value);
};

/** The field a refusal is about, for the page. */
export const fieldOfRefusal = (code: string): string | undefined =>
	code.startsWith('field_') ? code.slice('field_'.length) : undefined;

/**
 * What a posted form does to a row. `undefined` when it was done before: the page then only shows how
 * it stands.
 */
export function decideFiling(
	row: IntakeRow,
	fields: Record<string, string>,
	now: string,
): Result<IntakeColumns | undefined> {
	if (row.stage !== 'person') return ok(undefined);
	const by = given(fields, 'name', 'Your name');
	if (!by.ok) return by;
	if (fields.action === 'retry') return ok(afterRetry(row, now));
	if (fields.action !== 'filed') {
		return refuse('action_unknown', 'This form is not known.', 'Open the page again.');
	}
	const recordNumber = given(fields, 'recordNumber', 'The number of the record');
	if (!recordNumber.ok) return recordNumber;
	return ok(afterFiling(row, { by: by.value, recordNumber: recordNumber.value }, now));
}
