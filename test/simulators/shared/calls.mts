import type { IncomingMessage, ServerResponse } from 'node:http';
import { failTransport, type FaultSwitches } from './faults.mts';
import { readBody } from './http.mts';

/** One request as a simulator saw it; bodies are never kept here. */
export interface LogEntry {
	/** ISO time. */
	at: string;
	method: string;
	path: string;
	query: Record<string, string>;
	status: number;
	/** Rows of the answer, where the simulator counts them. */
	rows?: number;
}

/** A call of the vendor's API that is to be answered; its `entry` still wants the status. */
export interface ReceivedCall {
	entry: LogEntry;
	url: URL;
	method: string;
	body: Buffer;
}

/** Reads and logs one call made at `at` (ISO time); undefined when a broken transport has answered it. */
export async function receiveCall(
	{ log, switches }: { log: LogEntry[]; switches: FaultSwitches },
	req: IncomingMessage,
	res: ServerResponse,
	at: string,
): Promise<ReceivedCall | undefined> {
	const url = new URL(req.url ?? '/', 'http://simulator');
	const method = req.method ?? 'GET';
	const query = Object.fromEntries(url.searchParams);
	const entry: LogEntry = { at, method, path: url.pathname, query, status: 0 };
	log.push(entry);
	const body = await readBody(req);
	if (switches.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, switches.slowMs));
	if (!failTransport(switches, res)) return { entry, url, method, body };
	entry.status = res.writableEnded ? res.statusCode : 0;
	return undefined;
}
