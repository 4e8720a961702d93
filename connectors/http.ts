/** One request of a connector; the shell that passes `Http` in adds credentials and time-outs. */
export interface HttpRequest {
	method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	url: string;
	query?: Record<string, string>;
	headers?: Record<string, string>;
	/** A JSON value, a form (`URLSearchParams`) or multipart (`FormData`). */
	body?: unknown;
}

export interface HttpResponse {
	status: number;
	/** Header names in lower case. */
	headers: Record<string, string>;
	/** Parsed JSON when the answer is JSON, else the text. */
	body: unknown;
}

const startingSays = 'n8n is starting up';

/**
 * n8n answers every request with 200 and one sentence while it migrates its database at a start (n8n
 * 2.41, `abstract-server.js`): whoever asked was not heard. The other side may run on n8n too, so that
 * such an answer counts as 503; every other stays as it is.
 */
export const heard = (answer: HttpResponse): HttpResponse =>
	answer.status === 200 && typeof answer.body === 'string' && answer.body.startsWith(startingSays)
		? { ...answer, status: 503 }
		: answer;

/**
 * Performs a request and answers with every status, 4xx and 5xx included. Only a transport failure
 * (refused, reset, timed out) is told as `status: 0` with the reason as `body`: connectors decide
 * what each status means, so nothing is thrown for an answer.
 */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/** Where a streamed file was put by the shell: an opaque reference and what was measured on the way. */
export interface StoredFile {
	ref: string;
	name: string;
	mimeType: string;
	size: number;
	sha256: string;
}

/** Streams the body of a GET into the shell's file store without holding it in memory. */
export type DownloadFile = (
	request: HttpRequest,
	file: { name: string; mimeType: string },
) => Promise<{ status: number; stored?: StoredFile; body?: unknown }>;

/** A file a connector uploads; the shell knows how to stream what `ref` names. */
export interface UploadFile {
	ref: string;
	name: string;
	mimeType: string;
	size?: number;
	sha256?: string;
}

/**
 * A file that was handed in with the case, found by its checksum. Its bytes are measured again before it
 * is given; `undefined` when it is gone or is not the file any more.
 */
export type KeptFile = (sha256: string) => Promise<StoredFile | undefined>;

/** Posts multipart form data: text fields and one streamed file. */
export type UploadForm = (
	request: HttpRequest,
	fields: Record<string, string>,
	file: UploadFile & { field: string },
) => Promise<HttpResponse>;
