import type { Mode } from '../referral/mode';
import {
	isWritten,
	pauseAll,
	resumeAll,
	setMode,
	writeClinic,
	writeSpecialist,
	type Decided,
	type SettingsWrite,
} from './changes';
import { clinicFields } from './clinic-fields';
import {
	applyFields,
	mergeValues,
	typedValues,
	type FieldProblem,
	type FieldValues,
	type Json,
	type Meanwhile,
	type SettingField,
} from './setting-fields';
import {
	clinicValues,
	entryFields,
	entryValues,
	type SettingsTable,
	type SetupTables,
	type Stored,
} from './stored';
import { planImport, type ImportPlan } from './transfer';

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

interface Kind {
	table: SettingsTable;
	fields: SettingField[];
	rows: ReadonlyArray<Stored<unknown>>;
	values: (row: Stored<unknown>) => FieldValues;
	write: (before: Stored<unknown> | undefined, json: Json) => Decided;
}

const kindOf = (view: SetupView, tables: SetupTables): Kind =>
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

const refusedFlash = (problems: readonly FieldProblem[]): SetupFlash => ({
	kind: 'refused',
	message: problems.map(({ message }) => message).join(' '),
	hint: 'Nothing was saved. Correct this and save again.',
});

const overtaken: SetupFlash = {
	kind: 'warn',
	message: 'Somebody else saved these settings while you had them open.',
	hint: 'Nothing of yours is lost: what you typed stands below, beside what they changed. Look at it and save again.',
};

const textOf = (fields: SetupRequest['fields'], name: string): string =>
	(fields[name] ?? '').trim();

/** The values the form showed when it was opened, from its hidden field. */
function baseOf(fields: SetupRequest['fields']): FieldValues {
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

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;

/** The ID of a new clinic or service, and what is wrong with it. */
function newId(
	request: SetupRequest,
	rows: Kind['rows'],
): { id: string; problems: FieldProblem[] } {
	const id = textOf(request.fields, 'id');
	const message = !idPattern.test(id)
		? 'ID must have letters, digits, dot, dash or underscore, and at most 80 of them.'
		: rows.some(({ key }) => key === id)
			? 'ID is taken already: open that entry instead.'
			: undefined;
	return { id, problems: message ? [{ field: 'id', message }] : [] };
}

const page = (page: SetupPage): SetupDecision => ({ kind: 'page', page });

function decideForm(request: SetupRequest, tables: SetupTables): SetupDecision {
	const { view, fields } = request;
	const kind = kindOf(view, tables);
	const before = kind.rows.find(({ key }) => key === request.id);
	const base = baseOf(fields);
	const typed = typedValues(kind.fields, fields);
	const fresh = before ? undefined : newId(request, kind.rows);
	if (before && textOf(fields, 'version') !== String(before.version)) {
		return page(overtakenPage(request, kind, before));
	}
	const start: Json = before?.json ?? { id: fresh?.id ?? '' };
	const { json, problems } = applyFields(kind.fields, start, base, typed);
	const found = [...(fresh?.problems ?? []), ...problems];
	const decided: Decided = found.length > 0 ? { problems: found } : kind.write(before, json);
	if ('writes' in decided) return { kind: 'save', writes: decided.writes };
	return page({
		view,
		id: request.id,
		values: { ...typed, ...(fresh ? { id: fresh.id } : {}) },
		problems: decided.problems,
		flash: refusedFlash(decided.problems),
	});
}

function overtakenPage(request: SetupRequest, kind: Kind, now: Stored<unknown>): SetupPage {
	const { view, id, fields } = request;
	if (fields.action === 'save_json') {
		return { view, id, json: fields.json ?? '', flash: overtaken };
	}
	const typed = typedValues(kind.fields, fields);
	const merged = mergeValues(kind.fields, baseOf(fields), typed, kind.values(now));
	return { view, id, ...merged, flash: overtaken };
}

function decideJson(request: SetupRequest, tables: SetupTables): SetupDecision {
	const { view, id, fields } = request;
	const kind = kindOf(view, tables);
	const before = kind.rows.find(({ key }) => key === id);
	const text = fields.json ?? '';
	const refuse = (message: string): SetupDecision =>
		page({
			view,
			id,
			json: text,
			problems: [{ field: 'json', message }],
			flash: refusedFlash([{ field: 'json', message }]),
		});
	if (!before) return refuse('There is no such entry any more.');
	if (textOf(fields, 'version') !== String(before.version)) {
		return page(overtakenPage(request, kind, before));
	}
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return refuse('The text is not valid JSON: check for a missing comma, quote or bracket.');
	}
	if (typeof json !== 'object' || json === null || Array.isArray(json)) {
		return refuse('The text must be one JSON object in curly brackets.');
	}
	const decided = kind.write(before, json as Json);
	return 'writes' in decided
		? { kind: 'save', writes: decided.writes }
		: refuse(decided.problems.map(({ message }) => message).join(' '));
}

