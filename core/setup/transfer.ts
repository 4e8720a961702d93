import { ok, refuse, type Result } from '../result';
import { writeClinic, writeSpecialist, type Decided, type SettingsWrite } from './changes';
import { without, type FieldProblem, type Json } from './setting-fields';
import type { SettingsTable, SetupTables, Stored } from './stored';

const format = 'vet-referral-settings';

/** All settings as one JSON text, to keep or to bring to another installation. */
export const exportText = ({ clinics, specialists }: SetupTables): string =>
	`${JSON.stringify(
		{
			format,
			version: 1,
			clinics: clinics.map(({ json }) => json),
			specialists: specialists.map(({ json }) => json),
		},
		null,
		2,
	)}\n`;

export interface ImportPlan {
	writes: SettingsWrite[];
	added: string[];
	changed: string[];
	same: string[];
	/** What keeps an entry out, each naming the entry. */
	problems: string[];
}

const isJson = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const canonical = (value: unknown): string =>
	JSON.stringify(value, (_key, inner: unknown) =>
		isJson(inner)
			? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
			: inner,
	);

const withoutVersion = (json: Json): Json => without(json, 'version');

/** A mode is never imported: a clinic here keeps its own, a new one starts in shadow. */
function withModeOf(before: Stored<unknown> | undefined, json: Json): Json {
	const { mode, pausedFrom } = before?.json ?? { mode: 'shadow', pausedFrom: undefined };
	return {
		...without(json, 'mode', 'pausedFrom'),
		...(mode === undefined ? {} : { mode }),
		...(pausedFrom === undefined ? {} : { pausedFrom }),
	};
}

const problemsOf = (name: string, decided: Decided): string[] =>
	'problems' in decided
		? decided.problems.map(({ message }: FieldProblem) => `${name}: ${message}`)
		: [];

/**
 * Reads exported settings and says what they would change here. Nothing is deleted, and no mode is
 * taken over. Refuses with `import_unreadable` what is no export.
 */
export function planImport(text: string, tables: SetupTables): Result<ImportPlan> {
	let given: unknown;
	try {
		given = JSON.parse(text);
	} catch {
		given = undefined;
	}
	if (!isJson(given) || given.format !== format) {
		return refuse(
			'import_unreadable',
			'This is not an export of referral settings.',
			'Paste the whole text of an export, from the first bracket to the last.',
		);
	}
	const plan: ImportPlan = { writes: [], added: [], changed: [], same: [], problems: [] };
	const seen = new Set<string>();
	const take = (table: SettingsTable, entry: unknown): void => {
		const what = table === 'clinics' ? 'Clinic' : 'Hospital service';
		const id = isJson(entry) && typeof entry.id === 'string' ? entry.id.trim() : '';
		if (!isJson(entry) || id === '') {
			plan.problems.push(`${what} without an ID: "id" is missing.`);
			return;
		}
		const name = `${what} ${id}`;
		if (seen.has(name)) {
			plan.problems.push(`${name}: it is listed twice.`);
			return;
		}
		seen.add(name);
		const rows: ReadonlyArray<Stored<unknown>> = tables[table];
		const before = rows.find(({ key }) => key === id);
		const json = table === 'clinics' ? withModeOf(before, entry) : entry;
		if (before && canonical(withoutVersion(before.json)) === canonical(withoutVersion(json))) {
			plan.same.push(name);
			return;
		}
		const decided = table === 'clinics' ? writeClinic(before, json) : writeSpecialist(before, json);
		plan.problems.push(...problemsOf(name, decided));
		if ('problems' in decided) return;
		plan.writes.push(...decided.writes);
		(before ? plan.changed : plan.added).push(name);
	};
	for (const entry of listOf(given.clinics)) take('clinics', entry);
	for (const entry of listOf(given.specialists)) take('specialists', entry);
	return ok(plan);
}
