import { detail, invalid, UNVERIFIED } from './answers.mts';
import type { Answer } from './answers.mts';
import type { Context } from './context.mts';
import { parseFilters } from './filters.mts';
import { render } from './render.mts';
import { resources } from './resources.mts';
import type { Row } from './store.mts';

/** Records of a page when the query does not say (seen by a client). */
export const DEFAULT_SIZE = 50;

const whole = (text: string | null): number | null =>
	text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;

/** The page size a query leads to. */
export function pageSize(context: Context, query: URLSearchParams): number {
	const wanted = whole(query.get('page_size')) || DEFAULT_SIZE;
	return Math.min(wanted, context.switches.pageSizeMax);
}

/** A page of records in the framework's envelope; `path` is the address without host and query. */
export function list(
	context: Context,
	resource: string,
	rows: Row[],
	path: string,
	query: URLSearchParams,
): Answer {
	const { switches } = context;
	const def = resources[resource];
	if (!def) return detail(404, 'Not found.');
	const tooLarge = (whole(query.get('page_size')) ?? 0) > switches.pageSizeMax;
	if (tooLarge && switches.shapes.overSize === 'reject') {
		return invalid({ page_size: `Must not be above ${switches.pageSizeMax}.` }, switches);
	}
	const filters = parseFilters(context, resource, def, query);
	if (!filters.ok) return invalid(filters.errors, switches);
	const found = order(context, resource, rows.filter(filters.test), query.get('ordering'));
	const size = pageSize(context, query);
	const pages = Math.max(1, Math.ceil(found.length / size));
	const page = query.get('page') === null ? 1 : whole(query.get('page'));
	if (page === null || page < 1 || page > pages) return detail(404, 'Invalid page.');
	const offset = (page - 1) * size;
	if (offset > switches.offsetLimit) {
		return detail(400, `Pages beyond ${switches.offsetLimit} rows are not served; use id__gt.`);
	}
	const address = (number: number): string => {
		const next = new URLSearchParams(query);
		next.set('page', String(number));
		return `${switches.shapes.nextHost ?? context.url()}${path}?${next.toString()}`;
	};
	const expose = exposed(query);
	const results = found
		.slice(offset, offset + size)
		.map((row) => render(context, resource, row, expose));
	const headers = def.unverified ? UNVERIFIED : undefined;
	if (switches.shapes.envelope === 'bare') return { status: 200, json: results, headers };
	const next = page < pages ? address(page + 1) : null;
	const previous = page > 1 ? address(page - 1) : null;
	const json = { count: found.length, num_pages: pages, next, previous, results };
	return { status: 200, json, headers };
}

/** Relations a query asks to be given whole: expose_<field>. */
export const exposed = (query: URLSearchParams): Set<string> =>
	new Set(
		[...query]
			.filter(([key, value]) => key.startsWith('expose_') && !/^(0|false)$/i.test(value))
			.map(([key]) => key.slice('expose_'.length)),
	);

/** By id, or by a field of the record; an ordering nobody knows is ignored. */
function order(context: Context, resource: string, rows: Row[], wanted: string | null): Row[] {
	const name = wanted?.replace(/^-/, '') ?? '';
	const field = resources[resource]?.fields[name];
	const known =
		['id', 'created', 'modified'].includes(name) ||
		(field !== undefined && !['refs', 'back', 'any'].includes(field.kind));
	if (!wanted || !known) {
		const byId = [...rows].sort((a, b) => a.id - b.id);
		return context.switches.shapes.order === 'reverse' ? byId.reverse() : byId;
	}
	const sign = wanted.startsWith('-') ? -1 : 1;
	const key = (row: Row) => (row[name] ?? '') as string | number;
	return [...rows].sort(
		(a, b) => sign * (key(a) < key(b) ? -1 : Number(key(a) > key(b))) || a.id - b.id,
	);
}
