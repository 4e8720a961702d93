import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { parseForm, readBody, redirect, sendHtml, sendJson, startHttp } from '../shared/http.mts';
import { createApi } from './api.mts';
import { Network } from './network.mts';
import { phonePage, phonesPage } from './pages.mts';
import type { PhoneLog, SmsMessage, Switches } from './types.mts';

export interface PhoneOptions {
	port?: number;
	/** AC and 32 hex digits. */
	accountSid: string;
	authToken: string;
	inboundUrl?: string;
	switches?: Partial<Switches>;
}

export interface RunningPhone {
	url: string;
	port: number;
	/** What a client puts in place of https://api.twilio.com. */
	apiBase: string;
	/** All texts in the order in which the network took them. */
	messages(): SmsMessage[];
	/** An owner's phone sends a text; the same sid again repeats the webhook only. */
	reply(from: string, to: string, text: string, sid?: string): Promise<SmsMessage>;
	switches: Switches;
	log: PhoneLog;
	reset(): void;
	close(): Promise<void>;
}

const count = z.number().int().nonnegative();
const switchesSchema = z
	.strictObject({
		down: z.boolean(),
		slowMs: z.number().nonnegative(),
		acceptThenDropConnection: count,
		dropBeforeAccept: count,
		rateLimitNext: count,
		sentAfterMs: z.number().nonnegative(),
		deliveredAfterMs: z.number().nonnegative(),
		unreachable: z.array(z.string()),
		inboundUrl: z.string(),
		publicInboundUrl: z.string(),
	})
	.partial();

const defaults = (): Switches => ({
	down: false,
	slowMs: 0,
	acceptThenDropConnection: 0,
	dropBeforeAccept: 0,
	rateLimitNext: 0,
	sentAfterMs: 0,
	deliveredAfterMs: 50,
	unreachable: [],
	inboundUrl: '',
	publicInboundUrl: '',
});

async function readJson(req: IncomingMessage): Promise<Record<string, unknown>> {
	const value: unknown = JSON.parse((await readBody(req)).toString('utf8') || '{}');
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

async function simulation(
	network: Network,
	path: string,
	req: IncomingMessage,
	res: ServerResponse,
): Promise<void> {
	if (path === '/_sim/state') {
		const { messages, switches, log, stopped } = network;
		return sendJson(res, 200, { messages, switches, log, stopped: [...stopped] });
	}
	if (path === '/_sim/switches' && req.method === 'POST') {
		const parsed = switchesSchema.safeParse(await readJson(req));
		if (!parsed.success) return sendJson(res, 400, { problems: parsed.error.issues });
		Object.assign(network.switches, parsed.data);
		return sendJson(res, 200, network.switches);
	}
	if (path === '/_sim/reply' && req.method === 'POST') {
		const { from, to, text, sid } = await readJson(req);
		if (typeof from !== 'string' || typeof to !== 'string' || typeof text !== 'string') {
			return sendJson(res, 400, { message: 'Give from, to and text.' });
		}
		const again = typeof sid === 'string' ? sid : undefined;
		return sendJson(res, 200, await network.receive(from, to, text, again));
	}
	if (path === '/_sim/reset' && req.method === 'POST') {
		network.forget();
		return sendJson(res, 200, { status: 'reset' });
	}
	return sendJson(res, 404, { message: 'Not found.' });
}

async function phones(
	network: Network,
	path: string,
	req: IncomingMessage,
	res: ServerResponse,
): Promise<void> {
	const [, , id = '', part] = path.split('/');
	const owner = decodeURIComponent(id);
	if (part === 'reply' && req.method === 'POST') {
		const { to = '', text = '' } = parseForm(await readBody(req));
		if (to && text.trim()) await network.receive(owner, to, text);
		return redirect(res, `/phones/${encodeURIComponent(owner)}`);
	}
	const nonce = randomBytes(16).toString('base64');
	const isStopped = (clinic: string) => network.isStopped(clinic, owner);
	sendHtml(res, 200, phonePage(owner, network.messages, isStopped, nonce), {
		'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; script-src 'nonce-${nonce}'`,
	});
}

/** Starts the phone network: Twilio's Messages API on one side, owners' phones on the other. */
export async function startPhone(options: PhoneOptions): Promise<RunningPhone> {
	const { accountSid, authToken, inboundUrl = '' } = options;
	if (!/^AC[0-9a-f]{32}$/.test(accountSid)) {
		throw new Error('accountSid must be AC and 32 hex digits');
	}
	const network = new Network(accountSid, authToken, {
		...defaults(),
		inboundUrl,
		...options.switches,
	});
	const api = createApi(network, accountSid, authToken);
	const server = await startHttp(async (req, res) => {
		const url = new URL(req.url ?? '/', 'http://phone');
		const path = url.pathname;
		if (path.startsWith('/2010-04-01/')) return await api(req, res, url);
		if (path.startsWith('/_sim/')) return await simulation(network, path, req, res);
		if (path.startsWith('/phones/')) return await phones(network, path, req, res);
		if (path !== '/') return sendJson(res, 404, { message: 'Not found.' });
		sendHtml(res, 200, phonesPage(network.messages), { refresh: '5' });
	}, options.port);
	return {
		url: server.url,
		port: server.port,
		apiBase: server.url,
		messages: () => [...network.messages],
		reply: (from, to, text, sid) => network.receive(from, to, text, sid),
		switches: network.switches,
		log: network.log,
		reset: () => network.forget(),
		close: async () => {
			await network.stop();
			await server.close();
		},
	};
}
