import type { ServerResponse } from 'node:http';
import { sendAnswer } from '../shared/faults.mts';
import type { Answer } from './answers.mts';
import type { Switches } from './switches.mts';

/** Sends an answer, with changed shapes, lost answers and rubbish laid over it. */
export function send(
	switches: Switches,
	res: ServerResponse,
	answer: Answer,
	method: string,
): void {
	const good = 'json' in answer && answer.status < 300;
	const shown = good ? { ...answer, json: reshape(switches, answer.json) } : answer;
	sendAnswer(switches, res, shown, method);
}

/**
 * A list whose shape the vendor has changed overnight: no envelope (`array`), `data` for `items`
 * (`renamed`), records without their wrapper key (`unwrapped`), items as an object by number
 * (`keyed`), no meta and no messages (`bare`).
 */
function reshape(switches: Switches, json: unknown): unknown {
	const kind = switches.shapes.changed;
	if (kind === 'no' || typeof json !== 'object' || json === null || !('items' in json)) return json;
	const { items, ...rest } = json as { items: Array<Record<string, unknown>> };
	if (kind === 'array') return items;
	if (kind === 'renamed') return { ...rest, data: items };
	if (kind === 'unwrapped') return { ...rest, items: items.map((item) => Object.values(item)[0]) };
	if (kind === 'keyed') return { ...rest, items: { ...items } };
	return { items };
}
