import {
	mergeValues,
	typedValues,
	type FieldProblem,
	type FieldValues,
	type Json,
	type Meanwhile,
	type SettingField,
} from './setting-fields';
import { writeClinic, writeSpecialist, type Decided, type SettingsWrite } from './changes';
import { clinicFields } from './clinic-fields';
import {
	clinicValues,
	entryFields,
	entryValues,
	type SettingsTable,
	type SetupTables,
	type Stored,
} from './stored';
import type { ImportPlan } from './transfer';

export const setupViews = ['home', 'clinic', 'specialist', 'move', 'checks'] as const;
export type SetupView = (typeof setupViews)[number];

/** A request at the set-up door: which page, and what was posted on it. */
export interface SetupRequest {
	posted: boolean;
	view: SetupView;
	/** The clinic or directory entry the page is about; empty for a new one. */
	id: string;
	fields: Readonly<Record<string, string | undefined>>;
}

export interface SetupFlash {
	kind: 'done' | 'refused' | 'warn';
	message: string;
	hint?: string;
}

/** What a page shows beside what is stored. */
export interface SetupPage {
	view: SetupView;
	id: string;
	flash?: SetupFlash;
	/** A form with mistakes, or one that somebody else overtook: what was typed comes back. */
	values?: FieldValues;
	problems?: FieldProblem[];
	meanwhile?: Meanwhile[];
	/** The text of the JSON editor or of an import, as typed. */
	json?: string;
	plan?: ImportPlan;
}

export type SetupDecision =
	| { kind: 'page'; page: SetupPage }
	| { kind: 'save'; writes: SettingsWrite[] }
	| { kind: 'checks' }
	| { kind: 'mail'; clinicId: string };

/** What the pages of clinics and of directory entries differ in. */
export interface Kind {
	table: SettingsTable;
	fields: SettingField[];
	rows: ReadonlyArray<Stored<unknown>>;
	values: (row: Stored<unknown>) => FieldValues;
	write: (before: Stored<unknown> | undefined, json: Json) => Decided;
}

export const kindOf = (view: SetupView, tables: SetupTables): Kind =>
	view === 'specialist'
		? {
				table: 'specialists',
				fields: entryFields,
				rows: tables.specialists,
				values: entryValues as Kind['values'],
				write: writeSpecialist,
			}
		: {
				table: 'clinics',
				fields: clinicFields,
				rows: tables.clinics,
				values: clinicValues as Kind['values'],
				write: writeClinic,
			};

const overtaken: SetupFlash = {
	kind: 'warn',
	message: 'Somebody else saved these settings while you had them open.',
	hint: 'Nothing of yours is lost: what you typed stands below, beside what they changed. Look at it and save again.',
};

/** The values the form showed when it was opened, from its hidden field. */
export function baseOf(fields: SetupRequest['fields']): FieldValues {
	try {
		const parsed: unknown = JSON.parse(fields.base ?? '');
		return typeof parsed === 'object' && parsed !== null
			? Object.fromEntries(
					Object.entries(parsed).filter(
						(entry): entry is [string, string] => typeof entry[1] === 'string',
					),
				)
			: {};
	} catch {
		return {};
	}
}

/** A form that somebody else overtook: both texts, and the version that is stored now. */
export function overtakenPage(request: SetupRequest, kind: Kind, now: Stored<unknown>): SetupPage {
	const { view, id, fields } = request;
	if (fields.action === 'save_json') {
		return { view, id, json: fields.json ?? '', flash: overtaken };
	}
	const typed = typedValues(kind.fields, fields);
	const merged = mergeValues(kind.fields, baseOf(fields), typed, kind.values(now));
	return { view, id, ...merged, flash: overtaken };
}
