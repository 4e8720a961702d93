import { DateTime } from 'luxon';
import type { Context } from './context.mts';
import type { Field } from './fields.mts';
import type { ResourceDef } from './resources.mts';
import type { Row } from './store.mts';

/** The vendor's suffixes and what they mean; no suffix means equal. */
const OPERATORS: Record<string, string> = {
	is: 'is',
	eq: 'is',
	is_not: 'not',
	not_eq: 'not',
	neq: 'not',
	lt: 'lt',
	lte: 'lte',
	gt: 'gt',
	gte: 'gte',
	range: 'range',
	not_in_range: 'outside',
	contains: 'contains',
	contains_not: 'lacks',
	icontains: 'icontains',
	icontains_not: 'ilacks',
	in: 'in',
	not_in: 'notIn',
	is_null: 'null',
};
const NEGATED: Record<string, string> = {
	not: 'is',
	outside: 'range',
	lacks: 'contains',
	ilacks: 'icontains',
	notIn: 'in',
};
const RESERVED = new Set('page page_size ordering include_archived filter_type format'.split(' '));

export type Test = (row: Row) => boolean;
export type Parsed = { ok: true; test: Test } | { ok: false; errors: Record<string, string> };
type Value = string | number | boolean | null;

interface Filterable {
	kind: Field['kind'];
	read(row: Row): unknown;
}

/**
 * The query as a test on records. A field that declares no filter, or a suffix nobody knows, is
 * ignored without a word: the whole list comes back. A value that does not fit is refused.
 */
export function parseFilters(
	context: Context,
	resource: string,
	def: ResourceDef,
	query: URLSearchParams,
): Parsed {
	const errors: Record<string, string> = {};
	const tests: Test[] = [];
	for (const [key, value] of query) {
		if (RESERVED.has(key) || key.startsWith('expose_')) continue;
		const [field, operator] = split(key);
		const filterable = operator ? declared(context, resource, def, field) : undefined;
		if (!filterable || !operator) continue;
		const test = comparison(filterable, operator, value);
		if (test) tests.push(test);
		else errors[key] = 'Enter a valid value.';
		const anyName =
			resource === 'client' && query.get('filter_type') === 'or' && key === 'firstname__icontains';
		if (anyName && test) {
			for (const other of ['lastname', 'organization_name']) {
				const also = declared(context, resource, def, other);
				const more = also && comparison(also, operator, value);
				if (more) tests.push(more);
			}
		}
	}
	if (Object.keys(errors).length > 0) return { ok: false, errors };
	const or = query.get('filter_type') === 'or';
	const visible = archiveTest(def, query);
	return {
		ok: true,
		test: (row) =>
			visible(row) &&
			(tests.length === 0 ||
				(or ? tests.some((test) => test(row)) : tests.every((test) => test(row)))),
	};
}

/** Archived records are left out unless the query asks about them (inferred from a client). */
function archiveTest(def: ResourceDef, query: URLSearchParams): Test {
	const asks = [...query.keys()].some((key) => split(key)[0] === 'archived');
	if (!def.fields.archived || asks || truth(query.get('include_archived') ?? '') === true) {
		return () => true;
	}
	return (row) => row.archived !== true;
}

function split(key: string): [string, string | undefined] {
	const at = key.lastIndexOf('__');
	if (at < 0) return [key, 'is'];
	const suffix = key.slice(at + 2);
	return [key.slice(0, at), Object.hasOwn(OPERATORS, suffix) ? OPERATORS[suffix] : undefined];
}

