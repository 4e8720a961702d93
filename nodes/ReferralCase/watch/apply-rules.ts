import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { reproject, rulesAfter, rulesDigest } from '../../../core/watch/rules';
import { readJson } from '../../shared/read-json';
import { aroundCases, clinicRows, clinicsOf, eachRow } from './around';

/**
 * Compares the rules (clinic profiles, directory) with those all open cases were last gone through
 * with. Gives one item while that still has to be done: where to begin, and what to store at the end.
 */
export async function compareRules(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const given = readJson(this, 'directory', 0);
	const directory = (Array.isArray(given) ? given : [given]) as Array<Record<string, unknown>>;
	const entries = directory.filter((entry) => entry?.specialistId !== undefined);
	const digest = rulesDigest(clinicRows(this), entries);
	const rules = rulesAfter(this.getNodeParameter('storedRules', 0, ''), digest);
	return [rules === undefined ? [] : [{ json: { after: 0, rules }, pairedItem: { item: 0 } }]];
}

/**
 * Works out the columns of one part of the open cases under the present rules. Outputs: *Changed*, the
 * writes for cases whose columns differ; *Next Part*, where the next part begins; *Done*. Cases of a
 * clinic whose profile cannot be read now are left as they are.
 */
export async function applyRules(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const readable = clinicsOf(this);
	const broken = new Set(
		clinicRows(this)
			.map(({ clinicId }) => String(clinicId))
			.filter((clinicId) => !readable.has(clinicId)),
	);
	const { contextOf } = aroundCases(this);
	const changed: INodeExecutionData[] = [];
	eachRow(this, (row, itemIndex) => {
		if (broken.has(row.clinicId)) return;
		const columns = reproject(row, contextOf(row));
		if (!columns) return;
		changed.push({
			json: { id: row.id, ...columns } as unknown as IDataObject,
			pairedItem: { item: itemIndex },
		});
	});
	const ids = this.getInputData().map(({ json }) => Number(json.id ?? 0));
	const last = Math.max(0, ...ids);
	const pairedItem = { item: 0 };
	return last > 0
		? [changed, [{ json: { after: last }, pairedItem }], []]
		: [[], [], [{ json: {}, pairedItem }]];
}
