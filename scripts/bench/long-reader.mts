/**
 * Reads one long record and its files from a simulated practice, in a process of its own so that its
 * memory is that of the reader alone. Started with fork(); sends one message and ends.
 */
import { createHash } from 'node:crypto';
import { loadSources } from '../bundle.mts';

/** What reading a long record took. */
export interface LongRecord {
	notes: number;
	files: number;
	fileBytes: number;
	/** Requests by resource, without the log-in. */
	calls: Record<string, number>;
	seconds: number;
	/** Highest memory of the process before and after, MB. */
	memoryBeforeMb: number;
	memoryAfterMb: number;
}

interface Request {
	method: string;
	url: string;
	query?: Record<string, string>;
}
interface Got<T> {
	ok: boolean;
	value: T;
	refusal?: { message: string };
}
interface Connector {
	downloadDocument(document: unknown): Promise<Got<{ size: number }>>;
}
interface Sources {
	createEzyVet(options: object): Connector;
	readRecord(
		pims: Connector,
		patientId: string,
	): Promise<Got<{ notes: unknown[]; documents: unknown[]; unread: unknown[] }>>;
}

const memoryMb = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

const valueOf = <T,>(got: Got<T>): T => {
	if (!got.ok) throw new Error(got.refusal?.message ?? 'refused');
	return got.value;
};

async function read(baseUrl: string, token: string, patientId: string): Promise<LongRecord> {
	const { createEzyVet, readRecord } = await loadSources<Sources>([
		'connectors/pims/ezyvet/ezyvet',
		'connectors/pims/read-record',
	]);
	const calls: Record<string, number> = {};
	const send = async ({ method, url, query = {} }: Request): Promise<Response> => {
		const address = new URL(url);
		const resource = address.pathname
			.split('/')
			.slice(2, 4)
			.join('/')
			.replace(/\/\d+$/, '');
		calls[resource] = (calls[resource] ?? 0) + 1;
		for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
		return await fetch(address, { method, headers: { authorization: `Bearer ${token}` } });
	};
	const pims = createEzyVet({
		baseUrl,
		requestsPerMinute: 0,
		allowUnverifiedWrites: false,
		now: () => new Date().toISOString(),
		http: async (request: Request) => {
			const answer = await send(request);
			return { status: answer.status, headers: {}, body: (await answer.json()) as unknown };
		},
		// The file goes by in pieces, as in n8n's store: none is held whole.
		download: async (request: Request, file: object) => {
			const answer = await send(request);
			const hash = createHash('sha256');
			let size = 0;
			const reader = answer.body?.getReader();
			for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
				hash.update(part.value);
				size += part.value.length;
			}
			const stored = { ...file, ref: '', size, sha256: hash.digest('hex') };
			return { status: answer.status, stored };
		},
	});
	const memoryBeforeMb = memoryMb();
	const started = Date.now();
	const record = valueOf(await readRecord(pims, patientId));
	if (record.unread.length > 0) throw new Error('A part of the record was not read.');
	let fileBytes = 0;
	for (const document of record.documents) {
		fileBytes += valueOf(await pims.downloadDocument(document)).size;
	}
	return {
		notes: record.notes.length,
		files: record.documents.length,
		fileBytes,
		calls,
		seconds: (Date.now() - started) / 1000,
		memoryBeforeMb,
		memoryAfterMb: memoryMb(),
	};
}

const [baseUrl = '', token = '', patientId = ''] = process.argv.slice(2);
process.send?.(await read(baseUrl, token, patientId));
process.disconnect();
