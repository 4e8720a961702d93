import { ok, refuse, type Result } from '../../../core/result';
import type { Http, HttpResponse } from '../../http';
import { decimal, identifier, type Raw } from '../normalise';
import { unreadable } from '../refusals';
import { retrying, type RetryPolicy } from '../retry';
import { permissionOf } from './limits';
import { readAll, type Page } from './paging';
import { isRecord } from './relations';
import { refusalOf, system } from './words';

/** Names without a value (`expose_notes`) have an empty text. */
export type Query = Record<string, string>;

export interface ListOf {
	operation: string;
	query?: Query;
	/**
	 * Whether a row satisfies the filter; `undefined` = the row does not say. Provet Cloud ignores
	 * filters it does not know without a word, so every row is looked at.
	 */
	belongs?: (row: Raw) => boolean | undefined;
}

export interface ProvetClient {
	/** Address of a resource or record, always with the slash at the end: without it a POST turns into a GET. */
	url(path: string): string;
	get(path: string, operation: string, query?: Query): Promise<Result<unknown>>;
	/** One record; anything but an object with this id is refused. */
	one(resource: string, id: string, operation: string, query?: Query): Promise<Result<Raw>>;
	/** All rows of a list, each once. */
	list(path: string, of: ListOf): Promise<Result<Raw[]>>;
	/** As `list`, for what a site may not have or allow: a 403 or 404 gives an empty list. */
	listIfAllowed(path: string, of: ListOf): Promise<Result<Raw[]>>;
	send(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<HttpResponse>;
	refused(answer: HttpResponse, path: string, operation: string): ReturnType<typeof refuse>;
}

const absent = new Set(['pims_forbidden', 'pims_not_found']);

/** Written into the address here, so that the `+` of a time zone goes as `%2B` whoever sends it. */
const encoded = (query: Query): string =>
	Object.entries(query)
		.map(([name, value]) =>
			value === '' ? name : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
		)
		.join('&');

/** Requests to one Provet Cloud installation: addresses, paging, checked filters, retries, refusals. */
export function createClient(options: {
	/** `https://{domain}/{provet_id}` */
	baseUrl: string;
	http: Http;
	policy: RetryPolicy;
}): ProvetClient {
	const { http, policy } = options;
	const base = `${options.baseUrl.replace(/\/+$/, '')}/api/0.1/`;
	const url: ProvetClient['url'] = (path) => `${base}${path.replace(/^\/+|\/+$/g, '')}/`;
	const address = (path: string, query: Query = {}): string => {
		const asked = encoded(query);
		return asked === '' ? url(path) : `${url(path)}?${asked}`;
	};

	const refused: ProvetClient['refused'] = (answer, path, operation) =>
		refusalOf(answer, { operation, permission: permissionOf(path), now: policy.now() });

	const read = async (path: string, to: string, operation: string): Promise<Result<unknown>> => {
		const request = { method: 'GET' as const, url: to };
		const answer = await retrying(async () => await http(request), true, policy);
		if (answer.status < 200 || answer.status > 299) return refused(answer, path, operation);
		const isJson = typeof answer.body === 'object' && answer.body !== null;
		return isJson ? ok(answer.body) : unreadable(system, operation);
	};

	const get: ProvetClient['get'] = async (path, operation, query) =>
		await read(path, address(path, query), operation);

	const one: ProvetClient['one'] = async (resource, id, operation, query) => {
		const body = await get(`${resource}/${encodeURIComponent(id)}`, operation, query);
		if (!body.ok) return body;
		const isIt = isRecord(body.value) && identifier(body.value.id) === id;
		return isIt ? ok(body.value as Raw) : unreadable(system, operation);
	};

	/** `next` is followed on this host and installation only; the address is ours, its query theirs. */
	const following = (next: unknown, path: string): Result<string | undefined> => {
		if (next === null || next === undefined || next === '') return ok(undefined);
		const ours = new URL(url(path));
		const theirs = URL.canParse(String(next)) ? new URL(String(next)) : undefined;
		if (theirs?.host === ours.host && theirs.pathname === ours.pathname) {
			return ok(`${url(path)}${theirs.search}`);
		}
		return refuse(
			'next_page_elsewhere',
			`${system} names a next page of '${path}' that is not at the address of the list.`,
			'Check domain and Provet ID of the credential; a proxy in between may change addresses.',
		);
	};

	const page = async (path: string, to: string, operation: string): Promise<Result<Page>> => {
		const got = await read(path, to, operation);
		if (!got.ok) return got;
		const body = got.value;
		// Some lists are said to be one record or a bare array, such as the notes of a consultation.
		if (Array.isArray(body)) return ok({ rows: body.filter(isRecord), count: body.length });
		if (!isRecord(body)) return unreadable(system, operation);
		if (!('results' in body) && 'id' in body) return ok({ rows: [body], count: 1 });
		if (!Array.isArray(body.results)) return unreadable(system, operation);
		const next = following(body.next, path);
		if (!next.ok) return next;
		const count = decimal(body.count);
		return ok({
			rows: body.results.filter(isRecord),
			...(count === undefined ? {} : { count }),
			...(next.value === undefined ? {} : { next: next.value }),
		});
	};

	const list: ProvetClient['list'] = async (path, { operation, query, belongs }) =>
		await readAll({
			operation,
			...(belongs ? { belongs } : {}),
			first: async (size, after) => {
				const continued: Query = after === undefined ? {} : { id__gt: after };
				const asked = { ordering: 'id', ...query, ...continued, page_size: String(size) };
				return await page(path, address(path, asked), operation);
			},
			follow: async (next) => await page(path, next, operation),
		});

	const listIfAllowed: ProvetClient['listIfAllowed'] = async (path, of) => {
		const rows = await list(path, of);
		return !rows.ok && absent.has(rows.refusal.code) ? ok([]) : rows;
	};

	return {
		url,
		get,
		one,
		list,
		listIfAllowed,
		send: async (method, path, body) => await http({ method, url: url(path), body }),
		refused,
	};
}
