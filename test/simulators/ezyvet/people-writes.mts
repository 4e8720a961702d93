import { envelope, notFound, unverified } from './answers.mts';
import type { Answer } from './answers.mts';
import { epoch, jsonBody, linked, onlyKeys, text, whole, wrong } from './body.mts';
import type { Checked, Fields } from './body.mts';
import type { Context } from './context.mts';
import { render } from './lists.mts';
import { resources } from './resources.mts';
import type { Kind } from './resources.mts';
import type { Row, Store } from './store.mts';

/** One write as the router hands it over. */
export interface Write {
	version: number;
	contentType: string;
	body: Buffer;
}

/** What each id of a body must name; `also` is a flag that record has to carry. */
const TARGETS: Record<string, { resource: string; also?: string }> = {
	sex_id: { resource: 'sex' },
	animalcolour_id: { resource: 'animalcolour' },
	species_id: { resource: 'species' },
	breed_id: { resource: 'breed' },
	contact_id: { resource: 'contact' },
	residence_contact_id: { resource: 'contact' },
	// The referring practice is a contact of a business, the referring vet one of a vet (inferred).
	referring_clinic_id: { resource: 'contact', also: 'is_business' },
	referring_vet_id: { resource: 'contact', also: 'is_vet' },
	contact_detail_type_id: { resource: 'contactdetailtype' },
	address_physical: { resource: 'address' },
	address_postal: { resource: 'address' },
};

/** Set by the practice system itself, never by a caller. */
const OWN = ['id', 'created_at', 'modified_at', 'guid', 'contact_detail_list', 'ownership_id'];
const writable = (resource: string): string[] =>
	Object.keys(resources[resource]?.fields ?? {}).filter((name) => !OWN.includes(name));

/** Fields of a contact that a client writes; the rest of the record's fields is a guess. */
const SEEN_ON_CONTACT = ['first_name', 'last_name', 'is_customer', 'contact_detail_list'];

/** POST and PATCH of an animal (seen in clients: the fields of the record itself). */
export function writeAnimal(context: Context, write: Write, id?: string): Answer {
	const { store } = context;
	const row = id === undefined ? null : found(store, 'animal', id);
	if (row === undefined) return notFound();
	const parsed = jsonBody(write.contentType, write.body, writable('animal'));
	if (!parsed.ok) return parsed.answer;
	const checked = values(store, 'animal', parsed.value);
	if (!checked.ok) return checked.answer;
	if (!row && !checked.value.name) return wrong('name is required.', 'name').answer;
	if (!row && !checked.value.contact_id)
		return wrong('contact_id is required.', 'contact_id').answer;
	const base = { is_dead: false, weight_unit: 'kg' };
	return saved(context, write.version, 'animal', row, { ...base, ...checked.value }, checked.value);
}

/** POST and PATCH of a contact: names, flag and list of details were seen, other fields were not. */
export function writeContact(context: Context, write: Write, id?: string): Answer {
	const { store, switches } = context;
	const row = id === undefined ? null : found(store, 'contact', id);
	if (row === undefined) return notFound();
	const all = [...writable('contact'), 'contact_detail_list'];
	const parsed = jsonBody(write.contentType, write.body, all);
	if (!parsed.ok) return parsed.answer;
	const guessed = Object.keys(parsed.value).find((name) => !SEEN_ON_CONTACT.includes(name));
	if (guessed !== undefined && !switches.allowUnverified) {
		return unverified(`/v${write.version}/contact (field ${guessed})`);
	}
	const { contact_detail_list: given, ...plain } = parsed.value;
	const checked = values(store, 'contact', plain);
	if (!checked.ok) return checked.answer;
	if (!row && !checked.value.last_name && !checked.value.business_name) {
		return wrong('last_name is required.', 'last_name').answer;
	}
	const details = detailList(store, given);
	if (!details.ok) return details.answer;
	const made = row ?? store.add('contact', { is_business: false, ...checked.value });
	if (row) store.change(row, checked.value);
	const ids = details.value.map(
		(detail) => store.add('contactdetail', { ...detail, contact_id: made.id }).id,
	);
	const before = (made.contact_detail_list ?? []) as number[];
	made.contact_detail_list = [...before, ...ids];
	return answered(context, write.version, 'contact', made);
}

