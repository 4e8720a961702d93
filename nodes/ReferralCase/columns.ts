import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Change } from '../../core/referral/row';

/** What a Data Table update needs and what the flow wants to know of a decided change. */
export function changeItem(
	rowId: number,
	change: Change,
	itemIndex: number,
	more: IDataObject = {},
): INodeExecutionData {
	return {
		json: {
			rowId,
			caseId: change.columns.caseId,
			expectedVersion: change.expectedVersion,
			changed: change.changed,
			phase: change.columns.phase,
			next: { ...change.next },
			columns: { ...change.columns },
			...more,
		},
		pairedItem: { item: itemIndex },
	};
}
