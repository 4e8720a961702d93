import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

/** A JSON parameter as a value: people type text, expressions give objects. */
export function readJson(execution: IExecuteFunctions, name: string, itemIndex: number): unknown {
	const value: unknown = execution.getNodeParameter(name, itemIndex, undefined);
	if (typeof value !== 'string') return value;
	if (value.trim() === '') return undefined;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		throw new NodeOperationError(execution.getNode(), `'${name}' is not valid JSON`, {
			description: 'Give an object, or an expression that returns one.',
			itemIndex,
		});
	}
}
