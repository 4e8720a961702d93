import { sha256 } from '../shared/http.mts';

/** One record as the practice holds it: times in epoch milliseconds, relations as ids. */
export interface Row {
	id: number;
	created: number;
	modified: number;
	/** What an undocumented body brought along besides the known fields, as it arrived. */
	extra?: Record<string, unknown>;
	[field: string]: unknown;
}

export interface Store {
	/** Adds a record; `at` (epoch ms) is its created and modified time. */
	add(resource: string, fields: Record<string, unknown>, at?: number): Row;
	all(resource: string): Row[];
	get(resource: string, id: number): Row | undefined;
	/** Records whose field holds this id, or whose list of ids contains it. */
	related(resource: string, field: string, id: number): Row[];
	/** Changes fields and moves `modified` to now. */
	change(resource: string, row: Row, fields: Record<string, unknown>): Row;
	remove(resource: string, id: number): void;
	/** Adds an upload record and keeps its bytes. */
	addFile(fields: Record<string, unknown>, bytes: Buffer, at?: number): Row;
	bytes(uploadId: number): Buffer | undefined;
	resources(): string[];
	/** Now in epoch milliseconds, whole seconds: the API says no more. */
	now(): number;
}

interface Table {
	rows: Map<number, Row>;
	last: number;
	/** Indexes by field, dropped when a record changes or goes. */
	indexes: Map<string, Map<number, Row[]>>;
}

function enter(index: Map<number, Row[]>, held: unknown, row: Row): void {
	for (const id of Array.isArray(held) ? (held as unknown[]) : [held]) {
		if (typeof id !== 'number') continue;
		const list = index.get(id);
		if (list) list.push(row);
		else index.set(id, [row]);
	}
}

/** An empty practice; `nowMs` is the simulator's clock. */
export function createStore(nowMs: () => number): Store {
	const tables = new Map<string, Table>();
	const files = new Map<number, Buffer>();
	const now = () => Math.floor(nowMs() / 1000) * 1000;
	const table = (resource: string): Table => {
		let found = tables.get(resource);
		if (!found) {
			found = { rows: new Map(), last: 0, indexes: new Map() };
			tables.set(resource, found);
		}
		return found;
	};
	const index = (resource: string, field: string): Map<number, Row[]> => {
		const { rows, indexes } = table(resource);
		const known = indexes.get(field);
		if (known) return known;
		const made = new Map<number, Row[]>();
		for (const row of rows.values()) enter(made, row[field], row);
		indexes.set(field, made);
		return made;
	};

	const store: Store = {
		add(resource, fields, at = now()) {
			const place = table(resource);
			const id = typeof fields.id === 'number' ? fields.id : place.last + 1;
			if (place.rows.has(id)) throw new Error(`${resource} ${id} exists already`);
			const row: Row = { created: at, modified: at, ...fields, id };
			place.rows.set(id, row);
			place.last = Math.max(place.last, id);
			for (const [field, byId] of place.indexes) enter(byId, row[field], row);
			return row;
		},
		all: (resource) => [...(tables.get(resource)?.rows.values() ?? [])],
		get: (resource, id) => tables.get(resource)?.rows.get(id),
		related: (resource, field, id) => index(resource, field).get(id) ?? [],
		change(resource, row, fields) {
			table(resource).indexes.clear();
			return Object.assign(row, fields, { modified: now() });
		},
		remove(resource, id) {
			const place = table(resource);
			place.rows.delete(id);
			place.indexes.clear();
		},
		addFile(fields, bytes, at) {
			const row = store.add('upload', { ...fields, size: bytes.length, sha256: sha256(bytes) }, at);
			files.set(row.id, bytes);
			return row;
		},
		bytes: (uploadId) => files.get(uploadId),
		resources: () => [...tables.keys()].sort(),
		now,
	};
	return store;
}
