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

/** Posts multipart form data: text fields and one streamed file. */
export type UploadForm = (
	request: HttpRequest,
	fields: Record<string, string>,
	file: UploadFile & { field: string },
) => Promise<HttpResponse>;
