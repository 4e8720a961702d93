import type { ServerResponse } from 'node:http';
import { sendHtml, sendJson } from './http.mts';

/** Faults every simulated vendor can be given. */
export interface FaultSwitches {
	/** `reset` breaks every connection, `503` answers so; false is the normal state. */
	down: false | 'reset' | '503';
	/**
	 * The next n answers are rubbish; -1 until switched off. `latin1` says it is UTF-8 and is not.
	 */
	nonsense: { kind: 'html' | 'truncated' | 'latin1'; next: number };
	/** The next n writes are done, but the answer is lost on the way. */
	lostAnswers: number;
	/** Waits so long before each answer of the API, in milliseconds. */
	slowMs: number;
}

/** What an endpoint answers with, before faults are laid over it. */
export type PlainAnswer =
	| { status: number; json: unknown; headers?: Record<string, string> }
	| { status: number; bytes: Buffer; contentType: string; headers?: Record<string, string> };

const MAINTENANCE =
	'<!doctype html><html><head><title>Down for maintenance</title></head><body>Back soon</body></html>';

/** Breaks the connection or answers 503 when the switch says so; true when it did. */
export function failTransport(switches: FaultSwitches, res: ServerResponse): boolean {
	if (switches.down === 'reset') {
		res.destroy();
		return true;
	}
	if (switches.down === '503') {
		sendHtml(res, 503, MAINTENANCE);
		return true;
	}
	return false;
}

/** Whether a fault strikes this call: it does so for the next n calls, or, at -1, until switched off. */
export function strikes<Name extends string>(faults: Record<Name, number>, name: Name): boolean {
	const left = faults[name];
	if (left > 0) faults[name] = left - 1;
	return left !== 0;
}

/** Sends an answer, with lost answers and rubbish laid over it. */
export function sendAnswer(
	switches: FaultSwitches,
	res: ServerResponse,
	answer: PlainAnswer,
	method: string,
): void {
	if (method !== 'GET' && switches.lostAnswers > 0 && answer.status < 300) {
		switches.lostAnswers -= 1;
		res.destroy();
		return;
	}
	if (strikes(switches.nonsense, 'next')) {
		const { kind } = switches.nonsense;
		if (kind === 'html') sendHtml(res, 200, MAINTENANCE);
		else if (kind === 'latin1' && 'json' in answer) sendLatin1(res, answer.status, answer.json);
		else sendHalf(res, answer);
		return;
	}
	if ('json' in answer) {
		sendJson(res, answer.status, answer.json, answer.headers);
		return;
	}
	res.writeHead(answer.status, {
		'content-type': answer.contentType,
		'content-length': answer.bytes.length,
		...answer.headers,
	});
	res.end(answer.bytes);
}

function sendLatin1(res: ServerResponse, status: number, json: unknown): void {
	const body = Buffer.from(JSON.stringify(json), 'latin1');
	res.writeHead(status, {
		'content-type': 'application/json; charset=utf-8',
		'content-length': body.length,
	});
	res.end(body);
}

/** Half the JSON as a whole answer; of a file half the promised bytes, then a broken line. */
function sendHalf(res: ServerResponse, answer: PlainAnswer): void {
	if ('json' in answer) {
		const text = JSON.stringify(answer.json);
		const half = text.slice(0, Math.floor(text.length / 2));
		res.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8' });
		res.end(half);
		return;
	}
	const { bytes } = answer;
	res.writeHead(answer.status, {
		'content-type': answer.contentType,
		'content-length': bytes.length,
	});
	res.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => res.destroy());
}
