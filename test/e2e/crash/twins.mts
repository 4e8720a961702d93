import type { Row, Store } from '../../simulators/ezyvet/store.mts';

/** Visits to come and letters belong to one patient alone. */
const own = ['appointment', 'communication'];

const idOf = (ids: Map<string, Map<number, number>>, resource: string, id: unknown) =>
	ids.get(resource)?.get(Number(id));

/** The fields of a record that name one that was copied, with the number of the copy. */
function moved(row: Row, ids: Map<string, Map<number, number>>): Record<string, number> {
	const found = Object.entries(row).flatMap(([field, value]) => {
		const id = field.endsWith('_id') ? idOf(ids, field.slice(0, -'_id'.length), value) : undefined;
		return id === undefined ? [] : [[field, id] as const];
	});
	const about = idOf(ids, String(row.record_type ?? '').toLowerCase(), row.record_id);
	return Object.fromEntries(about === undefined ? found : [...found, ['record_id', about]]);
}

function copy(store: Store, resource: string, row: Row, changes: Record<string, unknown>): number {
	const fields: Record<string, unknown> = { ...row, ...changes };
	delete fields.id;
	delete fields.uid;
	const bytes = resource === 'attachment' ? store.bytes(row.id) : undefined;
	const added = bytes
		? store.addFile(fields, bytes, row.created_at)
		: store.add(resource, fields, row.created_at);
	if (bytes) {
		const address = String(row.file_download_url);
		added.file_download_url = address.replace(/\d+$/, String(added.id));
	}
	return added.id;
}

/** Another patient with the same record and the same owner, so that one fixture can be played twice at once. */
export function twinOf(store: Store, animalId: number): number {
	const animal = store.get('animal', animalId);
	if (!animal) throw new Error(`There is no patient ${animalId}.`);
	const twin = copy(store, 'animal', animal, {});
	const ids = new Map([['animal', new Map([[animalId, twin]])]]);
	const rows = store
		.resources()
		.filter((resource) => resource !== 'animal' && !own.includes(resource))
		.flatMap((resource) => store.all(resource).map((row) => ({ resource, row })));
	// What belongs to a copied record is copied, until nothing more belongs to one.
	for (let before = -1; before !== rows.length; ) {
		before = rows.length;
		for (const { resource, row } of rows.splice(0)) {
			const changes = moved(row, ids);
			if (Object.keys(changes).length === 0) {
				rows.push({ resource, row });
				continue;
			}
			const copies = ids.get(resource) ?? new Map<number, number>();
			ids.set(resource, copies.set(row.id, copy(store, resource, row, changes)));
		}
	}
	return twin;
}
