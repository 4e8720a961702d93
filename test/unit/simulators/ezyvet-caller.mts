import type { EzyVetSimulator } from '../../simulators/ezyvet/server.mts';
import { knownScopes } from '../../simulators/ezyvet/resources.mts';

export interface Envelope {
	meta: Record<string, unknown>;
	items: Array<Record<string, Record<string, unknown>>>;
	messages: Array<{ level: string; type: string; text: string; fields: unknown }>;
}
export interface Reply {
	status: number;
	headers: Headers;
	text: string;
	json: Envelope;
	/** The records without their wrapper keys. */
	records: Array<Record<string, unknown>>;
}

/** Asks for a token; `fields` changes the request, a null field leaves one out. */
export async function askToken(
	sim: EzyVetSimulator,
	fields: Record<string, string | null> = {},
	form = false,
): Promise<{ status: number; body: Record<string, unknown> }> {
	const { client } = sim;
	const all: Record<string, string | null> = {
		partner_id: client.partnerId,
		client_id: client.clientId,
		client_secret: client.clientSecret,
		grant_type: 'client_credentials',
		scope: knownScopes.join(','),
		site_uid: client.siteUid,
		...fields,
	};
	const given = Object.fromEntries(
		Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null),
	);
	const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
	const answer = await fetch(`${sim.url}/v1/oauth/access_token`, {
		method: 'POST',
		headers: { 'content-type': type },
		body: form ? new URLSearchParams(given).toString() : JSON.stringify(given),
	});
	return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** Calls the API of the simulator as any integrator would. */
export function callerOf(sim: EzyVetSimulator, token: string) {
	const call = async (method: string, path: string, init: RequestInit = {}): Promise<Reply> => {
		const answer = await fetch(`${sim.url}${path}`, {
			...init,
			method,
			headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
		});
		const text = await answer.text();
		let json: Envelope = { meta: {}, items: [], messages: [] };
		if (answer.headers.get('content-type')?.startsWith('application/json')) {
			try {
				json = JSON.parse(text) as Envelope;
			} catch {
				json = { meta: {}, items: [], messages: [] };
			}
		}
		const items = Array.isArray(json.items) ? json.items : [];
		const records = items.map((item) => Object.values(item)[0] ?? {});
		return { status: answer.status, headers: answer.headers, text, json, records };
	};
	return {
		get: (path: string) => call('GET', path),
		post: (path: string, body: unknown, type = 'application/json') =>
			call('POST', path, { headers: { 'content-type': type }, body: JSON.stringify(body) }),
		patch: (path: string, body: unknown, type = 'application/merge-patch+json') =>
			call('PATCH', path, { headers: { 'content-type': type }, body: JSON.stringify(body) }),
		form: (path: string, body: FormData) => call('POST', path, { body }),
	};
}

/** A caller with a fresh token of all scopes. */
export async function signedIn(sim: EzyVetSimulator) {
	const { body } = await askToken(sim);
	return callerOf(sim, String(body.access_token));
}

export const json = (value: unknown): string => encodeURIComponent(JSON.stringify(value));
