import type { z } from 'zod';
import { withoutNulls } from '../profile/parse';
import {
	linesText,
	readLines,
	readSpans,
	readWindow,
	readWindows,
	readWords,
	spansText,
	windowsText,
	windowText,
} from './typed-text';

export type SettingKind =
	| 'text'
	| 'number'
	| 'check'
	| 'choice'
	| 'lines'
	| 'words'
	| 'spans'
	| 'window'
	| 'windows';

/** One setting of a profile or a directory entry, as a form shows it. */
export interface SettingField {
	/** Name of the form field: the path in the JSON, joined by dots. */
	name: string;
	label: string;
	kind: SettingKind;
	hint?: string;
	choices?: ReadonlyArray<readonly [value: string, label: string]>;
	required?: boolean;
	/** Fields of one whole (a week): when one of them is set, the others are written beside it. */
	whole?: string;
	/** Several lines instead of one. */
	long?: boolean;
}

export type FieldValues = Record<string, string>;

/** What is wrong with one field, fit to stand beside it. */
export interface FieldProblem {
	field: string;
	message: string;
}

export type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy without some settings. */
export const without = (json: Json, ...keys: string[]): Json =>
	Object.fromEntries(Object.entries(json).filter(([key]) => !keys.includes(key)));

const pathOf = (name: string): string[] => name.split('.');

const valueAt = (json: unknown, name: string): unknown =>
	pathOf(name).reduce<unknown>((at, key) => (isJson(at) ? at[key] : undefined), json);

/** A copy with one value set, or taken out when it is undefined; what stands beside it is kept. */
function withValue(json: Json, [key = '', ...rest]: string[], value: unknown): Json {
	const copy = { ...json };
	if (rest.length > 0) {
		const inner = copy[key];
		copy[key] = withValue(isJson(inner) ? inner : {}, rest, value);
	} else if (value === undefined) delete copy[key];
	else copy[key] = value;
	return copy;
}

const texts: Record<SettingKind, (value: never) => string> = {
	text: String,
	number: String,
	choice: String,
	check: (value: unknown) => (value === true ? 'yes' : ''),
	lines: linesText,
	words: (value: string[]) => value.join(', '),
	spans: spansText,
	window: windowText,
	windows: windowsText,
};

const howToWrite: Partial<Record<SettingKind, string>> = {
	number: 'must be a number',
	spans: 'must be like 09:00-12:30, 14:00-18:00, or empty when closed',
	window: 'must be like 30 minutes, 4 business hours or none',
	windows: 'must be like 0 minutes, 2 hours, 1 day',
};

/** The value of a typed text; `ok: false` when it cannot be read. Empty means "not set". */
function read(kind: SettingKind, text: string): { ok: boolean; value?: unknown } {
	const given = (value: unknown) => ({ ok: value !== undefined, value });
	switch (kind) {
		case 'check':
			return given(text === 'yes');
		case 'lines':
			return given(readLines(text));
		case 'words':
			return given(readWords(text));
		case 'spans':
			return given(readSpans(text));
		case 'windows':
			return given(readWindows(text));
		default:
	}
	if (text === '') return { ok: true };
	if (kind === 'window') return given(readWindow(text));
	if (kind === 'number') return given(Number.isFinite(Number(text)) ? Number(text) : undefined);
	return given(text);
}

const tidy = (text: string | undefined): string => (text ?? '').replace(/\r\n?/g, '\n').trim();

/** How every field reads for a parsed profile or entry. */
export const fieldValues = (fields: readonly SettingField[], json: unknown): FieldValues =>
	Object.fromEntries(
		fields.map(({ name, kind }) => {
			const value = valueAt(json, name);
			return [name, value === undefined || value === null ? '' : texts[kind](value as never)];
		}),
	);

/** The fields of a posted form; what is not there (a box that is not ticked) reads as empty. */
export const typedValues = (
	fields: readonly SettingField[],
	posted: Readonly<Record<string, string | undefined>>,
): FieldValues => Object.fromEntries(fields.map(({ name }) => [name, tidy(posted[name])]));

export const changedFields = (
	fields: readonly SettingField[],
	base: FieldValues,
	typed: FieldValues,
): SettingField[] => fields.filter(({ name }) => tidy(base[name]) !== tidy(typed[name]));

/**
 * Puts what a person changed into the JSON as it is stored. Settings nobody touched stay as they are,
 * also those this version does not know and those that follow the defaults.
 */
export function applyFields(
	fields: readonly SettingField[],
	stored: Json,
	base: FieldValues,
	typed: FieldValues,
): { json: Json; problems: FieldProblem[] } {
	const problems: FieldProblem[] = [];
	let json = stored;
	const changed = changedFields(fields, base, typed);
	const isWritten = (field: SettingField): boolean =>
		changed.includes(field) ||
		(field.whole !== undefined && changed.some(({ whole }) => whole === field.whole));
	for (const field of fields.filter(isWritten)) {
		const { name, kind, label, required } = field;
		const { ok, value } = read(kind, tidy(typed[name]));
		if (!ok) {
			problems.push({ field: name, message: `${label} ${howToWrite[kind] ?? 'cannot be read'}.` });
		} else if (required && value === undefined) {
			problems.push({ field: name, message: `${label} is missing.` });
		} else json = withValue(json, pathOf(name), value);
	}
	return { json, problems };
}

const issueText = (issue: z.ZodIssue): string => {
	if (issue.code === 'invalid_type' && issue.received === 'undefined') return 'is missing';
	if (issue.code === 'invalid_enum_value') return `must be one of ${issue.options.join(', ')}`;
	return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
};

/** The field a path of the schema belongs to: the longest name that begins it, else the path itself. */
function fieldFor(fields: readonly SettingField[], path: Array<string | number>): string {
	const text = path.join('.');
	const known = fields
		.map(({ name }) => name)
		.filter((name) => text === name || text.startsWith(`${name}.`))
		.sort((a, b) => b.length - a.length);
	return known[0] ?? text;
}

/** Everything a schema says against a value, by the field it is about. */
export function schemaProblems(
	schema: z.ZodTypeAny,
	json: unknown,
	fields: readonly SettingField[],
): FieldProblem[] {
	const parsed = schema.safeParse(withoutNulls(json));
	if (parsed.success) return [];
	return parsed.error.issues.map((issue) => {
		const field = fieldFor(fields, issue.path);
		const label = fields.find(({ name }) => name === field)?.label ?? field;
		return { field, message: `${label} ${issueText(issue)}.`.trim() };
	});
}

/** What somebody else saved between the opening of a form and its posting. */
export interface Meanwhile {
	field: string;
	label: string;
	was: string;
	now: string;
	/** True when the person at the form changed it too: their text stands in the form. */
	both: boolean;
}

/** Joins what a person typed with what is stored now: nothing that either of them wrote is lost. */
export function mergeValues(
	fields: readonly SettingField[],
	base: FieldValues,
	typed: FieldValues,
	now: FieldValues,
): { values: FieldValues; meanwhile: Meanwhile[] } {
	const mine = new Set(changedFields(fields, base, typed).map(({ name }) => name));
	const theirs = changedFields(fields, base, now);
	return {
		values: Object.fromEntries(
			fields.map(({ name }) => [name, (mine.has(name) ? typed : now)[name] ?? '']),
		),
		meanwhile: theirs.map(({ name, label }) => ({
			field: name,
			label,
			was: base[name] ?? '',
			now: now[name] ?? '',
			both: mine.has(name) && tidy(typed[name]) !== tidy(now[name]),
		})),
	};
}
