import { randomBytes } from 'node:crypto';
import { parseForm, parseMultipart } from '../shared/http.mts';
import { detail } from './answers.mts';
import type { Answer } from './answers.mts';
import type { Family } from './resources.mts';
import type { Switches } from './switches.mts';

/** One registered integration of the tenant. */
export interface Client {
	clientId: string;
	clientSecret: string;
	/** The virtual user is called "Integration <name>". */
	name: string;
	permissions: Family[];
}

export interface Auth {
	/** POST /{provet_id}/oauth2/token/ */
	token(
		header: string | undefined,
		contentType: string,
		body: Buffer,
		switches: Switches,
	): Promise<Answer>;
	/** POST /{provet_id}/oauth2/revoke_token/ */
	revoke(header: string | undefined, contentType: string, body: Buffer): Promise<Answer>;
	/** The client a bearer header stands for, or the refusal. */
	check(header: string | undefined): Client | Answer;
}

const CHALLENGE = { 'www-authenticate': 'Bearer realm="api"' };

export const unauthorised = (text: string): Answer => detail(401, text, CHALLENGE);

const refused = (status: number, error: string, text: string): Answer => ({
	status,
	json: { error, error_description: text },
	headers: status === 401 ? { 'www-authenticate': 'Basic realm="oauth2"' } : undefined,
});

/** Tokens of the tenant: client credentials, scope `restapi`, by HTTP Basic or in the body. */
export function createAuth(clients: Client[], nowMs: () => number): Auth {
	const issued = new Map<string, { client: Client; expires: number }>();

	const authenticate = (
		header: string | undefined,
		fields: Record<string, string>,
	): Client | Answer => {
		const basic = /^Basic (\S+)$/.exec(header ?? '')?.[1];
		const pair = basic ? Buffer.from(basic, 'base64').toString('utf8') : '';
		const at = pair.indexOf(':');
		const [id, secret] = basic
			? [pair.slice(0, Math.max(0, at)), pair.slice(at + 1)]
			: [fields.client_id, fields.client_secret];
		const client = clients.find((item) => item.clientId === id);
		return client && client.clientSecret === secret
			? client
			: refused(401, 'invalid_client', 'The client is not known or its secret is wrong.');
	};

	return {
		async token(header, contentType, body, switches) {
			const fields = await formOf(contentType, body);
			if (!fields) return refused(400, 'invalid_request', 'The body must be form-encoded.');
			const client = authenticate(header, fields);
			if ('status' in client) return client;
			if (fields.grant_type === 'authorization_code') {
				return refused(400, 'unauthorized_client', 'This application has no users.');
			}
			if (fields.grant_type !== 'client_credentials') {
				return refused(400, 'unsupported_grant_type', 'The grant type is not supported.');
			}
			if (fields.scope !== 'restapi') {
				return refused(400, 'invalid_scope', 'The scope must be restapi.');
			}
			const access_token = randomBytes(15).toString('hex');
			const expires_in = switches.tokenSeconds;
			issued.set(access_token, { client, expires: nowMs() + expires_in * 1000 });
			return {
				status: 200,
				json: { access_token, token_type: 'Bearer', expires_in, scope: 'restapi' },
			};
		},
		async revoke(header, contentType, body) {
			const fields = await formOf(contentType, body);
			if (!fields) return refused(400, 'invalid_request', 'The body must be form-encoded.');
			const client = authenticate(header, fields);
			if ('status' in client) return client;
			issued.delete(fields.token ?? '');
			return { status: 200, json: {} };
		},
		check(header) {
			if (!header) return unauthorised('Authentication credentials were not provided.');
			if (header.startsWith('Token ')) return unauthorised('Static tokens are no longer valid.');
			const token = issued.get(/^Bearer (\S+)$/.exec(header)?.[1] ?? '');
			if (!token) return unauthorised('The access token is not valid.');
			if (token.expires <= nowMs()) return unauthorised('The access token has expired.');
			return token.client;
		},
	};
}

/** A form-encoded or multipart body; null for any other kind. */
async function formOf(contentType: string, body: Buffer): Promise<Record<string, string> | null> {
	const type = contentType.toLowerCase();
	if (type.startsWith('application/x-www-form-urlencoded')) return parseForm(body);
	if (!type.startsWith('multipart/form-data')) return null;
	return parseMultipart(contentType, body).then(
		({ fields }) => fields,
		() => null,
	);
}
