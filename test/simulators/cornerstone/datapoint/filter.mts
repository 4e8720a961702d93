import type { Kind } from './entities.mts';
import type { Row } from './feed.mts';

export type Test = (row: Row) => boolean;
export type Parsed = { ok: true; test: Test } | { ok: false; text: string };

const bad = (text: string): Parsed => ({ ok: false, text });
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * A $filter: comparisons with eq and gt, joined by and; no functions, no arithmetic, no brackets
 * (third-party digest of the interface). Names are case-sensitive; texts stand in single quotes,
 * numbers, flags and times do not; a time says its offset.
 */
export function parseFilter(filter: string, fields: Record<string, Kind>): Parsed {
	const outside = filter.replace(/'(?:[^']|'')*'/g, "''");
	if (outside.replaceAll("''", '').includes("'")) return bad('A text has no end.');
	if (/[()]/.test(outside)) return bad('Functions and brackets are not supported.');
	if (/(^|\s)(add|sub|mul|div|mod)(\s|$)/.test(outside)) return bad('Arithmetic is not supported.');
	const tests: Test[] = [];
	for (const part of split(filter)) {
		const parsed = comparison(part.trim(), fields);
		if (!parsed.ok) return parsed;
		tests.push(parsed.test);
	}
	return { ok: true, test: (row) => tests.every((test) => test(row)) };
}

/** The parts between `and`, which may also stand inside a quoted text. */
function split(filter: string): string[] {
	const parts = [''];
	for (const piece of filter.match(/'(?:[^']|'')*'|[^']+/g) ?? ['']) {
		if (piece.startsWith("'")) parts.push((parts.pop() ?? '') + piece);
		else {
			const [first = '', ...more] = piece.split(/\s+and\s+/);
			parts.push((parts.pop() ?? '') + first, ...more);
		}
	}
	return parts;
}

function comparison(part: string, fields: Record<string, Kind>): Parsed {
	const found = /^(\w+)\s+(\w+)\s+(\S[\s\S]*)$/.exec(part);
	if (!found) return bad(`"${part}" is not a comparison.`);
	const [, name = '', operator = '', literal = ''] = found;
	if (operator !== 'eq' && operator !== 'gt') {
		return bad(`The operator ${operator} is not supported.`);
	}
	const kind = Object.hasOwn(fields, name) ? fields[name] : undefined;
	if (!kind) return bad(`There is no property ${name}.`);
	const wanted = valueOf(kind, literal);
	if (wanted === undefined) return bad(`${literal} is not a value of ${name}.`);
	if (operator === 'gt' && wanted === null) return bad('Nothing is greater than null.');
	return {
		ok: true,
		test: (row) => {
			const value = row[name] ?? null;
			if (operator === 'eq') return value === wanted;
			return value !== null && wanted !== null && value > wanted;
		},
	};
}

/** The literal as the field's type, times in epoch milliseconds; undefined when it cannot be one. */
function valueOf(kind: Kind, literal: string): string | number | boolean | null | undefined {
	if (literal === 'null') return null;
	if (kind === 'text') {
		const text = /^'((?:[^']|'')*)'$/.exec(literal)?.[1];
		return text?.replaceAll("''", "'");
	}
	if (kind === 'flag') return literal === 'true' ? true : literal === 'false' ? false : undefined;
	if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(literal) ? Number(literal) : undefined;
	return TIME.test(literal) ? Date.parse(literal) : undefined;
}
