import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { receiveCall } from '../../shared/calls.mts';
import type { LogEntry } from '../../shared/calls.mts';
import { sendAnswer, strikes } from '../../shared/faults.mts';
import type { PlainAnswer } from '../../shared/faults.mts';
import { parseForm } from '../../shared/http.mts';
import { entities, isEntity } from './entities.mts';
import type { Entity } from './entities.mts';
import type { Feed, Row } from './feed.mts';
import { parseFilter } from './filter.mts';
import { reshape, timeText } from './render.mts';
import type { Switches } from './switches.mts';

/** An integrator's account, as IDEXX would hand it out. Fictional. */
export interface Account {
	username: string;
	password: string;
	/** Name of the group of sites the account may see. */
	groupSlug: string;
}

export interface Site {
	name: string;
	timeZone: string;
	feed: Feed;
}

export interface Service {
	account: Account;
	sites: Site[];
	switches: Switches;
	log: LogEntry[];
	tokens: Map<string, number>;
	nowMs(): number;
	/** Counts the calls, for the order that wanders. */
	calls: number;
}

/** An error in the usual words of the vendor's web framework (the shape is inferred). */
const problem = (
	status: number,
	message: string,
	headers?: Record<string, string>,
): PlainAnswer => ({ status, json: { error: { code: '', message } }, headers });

/** Writes of the real-time interface that a digest names; nobody documents their bodies. */
const KNOWN_WRITES =
	/^\/api\/\d+\/(documents|appointments|commslog|prescriptions\/label|patients\/visit-list|vitals\/[^/]+|visits\/checkin)$/;

/** Answers one call of the batch interface. */
export async function handleApi(
	service: Service,
	req: IncomingMessage,
	res: ServerResponse,
): Promise<void> {
	const { switches } = service;
	const at = new Date(service.nowMs()).toISOString();
	const received = await receiveCall(service, req, res, at);
	if (!received) return;
	const { entry, url, method, body } = received;
	const answer = answerOf(service, method, url, req, body);
	entry.status = answer.status;
	if ('json' in answer && answer.status === 200) {
		const rows = (answer.json as { value?: unknown[] }).value;
		if (rows) entry.rows = rows.length;
		answer.json = reshape(switches, answer.json);
	}
	sendAnswer(switches, res, answer, method);
}

function answerOf(
	service: Service,
	method: string,
	url: URL,
	req: IncomingMessage,
	body: Buffer,
): PlainAnswer {
	const { switches } = service;
	const path = url.pathname;
	if (path === '/token' || (path === '/pims-rt/v1/token' && switches.newerTokenPath)) {
		if (method !== 'POST') return problem(405, 'The resource does not support this method.');
		return token(service, req.headers['content-type'] ?? '', body);
	}
	const given = /^Bearer (\S+)$/.exec(req.headers.authorization ?? '')?.[1] ?? '';
	const until = service.tokens.get(given);
	const denied = problem(401, 'Authorization has been denied for this request.');
	if (until === undefined || until <= service.nowMs()) return denied;
	if (strikes(switches, 'tokens401')) return denied;
	if (strikes(switches.rateLimited, 'next')) {
		const wait = String(switches.rateLimited.waitSeconds);
		const headers = switches.shapes.retryAfter ? { 'retry-after': wait } : undefined;
		return problem(429, 'Too many requests.', headers);
	}
	const slug = /^\/api\/sites\/([^/]+)$/.exec(path)?.[1];
	const entity = /^\/odata\/([^/]+)$/.exec(path)?.[1] ?? '';
	if (method !== 'GET') {
		if (KNOWN_WRITES.test(path)) {
			return problem(422, 'Nobody documents the body of this write; it is not simulated.');
		}
		if (slug || isEntity(entity)) return problem(405, 'The resource does not support this method.');
		return problem(404, 'No HTTP resource was found that matches the request.');
	}
	if (slug) return sites(service, decodeURIComponent(slug));
	if (isEntity(entity)) return rows(service, entity, url.searchParams);
	return problem(404, 'No HTTP resource was found that matches the request.');
}

