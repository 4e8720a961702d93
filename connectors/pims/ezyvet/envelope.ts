import { ok, refuse, type Result } from '../../../core/result';
import { unreadable, vendorWords } from '../refusals';
import { decimal, text, type Raw } from '../normalise';

export interface Envelope {
	items: Raw[];
	/** Pages in all; absent when the answer does not say. */
	pages?: number;
	/** Uids and ids that a write reports in its messages instead of its items. */
	messageFields: Raw;
}

const isRecord = (value: unknown): value is Raw =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Items are wrapped in one key naming the resource, not always in the same case: take its value. */
function unwrap(item: unknown): Raw[] {
	if (!isRecord(item)) return [];
	const values = Object.values(item);
	const [only] = values;
	return values.length === 1 && isRecord(only) ? [only] : [item];
}

/**
 * Reads the list envelope `{ meta, items, messages }` [documented: endpoint pages]. A message of
 * level `error` refuses even on 200, and JSON without `items` and `messages` is not from ezyVet.
 */
export function readEnvelope(body: unknown, operation: string): Result<Envelope> {
	if (!isRecord(body) || !(Array.isArray(body.items) || Array.isArray(body.messages))) {
		return unreadable('ezyVet', operation);
	}
	const messages = Array.isArray(body.messages) ? body.messages.filter(isRecord) : [];
	const isError = (message: Raw): boolean => text(message.level)?.toLowerCase() === 'error';
	if (messages.some(isError)) {
		return refuse(
			'pims_rejected',
			`ezyVet refused to ${operation}${vendorWords({ messages: messages.filter(isError) })}.`,
			'Check the values of this step; the vendor may have changed a field.',
		);
	}
	const pages = decimal(isRecord(body.meta) ? body.meta.items_page_total : undefined);
	const messageFields: Raw = Object.fromEntries(
		messages.flatMap(({ fields }) => (isRecord(fields) ? Object.entries(fields) : [])),
	);
	return ok({
		items: (Array.isArray(body.items) ? body.items : []).flatMap(unwrap),
		...(pages === undefined ? {} : { pages }),
		messageFields,
	});
}
