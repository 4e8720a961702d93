import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { tablesState, type Sample } from '../../../core/watch/table-size';
import { nowIso } from '../../shared/ledger';
import { readJson } from '../../shared/read-json';

const rowsOf = (given: unknown): Array<{ id: number }> =>
	(Array.isArray(given) ? given : []).filter(
		(row): row is { id: number } => Number((row as { id?: unknown } | null)?.id) > 0,
	);

/** Estimates how full the data tables are, and gives the setting that says so. */
export async function measureTables(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const given = readJson(this, 'samples', 0);
	const samples = (Array.isArray(given) ? given : []).map((sample: Partial<Sample> | null) => ({
		oldest: rowsOf(sample?.oldest),
		newest: rowsOf(sample?.newest),
	}));
	const state = tablesState(samples, this.getNodeParameter('limitMegabytes', 0, ''), nowIso());
	return [[{ json: { key: 'tables', value: JSON.stringify(state) }, pairedItem: { item: 0 } }]];
}
