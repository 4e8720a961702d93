import {
	clinicProfileSchema,
	parseClinicProfile,
	type ClinicProfile,
} from '../profile/clinic-profile';
import { parseSpecialist, specialistSchema, type Specialist } from '../profile/specialist';
import { clinicFields } from './clinic-fields';
import {
	fieldValues,
	schemaProblems,
	type FieldProblem,
	type Json,
	type SettingField,
} from './setting-fields';
import { specialistGroups } from './specialist-fields';

/** Channels of the directory as the schema knows them. */
const channels: readonly string[] = specialistSchema.innerType().shape.channel.options;

export const entryGroups = specialistGroups(channels);
export const entryFields: SettingField[] = entryGroups.flatMap(({ fields }) => fields);

export type SettingsTable = 'clinics' | 'specialists';

/** A row of `vet_referral_clinics` or `vet_referral_specialists`, as far as it can be read. */
export interface Stored<T> {
	rowId: number;
	key: string;
	version: number;
	/** The JSON text as it stands in the table: a write holds only while it is still this. */
	text: string;
	json: Json;
	/** Undefined when the row cannot be used; `why` says what is wrong. */
	value?: T;
	why?: string;
}

export type StoredClinic = Stored<ClinicProfile>;
export type StoredSpecialist = Stored<Specialist>;

export interface SetupTables {
	clinics: StoredClinic[];
	specialists: StoredSpecialist[];
	/** `vet_referral_settings`. */
	settings: Record<string, string>;
}

type Row = Record<string, unknown>;

const text = (value: unknown): string =>
	value === null || value === undefined
		? ''
		: typeof value === 'string'
			? value
			: JSON.stringify(value);

function jsonOf(value: string): Json {
	try {
		const parsed: unknown = JSON.parse(value);
		return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
			? (parsed as Json)
			: {};
	} catch {
		return {};
	}
}

const count = (value: unknown): number =>
	Number.isSafeInteger(Number(value)) && Number(value) > 0 ? Number(value) : 0;

function stored<T>(
	row: Row,
	[keyColumn, textColumn]: [string, string],
	parse: (json: unknown) => ReturnType<typeof parseClinicProfile> | { ok: true; value: T },
): Stored<T> {
	const json = jsonOf(text(row[textColumn]));
	const parsed = parse(text(row[textColumn]));
	return {
		rowId: count(row.id),
		key: text(row[keyColumn]),
		// Rows that people add by hand may have no number, or another one in the JSON.
		version: Math.max(count(row.version), count(json.version), 1),
		text: text(row[textColumn]),
		json,
		...(parsed.ok ? { value: parsed.value as T } : { why: parsed.refusal.message }),
	};
}

const isRow = (row: unknown): row is Row =>
	typeof row === 'object' && row !== null && count((row as Row).id) > 0;

const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1);

/** Reads the rows of the three tables as Data Table nodes give them; empty items are left out. */
export const readTables = (rows: {
	clinics: readonly unknown[];
	specialists: readonly unknown[];
	settings: readonly unknown[];
}): SetupTables => ({
	clinics: rows.clinics
		.filter(isRow)
		.map((row) => stored<ClinicProfile>(row, ['clinicId', 'profile'], parseClinicProfile))
		.sort(byKey),
	specialists: rows.specialists
		.filter(isRow)
		.map((row) =>
			stored<Specialist>(
				row,
				['specialistId', 'entry'],
				parseSpecialist as (json: unknown) => { ok: true; value: Specialist },
			),
		)
		.sort(byKey),
	settings: Object.fromEntries(
		rows.settings.filter(isRow).map((row) => [text(row.key), text(row.value)]),
	),
});

/** How a form shows what is stored; an unreadable row shows what can be read of it. */
export const clinicValues = ({ value, json }: StoredClinic) =>
	fieldValues(clinicFields, value ?? clinicProfileSchema.partial().catch({}).parse(json));

export const entryValues = ({ value, json }: StoredSpecialist) =>
	fieldValues(entryFields, value ?? specialistSchema.innerType().partial().catch({}).parse(json));

export const clinicProblems = (json: Json): FieldProblem[] =>
	schemaProblems(clinicProfileSchema, json, clinicFields);

export const entryProblems = (json: Json): FieldProblem[] =>
	schemaProblems(specialistSchema, json, entryFields);
