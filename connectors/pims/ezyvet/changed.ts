import { ok, type Result } from '../../../core/result';
import { nextPlace, readPlace, type Place } from '../cursor';
import type { ChangedRecord, ChangedResource } from '../pims';
import type { EzyVetClient } from './client';
import { epochSeconds, identifier, instant, type Raw } from '../normalise';
import type { EzyVetResource } from './versions';

/** Every poll asks again for the last five minutes, so a late-committed change is not missed. */
const overlapSeconds = 300;
const resourceOf: Record<ChangedResource, EzyVetResource> = {
	patients: 'animal',
	clients: 'contact',
	encounters: 'consult',
	appointments: 'appointment',
};

/** Where to go on; without a cursor, `lookBackSeconds` before now. */
export const readCursor = (
	cursor: string | null,
	now: string,
	lookBackSeconds?: number,
): Result<Place> => readPlace(cursor, 'ezyVet', now, lookBackSeconds);

/** The cursor after these records and the keys of what they told. */
export const nextCursor = (
	place: Place,
	records: Raw[],
	keysOf: (record: Raw) => string[],
): string =>
	nextPlace(
		place,
		records.map((record) => ({
			at: epochSeconds(record.modified_at) ?? 0,
			keys: keysOf(record),
		})),
		overlapSeconds,
	);

/** Everything of a resource that changed after the cursor, with overlap [documented: FAQ, delta loads]. */
export const changedAfter = async (
	client: EzyVetClient,
	resource: EzyVetResource,
	at: Place,
	operation: string,
): Promise<Result<Raw[]>> =>
	await client.list(
		resource,
		{ modified_at: { gt: String(Math.max(0, at.since - overlapSeconds)) } },
		operation,
	);

/** Asks for changes by time; a record changed twice is told twice, an unchanged one once. */
export function createChangedReads(client: EzyVetClient, now: () => string) {
	return async (
		resource: ChangedResource,
		cursor: string | null,
	): Promise<Result<{ records: ChangedRecord[]; cursor: string }>> => {
		const at = readCursor(cursor, now());
		if (!at.ok) return at;
		const name = resourceOf[resource];
		const got = await changedAfter(client, name, at.value, `list the ${resource} that changed`);
		if (!got.ok) return got;
		const seen = new Set(at.value.seen);
		const records = got.value
			.flatMap((raw) => changeOf(raw) ?? [])
			.filter((record) => !seen.has(keyOf(record)))
			.sort((a, b) => Date.parse(a.changedAt) - Date.parse(b.changedAt));
		const keysOf = (raw: Raw): string[] => {
			const change = changeOf(raw);
			return change ? [keyOf(change)] : [];
		};
		return ok({ records, cursor: nextCursor(at.value, got.value, keysOf) });
	};
}

function changeOf(raw: Raw): ChangedRecord | undefined {
	const id = identifier(raw.id);
	const changedAt = instant(raw.modified_at);
	return id && changedAt ? { id, changedAt, raw } : undefined;
}

const keyOf = ({ id, changedAt }: ChangedRecord): string => `${id}@${changedAt}`;
