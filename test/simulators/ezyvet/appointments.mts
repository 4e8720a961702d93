import { randomBytes } from 'node:crypto';
import { envelope, notFound, unverified } from './answers.mts';
import type { Answer } from './answers.mts';
import { epoch, jsonBody, linked, text, whole, wrong } from './body.mts';
import type { Context } from './context.mts';
import { render } from './lists.mts';

export const UNCONFIRMED = 1;
export const CONFIRMED = 2;

const PATCHABLE = ['cancel', 'cancellation_reason', 'cancellation_reason_text', 'status_id'].concat(
	['description', 'animal_id', 'consult_id'],
);
const POSTABLE = [
	'start_at',
	'duration',
	'type_id',
	'status_id',
	'description',
	'animal_id',
].concat(['contact_id', 'consult_id', 'resources']);

/** POST /v2/appointment: a bare appointment, no consult with it. Its field names are inferred. */
export function postAppointment(context: Context, contentType: string, body: Buffer): Answer {
	const { store, switches } = context;
	if (!switches.allowUnverified) return unverified('POST /v2/appointment');
	const parsed = jsonBody(contentType, body, POSTABLE);
	if (!parsed.ok) return parsed.answer;
	const fields = parsed.value;
	const start = epoch(fields, 'start_at');
	if (!start.ok) return start.answer;
	if (start.value === null) return wrong('start_at is required.', 'start_at').answer;
	const duration = whole(fields.duration);
	if (!duration) return wrong('duration must be a number of minutes.', 'duration').answer;
	const type = linked(store, fields, 'type_id', 'appointmenttype', true);
	if (!type.ok) return type.answer;
	const status = linked(store, fields, 'status_id', 'appointmentstatus');
	if (!status.ok) return status.answer;
	const animal = linked(store, fields, 'animal_id', 'animal', true);
	if (!animal.ok) return animal.answer;
	const contact = linked(store, fields, 'contact_id', 'contact');
	if (!contact.ok) return contact.answer;
	const consult = linked(store, fields, 'consult_id', 'consult');
	if (!consult.ok) return consult.answer;
	const description = text(fields, 'description');
	if (!description.ok) return description.answer;
	const rooms = (fields.resources ?? []) as unknown;
	if (!Array.isArray(rooms) || rooms.some((id) => !store.get('resource', whole(id) ?? -1))) {
		return wrong('resources must be an array of resource ids.', 'resources').answer;
	}
	const row = store.add('appointment', {
		start_at: start.value,
		duration,
		type_id: type.value?.id,
		status_id: status.value?.id ?? UNCONFIRMED,
		animal_id: animal.value?.id,
		contact_id: contact.value?.id ?? animal.value?.contact_id,
		consult_id: consult.value?.id ?? null,
		description: description.value,
		resources: rooms.map((id) => ({ id: whole(id) })),
	});
	context.announce('appointment_created', row);
	return envelope(2, store.now(), [render('appointment', 2, row, store, switches)]);
}

/**
 * PATCH /v2/appointment/{id}: only the documented inputs; start, duration and type are none, so an
 * appointment cannot be moved. Cancelling makes it inactive and needs a reason.
 */
