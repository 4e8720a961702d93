import { eventsOf, type LedgerEvent, type LedgerRow } from '../../../scripts/demo/loop.mts';
import type { World } from '../../../scripts/demo/world.mts';

/** Columns that hold an instant of the case itself. */
const instants = ['openedAt', 'changedAt', 'dueAt', 'tellAt', 'runUntil', 'wakeUntil'] as const;

/**
 * Everything that has happened in a case happened so much earlier: the time since then has passed. A
 * run that writes in between is let through first.
 */
export async function age(world: World, row: LedgerRow, minutes: number): Promise<void> {
	const table = world.n8n.dataTable('vet_referral_cases');
	for (let attempt = 0; attempt < 20; attempt++) {
		const [now] = await table.rows<LedgerRow>({ id: row.id });
		if (now && (await moveBack(world, now, minutes))) return;
	}
	throw new Error(`The case ${row.caseId} does not come to rest.`);
}

async function moveBack(world: World, row: LedgerRow, minutes: number): Promise<boolean> {
	const back = (value: unknown): unknown => {
		const at = typeof value === 'string' ? Date.parse(value) : NaN;
		// "Never" stays never.
		if (Number.isNaN(at) || at > Date.now() + 365 * 86_400_000) return value;
		return new Date(at - minutes * 60_000).toISOString();
	};
	const events = eventsOf(row).map((event): LedgerEvent & { receivedAt?: unknown } => {
		const { receivedAt } = event as LedgerEvent & { receivedAt?: unknown };
		const { until } = event.data;
		return {
			...event,
			at: String(back(event.at)),
			receivedAt: back(receivedAt),
			data: until === undefined ? event.data : { ...event.data, until: back(until) },
		};
	});
	const moved = instants.map((name) => [name, back(row[name])]);
	const changed = await world.n8n.dataTable('vet_referral_cases').update(
		{ id: row.id, version: row.version },
		// A run that has read the row before decides again.
		{
			...Object.fromEntries(moved),
			events: JSON.stringify(events),
			version: row.version + 1,
		},
	);
	return changed.length === 1;
}
