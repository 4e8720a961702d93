import { createHash } from 'node:crypto';
import { sha256 } from '../shared/http.mts';

/** One record as the practice holds it: real types, times in epoch seconds. */
export interface Row {
	id: number;
	uid: string;
	active: boolean;
	created_at: number;
	modified_at: number;
	[field: string]: unknown;
}

export interface Store {
	/** Adds a record; `at` (epoch s) is its created_at and modified_at unless the fields say so. */
	add(resource: string, fields: Record<string, unknown>, at?: number): Row;
	all(resource: string): Row[];
	get(resource: string, id: number): Row | undefined;
	byUid(resource: string, uid: string): Row | undefined;
	/** Changes fields and moves modified_at to now. */
	change(row: Row, fields: Record<string, unknown>): Row;
	/** Adds an attachment record and keeps its bytes. */
	addFile(fields: Record<string, unknown>, bytes: Buffer, at?: number): Row;
	bytes(attachmentId: number): Buffer | undefined;
	resources(): string[];
	/** Now, epoch seconds. */
	now(): number;
}

/** A made-up but stable uid in the vendor's style, e.g. `animal_3fa9c1d2e4`. */
export const uidFor = (resource: string, id: number): string =>
	`${resource}_${createHash('sha256').update(`${resource}:${id}`).digest('hex').slice(0, 10)}`;

/** An empty practice; `nowMs` is the simulator's clock. */
export function createStore(nowMs: () => number): Store {
	const tables = new Map<string, Row[]>();
	const byId = new Map<string, Map<number, Row>>();
	const highest = new Map<string, number>();
	const files = new Map<number, Buffer>();
	const now = () => Math.floor(nowMs() / 1000);
	const table = (resource: string): Row[] => {
		let rows = tables.get(resource);
		if (!rows) {
			tables.set(resource, (rows = []));
			byId.set(resource, new Map());
		}
		return rows;
	};

	const store: Store = {
		add(resource, fields, at = now()) {
			const rows = table(resource);
			const last = highest.get(resource) ?? 0;
			const id = typeof fields.id === 'number' ? fields.id : last + 1;
			if (byId.get(resource)?.has(id)) throw new Error(`${resource} ${id} exists already`);
			highest.set(resource, Math.max(last, id));
			const base = { uid: uidFor(resource, id), active: true, created_at: at, modified_at: at };
			const row: Row = { ...base, ...fields, id };
			rows.push(row);
			byId.get(resource)?.set(id, row);
			return row;
		},
		all: (resource) => tables.get(resource) ?? [],
		get: (resource, id) => byId.get(resource)?.get(id),
		byUid: (resource, uid) => store.all(resource).find((row) => row.uid === uid),
		change: (row, fields) => Object.assign(row, fields, { modified_at: now() }),
		addFile(fields, bytes, at) {
			const row = store.add('attachment', { primary_image: false, notes: '', ...fields }, at);
			row.file_id = 70_000 + row.id;
			row.size = bytes.length;
			row.sha256 = sha256(bytes);
			files.set(row.id, bytes);
			return row;
		},
		bytes: (attachmentId) => files.get(attachmentId),
		resources: () => [...tables.keys()].sort(),
		now,
	};
	return store;
}