function declared(
	{ store, switches }: Context,
	resource: string,
	def: ResourceDef,
	name: string,
): Filterable | undefined {
	if (name === 'id') return { kind: 'int', read: (row) => row.id };
	if (name === 'created' || name === 'modified') return { kind: 'time', read: (row) => row[name] };
	if (def.unfiltered?.includes(name)) return undefined;
	const documented = def.filters?.includes(name) === true;
	if (!documented && switches.shapes.undocumentedFilters === 'ignore') return undefined;
	if (resource === 'client' && name === 'phonenumbers') {
		const read = (row: Row) =>
			store.related('phonenumber', 'client', row.id).map((phone) => phone.phone_number);
		return { kind: 'text', read };
	}
	if (resource === 'client' && name === 'has_alive_patients') {
		const read = (row: Row) =>
			store.related('patient', 'client', row.id).some((patient) => patient.deceased !== true);
		return { kind: 'flag', read };
	}
	const field = def.fields[name];
	if (!field || field.kind === 'back' || field.kind === 'any') return undefined;
	return { kind: field.kind, read: (row) => row[name] };
}

function comparison({ kind, read }: Filterable, operator: string, raw: string): Test | undefined {
	if (operator === 'null') {
		const wanted = truth(raw);
		if (wanted === undefined) return undefined;
		return (row) => (read(row) === null || read(row) === undefined) === wanted;
	}
	const positive = NEGATED[operator];
	if (positive) {
		const test = comparison({ kind, read }, positive, raw);
		return test && ((row) => !test(row));
	}
	if (operator === 'contains' || operator === 'icontains') {
		if (kind !== 'text') return undefined;
		const fold = (text: unknown) =>
			operator === 'icontains' ? String(text ?? '').toLowerCase() : String(text ?? '');
		return (row) => each(read(row)).some((text) => fold(text).includes(fold(raw)));
	}
	if (operator === 'in' || operator === 'range') {
		const wanted = raw.split(',').map((part) => typed(kind, part));
		if (wanted.includes(undefined)) return undefined;
		if (operator === 'in')
			return (row) => each(read(row)).some((held) => wanted.includes(held as Value));
		const [low, high] = wanted;
		if (wanted.length !== 2 || low === null || high === null) return undefined;
		return (row) => compare(read(row), low as Value) >= 0 && compare(read(row), high as Value) <= 0;
	}
	const wanted = typed(kind, raw);
	if (wanted === undefined) return undefined;
	if (operator === 'is') {
		const missing = kind === 'flag' ? false : kind === 'text' ? '' : null;
		return (row) => each(read(row)).some((held) => (held ?? missing) === wanted);
	}
	return (row) => {
		const order = compare(read(row), wanted);
		if (Number.isNaN(order)) return false;
		if (operator === 'lt') return order < 0;
		if (operator === 'lte') return order <= 0;
		return operator === 'gt' ? order > 0 : order >= 0;
	};
}

/** Negative, zero or positive; NaN when there is nothing to compare. */
function compare(held: unknown, wanted: Value): number {
	if (held === null || held === undefined || wanted === null) return Number.NaN;
	if (typeof wanted === 'string') return String(held) < wanted ? -1 : Number(String(held) > wanted);
	return Number(held) - Number(wanted);
}

const each = (held: unknown): unknown[] => (Array.isArray(held) ? (held as unknown[]) : [held]);

/** The text as a value of this kind; undefined when it cannot be one. */
function typed(kind: Field['kind'], raw: string): Value | undefined {
	if (kind === 'text') return raw;
	if (kind === 'flag') return truth(raw);
	if (kind === 'time') return parseTime(raw);
	if (kind === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(raw) ? raw : undefined;
	return /^-?\d+(\.\d+)?$/.test(raw.trim()) ? Number(raw) : undefined;
}

const truth = (raw: string): boolean | undefined =>
	/^(true|1)$/i.test(raw) ? true : /^(false|0)$/i.test(raw) ? false : undefined;

/**
 * `YYYY-MM-DD hh:mm+00:00`, or ISO with T, as epoch milliseconds. A plus sign that was not written
 * %2B arrives as a space, and then this is no time.
 */
export function parseTime(raw: string): number | undefined {
	if (!/^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(raw)) {
		return undefined;
	}
	const time = DateTime.fromISO(raw.replace(' ', 'T'), { zone: 'utc' });
	return time.isValid ? time.toMillis() : undefined;
}
