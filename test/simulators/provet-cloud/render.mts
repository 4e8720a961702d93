import { DateTime } from 'luxon';
import { nameOf } from './codes.mts';
import { apiRoot } from './context.mts';
import type { Context } from './context.mts';
import type { Field } from './fields.mts';
import { resources, storeName } from './resources.mts';
import type { Row } from './store.mts';

/** The URL that stands for a record. */
export function urlOf(context: Context, resource: string, row: Row): string {
	const under = resources[resource]?.under;
	const root = apiRoot(context);
	return under
		? `${root}/${under.parent}/${String(row[under.by])}/${under.as}/${row.id}/`
		: `${root}/${resource}/${row.id}/`;
}

/** Where the bytes of an upload are; nobody documents this address. */
export const mediaUrl = (context: Context, upload: Row): string =>
	`${context.url()}/${context.provetId}/media/${upload.id}/${encodeURIComponent(String(upload.name))}`;

/** The URL of a record by id; null when there is none of that id. */
function link(context: Context, to: string, id: unknown): string | null {
	const row = typeof id === 'number' ? context.store.get(storeName(to), id) : undefined;
	return row ? urlOf(context, to, row) : null;
}

/** A time as the switch says; the default is UTC with Z. */
export function timeText(context: Context, ms: unknown): string | null {
	if (typeof ms !== 'number') return null;
	const local = DateTime.fromMillis(ms, { zone: context.zone });
	const style = context.switches.shapes.times;
	if (style === 'offset') return local.toISO({ suppressMilliseconds: true });
	if (style === 'naive') return local.toFormat("yyyy-MM-dd'T'HH:mm:ss");
	if (style === 'mislabelled') return `${local.toFormat("yyyy-MM-dd'T'HH:mm:ss")}Z`;
	return DateTime.fromMillis(ms, { zone: 'utc' }).toISO({ suppressMilliseconds: true });
}

/** The record as the API says it; `expose` names relations that are given whole. */
export function render(
	context: Context,
	resource: string,
	row: Row,
	expose: ReadonlySet<string> = new Set(),
): Record<string, unknown> {
	const { switches } = context;
	const shown: Record<string, unknown> = { id: row.id, url: urlOf(context, resource, row) };
	const rename = switches.shapes.rename[resource] ?? {};
	for (const [name, field] of Object.entries(resources[resource]?.fields ?? {})) {
		if (field.inferred && switches.shapes.bareUnknown) continue;
		const key = rename[name] ?? name;
		shown[key] = expose.has(name)
			? whole(context, field, row, name)
			: plain(context, field, row, name);
		if (field.withCode) shown[`${name}_code`] = row[name] ?? null;
	}
	const file = switches.shapes.rename.upload?.file ?? 'file';
	if (resource === 'upload' && file in shown) shown[file] = mediaUrl(context, row);
	if (resource === 'consultationnote' && switches.noteKey !== 'text') {
		shown.note = shown.text;
		if (switches.noteKey === 'note') delete shown.text;
	}
	return {
		...shown,
		...(row.extra ?? {}),
		created: timeText(context, row.created),
		modified: timeText(context, row.modified),
	};
}

function plain(context: Context, field: Field, row: Row, name: string): unknown {
	const value = row[name];
	switch (field.kind) {
		case 'ref':
			return link(context, field.to as string, value);
		case 'refs':
			return idsIn(value).map((id) => link(context, field.to as string, id));
		case 'back':
			return backRows(context, field, row).map((other) =>
				urlOf(context, field.to as string, other),
			);
		case 'time':
			return timeText(context, value);
		case 'code':
			return nameOf(field.to as string, value);
		case 'flag':
			return value === true;
		default:
			return value ?? (field.kind === 'text' ? '' : null);
	}
}

function whole(context: Context, field: Field, row: Row, name: string): unknown {
	const { store } = context;
	const to = field.to as string;
	const one = (id: unknown) => {
		const other = typeof id === 'number' ? store.get(storeName(to), id) : undefined;
		return other ? render(context, to, other) : null;
	};
	if (field.kind === 'ref') return one(row[name]);
	if (field.kind === 'refs') return idsIn(row[name]).map(one);
	if (field.kind === 'back') {
		return backRows(context, field, row).map((other) => render(context, to, other));
	}
	return plain(context, field, row, name);
}

const backRows = ({ store }: Context, field: Field, row: Row): Row[] =>
	store.related(storeName(field.to as string), field.by as string, row.id);

const idsIn = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
