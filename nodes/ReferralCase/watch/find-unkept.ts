import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { careForFiles } from '../../../core/watch/files-care';
import { changeItem } from '../columns';
import { aroundCases, eachRow } from './around';

/** The writes that claim another try to copy files nobody keeps, or that ask a person for them. */
export async function findUnkept(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { contextOf } = aroundCases(this);
	const claims: INodeExecutionData[] = [];
	eachRow(this, (row, itemIndex) => {
		const care = careForFiles(row, contextOf(row));
		if (care) claims.push(changeItem(row.id, care, itemIndex));
	});
	return [claims];
}