/** DELETE of a contact: the record becomes inactive (the effect is inferred). */
export function deleteContact(context: Context, version: number, id: string): Answer {
	const row = found(context.store, 'contact', id);
	if (!row) return notFound();
	context.store.change(row, { active: false });
	return answered(context, version, 'contact', row);
}

/** POST of a contact detail or an address: only the write scope is documented, so a guess. */
export function writeGuessed(context: Context, write: Write, resource: string): Answer {
	const { store, switches } = context;
	if (!switches.allowUnverified) return unverified(`POST /v${write.version}/${resource}`);
	const parsed = jsonBody(write.contentType, write.body, writable(resource));
	if (!parsed.ok) return parsed.answer;
	const checked = values(store, resource, parsed.value);
	if (!checked.ok) return checked.answer;
	const needed =
		resource === 'contactdetail' ? ['contact_id', 'contact_detail_type_id', 'value'] : [];
	const missing = needed.find((name) => !checked.value[name]);
	if (missing) return wrong(`${missing} is required.`, missing).answer;
	const row = store.add(resource, checked.value);
	const contact = store.get('contact', row.contact_id as number);
	if (resource === 'contactdetail' && contact) {
		const before = (contact.contact_detail_list ?? []) as number[];
		store.change(contact, { contact_detail_list: [...before, row.id] });
	}
	return answered(context, write.version, resource, row);
}

const found = (store: Store, resource: string, id: string): Row | undefined =>
	/^\d+$/.test(id) ? store.get(resource, Number(id)) : undefined;

function saved(
	context: Context,
	version: number,
	resource: string,
	row: Row | null,
	fresh: Fields,
	changes: Fields,
): Answer {
	const made = row ? context.store.change(row, changes) : context.store.add(resource, fresh);
	return answered(context, version, resource, made);
}

const answered = ({ store, switches }: Context, version: number, name: string, row: Row): Answer =>
	envelope(version, store.now(), [render(name, version, row, store, switches)]);

function detailList(store: Store, given: unknown): Checked<Fields[]> {
	if (given === undefined) return { ok: true, value: [] };
	if (!Array.isArray(given))
		return wrong('contact_detail_list is an array.', 'contact_detail_list');
	const rows: Fields[] = [];
	for (const item of given as unknown[]) {
		if (typeof item !== 'object' || item === null) {
			return wrong('Each contact detail is an object.', 'contact_detail_list');
		}
		const keys = onlyKeys(item as Fields, ['contact_detail_type_id', 'name', 'value', 'preferred']);
		if (!keys.ok) return keys;
		const checked = values(store, 'contactdetail', keys.value);
		if (!checked.ok) return checked;
		if (!checked.value.value || !checked.value.contact_detail_type_id) {
			return wrong('A contact detail has a type and a value.', 'contact_detail_list');
		}
		rows.push({ name: '', preferred: false, ...checked.value });
	}
	return { ok: true, value: rows };
}

/** The given fields as the practice keeps them, by the kind of each. */
function values(store: Store, resource: string, fields: Fields): Checked<Fields> {
	const kinds = resources[resource]?.fields ?? {};
	const shown: Fields = {};
	for (const [name, given] of Object.entries(fields)) {
		const checked = value(store, name, kinds[name] ?? 'text', fields);
		if (!checked.ok) return checked;
		if (given !== undefined) shown[name] = checked.value;
	}
	return { ok: true, value: shown };
}

function value(store: Store, name: string, kind: Kind, fields: Fields): Checked<unknown> {
	const given = fields[name];
	const target = TARGETS[name];
	if (target) {
		const row = linked(store, fields, name, target.resource);
		if (!row.ok) return row;
		if (row.value && target.also && !row.value[target.also]) {
			return wrong(`${name} must name a contact with ${target.also}.`, name);
		}
		return { ok: true, value: row.value?.id ?? null };
	}
	if (kind === 'text') return text(fields, name);
	if (kind === 'time') return epoch(fields, name);
	if (kind === 'flag') {
		if (given === true || given === '1' || given === 1) return { ok: true, value: true };
		if (given === false || given === '0' || given === 0) return { ok: true, value: false };
		return wrong(`${name} must be true or false.`, name);
	}
	if (kind === 'decimal') {
		const good = /^\d+(\.\d+)?$/.test(String(given));
		return good ? { ok: true, value: String(given) } : wrong(`${name} must be a number.`, name);
	}
	const id = whole(given);
	return id === null ? wrong(`${name} must be a whole number.`, name) : { ok: true, value: id };
}
