import { envelope, meta, notFound } from './answers.mts';
import type { Answer } from './answers.mts';
import { epoch, jsonBody, linked, onlyKeys, text, wrong } from './body.mts';
import type { Checked, Fields } from './body.mts';
import type { Context } from './context.mts';
import { render } from './lists.mts';
import type { Row, Store } from './store.mts';

/** POST /v1/consult: the fields seen in clients are animal_id, vet_id and description. */
export function postConsult(context: Context, contentType: string, body: Buffer): Answer {
	const { store, switches } = context;
	const parsed = jsonBody(contentType, body, ['animal_id', 'vet_id', 'description', 'date']);
	if (!parsed.ok) return parsed.answer;
	const animal = linked(store, parsed.value, 'animal_id', 'animal', true);
	if (!animal.ok) return animal.answer;
	const vet = linked(store, parsed.value, 'vet_id', 'user');
	if (!vet.ok) return vet.answer;
	const date = epoch(parsed.value, 'date');
	if (!date.ok) return date.answer;
	const description = text(parsed.value, 'description');
	if (!description.ok) return description.answer;
	const row = store.add('consult', {
		date: date.value ?? store.now(),
		animal_id: animal.value?.id,
		vet_id: vet.value?.id ?? null,
		description: description.value,
	});
	return envelope(1, store.now(), [render('consult', 1, row, store, switches)]);
}

const HEADER = ['animal_id', 'consult_id', 'contact_id', 'prescribing_vet_user_id', 'items'].concat(
	['date_of_prescription', 'date_of_lastdispense', 'external_reference', 'total_price'],
);
const ITEM = [
	'external_product_name',
	'external_product_reference',
	'external_link',
	'price',
].concat(['instructions', 'date_of_lastdispense', 'qty', 'remaining']);

/**
 * POST /v1/externalprescription (external pharmacy guide). The answer has no items: the uid of the
 * new prescription stands in the fields of a message.
 */
export function postExternalPrescription(
	context: Context,
	contentType: string,
	body: Buffer,
): Answer {
	const { store } = context;
	const parsed = jsonBody(contentType, body, HEADER);
	if (!parsed.ok) return parsed.answer;
	const header = prescriptionHeader(store, parsed.value, true);
	if (!header.ok) return header.answer;
	const items = prescribed(parsed.value.items);
	if (!items.ok) return items.answer;
	const date = header.value.date_of_prescription ?? store.now();
	const row = store.add('prescription', {
		external_reference: '',
		...header.value,
		date_of_prescription: date,
	});
	row.prescription_item_list = items.value.map(
		(item) =>
			store.add('prescriptionitem', {
				prescription_id: row.id,
				product_id: null,
				qty: item.qty,
				remaining: item.remaining ?? '0',
				date_start: date,
				serial_number: '',
				instructions: `${String(item.external_product_name)}: ${String(item.instructions ?? '')}`,
			}).id,
	);
	return prescriptionAnswer(store, row, 'created');
}

/**
 * PATCH /v1/externalprescription/{id}: the route is documented, what may change is not said; this
 * takes the header's fields and refuses items.
 */
export function patchExternalPrescription(
	context: Context,
	id: string,
	contentType: string,
	body: Buffer,
): Answer {
	const { store } = context;
	const row = /^\d+$/.test(id) ? store.get('prescription', Number(id)) : undefined;
	if (!row) return notFound();
	const keys = HEADER.filter((name) => name !== 'items');
	const parsed = jsonBody(contentType, body, keys);
	if (!parsed.ok) return parsed.answer;
	const header = prescriptionHeader(store, parsed.value, false);
	if (!header.ok) return header.answer;
	store.change(row, header.value);
	return prescriptionAnswer(store, row, 'changed');
}

function prescriptionHeader(store: Store, fields: Fields, fresh: boolean): Checked<Fields> {
	const value: Fields = {};
	for (const [field, resource, required] of [
		['animal_id', 'animal', fresh],
		['consult_id', 'consult', false],
		['contact_id', 'contact', false],
		['prescribing_vet_user_id', 'user', false],
	] as const) {
		const found = linked(store, fields, field, resource, required);
		if (!found.ok) return found;
		if (fresh || fields[field] !== undefined) value[field] = found.value?.id ?? null;
	}
	for (const field of ['date_of_prescription', 'date_of_lastdispense']) {
		const date = epoch(fields, field);
		if (!date.ok) return date;
		if (date.value !== null) value[field] = date.value;
	}
	const reference = text(fields, 'external_reference', 200);
	if (!reference.ok) return reference;
	if (fields.external_reference !== undefined) value.external_reference = reference.value;
	return { ok: true, value };
}

/** No items: the uid stands in the fields of a message. */
function prescriptionAnswer(store: Store, row: Row, what: string): Answer {
	const message = {
		level: 'success',
		type: 'Success',
		text: `The prescription was ${what}.`,
		fields: { prescription_uid: row.uid },
	};
	const page = { page: 1, pages: 1, size: 10, total: 0 };
	return {
		status: 200,
		json: { meta: meta(1, store.now(), page), items: [], messages: [message] },
	};
}

function prescribed(given: unknown): Checked<Fields[]> {
	if (!Array.isArray(given) || given.length === 0) {
		return wrong('items must be an array with at least one item.', 'items');
	}
	for (const item of given as unknown[]) {
		if (typeof item !== 'object' || item === null) return wrong('Each item is an object.', 'items');
		const fields = item as Fields;
		const keys = onlyKeys(fields, ITEM);
		if (!keys.ok) return keys;
		if (typeof fields.external_product_name !== 'string' || !fields.external_product_name) {
			return wrong('external_product_name is required.', 'external_product_name');
		}
		if (!/^\d+(\.\d+)?$/.test(String(fields.qty ?? '')))
			return wrong('qty must be a number.', 'qty');
		const instructions = text(fields, 'instructions');
		if (!instructions.ok) return instructions;
	}
	return { ok: true, value: given as Fields[] };
}
