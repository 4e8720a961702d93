import type { ServerResponse } from 'node:http';
import { sendHtml, sendJson } from '../shared/http.mts';
import type { Answer } from './answers.mts';
import type { Switches } from './switches.mts';

const MAINTENANCE =
	'<!doctype html><html><head><title>Down for maintenance</title></head><body>Back soon</body></html>';

/** Breaks the connection or answers 503 when the switch says so; true when it did. */
export function failTransport(switches: Switches, res: ServerResponse): boolean {
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

/** Sends an answer, with lost answers and rubbish laid over it. */
export function send(
	switches: Switches,
	res: ServerResponse,
	answer: Answer,
	method: string,
): void {
	if (method !== 'GET' && switches.lostAnswers > 0 && answer.status < 300) {
		switches.lostAnswers -= 1;
		res.destroy();
		return;
	}
	if (switches.nonsense.next !== 0) {
		if (switches.nonsense.next > 0) switches.nonsense.next -= 1;
		if (switches.nonsense.kind === 'html') sendHtml(res, 200, MAINTENANCE);
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

/** Half the JSON as a whole answer; of a file half the promised bytes, then a broken line. */
function sendHalf(res: ServerResponse, answer: Answer): void {
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
