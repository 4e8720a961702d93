import { ok, refuse, type Result } from '../../../core/result';
import type { Http, HttpResponse } from '../../http';
import { statusRefusal, unknownFate } from '../refusals';
import { retrying, type RetryPolicy } from '../retry';
import { readEnvelope, type Envelope } from './envelope';
import { identifier, type Raw } from '../normalise';
import {
	inFilterChunk,
	pageLimit,
	scopeOf,
	smallPage,
	type EzyVetResource,
	type EzyVetVersions,
	type EzyVetWriteVersions,
} from './versions';

/** A plain value, or an operator object that is sent as JSON (`{ gt: '1767225600' }`). */
export type Filters = Record<string, string | Record<string, unknown>>;

export interface EzyVetClient {
	url(resource: EzyVetResource, path?: string): string;
	/** As `url`, in the version that is written. */
	writeUrl(resource: keyof EzyVetWriteVersions, path?: string): string;
	/** All pages of a list, each record once. */
	list(resource: EzyVetResource, filters: Filters, operation: string): Promise<Result<Raw[]>>;
	/** The one record of a resource that is no list; no second page is asked for. */
	single(resource: EzyVetResource, operation: string): Promise<Result<Raw | undefined>>;
	/** All records whose `field` is one of `ids`, in few requests. */
	listIn(
		resource: EzyVetResource,
		field: string,
		ids: string[],
		operation: string,
		filters?: Filters,
	): Promise<Result<Raw[]>>;
	/** As `listIn`, for what a site may not offer or allow: a 403 or 404 gives an empty list. */
	listIfAllowed(
		resource: EzyVetResource,
		field: string,
		ids: string[],
		operation: string,
	): Promise<Result<Raw[]>>;
	/** Sends a write once (429 apart) and, when its fate is unknown, looks whether it arrived. */
	write(send: () => Promise<HttpResponse>, look: Look, of: WriteOf): Promise<Result<Written>>;
}

type Look = () => Promise<Result<Raw | undefined>>;
interface WriteOf {
	operation: string;
	scope: string;
}
export type Written = { found: Raw } | { sent: unknown; envelope?: Envelope };

/** A list that goes on longer is not a clinic's list but a loop. */
const mostPages = 1000;

const queryOf = (filters: Filters): Record<string, string> =>
	Object.fromEntries(
		Object.entries(filters).map(([field, value]) => [
			field,
			typeof value === 'string' ? value : JSON.stringify(value),
		]),
	);

/** Requests to ezyVet: versions, paging, chunked filters, retries and refusals in one place. */
export function createClient(options: {
	baseUrl: string;
	http: Http;
	versions: EzyVetVersions;
	writeVersions: EzyVetWriteVersions;
	policy: RetryPolicy;
}): EzyVetClient {
	const { http, versions, writeVersions, policy } = options;
	const base = options.baseUrl.replace(/\/+$/, '');
	const url = (resource: EzyVetResource, path = ''): string =>
		`${base}/${versions[resource]}/${resource}${path}`;
	const writeUrl: EzyVetClient['writeUrl'] = (resource, path = '') =>
		`${base}/${writeVersions[resource]}/${resource}${path}`;
	/** Resources of this site that do not give pages as long as most do. */
	const short = new Set<EzyVetResource>();
	const sizeOf = (resource: EzyVetResource): number =>
		short.has(resource) ? smallPage : pageLimit(resource, versions[resource]);

	const page = async (
		resource: EzyVetResource,
		filters: Filters,
		number: number,
		operation: string,
	): Promise<Result<Envelope>> => {
		const query = {
			...queryOf(filters),
			page: String(number),
			limit: String(sizeOf(resource)),
		};
		const request = { method: 'GET' as const, url: url(resource), query };
		const answer = await retrying(async () => await http(request), true, policy);
		// Whether a page above the limit is cut or refused is [unknown]: refused, a short one is asked for.
		const isTooLong = answer.status === 400 && /\blimit\b/i.test(JSON.stringify(answer.body ?? ''));
		if (isTooLong && number === 1 && !short.has(resource)) {
			short.add(resource);
			return await page(resource, filters, number, operation);
		}
		if (answer.status < 200 || answer.status > 299) {
			const scope = scopeOf(resource, 'read');
			return statusRefusal(answer, { system: 'ezyVet', operation, scope, now: policy.now() });
		}
		return readEnvelope(answer.body, operation);
	};

	const list: EzyVetClient['list'] = async (resource, filters, operation) => {
		const records = new Map<string, Raw>();
		for (let number = 1; number <= mostPages; number++) {
			const got = await page(resource, filters, number, operation);
			if (!got.ok) return got;
			const { items, pages } = got.value;
			const before = records.size;
			// Rows move while paging: a record seen twice counts once.
			for (const item of items) {
				records.set(identifier(item.id) ?? identifier(item.uid) ?? JSON.stringify(item), item);
			}
			// An answer without a page count goes on until a page brings nothing new.
			const isLast = pages === undefined ? records.size === before : number >= pages;
			if (items.length === 0 || isLast) return ok([...records.values()]);
		}
		return refuse(
			'pims_unreadable',
			`ezyVet gave more than ${mostPages} pages when asked to ${operation}.`,
			'Narrow the search, or check that the base URL points at the API.',
		);
	};

	const single: EzyVetClient['single'] = async (resource, operation) => {
		const got = await page(resource, {}, 1, operation);
		return got.ok ? ok(got.value.items[0]) : got;
	};

	const listIn: EzyVetClient['listIn'] = async (resource, field, ids, operation, filters = {}) => {
		const wanted = [...new Set(ids)];
		const records: Raw[] = [];
		for (let start = 0; start < wanted.length; start += inFilterChunk) {
			const chunk = wanted.slice(start, start + inFilterChunk);
			const [only] = chunk;
			const filter = chunk.length === 1 && only !== undefined ? only : { in: chunk };
			const got = await list(resource, { ...filters, [field]: filter }, operation);
			if (!got.ok) return got;
			records.push(...got.value);
		}
		return ok(records);
	};

	const listIfAllowed: EzyVetClient['listIfAllowed'] = async (resource, field, ids, operation) => {
		const got = await listIn(resource, field, ids, operation);
		const absent = ['pims_forbidden', 'pims_not_found'];
		return !got.ok && absent.includes(got.refusal.code) ? ok([]) : got;
	};

	const write: EzyVetClient['write'] = async (send, look, { operation, scope }) => {
		const before = await look();
		if (!before.ok) return before;
		if (before.value) return ok({ found: before.value });
		const answer = await retrying(send, false, policy);
		if (answer.status === 0 || answer.status >= 500) {
			const after = await look();
			if (after.ok && after.value) return ok({ found: after.value });
			return unknownFate('ezyVet', operation);
		}
		if (answer.status < 200 || answer.status > 299) {
			return statusRefusal(answer, { system: 'ezyVet', operation, scope, now: policy.now() });
		}
		const envelope = readEnvelope(answer.body, operation);
		if (envelope.ok) return ok({ sent: answer.body, envelope: envelope.value });
		if (envelope.refusal.code === 'pims_rejected') return envelope;
		// A booking answers with a bare object; anything that is no JSON object proves nothing.
		if (typeof answer.body === 'object' && answer.body !== null) return ok({ sent: answer.body });
		const after = await look();
		if (after.ok && after.value) return ok({ found: after.value });
		return unknownFate('ezyVet', operation);
	};

	return { url, writeUrl, list, single, listIn, listIfAllowed, write };
}
