import { badParameter, envelope, meta, notFound, problem } from './answers.mts';
import type { Answer } from './answers.mts';
import { parseFilter } from './filters.mts';
import type { Test } from './filters.mts';
import { resources } from './resources.mts';
import type { Kind, ResourceDef } from './resources.mts';
import type { Row, Store } from './store.mts';
import type { Switches } from './switches.mts';

/** One record in the shape of a version, under the key the vendor puts around it. */
export function render(
	resource: string,
	version: number,
	row: Row,
	store: Store,
	switches: Switches,
): Record<string, unknown> {
	const def = resources[resource] as ResourceDef;
	const shown: Record<string, unknown> = {};
	const names = switches.shapes.rename[resource] ?? {};
	for (const [field, kind] of Object.entries(def.fields)) {
		if (version === 1 && def.fromV2?.includes(field)) continue;
		if (switches.shapes.bareUnknown && def.inferred?.includes(field)) continue;
		const value = kind === 'time' ? timeOf(field, row[field], store, switches) : row[field];
		shown[names[field] ?? field] = valueOf(version, kind, value);
	}
	if (version > 1) shown.uid = row.uid;
	if (resource === 'contact' && version === 4) nestContact(shown, row, store);
	if (resource === 'appointment' && version === 1) {
		shown.start_time = String(row.start_at);
		shown.details = { consult_id: shownId(row.consult_id), description: row.description ?? '' };
	}
	return { [def.wrapper ?? resource]: shown };
}

const shownId = (value: unknown) => (typeof value === 'number' ? String(value) : null);

/** When something was, with the switches for wrong clocks laid over it; when a row changed stays true. */
function timeOf(field: string, value: unknown, store: Store, { shapes }: Switches): unknown {
	if (typeof value !== 'number' || field === 'created_at' || field === 'modified_at') return value;
	const shifted = value + shapes.timeShiftS;
	if (shapes.timesAs === 'epoch') return shifted;
	const timeZone = String(store.all('site')[0]?.time_zone ?? 'UTC');
	return new Date(shifted * 1000).toLocaleString('sv-SE', { timeZone });
}

/** Version 1 says scalars as strings; later ones type ids, flags and times, decimals stay text. */
function valueOf(version: number, kind: Kind, value: unknown): unknown {
	if (kind === 'nested' || kind === 'ids') return value ?? [];
	if (value === null || value === undefined) return kind === 'text' ? '' : null;
	if (kind === 'decimal') return String(value);
	if (kind === 'flag') return version === 1 ? (value ? '1' : '0') : Boolean(value);
	return version === 1 ? String(value) : value;
}

/** Version 4 nests what version 1 keeps in contactdetail and address (field names inferred). */
function nestContact(shown: Record<string, unknown>, row: Row, store: Store): void {
	const type = (name: string) =>
		store.all('contactdetailtype').find((item) => item.name === name)?.id ?? -1;
	const details = store.all('contactdetail').filter((item) => item.contact_id === row.id);
	const pick = (wanted: (typeId: unknown) => boolean) =>
		details
			.filter((item) => wanted(item.contact_detail_type_id))
			.map(({ id, name, value, preferred }) => ({ id, name, value, preferred }));
	const email = type('Email');
	delete shown.contact_detail_list;
	shown.emails = pick((id) => id === email);
	shown.phones = pick((id) => id !== email);
	shown.addresses = store
		.all('address')
		.filter((item) => item.id === row.address_physical)
		.map(({ id, street_1, city, post_code }) => ({ id, street_1, city, post_code }));
	shown.subscriptions = [];
}

const mayFilter = (def: ResourceDef): string[] =>
	def.filters ??
	Object.keys(def.fields).filter((name) => !['ids', 'nested'].includes(def.fields[name] as string));

/** GET of a list: filters, paging and the envelope. */
export function list(
	resource: string,
	version: number,
	query: URLSearchParams,
	store: Store,
	switches: Switches,
): Answer {
	const def = resources[resource] as ResourceDef;
	if (switches.shapes.errorOn200 !== null) {
		return problem(200, 'ServerException', switches.shapes.errorOn200);
	}
	const tokenPaging = resource === 'contact' && version === 4;
	const tests: Test[] = [];
	for (const [field, raw] of query) {
		if (field === 'limit' || (field === 'page' && !tokenPaging)) continue;
		if (field === 'uid' && version > 1) {
			tests.push((row) => row.uid === raw);
			continue;
		}
		const kind = mayFilter(def).includes(field) ? def.fields[field] : undefined;
		if (!kind) return badParameter(`${field} is not a field of ${resource}.`, [field]);
		const parsed = parseFilter(field, kind, raw, switches.shapes.likeWildcard);
		if (!parsed.ok) return badParameter(parsed.text, [field]);
		tests.push(parsed.test);
	}

	const cap = def.caps?.[version] ?? 200;
	const limit = positive(query.get('limit'), 10);
	const page = positive(query.get('page'), 1);
	if (limit === null) return badParameter('limit must be a whole number from 1.', ['limit']);
	if (page === null) return badParameter('page must be a whole number from 1.', ['page']);
	if (limit > cap && switches.shapes.overLimit === 'reject') {
		return badParameter(`limit must not be greater than ${cap}.`, ['limit']);
	}
	const whole = Math.min(limit, cap);
	const size = switches.shapes.halfPages ? Math.ceil(whole / 2) : whole;
	const found = ordered(store.all(resource), switches).filter((row) => tests.every((t) => t(row)));
	const items = found
		.slice((page - 1) * size, page * size)
		.map((row) => render(resource, version, row, store, switches));
	const pages = Math.max(1, Math.ceil(found.length / size));
	grow(resource, found.at(-1), store, switches);
	const answer = { page, pages, size, total: found.length };
	return {
		status: 200,
		json: {
			meta: tokenPaging ? { timestamp: store.now() } : meta(version, store.now(), answer),
			items,
			messages: [],
		},
	};
}

/** New records that fit the same filter appear while somebody pages. */
function grow(resource: string, like: Row | undefined, store: Store, { growing }: Switches): void {
	if (!like || growing.resource !== resource) return;
	for (let n = 0; n < growing.perPage; n++) {
		const { id: _id, uid: _uid, created_at: _created, modified_at: _modified, ...fields } = like;
		store.add(resource, fields);
	}
}

/** GET of one record answers with the list envelope around it. */
export function one(
	resource: string,
	version: number,
	id: string,
	store: Store,
	switches: Switches,
): Answer {
	const row = /^\d+$/.test(id) ? store.get(resource, Number(id)) : undefined;
	if (!row) return notFound();
	return envelope(version, store.now(), [render(resource, version, row, store, switches)]);
}

function positive(raw: string | null, fallback: number): number | null {
	if (raw === null) return fallback;
	return /^\d{1,9}$/.test(raw) && Number(raw) > 0 ? Number(raw) : null;
}

function ordered(rows: Row[], switches: Switches): Row[] {
	const sorted = [...rows].sort((a, b) => a.id - b.id);
	if (switches.shapes.order === 'reverse') return sorted.reverse();
	if (switches.shapes.order === 'id') return sorted;
	return sorted.sort((a, b) => ((a.id * 7919) % 104_729) - ((b.id * 7919) % 104_729));
}
