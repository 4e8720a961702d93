import type { IncomingMessage, ServerResponse } from 'node:http';
import { readJsonObject, sendJson } from '../shared/http.mts';
import type { Context } from './context.mts';
import { crowd } from './seed/crowd.mts';
import { refer } from './referrals.mts';
import { setSwitches } from './switches.mts';

/**
 * The test's own door: GET /_sim/state, GET and POST /_sim/switches, POST /_sim/refer, POST
 * /_sim/touch, POST /_sim/fire, POST /_sim/crowd, POST /_sim/clear-log. None of it is the vendor's.
 */
export async function handleControl(
	context: Context,
	req: IncomingMessage,
	res: ServerResponse,
	path: string,
): Promise<void> {
	const { store, switches } = context;
	if (req.method === 'GET' && path === '/_sim/state') {
		const records = Object.fromEntries(store.resources().map((name) => [name, store.all(name)]));
		const { log, outbound, webhooks } = context;
		return sendJson(res, 200, { records, log, outbound, webhooks, switches });
	}
	if (req.method === 'GET' && path === '/_sim/switches') return sendJson(res, 200, switches);
	if (req.method !== 'POST') return sendJson(res, 404, { message: 'There is no such control.' });
	const body = await readJsonObject(req);
	if (body === null) return sendJson(res, 400, { message: 'The body must be a JSON object.' });
	if (path === '/_sim/switches') {
		const problem = setSwitches(switches, body);
		return problem ? sendJson(res, 400, { message: problem }) : sendJson(res, 200, switches);
	}
	if (path === '/_sim/refer') {
		const text = body.text ?? body.reason ?? '';
		const made = typeof text === 'string' ? refer(context, Number(body.animalId), text) : null;
		if (!made) return sendJson(res, 400, { message: 'animalId must name a living patient.' });
		const { consult, appointment } = made;
		return sendJson(res, 201, { consultId: consult.id, appointmentId: appointment.id });
	}
	if (path === '/_sim/touch') {
		const row = store.get(String(body.resource), Number(body.id));
		if (!row) return sendJson(res, 404, { message: 'There is no such record.' });
		return sendJson(res, 200, store.change(row, {}));
	}
	if (path === '/_sim/fire') {
		const row = store.get('appointment', Number(body.appointmentId));
		const event = body.event;
		if (!row || (event !== 'appointment_created' && event !== 'appointment_updated')) {
			return sendJson(res, 400, { message: 'event and appointmentId must name an event.' });
		}
		context.announce(event, row);
		return sendJson(res, 202, { to: switches.webhookUrl });
	}
	if (path === '/_sim/crowd') {
		const made = await crowd(context, body);
		if (typeof made === 'string') return sendJson(res, 400, { message: made });
		return sendJson(res, 201, made);
	}
	if (path === '/_sim/clear-log') {
		context.log.length = 0;
		return sendJson(res, 200, {});
	}
	return sendJson(res, 404, { message: 'There is no such control.' });
}
