import { invalid, UNVERIFIED, unverified } from './answers.mts';
import type { Answer } from './answers.mts';
import { jsonBody } from './body.mts';
import type { Context } from './context.mts';
import { record } from './effects.mts';
import { announceStatus, announceWrite } from './hooks.mts';
import { render } from './render.mts';
import { STATUS } from './resources.mts';
import type { Row } from './store.mts';
import type { Call } from './writes.mts';

type Action = (context: Context, row: Row, call: Call) => Answer;

/** POST /<resource>/{id}/<action>/ of the vendor. */
export const actions: Record<string, Action> = {
	'consultation/update_status': updateStatus,
	'consultation/set_integration_status': (context, row, call) =>
		number(context, row, call, 'integration_status'),
	'consultation/mark_sent': (context, row, call) =>
		plain(context, 'consultation', row, call, { external_sent: true }),
	'appointment/cancel_appointment': (context, row, call) =>
		plain(context, 'appointment', row, call, { active: false }),
	'appointment/send_appointment_confirmation': (context, row, call) => {
		const { store, outbound } = context;
		outbound.push({
			at: new Date(store.now()).toISOString(),
			what: 'appointment confirmation',
			body: { appointment: row.id },
		});
		return plain(context, 'appointment', row, call, {});
	},
	'reminder/mark_sent': (context, row, call) =>
		plain(context, 'reminder', row, call, { status: 1 }),
};

/** POST …/update_status/ with `{"status": n}`: the only way a status moves. */
function updateStatus(context: Context, row: Row, call: Call): Answer {
	const body = jsonBody(call.contentType, call.body);
	if (!body.ok) return body.answer;
	const { status, ...others } = body.value;
	if (status === undefined) return invalid({ status: 'This field is required.' }, context.switches);
	const [strange] = Object.keys(others);
	if (strange) return invalid({ [strange]: 'No document names this field.' }, context.switches);
	if (typeof status !== 'number' || STATUS[status] === undefined) {
		const text = `"${String(status)}" is not a valid choice.`;
		return invalid({ status: text }, context.switches);
	}
	const ended = status === 10 ? { ended: context.store.now() } : {};
	const answer = apply(context, 'consultation', row, call, { status, ...ended });
	announceStatus(context, row);
	return answer;
}

function number(context: Context, row: Row, call: Call, field: string): Answer {
	const body = jsonBody(call.contentType, call.body);
	if (!body.ok) return body.answer;
	const value = body.value[field];
	if (!Number.isSafeInteger(value)) {
		return invalid({ [field]: 'A valid integer is required.' }, context.switches);
	}
	return apply(context, 'consultation', row, call, { [field]: value });
}

/** An action whose body nobody documents: without one it is taken, with one it is unverified. */
function plain(
	context: Context,
	resource: string,
	row: Row,
	call: Call,
	fields: Record<string, unknown>,
): Answer {
	const body = jsonBody(call.contentType, call.body, true);
	if (!body.ok) return body.answer;
	if (Object.keys(body.value).length > 0 && !context.switches.unverified) {
		return unverified(`the body of POST ${call.path}`);
	}
	return { ...apply(context, resource, row, call, fields), headers: UNVERIFIED };
}

function apply(
	context: Context,
	resource: string,
	row: Row,
	call: Call,
	fields: Record<string, unknown>,
): Answer {
	context.store.change(resource, row, fields);
	record(context, { ...call, resource, row, text: call.body.toString('utf8') });
	announceWrite(context, resource, row, 'write');
	return { status: 200, json: render(context, resource, row) };
}

/** POST /sms/send/ and /email/send/: these really send, so what would leave is kept apart. */
export function sendMessage(context: Context, what: string, call: Call): Answer {
	if (!context.switches.unverified) return unverified(`the body of POST ${call.path}`);
	const body = jsonBody(call.contentType, call.body);
	if (!body.ok) return body.answer;
	const at = new Date(context.store.now()).toISOString();
	context.outbound.push({ at, what, body: body.value });
	return { status: 200, json: {}, headers: UNVERIFIED };
}
