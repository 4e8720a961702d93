import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { firstRow, type CaseRow } from '../../../core/referral/row';
import { sendJsonAnswer } from '../desk/reply';

/**
 * Settles the race of two inserts of one case. There is no unique key in a data table, so everybody
 * inserts, reads all rows of the case number, and the lowest id is the case; the others are removed. A
 * run that goes on with a case asks again: whoever inserted second may have died before it could ask.
 * Takes all input items at once.
 */
export async function settle(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const insertedId = Number(this.getNodeParameter('insertedRowId', 0));
	const rows = this.getInputData()
		.map((item, index) => ({ row: item.json as unknown as CaseRow, index }))
		.filter(({ row }) => Number(row.id) > 0);
	const first = firstRow(rows.map(({ row }) => row));
	if (!first) return [[], []];
	const { index } = rows.find(({ row }) => row.id === first.id) ?? { index: 0 };
	const pairedItem = { item: index };
	if (this.getNodeParameter('answerSender', 0, false) === true) {
		await sendJsonAnswer(this, { status: 'received', caseId: first.caseId });
	}
	// Whoever wrote to the row meanwhile (Watch may tell of it at once) has taken the handover away.
	const claim = first.claim === '' ? 'next' : first.claim;
	if (first.id === insertedId) return [[{ json: { ...first, claim }, pairedItem }], []];
	return [
		[],
		[{ json: { doubleRowId: insertedId, rowId: first.id, caseId: first.caseId }, pairedItem }],
	];
}
