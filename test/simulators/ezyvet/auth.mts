import { createHmac, randomBytes } from 'node:crypto';
import { parseForm } from '../shared/http.mts';
import { badParameter, problem } from './answers.mts';
import type { Answer } from './answers.mts';
import type { Switches } from './switches.mts';

/** An integration record of the practice: what its administrator would hand to an integrator. */
export interface Client {
	partnerId: string;
	clientId: string;
	clientSecret: string;
	siteUid: string;
	scopes: string[];
}

export interface Token {
	value: string;
	client: Client;
	scopes: string[];
	/** Epoch seconds. */
	expires: number;
}

export interface Auth {
	issue(contentType: string, body: Buffer, switches: Switches, site: string): Answer;
	/** The token of an Authorization header, or the 401 answer. */
	check(header: string | undefined, switches: Switches): Token | Answer;
}

const TWELVE_HOURS = 43_200;
const FIELDS = ['partner_id', 'client_id', 'client_secret', 'grant_type', 'scope', 'site_uid'];

export const unauthorised = (text: string): Answer => problem(401, 'InvalidRequestException', text);

/** The token endpoint and the check of bearer tokens; `nowMs` is the simulator's clock. */
export function createAuth(clients: Client[], nowMs: () => number): Auth {
	const key = randomBytes(32);
	const issued = new Map<string, Token>();
	const latest = new Map<string, string>();

	const sign = (claims: Record<string, unknown>): string => {
		const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
		const content = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`;
		return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`;
	};

	return {
		issue(contentType, body, switches, site) {
			const fields = read(contentType, body);
			if (!fields) return badParameter('The body must be JSON or form-encoded.');
			const strange = Object.keys(fields).find((name) => !FIELDS.includes(name));
			if (strange) return badParameter(`${strange} is not a field of this endpoint.`, [strange]);
			const value = (name: string) => fields[name] ?? '';
			if (value('grant_type') !== 'client_credentials') {
				return badParameter('grant_type must be client_credentials.', ['grant_type']);
			}
			if (switches.requireSiteUid && !value('site_uid')) {
				return badParameter('site_uid is required.', ['site_uid']);
			}
			const client = clients.find((item) => item.clientId === value('client_id'));
			if (!client || client.clientSecret !== value('client_secret')) {
				return unauthorised('The client credentials are not valid.');
			}
			if (value('site_uid') && value('site_uid') !== client.siteUid) {
				return unauthorised('The client has no access to this site.');
			}
			if (value('partner_id') && value('partner_id') !== client.partnerId) {
				return unauthorised('The partner is not known.');
			}
			const scopes = value('scope')
				.split(/[\s,]+/)
				.filter(Boolean);
			if (scopes.length === 0) return badParameter('scope is required.', ['scope']);
			const refused = scopes.find((scope) => !client.scopes.includes(scope));
			if (refused) return badParameter(`The scope ${refused} is not granted.`, ['scope']);

			const iat = Math.floor(nowMs() / 1000);
			const jti = randomBytes(12).toString('hex');
			const exp = iat + TWELVE_HOURS;
			const access_token = sign({
				aud: client.clientId,
				jti,
				iat,
				nbf: iat,
				exp,
				sub: '',
				scopes,
				iss: 'auth.ezyvet.com',
				grp: 'demo',
				url: site,
				site_uid: client.siteUid,
			});
			issued.set(access_token, { value: access_token, client, scopes, expires: exp });
			latest.set(client.clientId, access_token);
			const says = { seconds: TWELVE_HOURS, epoch: exp, odd: 1_500_000 };
			const expires_in = says[switches.shapes.expiresIn];
			return { status: 200, json: { access_token, token_type: 'Bearer', expires_in } };
		},
		check(header, switches) {
			const value = /^Bearer (\S+)$/.exec(header ?? '')?.[1];
			if (!value) return unauthorised('The request carries no bearer token.');
			const token = issued.get(value);
			if (!token) return unauthorised('The access token is not valid.');
			if (token.expires <= nowMs() / 1000) return unauthorised('The access token has expired.');
			if (switches.oldTokenDies && latest.get(token.client.clientId) !== value) {
				return unauthorised('The access token has been replaced by a newer one.');
			}
			return token;
		},
	};
}

function read(contentType: string, body: Buffer): Record<string, string> | null {
	if (contentType.startsWith('application/x-www-form-urlencoded')) return parseForm(body);
	if (!contentType.startsWith('application/json')) return null;
	try {
		const value: unknown = JSON.parse(body.toString('utf8'));
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
		const texts = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
		if (texts.some(([, item]) => typeof item !== 'string')) return null;
		return Object.fromEntries(texts) as Record<string, string>;
	} catch {
		return null;
	}
}