/** POST /token: a form with the password grant; only `access_token` of the answer is documented. */
function token(service: Service, contentType: string, body: Buffer): PlainAnswer {
	if (!contentType.startsWith('application/x-www-form-urlencoded')) {
		return { status: 400, json: { error: 'invalid_request' } };
	}
	const form = parseForm(body);
	if (form.grant_type !== 'password')
		return { status: 400, json: { error: 'unsupported_grant_type' } };
	const { account, switches } = service;
	if (form.username !== account.username || form.password !== account.password) {
		return { status: 400, json: { error: 'invalid_grant' } };
	}
	const access_token = randomBytes(24).toString('base64url');
	const life = switches.tokenSeconds * 1000;
	service.tokens.set(access_token, life > 0 ? service.nowMs() + life : Number.MAX_SAFE_INTEGER);
	return { status: 200, json: { access_token } };
}

/** GET /api/sites/{groupSlug}: an array of sites, as the sample client reads it. */
function sites({ account, sites: list, switches }: Service, slug: string): PlainAnswer {
	if (slug !== account.groupSlug) return problem(404, 'There is no such group.');
	const json = list.map(({ name, timeZone, feed }) => ({
		id: String(feed.siteId),
		name,
		status: 'Active',
		pimsName: 'Cornerstone',
		pimsVersion: '9.5',
		realtimeEnabled: false,
		lastSyncDate: timeText(feed.lastSync(), timeZone, switches.shapes.times),
	}));
	return { status: 200, json };
}

const OPTIONS = ['$filter', '$top', '$skip'];

/** GET /odata/{Entity}: rows of all sites of the group that fit the filter. */
function rows(service: Service, entity: Entity, query: URLSearchParams): PlainAnswer {
	const { switches } = service;
	const strange = [...query.keys()].find((name) => !OPTIONS.includes(name));
	if (strange) return problem(400, `The query option ${strange} is not supported.`);
	const cap = switches.caps[entity] ?? 100;
	const top = whole(query.get('$top'), cap);
	const skip = whole(query.get('$skip'), 0);
	if (top === null) return problem(400, '$top must be a whole number.');
	if (skip === null) return problem(400, '$skip must be a whole number.');
	if (top > cap && switches.shapes.overTop === 'reject') {
		return problem(400, `The limit of ${cap} for $top was exceeded.`);
	}
	let test = (_row: Row): boolean => true;
	const filter = query.get('$filter');
	if (filter !== null) {
		const parsed = parseFilter(filter, entities[entity]);
		if (!parsed.ok) return problem(400, parsed.text);
		test = parsed.test;
	}
	service.calls += 1;
	const found = service.sites
		.flatMap(({ feed, timeZone }) => feed.rows(entity).map((row) => ({ row, timeZone })))
		.filter(({ row }) => test(row));
	const value = ordered(found, service)
		.slice(skip, skip + Math.min(top, cap))
		.map(({ row, timeZone }) => shown(entity, row, timeZone, switches));
	return { status: 200, json: { value } };
}

function shown(entity: Entity, row: Row, timeZone: string, { shapes }: Switches): unknown {
	const pairs = Object.entries(entities[entity]).map(([name, kind]) => {
		const value = row[name] ?? null;
		if (kind !== 'time' || typeof value !== 'number') return [name, value];
		// The service's own times are its own; only the practice's clock can be wrong.
		const own = name.startsWith('dp') || name === 'syncDate';
		return [name, timeText(value, timeZone, own ? 'utc' : shapes.times)];
	});
	return Object.fromEntries(pairs);
}

function ordered<T>(list: T[], { calls, switches }: Service): T[] {
	if (switches.shapes.order === 'first' || list.length === 0) return list;
	if (switches.shapes.order === 'reverse') return list.reverse();
	const from = (calls * 7) % list.length;
	return [...list.slice(from), ...list.slice(0, from)];
}

const whole = (raw: string | null, fallback: number): number | null =>
	raw === null ? fallback : /^\d{1,9}$/.test(raw) ? Number(raw) : null;