export function patchAppointment(
	context: Context,
	id: string,
	contentType: string,
	body: Buffer,
): Answer {
	const { store, switches } = context;
	const row = /^\d+$/.test(id) ? store.get('appointment', Number(id)) : undefined;
	if (!row) return notFound();
	const parsed = jsonBody(contentType, body, PATCHABLE, 'application/merge-patch+json');
	if (!parsed.ok) return parsed.answer;
	const fields = parsed.value;
	const changes: Record<string, unknown> = {};
	for (const [field, resource] of [
		['status_id', 'appointmentstatus'],
		['animal_id', 'animal'],
		['consult_id', 'consult'],
	] as const) {
		const found = linked(store, fields, field, resource);
		if (!found.ok) return found.answer;
		if (found.value) changes[field] = found.value.id;
	}
	for (const field of ['description', 'cancellation_reason_text']) {
		const given = text(fields, field);
		if (!given.ok) return given.answer;
		if (fields[field] !== undefined) changes[field] = given.value;
	}
	if (fields.cancellation_reason !== undefined) {
		const reason = whole(fields.cancellation_reason);
		if (reason === null)
			return wrong('cancellation_reason must be an id.', 'cancellation_reason').answer;
		changes.cancellation_reason = reason;
	}
	if (fields.cancel !== undefined) {
		if (fields.cancel !== true) return wrong('cancel must be true.', 'cancel').answer;
		if (!changes.cancellation_reason_text && changes.cancellation_reason === undefined) {
			return wrong('Cancelling needs a reason.', 'cancellation_reason_text').answer;
		}
		changes.active = false;
	}
	store.change(row, changes);
	context.announce('appointment_updated', row);
	return envelope(2, store.now(), [render('appointment', 2, row, store, switches)]);
}

const BOOKABLE = ['startTime', 'type', 'durationMinutes', 'appointmentStatus', 'animal'].concat([
	'contact',
	'provider',
	'description',
	'additionalResources',
]);

/** POST /ezycab/booking (booking guide): makes an appointment and a consult; refers by uid. */
export function postBooking(context: Context, contentType: string, body: Buffer): Answer {
	const { store } = context;
	const parsed = jsonBody(contentType, body, BOOKABLE);
	if (!parsed.ok) return parsed.answer;
	const fields = parsed.value;
	const start = typeof fields.startTime === 'string' ? isoSeconds(fields.startTime) : null;
	if (start === null) {
		return wrong('startTime must be an ISO time with an offset.', 'startTime').answer;
	}
	const found: Record<string, number> = {};
	for (const [field, resource] of [
		['type', 'appointmenttype'],
		['animal', 'animal'],
		['contact', 'contact'],
		['provider', 'resource'],
	] as const) {
		const uid = fields[field];
		const row = typeof uid === 'string' ? store.byUid(resource, uid) : undefined;
		if (!row) return wrong(`${field} must be the uid of a ${resource}.`, field).answer;
		found[field] = row.id;
	}
	const duration = fields.durationMinutes;
	if (typeof duration !== 'number' || !Number.isInteger(duration) || duration < 1) {
		return wrong('durationMinutes must be a whole number.', 'durationMinutes').answer;
	}
	const status = fields.appointmentStatus;
	if (status !== 'confirmed' && status !== 'unconfirmed') {
		return wrong('appointmentStatus is confirmed or unconfirmed.', 'appointmentStatus').answer;
	}
	const description = text(fields, 'description');
	if (!description.ok) return description.answer;
	const others = (fields.additionalResources ?? []) as unknown;
	if (!Array.isArray(others) || others.some((uid) => !store.byUid('resource', String(uid)))) {
		return wrong('additionalResources must be resource uids.', 'additionalResources').answer;
	}
	const consult = store.add('consult', {
		date: start,
		animal_id: found.animal,
		vet_id: null,
		description: description.value,
	});
	const rooms = [found.provider, ...others.map((uid) => store.byUid('resource', String(uid))?.id)];
	const row = store.add('appointment', {
		start_at: start,
		duration,
		type_id: found.type,
		status_id: status === 'confirmed' ? CONFIRMED : UNCONFIRMED,
		animal_id: found.animal,
		contact_id: found.contact,
		consult_id: consult.id,
		description: description.value,
		resources: rooms.map((id) => ({ id })),
	});
	context.announce('appointment_created', row);
	const id = `bookingRequest_${randomBytes(5).toString('hex')}`;
	return { status: 200, json: { id, appointment: row.uid } };
}

/** Epoch seconds of an ISO time that says its offset; null for anything else. */
function isoSeconds(value: string): number | null {
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value)) return null;
	const ms = Date.parse(value);
	return Number.isNaN(ms) ? null : Math.floor(ms / 1000);
}
