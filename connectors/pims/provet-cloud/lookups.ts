import { ok, refuse, type Result } from '../../../core/result';
import { firstOf, identifier, text, type Raw } from '../normalise';
import type { ProvetClient } from './client';
import { nameOf } from './map-people';
import { idOf } from './relations';
import { system } from './words';

export interface Lookups {
	/** Names of users by id: of the account, else of its details; empty where neither is allowed. */
	users(): Promise<Result<Map<string, string>>>;
	/** Rows of a lookup list, read once for a run; empty where it is not allowed. */
	rows(resource: string, operation: string): Promise<Result<Raw[]>>;
	/** Code of a species or breed by its name; `undefined` when no single one fits. */
	codeOf(
		list: 'species' | 'breeds',
		name: string,
		species?: string,
	): Promise<Result<string | undefined>>;
	/** A species that must be known: refuses with the names to choose from. */
	speciesCode(name: string): Promise<Result<string>>;
}

/**
 * Code lists are `/codelist/{list}/` [documented: digest of the schema]; what a row holds is
 * [unknown]. An older route of the same list is asked where that one does not exist [inferred].
 */
const codeLists = {
	species: ['codelist/species', 'species'],
	breeds: ['codelist/breeds', 'breed'],
} as const;

/** Most choices that a refusal lists. */
const mostListed = 8;

const words = (value: unknown): string[] =>
	(text(value) ?? '')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean);

const labelOf = (row: Raw): string | undefined =>
	text(firstOf(row, 'name', 'label', 'text', 'description', 'title'));

/** The whole name, else a name that begins with it: "Dog" is "Dog (Canine - Domestic)". */
function fitting(rows: Raw[], name: string): Raw[] {
	const wanted = words(name).join(' ');
	if (wanted === '') return [];
	const named = rows.map((row) => ({ row, label: words(labelOf(row)).join(' ') }));
	const same = named.filter(({ label }) => label === wanted);
	const begins = named.filter(({ label }) => label.startsWith(`${wanted} `));
	const holds = named.filter(({ label }) => label.split(' ').includes(wanted));
	const best = [same, begins, holds].find(({ length }) => length > 0) ?? [];
	return best.map(({ row }) => row);
}

/** Lists of codes and names, each read once for the life of the connector, which is one run. */
export function createLookups(client: ProvetClient): Lookups {
	const known = new Map<string, Raw[]>();

	const rows: Lookups['rows'] = async (resource, operation) => {
		const kept = known.get(resource);
		if (kept) return ok(kept);
		const got = await client.listIfAllowed(resource, { operation });
		if (got.ok) known.set(resource, got.value);
		return got;
	};

	const codes = async (list: keyof typeof codeLists): Promise<Result<Raw[]>> => {
		for (const route of codeLists[list]) {
			const got = await rows(route, `look up the ${list}`);
			if (!got.ok || got.value.length > 0) return got;
		}
		return ok([]);
	};

	const codeOf: Lookups['codeOf'] = async (list, name, species) => {
		const got = await codes(list);
		if (!got.ok) return got;
		const ofSpecies = got.value.filter((row) => {
			const named = text(firstOf(row, 'species_code', 'species'));
			return species === undefined || named === undefined || named === species;
		});
		const found = fitting(ofSpecies, name);
		const [only] = found;
		if (found.length !== 1 || !only) return ok(undefined);
		return ok(text(firstOf(only, 'code', 'value')) ?? identifier(only.id));
	};

	const speciesCode: Lookups['speciesCode'] = async (name) => {
		const code = await codeOf('species', name);
		if (!code.ok) return code;
		if (code.value !== undefined) return ok(code.value);
		const listed = await codes('species');
		const names = listed.ok ? listed.value.flatMap((row) => labelOf(row) ?? []) : [];
		return refuse(
			'species_choice_needed',
			`${system} has no single species that matches the one given.`,
			`Give one of: ${names.slice(0, mostListed).join(', ') || '(the site lists none)'}.`,
		);
	};

	const users: Lookups['users'] = async () => {
		const operation = 'look up the names of the staff';
		const accounts = await rows('user', operation);
		if (!accounts.ok) return accounts;
		const details = await rows('userdetails', operation);
		if (!details.ok) return details;
		const named = [
			...accounts.value.map((row) => [identifier(row.id), nameOf(row)] as const),
			...details.value.map((row) => [idOf(row.user), nameOf(row)] as const),
		];
		return ok(
			new Map(named.filter((pair): pair is [string, string] => Boolean(pair[0] && pair[1]))),
		);
	};

	return { rows, users, codeOf, speciesCode };
}

/** The one row of a lookup meant by name or id, or the only one there is; else a refusal with the choices. */
export function chooseOne(rows: Raw[], wanted: string | undefined, label: string): Result<Raw> {
	const isMeant = (row: Raw): boolean =>
		identifier(row.id) === wanted?.trim() ||
		(labelOf(row) ?? nameOf(row))?.toLowerCase() === wanted?.trim().toLowerCase();
	const fits = wanted ? rows.filter(isMeant) : rows;
	const [only] = fits;
	if (fits.length === 1 && only) return ok(only);
	const names = rows.flatMap((row) => labelOf(row) ?? nameOf(row) ?? []);
	return refuse(
		'booking_choice_needed',
		wanted
			? `${system} has no single ${label} that matches the one given.`
			: `The appointment names no ${label}, and ${system} has ${rows.length} to choose from.`,
		`Give one of: ${names.slice(0, mostListed).join(', ') || `(the site lists no ${label})`}.`,
	);
}
