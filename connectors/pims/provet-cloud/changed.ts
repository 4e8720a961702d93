import { ok, type Result } from '../../../core/result';
import { instant } from '../normalise';
import type { ChangedRecord, ChangedResource } from '../pims';
import type { ProvetClient } from './client';
import { after, changesSince, readCursor, unread } from './cursor';
import { idOf } from './relations';

const resourceOf: Record<ChangedResource, string> = {
	patients: 'patient',
	clients: 'client',
	encounters: 'consultation',
	appointments: 'appointment',
};

/** Asks for changes by time; a record changed twice is told twice, an unchanged one once. */
export function createChangedReads(client: ProvetClient, now: () => string) {
	return async (
		resource: ChangedResource,
		cursor: string | null,
	): Promise<Result<{ records: ChangedRecord[]; cursor: string }>> => {
		const askedAt = now();
		const at = readCursor(cursor, askedAt);
		if (!at.ok) return at;
		const rows = await client.list(resourceOf[resource], {
			operation: `list the ${resource} that changed`,
			...changesSince(at.value),
		});
		if (!rows.ok) return rows;
		const fresh = unread(rows.value, at.value);
		const records = fresh.map((raw) => ({
			id: idOf(raw) ?? '',
			changedAt: instant(raw.modified) ?? '',
			raw,
		}));
		return ok({ records, cursor: after(at.value, fresh, [], askedAt) });
	};
}
