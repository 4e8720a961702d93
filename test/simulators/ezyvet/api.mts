import type { IncomingMessage, ServerResponse } from 'node:http';
import { receiveCall } from '../shared/calls.mts';
import { strikes } from '../shared/faults.mts';
import { notFound, problem } from './answers.mts';
import type { Answer } from './answers.mts';
import { patchAppointment, postAppointment, postBooking } from './appointments.mts';
import { download, upload } from './attachments.mts';
import { unauthorised } from './auth.mts';
import type { Auth } from './auth.mts';
import {
	patchExternalPrescription,
	postConsult,
	postExternalPrescription,
} from './clinical-writes.mts';
import { postCommunication } from './communications.mts';
import type { Context } from './context.mts';
import { send } from './faults.mts';
import { tooMany } from './limits.mts';
import type { Limiter } from './limits.mts';
import { list, one } from './lists.mts';
import { deleteContact, writeAnimal, writeContact, writeGuessed } from './people-writes.mts';
import type { Write } from './people-writes.mts';
import { resources } from './resources.mts';

interface Call extends Write {
	query: URLSearchParams;
	/** Last part of the path, the record's id where there is one. */
	id: string;
}
interface Route {
	/** Calls are counted per endpoint under this name. */
	endpoint: string;
	scope: string | null;
	run: Run;
}
type Run = (context: Context, call: Call) => Answer | Promise<Answer>;

/** Longer addresses than this fail at the vendor; clients split id lists at about 100. */
const MAX_URL = 8192;

const TOKEN_PATHS = ['/v1/oauth/access_token', '/v2/oauth/access_token'];

/** Whether a path belongs to the vendor's API (and not to the demo's own pages). */
export const isApiPath = (path: string): boolean => /^\/(v\d[\d.]*|ezycab)\//.test(path);

/** Every documented write; contact details and addresses have a documented scope only. */
const writes: Record<string, Run> = {
	'POST /ezycab/booking': (context, call) => postBooking(context, call.contentType, call.body),
	'POST /v1/consult': (context, call) => postConsult(context, call.contentType, call.body),
	'POST /v1/externalprescription': (context, call) =>
		postExternalPrescription(context, call.contentType, call.body),
	'PATCH /v1/externalprescription': (context, call) =>
		patchExternalPrescription(context, call.id, call.contentType, call.body),
	'POST /v1/attachment': (context, call) => upload(context, call.contentType, call.body),
	'POST /v1/communication': (context, call) =>
		postCommunication(context, 1, call.contentType, call.body),
	'POST /v2/communication': (context, call) =>
		postCommunication(context, 2, call.contentType, call.body),
	'POST /v2/appointment': (context, call) => postAppointment(context, call.contentType, call.body),
	'PATCH /v2/appointment': (context, call) =>
		patchAppointment(context, call.id, call.contentType, call.body),
	'POST /v1/contactdetail': (context, call) => writeGuessed(context, call, 'contactdetail'),
	'POST /v1/address': (context, call) => writeGuessed(context, call, 'address'),
	'POST /v1/webhooks': () => noSubscription(),
	'DELETE /v1/contact': (context, call) => deleteContact(context, call.version, call.id),
	...Object.fromEntries(
		[1, 2].flatMap(
			(v): Array<[string, Run]> => [
				[`POST /v${v}/contact`, (context, call) => writeContact(context, call)],
				[`PATCH /v${v}/contact`, (context, call) => writeContact(context, call, call.id)],
			],
		),
	),
	// "or newer" than version 1, says the source.
	...Object.fromEntries(
		[1, 2, 4].flatMap(
			(v): Array<[string, Run]> => [
				[`POST /v${v}/animal`, (context, call) => writeAnimal(context, call)],
				[`PATCH /v${v}/animal`, (context, call) => writeAnimal(context, call, call.id)],
			],
		),
	),
};

const noSubscription = (): Answer =>
	problem(
		422,
		'UnverifiedRequestException',
		'Nobody documents the body of a webhook subscription: set the switch webhookUrl instead.',
	);

/** Answers one call of the vendor's API. */
export async function handleApi(
	context: Context,
	auth: Auth,
	limiter: Limiter,
	req: IncomingMessage,
	res: ServerResponse,
): Promise<void> {
	const { switches } = context;
	const received = await receiveCall(context, req, res, new Date().toISOString());
	if (!received) return;
	const { entry, url, method, body } = received;
	const call: Call = {
		version: Number(/^\/v(\d+)/.exec(url.pathname)?.[1] ?? 1),
		query: url.searchParams,
		id: url.pathname.split('/').at(-1) ?? '',
		contentType: req.headers['content-type'] ?? '',
		body,
	};
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
		if (strikes(switches, 'tokens401')) return unauthorised('The access token is not valid.');
		if (strikes(switches.rateLimited, 'next'))
			return tooMany(switches, switches.rateLimited.waitSeconds);
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
		return { endpoint: path, scope: 'create-booking', run: writes['POST /ezycab/booking'] as Run };
	}
	if (path === '/v3/siteInformation' && method === 'GET') {
		return { endpoint: path, scope: null, run: siteInformation };
	}
	const version = /^v([124])$/.exec(parts[0] ?? '')?.[1];
	const [, name = '', third = ''] = parts;
	if (!version || parts.includes('')) return null;
	const v = Number(version);
	const endpoint = `/v${v}/${name}`;
	if (method !== 'GET') {
		if (parts.length !== (method === 'POST' ? 2 : 3)) return null;
		const key = `${method} ${endpoint}`;
		const run = Object.hasOwn(writes, key) ? writes[key] : undefined;
		return run ? { endpoint, scope: `write-${name}`, run } : null;
	}
	const def = Object.hasOwn(resources, name) ? resources[name] : undefined;
	if (!def?.versions.includes(v)) return null;
	const scope = `read-${name}`;
	if (name === 'attachment' && third === 'download' && parts.length === 4) {
		const run: Run = (context) => download(context, parts[3] as string);
		return { endpoint: `${endpoint}/download`, scope, run };
	}
	if (parts.length === 2) {
		const run: Run = (context, { query }) => list(name, v, query, context.store, context.switches);
		return { endpoint, scope, run };
	}
	if (parts.length !== 3) return null;
	return { endpoint, scope, run: ({ store, switches }) => one(name, v, third, store, switches) };
}

/** GET /v3/siteInformation: the booking guide says it has the site's id and time zone. */
function siteInformation({ store, switches }: Context): Answer {
	const site = store.all('site')[0];
	const time_zone = switches.shapes.timeZone ?? site?.time_zone;
	const shown = { uid: site?.uid, name: site?.name, time_zone };
	return {
		status: 200,
		json: { meta: { timestamp: store.now() }, items: [{ siteInformation: shown }], messages: [] },
	};
}
