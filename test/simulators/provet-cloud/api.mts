import type { IncomingMessage, ServerResponse } from 'node:http';
import { receiveCall } from '../shared/calls.mts';
import { sendAnswer, strikes } from '../shared/faults.mts';
import { detail, notFound, UNVERIFIED } from './answers.mts';
import type { Answer } from './answers.mts';
import { unauthorised } from './auth.mts';
import type { Auth, Client } from './auth.mts';
import type { Context } from './context.mts';
import { tooMany, weightOf } from './limits.mts';
import type { Limiter } from './limits.mts';
import { pageSize } from './lists.mts';
import { routeOf } from './routes.mts';
import type { Route } from './routes.mts';
import { media } from './uploads.mts';
import type { Call } from './writes.mts';

/** Whether a path belongs to the vendor's API of any tenant (and not to the demo's own pages). */
export const isApiPath = (path: string): boolean => /^\/\d+\/(api|oauth2|media)(\/|$)/.test(path);

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
		method,
		path: url.pathname,
		contentType: req.headers['content-type'] ?? '',
		body,
		query: url.searchParams,
	};
	const answered = await answer(context, auth, limiter, call, req.headers.authorization, url);
	entry.status = answered.status;
	sendAnswer(switches, res, answered, method);
}

async function answer(
	context: Context,
	auth: Auth,
	limiter: Limiter,
	call: Call,
	authorization: string | undefined,
	url: URL,
): Promise<Answer> {
	const { switches } = context;
	const tenant = `/${context.provetId}/`;
	if (!call.path.startsWith(tenant)) return notFound();
	const inside = call.path.slice(tenant.length);
	// Most clients repeat a redirected POST as a GET: the write is lost without an error.
	if (!inside.endsWith('/') && !inside.startsWith('media/')) {
		return {
			status: 301,
			bytes: Buffer.alloc(0),
			contentType: 'text/html; charset=utf-8',
			headers: { location: `${context.url()}${call.path}/${url.search}` },
		};
	}
	if (inside.startsWith('oauth2/')) {
		return oauth(auth, inside, call, authorization, context);
	}
	const client = auth.check(authorization);
	if ('status' in client) return client;
	if (strikes(switches, 'tokens401')) return unauthorised('The access token is not valid.');
	if (strikes(switches.rateLimited, 'next')) return tooMany(switches.rateLimited.waitSeconds);
	if (inside.startsWith('media/')) return media(context, inside.split('/')[1] ?? '');
	const path = /^api\/0\.1\/(.+)\/$/.exec(inside)?.[1];
	const route = path === undefined ? null : routeOf(context, call.method, path);
	if (!route) return notFound();
	const weight = weightOf(route.kind, pageSize(context, call.query));
	const refusal = limiter.count(client.clientId, route.endpoint, route.kind, weight);
	if (refusal) return refusal;
	if (!permitted(context, client, route)) {
		return detail(403, 'You do not have permission to perform this action.');
	}
	return route.run(call);
}

/** By family of the client's permission groups, and by the switch for families and endpoints. */
const permitted = ({ switches }: Context, client: Client, route: Route): boolean =>
	client.permissions.includes(route.family) &&
	!switches.denied.includes(route.family) &&
	!switches.denied.includes(route.endpoint);

function oauth(
	auth: Auth,
	inside: string,
	call: Call,
	authorization: string | undefined,
	context: Context,
): Answer | Promise<Answer> {
	if (inside === 'oauth2/token/' && call.method === 'POST') {
		return auth.token(authorization, call.contentType, call.body, context.switches);
	}
	if (inside === 'oauth2/revoke_token/' && call.method === 'POST') {
		return auth.revoke(authorization, call.contentType, call.body);
	}
	if (inside === 'oauth2/userinfo/' && call.method === 'GET') {
		const client = auth.check(authorization);
		if ('status' in client) return client;
		return { status: 200, json: { sub: `Integration ${client.name}` }, headers: UNVERIFIED };
	}
	if (inside === 'oauth2/authorize/') {
		const error_description = 'This application has no users.';
		return { status: 400, json: { error: 'unauthorized_client', error_description } };
	}
	return notFound();
}
