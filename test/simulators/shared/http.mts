import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import busboy from 'busboy';

export type Handler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

export interface HttpServer {
	url: string;
	port: number;
	close(): Promise<void>;
}

/** The largest body a simulator reads, in bytes. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Starts a plain HTTP server on 127.0.0.1; port 0 (the default) lets the system choose.
 * A handler that throws answers 500 with the message, so a test sees the cause.
 */
export async function startHttp(handler: Handler, port = 0): Promise<HttpServer> {
	const server = createServer((req, res) => {
		Promise.resolve()
			.then(() => handler(req, res))
			.catch((error: unknown) => {
				const text = error instanceof Error ? error.message : String(error);
				if (!res.headersSent) sendJson(res, 500, { message: `simulator failed: ${text}` });
				else res.destroy();
			});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			server.off('error', reject);
			resolve();
		});
	});
	const bound = (server.address() as AddressInfo).port;
	return {
		url: `http://127.0.0.1:${bound}`,
		port: bound,
		close: async () => {
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
	};
}

/** Reads the whole request body; rejects when it is larger than the limit. */
export async function readBody(req: IncomingMessage, maxBytes = MAX_BODY_BYTES): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of req) {
		const part = chunk as Buffer;
		size += part.length;
		if (size > maxBytes) throw new Error(`request body is larger than ${maxBytes} bytes`);
		chunks.push(part);
	}
	return Buffer.concat(chunks);
}

/** The body as a JSON object, {} when there is none; null when it is anything else. */
export async function readJsonObject(
	req: IncomingMessage,
): Promise<Record<string, unknown> | null> {
	const text = (await readBody(req)).toString('utf8');
	if (text === '') return {};
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: null;
	} catch {
		return null;
	}
}

/** The fields of an application/x-www-form-urlencoded body; of a repeated name the last value. */
export function parseForm(body: Buffer): Record<string, string> {
	return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
}

export interface UploadedFile {
	field: string;
	name: string;
	mimeType: string;
	bytes: Buffer;
	sha256: string;
}

export interface Multipart {
	fields: Record<string, string>;
	files: UploadedFile[];
}

/** Parses an already read multipart/form-data body; file names keep their path characters. */
export async function parseMultipart(contentType: string, body: Buffer): Promise<Multipart> {
	const fields: Record<string, string> = {};
	const files: UploadedFile[] = [];
	await new Promise<void>((resolve, reject) => {
		const parser = busboy({
			headers: { 'content-type': contentType },
			preservePath: true,
			defParamCharset: 'utf8',
		});
		parser.on('field', (name, value) => {
			fields[name] = value;
		});
		parser.on('file', (field, stream, info) => {
			const chunks: Buffer[] = [];
			// A body that ends within a file is told on the file, and unheard it would end the process.
			stream.on('error', reject);
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				const bytes = Buffer.concat(chunks);
				files.push({
					field,
					name: info.filename ?? '',
					mimeType: info.mimeType,
					bytes,
					sha256: sha256(bytes),
				});
			});
		});
		parser.on('error', reject);
		parser.on('close', resolve);
		parser.end(body);
	});
	return { fields, files };
}

/** Hex SHA-256 of the bytes. */
export function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}

export function sendJson(
	res: ServerResponse,
	status: number,
	value: unknown,
	headers: OutgoingHttpHeaders = {},
): void {
	const body = Buffer.from(JSON.stringify(value), 'utf8');
	res.writeHead(status, {
		'content-type': 'application/json; charset=utf-8',
		'content-length': body.length,
		...headers,
	});
	res.end(body);
}

export function sendHtml(
	res: ServerResponse,
	status: number,
	html: string,
	headers: OutgoingHttpHeaders = {},
): void {
	const body = Buffer.from(html, 'utf8');
	res.writeHead(status, {
		'content-type': 'text/html; charset=utf-8',
		'content-length': body.length,
		'content-security-policy':
			"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'",
		'x-content-type-options': 'nosniff',
		...headers,
	});
	res.end(body);
}

/** Sends the browser elsewhere after a POST (303, so that reloading does not post again). */
export function redirect(res: ServerResponse, location: string): void {
	res.writeHead(303, { location, 'content-length': 0 });
	res.end();
}

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Escapes text for element content and quoted attributes; undefined and null give ''. */
export function escapeHtml(text: unknown): string {
	return String(text ?? '').replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

const STYLE = `
:root{--ink:#1d2b33;--soft:#5b6d78;--line:#dfe6ea;--brand:#0f6e84;--paper:#fff;--back:#f3f6f8}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
header.bar{background:var(--brand);color:#fff;padding:14px 20px;font-weight:600}
header.bar a{color:#fff;text-decoration:none}
header.bar small{font-weight:400;opacity:.85;margin-left:10px}
main{max-width:1000px;margin:0 auto;padding:20px 16px 60px}
h1{font-size:1.5rem;margin:.2em 0 .6em}h2{font-size:1.08rem;margin:0 0 .6em}
section,.card{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:16px 18px;
margin:0 0 16px;overflow-x:auto}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:8px 10px;vertical-align:top;
border-bottom:1px solid var(--line)}tr:last-child td{border-bottom:0}
th{font-size:.82rem;color:var(--soft);font-weight:600}
a{color:var(--brand)}.soft{color:var(--soft);font-size:.9rem}.pre{white-space:pre-wrap}
.tag{display:inline-block;border-radius:99px;padding:1px 9px;font-size:.8rem;background:#e3f0f3;color:#0b5566}
.tag.warn{background:#fde9d7;color:#8a4600}
textarea,input,select{font:inherit;width:100%;padding:8px 10px;border:1px solid #b9c6cd;border-radius:8px}
label{display:block;font-weight:600;margin:10px 0 4px}
button{font:inherit;font-weight:600;background:var(--brand);color:#fff;border:0;border-radius:8px;
padding:10px 18px;margin-top:10px;cursor:pointer}button.plain{background:#e6edf0;color:var(--ink)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.grid{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px}
@media(max-width:700px){.grid{grid-template-columns:minmax(0,1fr)}}
`;

/** A whole page; `bodyHtml` is markup that the caller has escaped, `title` is plain text. */
export function page(title: string, bodyHtml: string): string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title>
<style>${STYLE}</style></head><body>${bodyHtml}</body></html>`;
}
