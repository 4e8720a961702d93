import { apiRoot } from './context.mts';
import type { Context, Effect } from './context.mts';
import { resources, storeName } from './resources.mts';
import type { Row } from './store.mts';

/** A marker as the loop's writers put it into records: `REF-`, a hash, perhaps a part after a slash. */
const MARKER = /REF-[0-9A-Za-z]{4,}(?:\/[0-9A-Za-z._-]+)*/;

export const markerIn = (text: string): string | null =>
	MARKER.exec(text)?.[0].replace(/[.]+$/, '') ?? null;

/** The patient a record belongs to, by its own fields, the record above it, or a URL in its body. */
export function patientOf(context: Context, resource: string, row: Row): number | null {
	if (resource === 'patient') return row.id;
	if (typeof row.patient === 'number') return row.patient;
	const [first] = Array.isArray(row.patients) ? (row.patients as number[]) : [];
	if (typeof first === 'number') return first;
	for (const [name, to] of Object.entries({ note: 'note', consultation: 'consultation' })) {
		const id = row[name];
		const parent = typeof id === 'number' ? context.store.get(to, id) : undefined;
		if (parent) return patientOf(context, to, parent);
	}
	const loose = JSON.stringify(row.extra ?? {});
	const url = new RegExp(`${escape(apiRoot(context))}/patient/(\\d+)/`).exec(loose)?.[1];
	const plain = /"patient(?:_id)?":\s*"?(\d+)/.exec(loose)?.[1];
	const id = Number(url ?? plain);
	return context.store.get('patient', id) ? id : null;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Notes what a call has written. */
export function record(
	context: Context,
	what: {
		method: string;
		path: string;
		resource: string;
		row: Row;
		body: Buffer;
		text: string;
		file?: { name: string; sha256: string; bytes: number };
	},
): void {
	const { resource, row, file } = what;
	const effect: Effect = {
		at: new Date(context.store.now()).toISOString(),
		method: what.method,
		path: what.path,
		resource: storeName(resource),
		id: row.id,
		patientId: patientOf(context, resource, row),
		marker: markerIn(what.text),
		sha256: file?.sha256 ?? null,
		fileName: file?.name ?? null,
		bytes: file?.bytes ?? what.body.length,
		unverified: resources[resource]?.unverified === true,
	};
	context.effects.push(effect);
}
