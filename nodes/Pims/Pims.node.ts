import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { filingUrlField, markedCaseField, pimsCredentials, pimsField } from '../shared/fields';
import { runItems } from '../shared/items';
import { detailFields, operationFields, resourceField } from './descriptions';
import { runOperation } from './operations';

export class Pims implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'PIMS',
		name: 'pims',
		icon: { light: 'file:../../icons/pims.svg', dark: 'file:../../icons/pims.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Reads and writes single records of a veterinary practice system',
		defaults: { name: 'PIMS' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: undefined,
		credentials: pimsCredentials,
		properties: [
			resourceField,
			...operationFields,
			pimsField,
			...detailFields,
			markedCaseField,
			filingUrlField,
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, async (itemIndex) => await runOperation.call(this, itemIndex));
	}
}
