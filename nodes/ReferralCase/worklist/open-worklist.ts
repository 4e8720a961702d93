import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { ticksOf } from '../../../core/desk/worklist-acts';
import { lookupsOf } from '../../../core/desk/worklist-hospital';
import { sendPage } from '../desk/reply';
import { renderMessagePage } from '../../shared/pages/message-page';
import { admitted, readWorklistRequest } from './request';

/**
 * Checks that the link still opens and says which cases have to be read: the open ones of every service
 * of the hospital, and those that were ticked, open or not. Outputs: *Read*, *Turned Away*.
 */
export async function openWorklist(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const request = readWorklistRequest(this);
	const found = admitted(this, request);
	if (!found) {
		const page = renderMessagePage({
			title: 'This link does not work any more',
			text: 'It was withdrawn, or the hospital is not in the directory any more.',
			hint: 'Call the clinic that sent it and ask for a new one.',
		});
		await sendPage(this, page, 410);
		return [[], [{ json: { subject: request.subject }, pairedItem: { item: 0 } }]];
	}
	const open = lookupsOf(found.hospital).map(
		({ column, value }): IDataObject => ({ column, value, also: 'open', alsoValue: true }),
	);
	const ticked = ticksOf(request.fields).map(
		({ rowId }): IDataObject => ({ column: 'id', value: rowId, also: 'id', alsoValue: rowId }),
	);
	const read = [...open, ...ticked].map((json) => ({ json, pairedItem: { item: 0 } }));
	return [read, []];
}
