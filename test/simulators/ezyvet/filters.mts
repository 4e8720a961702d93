import type { Kind } from './resources.mts';
import type { Row } from './store.mts';

const OPERATORS: Record<string, string> = {
	eq: 'eq',
	'=': 'eq',
	neq: 'neq',
	'!=': 'neq',
	gt: 'gt',
	'>': 'gt',
	lt: 'lt',
	'<': 'lt',
	gte: 'gte',
	'>=': 'gte',
	lte: 'lte',
	'<=': 'lte',
	like: 'like',
	in: 'in',
};

export type Test = (row: Row) => boolean;
export type Parsed = { ok: true; test: Test } | { ok: false; text: string };

const bad = (text: string): Parsed => ({ ok: false, text });

/**
 * One query parameter as a test on records (comparator guide of the vendor): a plain value means
 * equal; `{"op": value}` compares, two operators make a range. Comparing is case-sensitive.
 */
export function parseFilter(field: string, kind: Kind, raw: string, wildcard: string): Parsed {
	if (!/^\s*[{[]/.test(raw)) return comparison(field, kind, 'eq', raw, wildcard);
	let value: unknown;
	try {
		value = JSON.parse(raw);
	} catch {
		return bad(`The comparator of ${field} is not valid JSON.`);
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return bad(`The comparator of ${field} must be a JSON object.`);
	}
	const entries = Object.entries(value);
	if (entries.length === 0) return bad(`The comparator of ${field} is empty.`);
	const tests: Test[] = [];
	for (const [sign, operand] of entries) {
		const operator = OPERATORS[sign];
		if (!operator) return bad(`${sign} is not a comparator (field ${field}).`);
		const parsed = comparison(field, kind, operator, operand, wildcard);
		if (!parsed.ok) return parsed;
		tests.push(parsed.test);
	}
	return { ok: true, test: (row) => tests.every((test) => test(row)) };
}

function comparison(
	field: string,
	kind: Kind,
	operator: string,
	operand: unknown,
	wildcard: string,
): Parsed {
	if (operator === 'in') {
		if (!Array.isArray(operand)) return bad(`in needs an array (field ${field}).`);
		const wanted = operand.map((item) => typed(kind, item));
		if (wanted.includes(undefined)) return bad(`A value for ${field} is not valid.`);
		return { ok: true, test: (row) => wanted.includes(held(kind, row[field]) as never) };
	}
	if (operator === 'like') {
		if (kind !== 'text') return bad(`like works on strings only (field ${field}).`);
		if (typeof operand !== 'string') return bad(`like needs a string (field ${field}).`);
		const pattern = likePattern(operand, wildcard);
		return { ok: true, test: (row) => pattern.test(String(row[field] ?? '')) };
	}
	const wanted = typed(kind, operand);
	if (wanted === undefined) return bad(`The value for ${field} is not valid.`);
	return {
		ok: true,
		test: (row) => {
			const value = held(kind, row[field]);
			if (operator === 'eq') return value === wanted;
			if (operator === 'neq') return value !== wanted;
			if (value === null) return false;
			if (operator === 'gt') return value > wanted;
			if (operator === 'lt') return value < wanted;
			if (operator === 'gte') return value >= wanted;
			return value <= wanted;
		},
	};
}

/** The operand as the field's type; undefined when it cannot be one. */
function typed(kind: Kind, operand: unknown): string | number | undefined {
	if (kind === 'text') {
		return typeof operand === 'string' || typeof operand === 'number' ? String(operand) : undefined;
	}
	if (kind === 'flag') {
		if (operand === true || operand === 'true' || operand === '1' || operand === 1) return 1;
		if (operand === false || operand === 'false' || operand === '0' || operand === 0) return 0;
		return undefined;
	}
	if (typeof operand === 'number') return Number.isFinite(operand) ? operand : undefined;
	return typeof operand === 'string' && /^-?\d+(\.\d+)?$/.test(operand)
		? Number(operand)
		: undefined;
}

function held(kind: Kind, value: unknown): string | number | null {
	if (value === null || value === undefined) return kind === 'text' ? '' : null;
	if (kind === 'text') return String(value);
	return kind === 'flag' ? (value ? 1 : 0) : Number(value);
}

function likePattern(text: string, wildcard: string): RegExp {
	const escape = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	const parts = wildcard === '' ? [text] : text.split(wildcard);
	return new RegExp(`^${parts.map(escape).join('.*')}$`, 's');
}
