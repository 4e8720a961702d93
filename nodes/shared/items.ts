import {
	NodeOperationError,
	type IBinaryKeyData,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

/** What one item gives: a list of items for each output, in the order of the outputs. */
export type IExecuteResult = INodeExecutionData[][];

/**
 * The one item loop of the pack. What an item gives is joined output by output. With "continue on
 * fail" an item that could not be worked on leaves on the last output, never on the first, which
 * stands for success.
 */
export async function runItems(
	execution: IExecuteFunctions,
	each: (itemIndex: number) => Promise<IExecuteResult>,
	outputs = 1,
): Promise<IExecuteResult> {
	const joined: IExecuteResult = Array.from({ length: outputs }, () => []);
	for (let itemIndex = 0; itemIndex < execution.getInputData().length; itemIndex++) {
		try {
			const given = await each(itemIndex);
			given.forEach((items, output) => joined[output]?.push(...items));
		} catch (error) {
			const told = new NodeOperationError(execution.getNode(), error as Error, { itemIndex });
			if (!execution.continueOnFail()) throw told;
			joined[outputs - 1]?.push({
				json: { error: told.message, hint: told.description ?? '' },
				pairedItem: { item: itemIndex },
			});
		}
	}
	return joined;
}

/** One item that leaves on one of several outputs. */
export function leaveOn(
	output: number,
	outputs: number,
	itemIndex: number,
	json: IDataObject,
	binary?: IBinaryKeyData,
): IExecuteResult {
	const item: INodeExecutionData = {
		json,
		pairedItem: { item: itemIndex },
		...(binary && Object.keys(binary).length > 0 ? { binary } : {}),
	};
	return Array.from({ length: outputs }, (_, index) => (index === output ? [item] : []));
}
