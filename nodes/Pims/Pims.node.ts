import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import {
	filingUrlField,
	handedInSystems,
	markedCaseField,
	pimsCredentials,
	pimsField,
} from '../shared/fields';
import { detailFields, operationFields, outputsExpression, resourceField } from './descriptions';
import { listSearch } from './list-search';
import { runOperations } from './operations';

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
		outputs: outputsExpression,
		usableAsTool: undefined,
		credentials: pimsCredentials,
		properties: [
			resourceField,
			...operationFields,
			pimsField,
			...detailFields,
			{ ...markedCaseField, displayOptions: { show: { pims: handedInSystems } } },
			filingUrlField,
		],
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations.call(this);
	}
}
