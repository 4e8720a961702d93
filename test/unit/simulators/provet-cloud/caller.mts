import type { ProvetSimulator } from '../../../simulators/provet-cloud/server.mts';

// The demo's first start draws its radiographs: seconds on a busy machine.
jest.setTimeout(30_000);

export type Json = Record<string, unknown>;
export interface Reply {
	status: number;
	headers: Headers;
	text: string;
	/** The answer as an object; {} when it is not JSON. */
	json: Json;
	/** The records of a list. */
	results: Json[];
	/** 'refused', '1' or null. */
	unverified: string | null;
}

/** Asks for a token; `fields` changes the form, `header` the authorization. */
export async function askToken(
	sim: ProvetSimulator,
	how: { fields?: Record<string, string>; header?: string | null; init?: RequestInit } = {},
): Promise<{ status: number; body: Json }> {
	const { clientId, clientSecret } = sim.client;
	const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
	const header = how.header === undefined ? basic : how.header;
	const answer = await fetch(`${sim.url}/${sim.provetId}/oauth2/token/`, {
		method: 'POST',
		headers: header === null ? {} : { authorization: header },
		body: new URLSearchParams({
			grant_type: 'client_credentials',
			scope: 'restapi',
			...how.fields,
		}),
		...how.init,
	});
	return { status: answer.status, body: (await answer.json()) as Json };
}

/** Calls the API of the simulator as any integrator would; paths begin below /api/0.1. */
export function callerOf(sim: ProvetSimulator, token: string) {
	const call = async (method: string, path: string, init: RequestInit = {}): Promise<Reply> => {
		const answer = await fetch(path.startsWith('http') ? path : `${sim.api}${path}`, {
			...init,
			method,
			headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
		});
		const text = await answer.text();
		let json: Json = {};
		try {
			json = JSON.parse(text) as Json;
		} catch {
			json = {};
		}
		const results = (json.results ?? []) as Json[];
		const unverified = answer.headers.get('x-sim-unverified');
		return { status: answer.status, headers: answer.headers, text, json, results, unverified };
	};
	const send =
		(method: string) =>
		(path: string, body: unknown, type = 'application/json') =>
			call(method, path, { headers: { 'content-type': type }, body: JSON.stringify(body) });
	return {
		call,
		get: (path: string) => call('GET', path),
		post: send('POST'),
		patch: send('PATCH'),
		put: send('PUT'),
		remove: (path: string) => call('DELETE', path),
		form: (path: string, body: FormData) => call('POST', path, { body }),
		/** The URL that stands for a record. */
		url: (resource: string, id: unknown) => `${sim.api}/${resource}/${String(id)}/`,
	};
}

export type Caller = ReturnType<typeof callerOf>;

/** A caller with a fresh token. */
export async function signedIn(sim: ProvetSimulator): Promise<Caller> {
	const { body } = await askToken(sim);
	return callerOf(sim, String(body.access_token));
}

export const ids = (rows: Json[]): number[] => rows.map((row) => Number(row.id));
