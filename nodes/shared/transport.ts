import {
	NodeApiError,
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
} from 'n8n-workflow';
import type {
	DownloadFile,
	Http,
	HttpRequest,
	HttpResponse,
	UploadForm,
} from '../../connectors/http';
import { formWith, storeStream, type FileContext, type FileStream } from './binary';

/** An answer to an ordinary request is due within this time. */
const answerWithinMs = 30_000;

/** A large file may take this long; the other side is considered gone when nothing moves. */
const transferWithinMs = 10 * 60_000;

/** Of an answer that is no file where a file was due, only the beginning is of interest. */
const mostOfRefusal = 64_000;

interface Outgoing {
	context: FileContext;
	itemIndex: number;
	/** Type of the credential that signs the request; none for addresses of partners. */
	credential?: string;
}

type Answer = Omit<IN8nHttpFullResponse, 'headers'> & { headers: unknown };

function optionsFor(request: HttpRequest, more: Partial<IHttpRequestOptions>): IHttpRequestOptions {
	return {
		method: request.method,
		url: request.url,
		returnFullResponse: true,
		// A repeat of a POST at another address is the caller's decision; redirects are told, not followed.
		disableFollowRedirect: request.method !== 'GET',
		sendCredentialsOnCrossOriginRedirect: false,
		timeout: answerWithinMs,
		...(request.query ? { qs: request.query as IDataObject } : {}),
		...(request.headers ? { headers: request.headers as IDataObject } : {}),
		...(request.body === undefined ? {} : { body: request.body as IHttpRequestOptions['body'] }),
		...more,
	};
}

function headersOf(headers: unknown): Record<string, string> {
	if (typeof headers !== 'object' || headers === null) return {};
	return Object.fromEntries(
		Object.entries(headers)
			.filter(([, value]) => value !== undefined && value !== null)
			.map(([name, value]) => [
				name.toLowerCase(),
				Array.isArray(value) ? value.join(', ') : String(value),
			]),
	);
}

/**
 * What a thrown request means. Every status but 401 is an answer, so a status that is thrown comes
 * from the log-in: a 4xx there says the log-in was not accepted. No status means no answer at all.
 */
function statusOfThrown(error: unknown): number {
	const status = error instanceof NodeApiError ? Number(error.httpCode) : Number.NaN;
	if (!Number.isInteger(status) || status < 400) return 0;
	return status < 500 && status !== 429 ? 401 : status;
}

const codeOf = (error: unknown): string => {
	const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
	return String(code ?? cause?.code ?? 'no answer');
};

function requireCredential({ context, itemIndex, credential }: Outgoing): void {
	const node = context.getNode();
	if (credential === undefined || node.credentials?.[credential]) return;
	throw new NodeOperationError(node, 'No credential is chosen in this node', {
		description: 'Open the node and choose a credential, or create one.',
		itemIndex,
	});
}

const isStream = (body: unknown): body is FileStream =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/** Credentials by node run and type. */
const held = new WeakMap<FileContext, Map<string, ICredentialDataDecryptedObject>>();

/** Reads a credential once for a node run; n8n would read and decrypt it again for every request. */
async function heldCredential(
	context: FileContext,
	type: string,
): Promise<ICredentialDataDecryptedObject> {
	const known = held.get(context) ?? new Map<string, ICredentialDataDecryptedObject>();
	held.set(context, known);
	const data =
		known.get(type) ?? (await context.getCredentials<ICredentialDataDecryptedObject>(type));
	known.set(type, data);
	return data;
}

/** Sends with the credential of this run; `undefined` when its token is not accepted any more. */
async function sendHeld(
	context: IExecuteFunctions,
	type: string,
	options: IHttpRequestOptions,
): Promise<Answer | undefined> {
	const { id, name } = context.getNode().credentials?.[type] ?? { id: null, name: type };
	const data = await heldCredential(context, type);
	const answer = (await context.helpers.httpRequestWithAuthentication.call(
		context,
		type,
		{ ...options, ignoreHttpStatusErrors: true },
		{ credentialsDecrypted: { id: id ?? '', name, type, data } },
	)) as Answer;
	if (answer.statusCode !== 401) return answer;
	held.delete(context);
	const unread = answer.body as unknown;
	if (isStream(unread)) unread.destroy();
	return undefined;
}

/**
 * Sends one request. With a credential, a 401 is let through to n8n, which fetches a new token and
 * sends the request again; every other status comes back as an answer. A form is not sent with the
 * credential that is held: it can be sent once only, and a 401 of an old token would use it up.
 */
async function send(outgoing: Outgoing, options: IHttpRequestOptions): Promise<Answer> {
	const { credential } = outgoing;
	requireCredential(outgoing);
	const context = outgoing.context as IExecuteFunctions;
	const { helpers } = context;
	try {
		if (credential === undefined) {
			return (await helpers.httpRequest({ ...options, ignoreHttpStatusErrors: true })) as Answer;
		}
		const answer =
			options.body instanceof FormData ? undefined : await sendHeld(context, credential, options);
		return (
			answer ??
			((await helpers.httpRequestWithAuthentication.call(context, credential, {
				...options,
				ignoreHttpStatusErrors: { ignore: true, except: [401] },
			})) as Answer)
		);
	} catch (error) {
		return { statusCode: statusOfThrown(error), headers: {}, body: codeOf(error) as never };
	}
}

const toResponse = ({ statusCode, headers, body }: Answer): HttpResponse => ({
	status: statusCode,
	headers: headersOf(headers),
	body: body as unknown,
});

/** Requests by n8n's own client, with the credential of the node if one is named. */
export const httpFor =
	(context: FileContext, itemIndex: number, credential?: string): Http =>
	async (request) =>
		toResponse(await send({ context, itemIndex, credential }, optionsFor(request, {})));

async function startOf(stream: FileStream): Promise<unknown> {
	let text = '';
	for await (const chunk of stream) {
		text += Buffer.from(chunk as Uint8Array).toString('utf8');
		if (text.length > mostOfRefusal) break;
	}
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

/** Streams the answer of a GET into n8n's file store. */
export const downloadFor =
	(context: FileContext, itemIndex: number, credential?: string): DownloadFile =>
	async (request, file) => {
		const options = optionsFor(request, { encoding: 'stream', timeout: transferWithinMs });
		const { statusCode: status, body } = await send({ context, itemIndex, credential }, options);
		const stream = body as unknown;
		if (status < 200 || status > 299) {
			return { status, body: isStream(stream) ? await startOf(stream) : stream };
		}
		if (!isStream(stream)) return { status };
		try {
			return { status, stored: await storeStream(context, stream, file) };
		} catch (error) {
			// The other side broke off in the middle: no answer, as if there had been none.
			if (error instanceof NodeOperationError)
				throw new NodeOperationError(context.getNode(), error);
			return { status: 0, body: codeOf(error) };
		}
	};

/** Posts a form whose file is read from n8n's store while it is sent. */
export const uploadFor =
	(context: FileContext, itemIndex: number, credential?: string): UploadForm =>
	async (request, fields, file) => {
		const post = async (): Promise<HttpResponse> => {
			const body = await formWith(context, fields, file);
			const options = optionsFor(request, {
				body,
				disableFollowRedirect: true,
				timeout: transferWithinMs,
			});
			return toResponse(await send({ context, itemIndex, credential }, options));
		};
		// n8n renews the token on 401 but cannot send a streamed form twice: made anew, it can.
		const answer = await post();
		return answer.status === 401 && credential !== undefined ? await post() : answer;
	};
