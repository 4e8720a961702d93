import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
	DownloadFile,
	Http,
	HttpRequest,
	HttpResponse,
	StoredFile,
	UploadForm,
} from '../../connectors/http';

const addressOf = ({ url, query }: HttpRequest): string => {
	const address = new URL(url);
	for (const [name, value] of Object.entries(query ?? {})) address.searchParams.set(name, value);
	return address.toString();
};

/** Parsed JSON when the answer says and is JSON, else the text: what connectors are promised. */
async function answerOf(response: Response): Promise<HttpResponse> {
	const text = await response.text();
	let body: unknown = text;
	if (response.headers.get('content-type')?.includes('json')) {
		try {
			body = JSON.parse(text);
		} catch {
			body = text;
		}
	}
	return { status: response.status, headers: Object.fromEntries(response.headers), body };
}

const lost = (reason: unknown): HttpResponse => ({ status: 0, headers: {}, body: String(reason) });

export interface FetchTools {
	http: Http;
	download: DownloadFile;
	upload: UploadForm;
}

/**
 * The three ways a connector speaks to the outside, by Node's own fetch. Files are kept in `folder`
 * under their SHA-256; `authorise` gives headers for each request, such as a bearer token.
 */
export function fetchTools(
	folder: string,
	authorise: () => Promise<Record<string, string>> = () => Promise.resolve({}),
): FetchTools {
	const call = async (request: HttpRequest, body?: BodyInit): Promise<Response> =>
		await fetch(addressOf(request), {
			method: request.method,
			headers: { ...(await authorise()), ...request.headers },
			...(body === undefined ? {} : { body }),
			signal: AbortSignal.timeout(15_000),
		});

	const http: Http = async (request) => {
		const { body } = request;
		const raw = body instanceof URLSearchParams || body instanceof FormData;
		const json = body !== undefined && !raw;
		const type = { 'content-type': 'application/json', ...request.headers };
		try {
			const sent = json ? JSON.stringify(body) : raw ? (body as BodyInit) : undefined;
			return await answerOf(await call(json ? { ...request, headers: type } : request, sent));
		} catch (reason) {
			return lost(reason);
		}
	};

	const download: DownloadFile = async (request, file) => {
		try {
			const response = await call(request);
			if (!response.ok) return await answerOf(response);
			const bytes = Buffer.from(await response.arrayBuffer());
			const sha256 = createHash('sha256').update(bytes).digest('hex');
			const ref = join(folder, sha256);
			await writeFile(ref, bytes);
			const stored: StoredFile = { ref, ...pick(file), size: bytes.length, sha256 };
			return { status: response.status, stored };
		} catch (reason) {
			return lost(reason);
		}
	};

	const upload: UploadForm = async (request, fields, file) => {
		try {
			const form = new FormData();
			for (const [name, value] of Object.entries(fields)) form.append(name, value);
			const bytes = new Blob([await readFile(file.ref)], { type: file.mimeType });
			form.append(file.field, bytes, file.name);
			return await answerOf(await call(request, form));
		} catch (reason) {
			return lost(reason);
		}
	};
	return { http, download, upload };
}

const pick = ({ name, mimeType }: { name: string; mimeType: string }) => ({ name, mimeType });
