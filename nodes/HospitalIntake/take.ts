import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Inbound } from '../../core/intake/message';
import { newRow, referenceOf } from '../../core/intake/row';
import { sendJsonAnswer } from '../shared/reply';
import { readJson } from '../shared/read-json';
import { rowsOf } from './rows';

interface IntakeRequest {
	key: string;
	/** First part of the address of the door. */
	path: string;
	inbound: Inbound;
	receivedAt: string;
}

const lowest = (ids: number[]): number => Math.min(...ids);

/**
 * Makes the row of a message that is new. One that is stored already is answered 409 with the number it
 * has here, which the protocol counts as received. Outputs: Store, Answered.
 */
export async function takeIn(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { key, path, inbound, receivedAt } = readJson(this, 'request', 0) as IntakeRequest;
	const known = rowsOf(this).filter(({ deliveryId }) => deliveryId === key);
	if (known.length > 0) {
		const reference = referenceOf(lowest(known.map(({ id }) => id)));
		await sendJsonAnswer(this, { message: 'Already processed.', reference }, 409);
		return [[], [{ json: { reference, repeated: true }, pairedItem: { item: 0 } }]];
	}
	const columns = newRow(inbound, { key, door: path, now: receivedAt }) as unknown as IDataObject;
	return [[{ json: columns, pairedItem: { item: 0 } }], []];
}

/**
 * Says "received" now that the message is stored. When two runs stored the same message at once, the row
 * with the lowest number stays and goes on; the other removes its own. Outputs: Go On, Remove Double.
 */
export async function confirmStored(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const inserted = Number(this.getNodeParameter('insertedRowId', 0));
	const rows = rowsOf(this);
	const kept = lowest([inserted, ...rows.map(({ id }) => id)]);
	await sendJsonAnswer(this, { status: 'received', reference: referenceOf(kept) });
	const row = rows.find(({ id }) => id === inserted);
	if (kept !== inserted || !row) {
		return [[], [{ json: { doubleRowId: inserted }, pairedItem: { item: 0 } }]];
	}
	return [[{ json: row as unknown as IDataObject, pairedItem: { item: 0 } }], []];
}
