import { ok, refuse, type Result } from '../../../core/result';
import type { Http } from '../../http';
import type { Raw } from '../normalise';
import { statusRefusal, unreadable } from '../refusals';
import { retrying, type RetryPolicy } from '../retry';

export const system = 'Cornerstone (IDEXX DataPoint)';

/** Entities of the batch interface [documented: IDEXX's public sample client, 2018]. */
export type Entity =
	| 'Appointments'
	| 'Clients'
	| 'Patients'
	| 'Prescriptions'
	| 'Reminders'
	| 'Transactions';

export interface Batch {
	/** Rows of the site that fit, deleted ones left out. `filters` are comparisons such as `name eq 'Rex'`. */
	rows(entity: Entity, filters: string[], operation: string): Promise<Result<Raw[]>>;
	/** The site as the service describes it. */
	site(): Promise<Result<Raw>>;
}

/** Asked for at once; the service gives fewer where its cap is lower. */
const pageTop = 5000;
/** The lowest cap [documented: 100 to 20,000 by entity], for a service that refuses a higher `$top`. */
const lowestTop = 100;
/** More rows than any practice has of one entity. */
const mostRows = 1_000_000;
/** The order of rows is [unknown]: when it changes between pages, the list is read again so often. */
const mostPasses = 5;

/** A text as a literal of `$filter`. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const isRow = (value: unknown): value is Raw =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const changedShape = (operation: string) =>
	refuse(
		'pims_unreadable',
		`${system} answered in another shape than IDEXX's public sample shows when asked to ${operation}.`,
		'The service may have changed: update the pack, or ask IDEXX for its present documentation.',
	);

/** Reads of the DataPoint batch service: `$filter`, `$top`, `$skip` [documented: sample client]. */
export function createBatch(options: {
	baseUrl: string;
	siteId: string;
	groupSlug: string;
	http: Http;
	policy: RetryPolicy;
}): Batch {
	const { http, policy, siteId, groupSlug } = options;
	const base = options.baseUrl.replace(/\/+$/, '');
	let top = pageTop;

	const get = async (
		path: string,
		query: Record<string, string>,
		operation: string,
	): Promise<Result<unknown>> => {
		const request = { method: 'GET' as const, url: `${base}${path}`, query };
		const answer = await retrying(async () => await http(request), true, policy);
		if (answer.status < 200 || answer.status > 299) {
			return statusRefusal(answer, { system, operation, now: policy.now() });
		}
		return typeof answer.body === 'object' && answer.body !== null
			? ok(answer.body)
			: unreadable(system, operation);
	};

	const page = async (
		entity: Entity,
		filter: string,
		skip: number,
		operation: string,
	): Promise<Result<Raw[]>> => {
		const query = { $filter: filter, $top: String(top), $skip: String(skip) };
		const got = await get(`/odata/${entity}`, query, operation);
		if (!got.ok) {
			// Whether a `$top` above the cap is cut or refused is [unknown].
			if (got.refusal.code !== 'pims_rejected' || top === lowestTop) return got;
			top = lowestTop;
			return await page(entity, filter, skip, operation);
		}
		const { value } = got.value as { value?: unknown };
		if (!Array.isArray(value)) return changedShape(operation);
		const rows = value.filter(isRow);
		const isKnown = rows.every((row) => 'pimsId' in row && 'siteId' in row);
		return isKnown && rows.length === value.length ? ok(rows) : changedShape(operation);
	};

	/** One walk through all pages; answers whether a row came twice. */
	const walk = async (
		entity: Entity,
		filter: string,
		known: Map<string, Raw>,
		operation: string,
	): Promise<Result<boolean>> => {
		const seen = new Set<string>();
		let isRepeated = false;
		for (let skip = 0; skip < mostRows; ) {
			const got = await page(entity, filter, skip, operation);
			if (!got.ok) return got;
			if (got.value.length === 0) return ok(isRepeated);
			for (const row of got.value) {
				const key = String(row.dpUid ?? row.pimsId);
				isRepeated ||= seen.has(key);
				seen.add(key);
				known.set(key, row);
			}
			// The cap of an entity is not said: a short page is no proof of the end, an empty one is.
			skip += got.value.length;
		}
		return changedShape(operation);
	};

	const rows: Batch['rows'] = async (entity, filters, operation) => {
		const filter = [`siteId eq ${siteId}`, ...filters].join(' and ');
		const known = new Map<string, Raw>();
		for (let pass = 0; pass < mostPasses; pass++) {
			const before = known.size;
			const walked = await walk(entity, filter, known, operation);
			if (!walked.ok) return walked;
			const isWhole = !walked.value || (pass > 0 && known.size === before);
			if (!isWhole) continue;
			const own = [...known.values()].filter((row) => String(row.siteId) === siteId);
			return ok(own.filter((row) => row.deleted !== true));
		}
		return refuse(
			'pims_unreadable',
			`${system} changes the order of its rows so often that it could not be read whole (${operation}).`,
			'Try again in a few minutes, when the site does not send its changes.',
		);
	};

	const site: Batch['site'] = async () => {
		const operation = 'read the site';
		const got = await get(`/api/sites/${encodeURIComponent(groupSlug)}`, {}, operation);
		if (!got.ok) return got;
		if (!Array.isArray(got.value)) return changedShape(operation);
		const sites = got.value.filter(isRow);
		const own = sites.find((one) => String(one.id) === siteId);
		if (own) return ok(own);
		const listed = sites.slice(0, 20).map((one) => `${String(one.id)} (${String(one.name)})`);
		return refuse(
			'site_unknown',
			`The group of ${system} has no site ${siteId}.`,
			`Set 'Site ID' in the credential to one of: ${listed.join(', ') || '(none listed)'}.`,
		);
	};

	return { rows, site };
}
