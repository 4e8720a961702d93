import { ok, refuse, type Result } from '../../../core/result';
import { identifier, type Raw } from '../normalise';
import { furthestOffset, longestPage, usualPage } from './limits';
import { system } from './words';

export interface Page {
	rows: Raw[];
	/** Rows in all; absent when the answer does not say. */
	count?: number;
	/** Address of the next page. */
	next?: string;
}

export interface Paged {
	/** What is asked, for refusals: `read the notes`. */
	operation: string;
	/** Whether a row satisfies what was asked for; `undefined` = the row does not say. */
	belongs?: (row: Raw) => boolean | undefined;
	/** Asks for a first page of so many rows, with ids above `after`. */
	first(size: number, after: string | undefined): Promise<Result<Page>>;
	follow(next: string): Promise<Result<Page>>;
}

/** A list that goes on longer is not a clinic's list but a loop. */
const mostPages = 2000;
/** A filter that is ignored on a list this short costs nothing: its own rows are picked out. */
const mostToPick = 1000;

const ignored = (operation: string) =>
	refuse(
		'pims_filter_ignored',
		`${system} gave rows that were not asked for when asked to ${operation}.`,
		'It ignores filters it does not know. Nothing was taken over; read this part by hand.',
	);

const unordered = (operation: string) =>
	refuse(
		'pims_list_too_long',
		`${system} has more than ${furthestOffset} rows and does not give them in order when asked to ${operation}.`,
		'Narrow the search; nothing was taken over, because some rows would have been missed.',
	);

/** One stretch of a list: as far as an offset reaches. */
interface Stretch {
	rows: Raw[];
	hasMore: boolean;
	isAscending: boolean;
	last?: string;
}

async function stretchOf(paged: Paged, after: string | undefined): Promise<Result<Stretch>> {
	const { operation, belongs } = paged;
	const short = await paged.first(usualPage, after);
	if (!short.ok) return short;
	let page = short.value;
	const { count } = page;
	const mayPick = count !== undefined && count <= mostToPick;
	const refusedOf = (row: Raw): boolean => {
		const fits = belongs === undefined || belongs(row);
		return fits === undefined || (!fits && !mayPick);
	};
	if (page.rows.some(refusedOf)) return ignored(operation);
	// A long list is asked for again in long pages: no dearer by the vendor's weights, far fewer requests.
	if (page.next !== undefined && count !== undefined && count > usualPage) {
		const size = Math.min(longestPage, Math.ceil(count / usualPage) * usualPage);
		const long = await paged.first(size, after);
		if (!long.ok) return long;
		page = long.value;
	}
	const all: Raw[] = [];
	for (let number = 1; number <= mostPages; number++) {
		if (page.rows.some(refusedOf)) return ignored(operation);
		all.push(...page.rows);
		const isEnd = page.next === undefined || page.rows.length === 0;
		if (isEnd || all.length + page.rows.length > furthestOffset) {
			const ids = all.map(({ id }) => Number(identifier(id)));
			const last = identifier(all[all.length - 1]?.id);
			return ok({
				rows: belongs ? all.filter((row) => belongs(row)) : all,
				hasMore: !isEnd,
				isAscending: ids.every((id, index) => index === 0 || id >= (ids[index - 1] ?? id)),
				...(last === undefined ? {} : { last }),
			});
		}
		const next = await paged.follow(page.next ?? '');
		if (!next.ok) return next;
		page = next.value;
	}
	return refuse(
		'pims_unreadable',
		`${system} gave more than ${mostPages} pages when asked to ${operation}.`,
		'Narrow the search, or check domain and Provet ID of the credential.',
	);
}

/**
 * All rows of a list, each once: by pages as far as an offset reaches, then by `id__gt` [documented:
 * rate limits]. Rows that were not asked for are refused, or on a short list left out; so is a
 * continuation that does not go on where the last stretch ended.
 */
export async function readAll(paged: Paged): Promise<Result<Raw[]>> {
	const rows = new Map<string, Raw>();
	let after: string | undefined;
	for (;;) {
		const got = await stretchOf(paged, after);
		if (!got.ok) return got;
		const { hasMore, isAscending, last } = got.value;
		const from = Number(after ?? Number.NEGATIVE_INFINITY);
		if (got.value.rows.some(({ id }) => after !== undefined && !(Number(identifier(id)) > from))) {
			return ignored(paged.operation);
		}
		// Rows move while paging: one that is seen twice counts once.
		for (const row of got.value.rows) rows.set(identifier(row.id) ?? JSON.stringify(row), row);
		if (!hasMore) return ok([...rows.values()]);
		if (!isAscending || last === undefined) return unordered(paged.operation);
		after = last;
	}
}
