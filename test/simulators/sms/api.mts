import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseForm, readBody, sendJson } from '../shared/http.mts';
import type { Network } from './network.mts';
import type { SmsMessage } from './types.mts';

const VERSION = '2010-04-01';
const MAX_BODY = 1600;
/** Seconds: 10 hours. */
const MAX_VALIDITY = 36_000;
const E164 = /^\+[1-9]\d{7,14}$/;
/** Twilio's documented test number that is never valid. */
const MAGIC_INVALID = '+15005550001';

interface Problem {
	status: number;
	code: number;
	message: string;
}

const problem = (status: number, code: number, message: string): Problem => ({
	status,
	code,
	message,
});

const refuse = (res: ServerResponse, { status, code, message }: Problem): void =>
	sendJson(res, status, {
		code,
		message,
		more_info: `https://www.twilio.com/docs/errors/${code}`,
		status,
	});

/** RFC 2822 in UTC as Twilio writes it: "Thu, 24 Aug 2023 05:01:45 +0000". */
export const rfc2822 = (date: Date | null): string | null =>
	date ? date.toUTCString().replace('GMT', '+0000') : null;

const wire = (message: SmsMessage, accountSid: string) => ({
	account_sid: accountSid,
	api_version: VERSION,
	body: message.body,
	date_created: rfc2822(message.dateCreated),
	date_sent: rfc2822(message.dateSent),
	date_updated: rfc2822(message.dateUpdated),
	direction: message.direction,
	error_code: message.errorCode,
	error_message: message.errorCode ? 'Unreachable destination handset' : null,
	from: message.from,
	messaging_service_sid: null,
	num_media: '0',
	num_segments: String(message.segments),
	price: null,
	price_unit: 'USD',
	sid: message.sid,
	status: message.status,
	subresource_uris: {
		media: `/${VERSION}/Accounts/${accountSid}/Messages/${message.sid}/Media.json`,
	},
	to: message.to,
	uri: `/${VERSION}/Accounts/${accountSid}/Messages/${message.sid}.json`,
});

