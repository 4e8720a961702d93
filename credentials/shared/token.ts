import {
	NodeApiError,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type JsonObject,
} from 'n8n-workflow';
import { text } from './text';

/** What the vendor's words about a refused log-in point at, and what people should then look at. */
export interface Advice {
	/** Looked for in what the vendor said. */
	when: RegExp;
	/** `$1` stands for the first group of `when`. */
	say: string;
}

export interface LogIn {
	/** Name of the practice system, as people know it. */
	system: string;
	request: IHttpRequestOptions;
	/** The first that fits is told. */
	advice: Advice[];
	/** What to look at when none fits. */
	otherwise: string;
	/** The fields that make up the address. Default: 'Base URL'. */
	address?: string;
}

interface Answer {
	status: number;
	body: unknown;
}

/** Of what the vendor said, only the beginning is of interest. */
const mostSaid = 160;

const texts = (value: unknown): string[] => {
	if (typeof value === 'string') return [value];
	if (Array.isArray(value)) return value.flatMap(texts);
	if (typeof value === 'object' && value !== null) {
		return Object.entries(value).flatMap(([key, part]) => [key, ...texts(part)]);
	}
	return [];
};

const wordsOf = (body: unknown): string => (typeof body === 'object' ? texts(body).join(' ') : '');

/** The sentence of the answer that is for people, wherever this vendor puts it. */
function sentenceOf(body: unknown): string {
	const [longest = ''] = texts(body)
		.filter((part) => part.includes(' '))
		.sort((one, other) => other.length - one.length);
	return typeof body === 'object' ? longest.slice(0, mostSaid) : '';
}

function problemWith(
	{ status, body }: Answer,
	{ system, request, advice, otherwise, address = "'Base URL'" }: LogIn,
): string {
	const host = URL.canParse(request.url) ? new URL(request.url).host : request.url;
	if (status === 0)
		return `${system} cannot be reached at ${host}. Check ${address} and the network.`;
	if (status === 429) return `${system} limits log-ins just now. Wait a minute and try again.`;
	if (status >= 500) return `${system} has a fault just now (status ${status}). Try again later.`;
	const said = sentenceOf(body);
	const suffix = said ? ` It said: ${said}` : '';
	const words = wordsOf(body);
	for (const { when, say } of advice) {
		const found = when.exec(words);
		if (found) return `${say.replace('$1', found[1] ?? '')}${suffix}`;
	}
	const isRefusal = status === 401 || status === 403 || (status === 400 && words !== '');
	if (isRefusal) return `${system} did not accept the log-in. ${otherwise}${suffix}`;
	return `There is no API of ${system} at ${host} (status ${status}). Check ${address}.`;
}

async function ask(helper: IHttpRequestHelper, request: IHttpRequestOptions): Promise<Answer> {
	try {
		const { statusCode, body } = (await helper.helpers.httpRequest({
			...request,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		})) as { statusCode: number; body: unknown };
		return { status: statusCode, body };
	} catch {
		return { status: 0, body: undefined };
	}
}

/** n8n's errors name a node; a log-in is made for any node, and in the credential's own dialog for none. */
const noNode = (system: string): INode => ({
	id: '',
	name: system,
	type: 'credential',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
});

/**
 * Fetches an access token and gives it back; the answer carries it as `access_token`. A refusal is an
 * error in plain words that carries the status, so that n8n shows it as it is and the nodes can tell a
 * refused log-in from a system that is down.
 */
export async function fetchToken(helper: IHttpRequestHelper, logIn: LogIn): Promise<string> {
	const answer = await ask(helper, logIn.request);
	const { access_token: token } = (answer.body ?? {}) as { access_token?: unknown };
	const isGood = answer.status >= 200 && answer.status <= 299;
	if (isGood && typeof token === 'string' && token !== '') return token;
	const message = problemWith(answer, logIn);
	throw new NodeApiError(noNode(logIn.system), { message } as JsonObject, {
		message,
		...(answer.status === 0 ? {} : { httpCode: String(isGood ? 404 : answer.status) }),
	});
}

/** A request with a token in its header; n8n calls this for every request of a node. */
export const withBearer = (
	request: IHttpRequestOptions,
	accessToken: unknown,
): IHttpRequestOptions => ({
	...request,
	headers: { ...request.headers, Authorization: `Bearer ${text(accessToken)}` },
});
