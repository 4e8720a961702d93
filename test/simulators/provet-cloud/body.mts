import { detail, invalid } from './answers.mts';
import type { Answer } from './answers.mts';
import { codeLists } from './codes.mts';
import { apiRoot } from './context.mts';
import type { Context } from './context.mts';
import type { Field } from './fields.mts';
import { parseTime } from './filters.mts';
import { storeName } from './resources.mts';

export type Values = Record<string, unknown>;
export type Checked<T> = { ok: true; value: T } | { ok: false; answer: Answer };
type One = { value: unknown } | { error: string };

/** A JSON object body; an empty one counts as {} when `empty` allows it. */
export function jsonBody(contentType: string, body: Buffer, empty = false): Checked<Values> {
	const no = (status: number, text: string) => ({
		ok: false as const,
		answer: detail(status, text),
	});
	if (empty && body.length === 0) return { ok: true, value: {} };
	if (contentType.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
		return no(415, `Unsupported media type "${contentType}" in request.`);
	}
	let value: unknown;
	try {
		value = JSON.parse(body.toString('utf8'));
	} catch {
		return no(400, 'JSON parse error.');
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return no(400, 'Invalid data. Expected a dictionary.');
	}
	return { ok: true, value: value as Values };
}

/**
 * The fields of a documented body as the practice stores them. Read-only fields are ignored, as the
 * vendor's framework does; keys no document names are refused (switch shapes.strangeKeys).
 */
export function checkFields(
	context: Context,
	fields: Record<string, Field>,
	given: Values,
	needRequired: boolean,
): Checked<Values> {
	const { switches } = context;
	const errors: Record<string, string> = {};
	const kept: Values = {};
	for (const [name, value] of Object.entries(given)) {
		const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
		if (!field) {
			if (['id', 'url', 'created', 'modified'].includes(name)) continue;
			if (switches.shapes.strangeKeys === 'refuse') errors[name] = 'No document names this field.';
			continue;
		}
		if (field.readOnly) continue;
		const one = checkOne(context, field, value);
		if ('error' in one) errors[name] = one.error;
		else kept[name] = one.value;
	}
	for (const [name, field] of Object.entries(fields)) {
		if (!field.required || field.readOnly) continue;
		const absent = !Object.hasOwn(given, name);
		if (absent && needRequired) errors[name] = 'This field is required.';
		else if (!absent && (given[name] === null || given[name] === '')) {
			errors[name] =
				given[name] === '' ? 'This field may not be blank.' : 'This field may not be null.';
		} else if (!absent && Array.isArray(given[name]) && given[name].length === 0) {
			errors[name] = 'This list may not be empty.';
		}
	}
	return Object.keys(errors).length > 0
		? { ok: false, answer: invalid(errors, switches) }
		: { ok: true, value: kept };
}

function checkOne(context: Context, field: Field, value: unknown): One {
	if (value === null) return { value: null };
	const bad = (error: string): One => ({ error });
	switch (field.kind) {
		case 'text':
			return typeof value === 'string' ? { value } : bad('Not a valid string.');
		case 'flag':
			return typeof value === 'boolean' ? { value } : bad('Must be a valid boolean.');
		case 'int':
			if (!Number.isSafeInteger(value)) return bad('A valid integer is required.');
			return field.choices && !field.choices.includes(value as number)
				? bad(`"${String(value)}" is not a valid choice.`)
				: { value };
		case 'decimal': {
			const number = typeof value === 'string' && value !== '' ? Number(value) : value;
			return typeof number === 'number' && Number.isFinite(number)
				? { value: number }
				: bad('A valid number is required.');
		}
		case 'date':
			return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && parseTime(value)
				? { value }
				: bad('Date has wrong format. Use YYYY-MM-DD.');
		case 'time': {
			const ms = typeof value === 'string' && value.length > 10 ? parseTime(value) : undefined;
			return ms === undefined ? bad('Datetime has wrong format.') : { value: ms };
		}
		case 'code':
			return typeof value === 'number' && codeLists[field.to as string]?.[value] !== undefined
				? { value }
				: bad('A valid code number is required.');
		case 'ref':
			return relation(context, field.to as string, value);
		case 'refs': {
			if (!Array.isArray(value)) return bad('Expected a list of items.');
			const all = value.map((item) => relation(context, field.to as string, item));
			const wrong = all.find((item) => 'error' in item);
			return wrong ?? { value: all.map((item) => (item as { value: unknown }).value) };
		}
		default:
			return { value };
	}
}

/** The id a relation's URL names: right host, right tenant, right resource, a record that exists. */
export function relation(context: Context, to: string, value: unknown): One {
	if (typeof value !== 'string') {
		return { error: `Incorrect type. Expected URL string, received ${typeof value}.` };
	}
	const root = `${apiRoot(context)}/${to}/`;
	const id = value.startsWith(root) ? /^(\d+)\/$/.exec(value.slice(root.length))?.[1] : undefined;
	if (id === undefined) return { error: 'Invalid hyperlink - No URL match.' };
	return context.store.get(storeName(to), Number(id))
		? { value: Number(id) }
		: { error: 'Invalid hyperlink - Object does not exist.' };
}

/**
 * An undocumented body as it is stored: known relations with a good URL become links, all else is
 * kept as it arrived. URLs of another host or tenant are refused even here.
 */
export function looseFields(
	context: Context,
	fields: Record<string, Field>,
	given: Values,
): Checked<{ known: Values; extra: Values }> {
	const known: Values = {};
	const extra: Values = {};
	const errors: Record<string, string> = {};
	for (const [name, value] of Object.entries(given)) {
		const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
		const foreign = texts(value).some(
			(text) => text.includes('/api/0.1/') && !text.startsWith(`${apiRoot(context)}/`),
		);
		if (foreign) {
			errors[name] = 'Invalid hyperlink - No URL match.';
			continue;
		}
		const one = field && !field.readOnly ? checkOne(context, field, value) : { error: '' };
		if ('value' in one) known[name] = one.value;
		else if (field?.kind === 'ref' && texts(value).some((text) => text.startsWith('http'))) {
			errors[name] = one.error;
		} else if (!['id', 'url', 'created', 'modified'].includes(name)) extra[name] = value;
	}
	return Object.keys(errors).length > 0
		? { ok: false, answer: invalid(errors, context.switches) }
		: { ok: true, value: { known, extra } };
}

const texts = (value: unknown): string[] =>
	typeof value === 'string' ? [value] : Array.isArray(value) ? value.flatMap(texts) : [];