function decideMode(request: SetupRequest, tables: SetupTables): SetupDecision {
	const clinic = tables.clinics.find(({ key }) => key === request.fields.clinicId);
	const mode = (['live', 'shadow', 'paused'] as const).find((one) => one === request.fields.mode);
	const refuse = (message: string, id = ''): SetupDecision =>
		page({
			view: 'home',
			id,
			problems: [{ field: `mode-${clinic?.key ?? ''}`, message }],
			flash: { kind: 'refused', message, hint: 'Nothing was changed.' },
		});
	if (!clinic) return refuse('There is no such clinic any more.');
	if (!mode) return refuse('Choose one of the three modes.');
	const decided = setMode(clinic, mode);
	return 'writes' in decided
		? { kind: 'save', writes: decided.writes }
		: refuse(decided.problems.map(({ message }) => message).join(' '), clinic.key);
}

function decideImport(request: SetupRequest, tables: SetupTables): SetupDecision {
	const json = request.fields.json ?? '';
	const planned = planImport(json, tables);
	if (!planned.ok) {
		const { message, hint } = planned.refusal;
		return page({
			view: 'move',
			id: '',
			json,
			problems: [{ field: 'json', message }],
			flash: { kind: 'refused', message, hint },
		});
	}
	const plan = planned.value;
	const confirmed = request.fields.action === 'import' && plan.writes.length > 0;
	return confirmed
		? { kind: 'save', writes: plan.writes }
		: page({ view: 'move', id: '', json, plan });
}

const nothingToDo = (message: string): SetupDecision =>
	page({ view: 'home', id: '', flash: { kind: 'done', message } });

/** Takes a request at the set-up door. GET shows; only POST changes anything. */
export function decideSetup(request: SetupRequest, tables: SetupTables): SetupDecision {
	const { posted, view, id, fields } = request;
	if (!posted) return page({ view: view === 'checks' ? 'home' : view, id });
	const all = (writes: SettingsWrite[], none: string): SetupDecision =>
		writes.length > 0 ? { kind: 'save', writes } : nothingToDo(none);
	switch (fields.action) {
		case 'save':
			return decideForm(request, tables);
		case 'save_json':
			return decideJson(request, tables);
		case 'set_mode':
			return decideMode(request, tables);
		case 'pause_all':
			return all(pauseAll(tables.clinics), 'Every clinic was paused already.');
		case 'resume_all':
			return all(resumeAll(tables.clinics), 'No clinic was paused together with the others.');
		case 'look_at_import':
		case 'import':
			return decideImport(request, tables);
		case 'run_checks':
			return { kind: 'checks' };
		case 'test_mail':
			return { kind: 'mail', clinicId: fields.clinicId ?? '' };
		default:
			return page({
				view,
				id,
				flash: {
					kind: 'refused',
					message: 'This page does not know that button.',
					hint: 'Open the page again.',
				},
			});
	}
}

const modeWords: Record<Mode, string> = {
	live: 'is live: everything leaves as it is due',
	shadow: 'is in shadow: nothing leaves without a person',
	paused: 'is paused: nothing leaves',
};

function savedMessage(
	request: SetupRequest,
	writes: readonly SettingsWrite[],
	tables: SetupTables,
): string {
	const [first] = writes;
	if (request.fields.action === 'set_mode' && first) {
		const clinic = tables.clinics.find(({ key }) => key === first.key);
		const mode = clinic?.value?.mode;
		if (mode) return `${clinic?.value?.name ?? first.key} ${modeWords[mode]}.`;
	}
	if (request.fields.action === 'pause_all') return `Paused: ${writes.length}. Nothing leaves now.`;
	if (request.fields.action === 'resume_all') return `Resumed: ${writes.length}.`;
	if (request.fields.action === 'import') return `Imported: ${writes.length}.`;
	return `Saved as version ${first?.version ?? 1}. It counts from now on, for open cases too.`;
}

/**
 * What the page says once the writes were tried and the tables read again. A write that somebody else
 * overtook is told, with both texts.
 */
export function afterSave(
	request: SetupRequest,
	writes: readonly SettingsWrite[],
	tables: SetupTables,
): SetupPage {
	const lost = writes.filter((write) => !isWritten(write, tables[write.table]));
	const { action } = request.fields;
	const isForm = action === 'save' || action === 'save_json';
	const view: SetupView = isForm ? request.view : action === 'import' ? 'move' : 'home';
	const id = isForm ? (writes[0]?.key ?? request.id) : '';
	if (lost.length === 0) {
		return { view, id, flash: { kind: 'done', message: savedMessage(request, writes, tables) } };
	}
	if (isForm) {
		const kind = kindOf(view, tables);
		const now = kind.rows.find(({ key }) => key === id);
		if (now) return overtakenPage({ ...request, id }, kind, now);
	}
	return {
		view,
		id,
		flash: {
			kind: 'warn',
			message: `Somebody else saved at the same moment: ${lost.map(({ key }) => key).join(', ')} was not changed.`,
			hint: 'Look at it and try again.',
		},
	};
}
