import type { PlainAnswer } from '../shared/faults.mts';
import type { Switches } from './switches.mts';

export type Answer = PlainAnswer;

/** Set on everything whose shape nobody documents, so that no test mistakes it for proof. */
export const UNVERIFIED = { 'x-sim-unverified': '1' };

export const detail = (status: number, text: string, headers?: Record<string, string>): Answer => ({
	status,
	json: { detail: text },
	headers,
});

export const notFound = (): Answer => detail(404, 'Not found.');

export const methodNotAllowed = (method: string): Answer =>
	detail(405, `Method "${method}" not allowed.`);

/** 400 with messages by field. */
export const invalid = (errors: Record<string, string>, switches: Switches): Answer => ({
	status: 400,
	json: Object.fromEntries(
		Object.entries(errors).map(([field, text]) => [
			field,
			switches.shapes.errors === 'lists' ? [text] : text,
		]),
	),
});

/** The refusal of a request whose body, or answer, nobody has documented. */
export const unverified = (what: string): Answer =>
	detail(
		422,
		`The vendor does not document ${what}. This simulator takes part in a guess only with its ` +
			'switch unverified on.',
		{ 'x-sim-unverified': 'refused' },
	);
