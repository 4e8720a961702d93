import { envelope, meta } from './answers.mts';
import type { Answer } from './answers.mts';
import { epoch, jsonBody, linked, onlyKeys, text, wrong } from './body.mts';
import type { Checked, Fields } from './body.mts';
import type { Context } from './context.mts';
import { render } from './lists.mts';

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
	const fields = parsed.value;
	const ids: Record<string, number | null> = {};
	for (const [field, resource, required] of [
		['animal_id', 'animal', true],
		['consult_id', 'consult', false],
		['contact_id', 'contact', false],
		['prescribing_vet_user_id', 'user', false],
	] as const) {
		const found = linked(store, fields, field, resource, required);
		if (!found.ok) return found.answer;
		ids[field] = found.value?.id ?? null;
	}
	const date = epoch(fields, 'date_of_prescription');
	if (!date.ok) return date.answer;
	const last = epoch(fields, 'date_of_lastdispense');
	if (!last.ok) return last.answer;
	const reference = text(fields, 'external_reference', 200);
	if (!reference.ok) return reference.answer;
	const items = prescribed(fields.items);
	if (!items.ok) return items.answer;

	const row = store.add('prescription', {
		animal_id: ids.animal_id,
		consult_id: ids.consult_id,
		prescribing_vet_user_id: ids.prescribing_vet_user_id,
		date_of_prescription: date.value ?? store.now(),
		external_reference: reference.value,
	});
	row.prescription_item_list = items.value.map(
		(item) =>
			store.add('prescriptionitem', {
				prescription_id: row.id,
				product_id: null,
				qty: item.qty,
				remaining: item.remaining ?? '0',
				date_start: date.value ?? store.now(),
				serial_number: '',
				instructions: `${String(item.external_product_name)}: ${String(item.instructions ?? '')}`,
			}).id,
	);
	const message = {
		level: 'success',
		type: 'Success',
		text: 'The prescription was created.',
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
