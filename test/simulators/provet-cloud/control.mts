import type { IncomingMessage, ServerResponse } from 'node:http';
import { readJsonObject, sendJson } from '../shared/http.mts';
import { checkHook } from './hooks.mts';
import type { Context } from './context.mts';
import { sendFeedback } from './referrals.mts';
import { grow } from './seed/grow.mts';
import { setSwitches } from './switches.mts';

/** What the control can do besides reading the context. */
export interface Hands {
	refer(
		patientId: number,
		reason: string,
	): { consultation: { id: number }; referral: { id: number } } | null;
}

/**
 * The test's own door: GET /_sim/state, /_sim/effects, /_sim/switches; POST /_sim/switches,
 * /_sim/refer, /_sim/feedback, /_sim/touch, /_sim/hook, /_sim/grow, /_sim/clear-log. None of it is the vendor's.
 */
export async function handleControl(
	context: Context,
	hands: Hands,
	req: IncomingMessage,
	res: ServerResponse,
	path: string,
): Promise<void> {
	const { store, switches } = context;
	if (req.method === 'GET') return read(context, res, path);
	const body = await readJsonObject(req);
	if (req.method !== 'POST' || body === null) {
		return sendJson(res, 400, { message: 'POST a JSON object.' });
	}
	if (path === '/_sim/switches') {
		const problem = setSwitches(switches, body);
		return problem ? sendJson(res, 400, { message: problem }) : sendJson(res, 200, switches);
	}
	if (path === '/_sim/refer') {
		const text = body.text ?? body.reason ?? '';
		const made = typeof text === 'string' ? hands.refer(Number(body.patientId), text) : null;
		if (!made) return sendJson(res, 400, { message: 'patientId must name a living patient.' });
		return sendJson(res, 201, {
			consultationId: made.consultation.id,
			referralId: made.referral.id,
		});
	}
	if (path === '/_sim/feedback') {
		const made = sendFeedback(context, Number(body.referralId), String(body.text ?? ''));
		if (!made) return sendJson(res, 400, { message: 'referralId must name a patient referral.' });
		return sendJson(res, 201, { feedbackId: made.id });
	}
	if (path === '/_sim/touch') {
		const row = store.get(String(body.resource), Number(body.id));
		if (!row) return sendJson(res, 404, { message: 'There is no such record.' });
		return sendJson(res, 200, store.change(String(body.resource), row, {}));
	}
	if (path === '/_sim/hook') {
		const wrong = checkHook(body);
		if (wrong) return sendJson(res, 400, wrong);
		return sendJson(res, 201, store.add('hook/webhook', { active: true, ...body }));
	}
	if (path === '/_sim/grow') {
		const made = grow(store, body);
		return made ? sendJson(res, 201, made) : sendJson(res, 404, { message: 'No such patient.' });
	}
	if (path === '/_sim/clear-log') {
		context.log.length = 0;
		context.effects.length = 0;
		return sendJson(res, 200, {});
	}
	return sendJson(res, 404, { message: 'There is no such control.' });
}

function read(context: Context, res: ServerResponse, path: string): void {
	const { store, switches, log, effects, outbound, deliveries, buttons } = context;
	if (path === '/_sim/switches') return sendJson(res, 200, switches);
	if (path === '/_sim/effects') return sendJson(res, 200, effects);
	if (path !== '/_sim/state') return sendJson(res, 404, { message: 'There is no such control.' });
	const records = Object.fromEntries(store.resources().map((name) => [name, store.all(name)]));
	sendJson(res, 200, { records, log, effects, outbound, deliveries, buttons, switches });
}