function isAuthorized(req: IncomingMessage, accountSid: string, authToken: string): boolean {
	const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
	const given = Buffer.from(req.headers.authorization ?? '');
	const wanted = Buffer.from(expected);
	return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** What Twilio would not accept about a new message, in the order it checks. */
function problemWith(network: Network, form: Record<string, string>): Problem | undefined {
	const { To, From, Body, StatusCallback, ValidityPeriod = '1' } = form;
	if (!To) return problem(400, 21604, "A 'To' phone number is required.");
	if (!From) return problem(400, 21603, "A 'From' phone number is required.");
	if (!Body) return problem(400, 21602, 'Message body is required.');
	if (!E164.test(To) || To === MAGIC_INVALID) {
		return problem(400, 21211, `The 'To' number ${To} is not a valid phone number.`);
	}
	if (!E164.test(From)) {
		return problem(400, 21212, `The 'From' number ${From} is not a valid phone number.`);
	}
	if ([...Body].length > MAX_BODY) {
		return problem(400, 21617, 'The concatenated message body exceeds the 1600 character limit.');
	}
	if (StatusCallback && !/^https?:\/\/[^\s]+$/.test(StatusCallback)) {
		return problem(400, 21609, 'The StatusCallback URL is not a valid URL.');
	}
	if (!/^\d+$/.test(ValidityPeriod) || +ValidityPeriod < 1 || +ValidityPeriod > MAX_VALIDITY) {
		return problem(400, 21624, 'Invalid validity period value');
	}
	if (network.isStopped(From, To)) {
		return problem(400, 21610, 'Attempt to send to unsubscribed recipient');
	}
	return undefined;
}

/** Date filters are inclusive; a bare date means the whole day in UTC. */
function dateFilter(query: URLSearchParams): ((date: Date | null) => boolean) | Problem {
	let from = -Infinity;
	let until = Infinity;
	for (const [name, value] of query) {
		if (!name.startsWith('DateSent')) continue;
		const start = Date.parse(value);
		if (Number.isNaN(start)) return problem(400, 20001, `Invalid ${name}: ${value}`);
		const end = /^\d{4}-\d{2}-\d{2}$/.test(value) ? start + 86_400_000 - 1 : start + 999;
		const side = name.slice('DateSent'.length).replace('=', '');
		if (side !== '<') from = Math.max(from, start);
		if (side !== '>') until = Math.min(until, end);
	}
	const isOpen = from === -Infinity && until === Infinity;
	// A text that is still queued has no date and is not found by date.
	return (date) => isOpen || (date !== null && +date >= from && +date <= until);
}

function list(network: Network, accountSid: string, query: URLSearchParams): unknown {
	const inDates = dateFilter(query);
	if (typeof inDates !== 'function') return inDates;
	const size = Math.min(1000, Math.max(1, Number(query.get('PageSize') ?? 50) || 50));
	const page = Math.max(0, Number(query.get('Page') ?? 0) || 0);
	const found = network.messages
		.filter((message) => !query.get('To') || message.to === query.get('To'))
		.filter((message) => !query.get('From') || message.from === query.get('From'))
		.filter((message) => inDates(message.dateSent))
		.reverse();
	const uri = (n: number) => {
		const params = new URLSearchParams(query);
		params.set('PageSize', String(size));
		params.set('Page', String(n));
		return `/${VERSION}/Accounts/${accountSid}/Messages.json?${params.toString()}`;
	};
	const start = page * size;
	const shown = found.slice(start, start + size);
	return {
		first_page_uri: uri(0),
		end: shown.length > 0 ? start + shown.length - 1 : 0,
		previous_page_uri: page > 0 ? uri(page - 1) : null,
		messages: shown.map((message) => wire(message, accountSid)),
		uri: uri(page),
		page_size: size,
		start,
		next_page_uri: start + size < found.length ? uri(page + 1) : null,
		page,
	};
}

const isProblem = (value: unknown): value is Problem =>
	typeof value === 'object' && value !== null && 'code' in value && 'status' in value;

/** The Messages resource of Twilio's REST API, below /2010-04-01/Accounts. */
export function createApi(network: Network, accountSid: string, authToken: string) {
	const base = `/${VERSION}/Accounts/${accountSid}/Messages`;

	const create = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
		const { switches, log } = network;
		const form = parseForm(await readBody(req));
		const wrong = problemWith(network, form);
		if (wrong) {
			log.refused++;
			network.note('refused', undefined, String(wrong.code));
			return refuse(res, wrong);
		}
		if (switches.dropBeforeAccept > 0) {
			switches.dropBeforeAccept--;
			log.dropped++;
			req.socket.resetAndDestroy();
			return;
		}
		const { To = '', From = '', Body = '', StatusCallback } = form;
		const text = { to: To, from: From, body: Body };
		// Twilio answers before the text leaves: the answer says queued, without a date.
		const message = network.send(
			StatusCallback ? { ...text, statusCallback: StatusCallback } : text,
		);
		if (switches.acceptThenDropConnection > 0) {
			switches.acceptThenDropConnection--;
			log.dropped++;
			req.socket.resetAndDestroy();
			return;
		}
		sendJson(res, 201, { ...wire(message, accountSid), status: 'queued', date_sent: null });
	};

	return async (req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> => {
		const { switches, log } = network;
		if (switches.slowMs > 0) await new Promise((done) => setTimeout(done, switches.slowMs));
		if (switches.down) return refuse(res, problem(503, 20503, 'Service Unavailable'));
		if (!isAuthorized(req, accountSid, authToken)) {
			log.badAuth++;
			return refuse(res, problem(401, 20003, 'Authenticate'));
		}
		if (switches.rateLimitNext > 0) {
			switches.rateLimitNext--;
			return refuse(res, problem(429, 20429, 'Too Many Requests'));
		}
		const notFound = problem(404, 20404, `The requested resource ${url.pathname} was not found`);
		if (url.pathname === `${base}.json`) {
			if (req.method === 'POST') return await create(req, res);
			log.lookups++;
			const listed = list(network, accountSid, url.searchParams);
			return isProblem(listed) ? refuse(res, listed) : sendJson(res, 200, listed);
		}
		if (req.method === 'GET' && url.pathname === `/${VERSION}/Accounts/${accountSid}.json`) {
			return sendJson(res, 200, {
				sid: accountSid,
				friendly_name: 'Simulated account',
				status: 'active',
				type: 'Full',
			});
		}
		const sid = /\/Messages\/(SM[0-9a-f]{32})\.json$/.exec(url.pathname)?.[1];
		const message = network.messages.find((one) => one.sid === sid);
		if (!message || !url.pathname.startsWith(`${base}/`)) return refuse(res, notFound);
		sendJson(res, 200, wire(message, accountSid));
	};
}
