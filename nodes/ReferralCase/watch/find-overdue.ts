import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { claimTells } from '../../../core/watch/claim';
import { changeItem } from '../columns';
import { aroundCases, eachRow } from './around';

/**
 * Goes through cases of which somebody may have to hear. Gives the write that claims what is to be
 * told now; it counts as told only when the message has left.
 */
export async function findOverdue(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { contextOf } = aroundCases(this);
	const claims: INodeExecutionData[] = [];
	eachRow(this, (row, itemIndex) => {
		const claim = claimTells(row, contextOf(row));
		if (claim) claims.push(changeItem(row.id, claim, itemIndex));
	});
	return [claims];
}
