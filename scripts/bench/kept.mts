import type { Kept } from './report.mts';
import { BenchFailed } from './measure.mts';
import type { Variant } from './variants.mts';
import type { BenchWorld } from './world.mts';

interface LedgerRow {
	id: number;
	events?: string;
	status?: string;
	phase?: string;
	version: number;
}

/** Reads one finished execution and all rows of a variant: every case must have exactly one, and be delivered. */
export async function keptBy(world: BenchWorld, variant: Variant, cases: number): Promise<Kept> {
	const { n8n } = world;
	const [one] = await n8n.executions({
		workflowId: variant.workflowId,
		status: variant.ends,
		limit: 1,
	});
	const execution = one ? await n8n.execution(one.id) : undefined;
	const runs = Object.values(execution?.data?.resultData.runData ?? {});
	const nodes = runs.reduce((sum, list) => sum + list.length, 0);
	if (!variant.table) return { rows: 0, events: 0, nodes, pdfs: 0 };
	const rows = await n8n.dataTable(variant.table).rows<LedgerRow>();
	const delivered = rows.filter(({ phase, status }) => (phase ?? status) === 'delivered');
	if (rows.length !== cases || delivered.length !== cases) {
		throw new BenchFailed(
			`${variant.name}: ${rows.length} rows, ${delivered.length} delivered, for ${cases} cases.`,
		);
	}
	const lists = rows.map(
		({ events }) =>
			JSON.parse(events ?? '[]') as Array<{
				type: string;
				data: { files?: Array<{ name: string }> };
			}>,
	);
	const made = lists.flatMap((events) =>
		events
			.filter(({ type }) => type === 'packet.built')
			.flatMap(({ data }) => data.files ?? [])
			.filter(({ name }) => /^Referral summary .*\.pdf$/.test(name)),
	);
	return {
		rows: rows.length / cases,
		// By hand there is no list of events; its row was written this often.
		events: lists.reduce((sum, list) => sum + list.length, 0) / cases,
		nodes,
		pdfs: made.length / cases,
	};
}
