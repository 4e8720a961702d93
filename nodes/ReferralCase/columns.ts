import type { INodeExecutionData } from 'n8n-workflow';
import type { Change } from '../../core/referral/row';

/**
 * The columns of a decided change, and nothing else, so that a Data Table node can map them by itself.
 * The write holds only where `id` is this id and `version` is one less than here.
 */
export const changeItem = (
	rowId: number,
	change: Change,
	itemIndex: number,
): INodeExecutionData => ({
	json: { id: rowId, ...change.columns },
	pairedItem: { item: itemIndex },
});
