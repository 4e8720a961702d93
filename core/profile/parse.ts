import type { z } from 'zod';
import { ok, refuse, type Result } from '../result';

const pathText = (path: Array<string | number>): string =>
	path.reduce<string>((text, part) => {
		if (typeof part === 'number') return `${text}[${part}]`;
		return text === '' ? part : `${text}.${part}`;
	}, '');

const issueText = (issue: z.ZodIssue): string => {
	const path = pathText(issue.path);
	if (issue.code === 'invalid_type' && issue.received === 'undefined') {
		return path === '' ? 'nothing was given' : `"${path}" is missing`;
	}
	if (issue.code === 'invalid_enum_value') {
		return `"${path}" must be one of ${issue.options.join(', ')}`;
	}
	const message = issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
	return path === '' ? message : `"${path}" ${message}`;
};

/** Nulls in JSON mean "not given": they are taken out of objects before the schema sees them. */
export const withoutNulls = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.filter((entry) => entry !== null).map(withoutNulls);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([, entry]) => entry !== null)
			.map(([key, entry]) => [key, withoutNulls(entry)]),
	);
};

const fromText = (json: unknown): Result<unknown> => {
	if (typeof json !== 'string') return ok(json);
	try {
		return ok(JSON.parse(json) as unknown);
	} catch {
		return refuse('not_json', 'is not valid JSON', 'Check for a missing comma, quote or bracket.');
	}
};

/**
 * Reads JSON (text or already parsed) with a schema. The refusal names at most three fields and
 * never repeats their contents, which may be clinical or personal.
 */
export const parseWith = <S extends z.ZodTypeAny>(
	schema: S,
	json: unknown,
	what: { code: string; name: string; hint: string },
): Result<z.output<S>> => {
	const value = fromText(json);
	if (!value.ok) {
		return refuse(what.code, `${what.name} ${value.refusal.message}.`, value.refusal.hint);
	}
	const parsed = schema.safeParse(withoutNulls(value.value));
	if (parsed.success) return ok(parsed.data as z.output<S>);
	const issues = parsed.error.issues;
	const shown = issues.slice(0, 3).map(issueText).join('; ');
	const more = issues.length > 3 ? ` (and ${issues.length - 3} more)` : '';
	return refuse(what.code, `${what.name} cannot be used: ${shown}${more}.`, what.hint);
};
