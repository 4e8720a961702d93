import { badParameter, problem } from './answers.mts';
import type { Answer } from './answers.mts';
import type { Row, Store } from './store.mts';

export type Fields = Record<string, unknown>;
export type Checked<T> = { ok: true; value: T } | { ok: false; answer: Answer };

export const wrong = (text: string, field: string): { ok: false; answer: Answer } => ({
	ok: false,
	answer: badParameter(text, [field]),
});

/** A JSON object body of the wanted content type, with no other keys than the named ones. */
export function jsonBody(
	contentType: string,
	body: Buffer,
	keys: string[],
	wanted = 'application/json',
): Checked<Fields> {
	if (contentType.split(';')[0]?.trim().toLowerCase() !== wanted) {
		const text = `The content type must be ${wanted}.`;
		return { ok: false, answer: problem(415, 'UnsupportedMediaTypeException', text) };
	}
	let value: unknown;
	try {
		value = JSON.parse(body.toString('utf8'));
	} catch {
		return wrong('The body is not valid JSON.', '');
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return wrong('The body must be a JSON object.', '');
	}
	return onlyKeys(value as Fields, keys);
}

export function onlyKeys(value: Fields, keys: string[]): Checked<Fields> {
	const strange = Object.keys(value).find((key) => !keys.includes(key));
	if (strange !== undefined) return wrong(`${strange} is not a field of this endpoint.`, strange);
	return { ok: true, value };
}

/** A whole number given as a number or, as version 1 does, as a string of digits. */
export function whole(value: unknown): number | null {
	if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
	return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

/** The record a body refers to by id; absent fields give null unless `required`. */
export function linked(
	store: Store,
	fields: Fields,
	field: string,
	resource: string,
	required = false,
): Checked<Row | null> {
	const given = fields[field];
	if (given === undefined || given === null || given === '') {
		return required ? wrong(`${field} is required.`, field) : { ok: true, value: null };
	}
	const id = whole(given);
	const row = id === null ? undefined : store.get(resource, id);
	return row ? { ok: true, value: row } : wrong(`${field} names no ${resource}.`, field);
}

/** Optional text; '' when absent, an error when it is no string or too long. */
export function text(fields: Fields, field: string, max = 20_000): Checked<string> {
	const given = fields[field] ?? '';
	if (typeof given !== 'string') return wrong(`${field} must be a string.`, field);
	return given.length > max
		? wrong(`${field} must not be longer than ${max} characters.`, field)
		: { ok: true, value: given };
}

/** An epoch time in seconds; null when absent. Milliseconds are refused as out of range. */
export function epoch(fields: Fields, field: string): Checked<number | null> {
	const given = fields[field];
	if (given === undefined || given === null || given === '') return { ok: true, value: null };
	const seconds = whole(given);
	return seconds === null || seconds > 10_000_000_000
		? wrong(`${field} must be an epoch time in seconds.`, field)
		: { ok: true, value: seconds };
}
