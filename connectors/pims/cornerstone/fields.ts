import { DateTime } from 'luxon';
import { ok, refuse, type Result } from '../../../core/result';
import type { Table } from './csv';

/** What can be told about a case in plain fields: on a form, or in the columns of a list. */
export const handInFields = [
	'patientId',
	'patientName',
	'species',
	'breed',
	'sex',
	'dateOfBirth',
	'weightKg',
	'microchip',
	'ownerId',
	'ownerName',
	'ownerFirstName',
	'ownerLastName',
	'ownerPhone',
	'ownerEmail',
	'vet',
	'reason',
	'historyFile',
] as const;
export type HandInField = (typeof handInFields)[number];

/** Texts as they were given; what is empty is not given. */
export type FieldTexts = Partial<Record<HandInField, string>>;

/** Our field by the heading of the practice's own list. */
export type ColumnMap = Partial<Record<HandInField, string>>;

/** How `03/04/2026` is meant; a date that begins with the year needs no answer. */
export type DateOrder = 'monthFirst' | 'dayFirst';

/** Stands for the number of an owner that nobody told. */
export const ownerOf = (patientId: string): string => `owner of ${patientId}`;

const plain = (heading: string): string => heading.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

const noColumn = (field: string, column: string, columns: string[]): Result<never> =>
	refuse(
		'csv_column_missing',
		`The list has no column '${column}' for ${field}; it has: ${columns.join(', ')}.`,
		"Correct the column in 'Columns', or save the list with it.",
	);

const twice = (column: string): Result<never> =>
	refuse(
		'csv_column_twice',
		`The list has the column '${column}' more than once.`,
		'Save the list with every column once.',
	);

export interface ReadRow {
	line: number;
	fields: FieldTexts;
	/** The heading each field was read from, for what is said about it. */
	columns: ColumnMap;
}

/**
 * The rows of a list by our fields, in whatever order its columns stand. Headings are compared without
 * regard to case, blanks and punctuation; a field that is not mapped is found by its own name.
 */
export function rowsOf({ columns, rows }: Table, map: ColumnMap): Result<ReadRow[]> {
	const places = new Map<HandInField, number>();
	for (const field of handInFields) {
		const wanted = map[field]?.trim();
		const heading = plain(wanted || field);
		const found = columns.flatMap((column, at) => (plain(column) === heading ? [at] : []));
		if (found.length > 1) return twice(columns[found[0] ?? 0] ?? heading);
		if (found[0] !== undefined) places.set(field, found[0]);
		else if (wanted) return noColumn(field, wanted, columns);
	}
	return ok(
		rows.map(({ line, cells }) => {
			const read: ReadRow = { line, fields: {}, columns: {} };
			for (const [field, at] of places) {
				const value = cells[at] ?? '';
				if (value !== '') read.fields[field] = value;
				read.columns[field] = columns[at] ?? field;
			}
			return read;
		}),
	);
}

const years = /^\d{4}-\d{2}-\d{2}/;

/** A date as people write it, as `YYYY-MM-DD`; `undefined` when it is none or could be two. */
export function dateFrom(text: string, order: DateOrder | undefined): string | undefined {
	if (years.test(text)) {
		const at = DateTime.fromISO(text.slice(0, 10));
		return at.isValid ? (at.toISODate() ?? undefined) : undefined;
	}
	const [, one, two, year] = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b/.exec(text) ?? [];
	if (one === undefined || two === undefined || year === undefined) return undefined;
	const tryAs = (month: string, day: string): string | undefined => {
		const at = DateTime.fromObject({ year: +year, month: +month, day: +day });
		return at.isValid ? (at.toISODate() ?? undefined) : undefined;
	};
	if (order) return order === 'monthFirst' ? tryAs(one, two) : tryAs(two, one);
	const [american, other] = [tryAs(one, two), tryAs(two, one)];
	if (american === other) return american;
	return american !== undefined && other !== undefined ? undefined : (american ?? other);
}

/** A weight as people write it, in kilograms: `31.2`, `31,2 kg`, `68.8 lb`. */
export function kilogramsFrom(text: string): number | undefined {
	const [, amount, unit = 'kg'] =
		/^(\d+(?:[.,]\d+)?)\s*(kgs?|kilo\w*|lbs?|pounds?)?\.?$/i.exec(text) ?? [];
	if (amount === undefined) return undefined;
	const value = Number(amount.replace(',', '.'));
	const kilograms = /^[lp]/i.test(unit) ? Math.round(value * 45.359237) / 100 : value;
	return kilograms > 0 ? kilograms : undefined;
}
