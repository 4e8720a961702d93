import { invalid, UNVERIFIED, unverified } from './answers.mts';
import type { Answer } from './answers.mts';
import { checkFields, jsonBody, looseFields } from './body.mts';
import type { Checked, Values } from './body.mts';
import type { Context } from './context.mts';
import { record } from './effects.mts';
import { announceWrite, checkHook } from './hooks.mts';
import { noteFields } from './notes.mts';
import { render } from './render.mts';
import { resources, storeName } from './resources.mts';
import type { ResourceDef } from './resources.mts';
import type { Row } from './store.mts';

export interface Call {
	method: string;
	path: string;
	contentType: string;
	body: Buffer;
	query: URLSearchParams;
}

/** POST of a record; `parent` is the record a sub-resource's path names. */
export function create(
	context: Context,
	resource: string,
	call: Call,
	parent?: { by: string; id: number },
): Answer {
	const { store, switches } = context;
	const def = resources[resource] as ResourceDef;
	if (def.unverified && !switches.unverified) {
		return unverified(`the body of ${call.method} ${call.path}`);
	}
	const body = jsonBody(call.contentType, call.body);
	if (!body.ok) return body.answer;
	const fields = valuesOf(context, resource, def, body.value, true);
	if (!fields.ok) return fields.answer;
	const values = { ...starting(context, resource, fields.value) };
	if (parent) values[parent.by] = parent.id;
	const row = store.add(storeName(resource), values);
	touchParent(context, row);
	return done(context, resource, call, row, 201);
}

/** PATCH or PUT of a record. */
export function update(context: Context, resource: string, call: Call, row: Row): Answer {
	const { store, switches } = context;
	const def = resources[resource] as ResourceDef;
	if (def.unverified && !switches.unverified) {
		return unverified(`the body of ${call.method} ${call.path}`);
	}
	const body = jsonBody(call.contentType, call.body);
	if (!body.ok) return body.answer;
	const fields = valuesOf(context, resource, def, body.value, call.method === 'PUT');
	if (!fields.ok) return fields.answer;
	const { extra, ...known } = fields.value;
	store.change(storeName(resource), row, known);
	if (extra) row.extra = { ...row.extra, ...(extra as Values) };
	return done(context, resource, call, row, 200);
}

/** DELETE of a record. */
export function remove(context: Context, resource: string, call: Call, row: Row): Answer {
	record(context, { ...call, resource, row, text: '' });
	context.store.remove(storeName(resource), row.id);
	announceWrite(context, resource, row, 'delete');
	return { status: 204, bytes: Buffer.alloc(0), contentType: 'application/json' };
}

function valuesOf(
	context: Context,
	resource: string,
	def: ResourceDef,
	given: Values,
	needRequired: boolean,
): Checked<Values> {
	if (resource === 'consultationnote') return noteFields(context, given, needRequired);
	if (resource === 'hook/webhook' && needRequired) {
		const wrong = checkHook(given);
		if (wrong) return { ok: false, answer: invalid(wrong, context.switches) };
	}
	if (def.unverified) {
		const loose = looseFields(context, def.fields, given);
		if (!loose.ok) return loose;
		const { known, extra } = loose.value;
		return { ok: true, value: Object.keys(extra).length > 0 ? { ...known, extra } : known };
	}
	const missing = resource === 'client' && !('no_sms' in given && 'no_email' in given);
	if (missing && needRequired && context.switches.clientNeedsPreferences) {
		const client = 'Communication preferences are missing.';
		return { ok: false, answer: invalid({ client }, context.switches) };
	}
	return checkFields(context, def.fields, given, needRequired);
}

/** What the practice fills in itself when a record is made. */
function starting({ store }: Context, resource: string, given: Values): Values {
	if (resource === 'consultation') {
		// Whatever status was sent: a new consultation is admitted.
		return { status: 0, type: 1, admitted_time: store.now(), first_entry: store.now(), ...given };
	}
	if (resource === 'patient') {
		const date_of_registration = new Date(store.now()).toISOString().slice(0, 10);
		return { deceased: false, archived: false, gender: 0, date_of_registration, ...given };
	}
	if (resource === 'client') return { archived: false, customer_type: 0, ...given };
	if (resource === 'hook/webhook') return { active: true, ...given };
	if (resource !== 'appointment') return given;
	const start = given.start as number;
	return {
		active: true,
		...given,
		duration: Math.round(((given.end as number) - start) / 60_000),
		start_date: new Date(start).toISOString().slice(0, 10),
	};
}

/** A new child leaves the consultation's modified time alone unless the switch says otherwise. */
function touchParent({ store, switches }: Context, row: Row): void {
	const parent =
		typeof row.consultation === 'number' ? store.get('consultation', row.consultation) : undefined;
	if (parent && switches.childrenTouchParent) store.change('consultation', parent, {});
}

function done(context: Context, resource: string, call: Call, row: Row, status: number): Answer {
	record(context, { ...call, resource, row, text: call.body.toString('utf8') });
	announceWrite(context, resource, row, 'write');
	const headers = resources[resource]?.unverified ? UNVERIFIED : undefined;
	return { status, json: render(context, resource, row), headers };
}
