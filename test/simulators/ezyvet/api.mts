import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../shared/http.mts';
import { notFound, problem } from './answers.mts';
import type { Answer } from './answers.mts';
import { patchAppointment, postAppointment, postBooking } from './appointments.mts';
import { download, upload } from './attachments.mts';
import { unauthorised } from './auth.mts';
import type { Auth } from './auth.mts';
import { postConsult, postExternalPrescription } from './clinical-writes.mts';
import { postCommunication } from './communications.mts';
import type { Context } from './context.mts';
import { failTransport, send } from './faults.mts';
import { tooMany } from './limits.mts';
import type { Limiter } from './limits.mts';
import { list, one } from './lists.mts';
import { resources } from './resources.mts';

interface Call {
	query: URLSearchParams;
	contentType: string;
	body: Buffer;
}
interface Route {
	/** Calls are counted per endpoint under this name. */
	endpoint: string;
	scope: string | null;
	run(context: Context, call: Call): Answer | Promise<Answer>;
}

/** Longer addresses than this fail at the vendor; clients split id lists at about 100. */
const MAX_URL = 8192;

const TOKEN_PATHS = ['/v1/oauth/access_token', '/v2/oauth/access_token'];

/** Whether a path belongs to the vendor's API (and not to the demo's own pages). */
export const isApiPath = (path: string): boolean => /^\/(v\d[\d.]*|ezycab)\//.test(path);

/** Answers one call of the vendor's API. */
export async function handleApi(
	context: Context,
	auth: Auth,
	limiter: Limiter,
	req: IncomingMessage,
	res: ServerResponse,
): Promise<void> {
	const { switches } = context;
	const url = new URL(req.url ?? '/', 'http://simulator');
	const method = req.method ?? 'GET';
	const entry = {
		at: new Date().toISOString(),
		method,
		path: url.pathname,
		query: Object.fromEntries(url.searchParams),
		status: 0,
	};
	context.log.push(entry);
	const body = await readBody(req);
	if (switches.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, switches.slowMs));
	if (failTransport(switches, res)) {
		entry.status = res.writableEnded ? res.statusCode : 0;
		return;
	}
	const call = { query: url.searchParams, contentType: req.headers['content-type'] ?? '', body };
	let headers: Record<string, string> = {};
	const answered = await (async (): Promise<Answer> => {
		if ((req.url ?? '').length > MAX_URL) {
			return problem(414, 'UriTooLongException', 'The request address is too long.');
		}
		if (method === 'POST' && TOKEN_PATHS.includes(url.pathname)) {
			return auth.issue(call.contentType, body, switches, `${context.url()}/`);
		}
		const token = auth.check(req.headers.authorization, switches);
		if ('status' in token) return token;
		if (switches.tokens401 > 0) {
			switches.tokens401 -= 1;
			return unauthorised('The access token is not valid.');
		}
		if (switches.rateLimited.next > 0) {
			switches.rateLimited.next -= 1;
			return tooMany(switches, switches.rateLimited.waitSeconds);
		}
		const route = routeOf(method, url.pathname);
		const counted = limiter.count(token.client.clientId, route?.endpoint ?? url.pathname);
		headers = counted.headers;
		if (counted.refusal) return counted.refusal;
		if (!route) return notFound();
		if (route.scope !== null && !token.scopes.includes(route.scope)) {
			return problem(403, 'ForbiddenException', `The scope ${route.scope} is missing.`);
		}
		return route.run(context, call);
	})();
	entry.status = answered.status;
	send(switches, res, { ...answered, headers: { ...headers, ...answered.headers } }, method);
}

function routeOf(method: string, path: string): Route | null {
	const parts = path.split('/').slice(1);
	if (path === '/ezycab/booking' && method === 'POST') {
		return route(path, 'create-booking', (context, { contentType, body }) =>
			postBooking(context, contentType, body),
		);
	}
	if (path === '/v3/siteInformation' && method === 'GET') return route(path, null, siteInformation);
	const version = /^v([124])$/.exec(parts[0] ?? '')?.[1];
	const name = parts[1] ?? '';
	if (!version || parts.includes('')) return null;
	const v = Number(version);
	const endpoint = `/v${v}/${name}`;
	if (method === 'POST' && parts.length === 2) return postRoute(v, name, endpoint);
	if (method === 'PATCH' && parts.length === 3 && endpoint === '/v2/appointment') {
		return route(endpoint, 'write-appointment', (context, { contentType, body }) =>
			patchAppointment(context, parts[2] as string, contentType, body),
		);
	}
	if (method !== 'GET' || !Object.hasOwn(resources, name)) return null;
	const def = resources[name];
	if (!def?.versions.includes(v)) return null;
	const scope = `read-${name}`;
	if (name === 'attachment' && parts[2] === 'download' && parts.length === 4) {
		return route(`${endpoint}/download`, scope, (context) => download(context, parts[3] as string));
	}
	if (parts.length === 2) {
		return route(endpoint, scope, (context, { query }) =>
			list(name, v, query, context.store, context.switches),
		);
	}
	if (parts.length !== 3) return null;
	return route(endpoint, scope, (context) =>
		one(name, v, parts[2] as string, context.store, context.switches),
	);
}

function postRoute(version: number, name: string, endpoint: string): Route | null {
	const scope = `write-${name}`;
	const posts: Record<string, Route['run']> = {
		'/v1/consult': (context, { contentType, body }) => postConsult(context, contentType, body),
		'/v1/externalprescription': (context, { contentType, body }) =>
			postExternalPrescription(context, contentType, body),
		'/v1/attachment': (context, { contentType, body }) => upload(context, contentType, body),
		'/v1/communication': (context, { contentType, body }) =>
			postCommunication(context, 1, contentType, body),
		'/v2/communication': (context, { contentType, body }) =>
			postCommunication(context, 2, contentType, body),
		'/v2/appointment': (context, { contentType, body }) =>
			postAppointment(context, contentType, body),
	};
	const run = version < 3 && Object.hasOwn(posts, endpoint) ? posts[endpoint] : undefined;
	return run ? route(endpoint, scope, run) : null;
}

const route = (endpoint: string, scope: string | null, run: Route['run']): Route => ({
	endpoint,
	scope,
	run,
});

/** GET /v3/siteInformation: the booking guide says it has the site's id and time zone. */
function siteInformation({ store }: Context): Answer {
	const site = store.all('site')[0];
	const shown = { uid: site?.uid, name: site?.name, time_zone: site?.time_zone };
	return {
		status: 200,
		json: { meta: { timestamp: store.now() }, items: [{ siteInformation: shown }], messages: [] },
	};
}
