import { pauseAll, resumeAll, setMode, type Decided, type SettingsWrite } from './changes';
import {
	baseOf,
	kindOf,
	overtakenPage,
	type Kind,
	type SetupDecision,
	type SetupFlash,
	type SetupPage,
	type SetupRequest,
} from './page-state';
import { applyFields, typedValues, type FieldProblem, type Json } from './setting-fields';
import type { SetupTables } from './stored';
import { planImport } from './transfer';

const refusedFlash = (problems: readonly FieldProblem[]): SetupFlash => ({
	kind: 'refused',
	message: problems.map(({ message }) => message).join(' '),
	hint: 'Nothing was saved. Correct this and save again.',
});

const textOf = (fields: SetupRequest['fields'], name: string): string =>
	(fields[name] ?? '').trim();

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

/** What could not be read, and what the rest of the form lacks: people hear of every mistake at once. */
function withUnread(unread: FieldProblem[], decided: Decided): Decided {
	if (unread.length === 0) return decided;
	const others = 'problems' in decided ? decided.problems : [];
	const known = new Set(unread.map(({ field }) => field));
	return { problems: [...unread, ...others.filter(({ field }) => !known.has(field))] };
}

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
	const unread = [...(fresh?.problems ?? []), ...problems];
	const decided = withUnread(unread, kind.write(before, json));
	if ('writes' in decided) return { kind: 'save', writes: decided.writes };
	return page({
		view,
		id: request.id,
		values: { ...typed, ...(fresh ? { id: fresh.id } : {}) },
		problems: decided.problems,
		flash: refusedFlash(decided.problems),
	});
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
