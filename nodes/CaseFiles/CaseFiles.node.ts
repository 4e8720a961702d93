import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { caseRowField, clinicProfileField } from '../shared/fields';
import { runItems } from '../shared/items';
import { copyFiles, keepFiles } from './copy-files';
import { storeFiles } from './store-files';

const forCopy = { show: { operation: ['copy'] } };

export class CaseFiles implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Case Files',
		name: 'caseFiles',
		icon: {
			light: 'file:../../icons/case-files.svg',
			dark: 'file:../../icons/case-files.dark.svg',
		},
		group: ['organization'],
		version: 1,
		subtitle: '={{$parameter["operation"]}}',
		description:
			'Takes own copies of the files of a case and keeps them until the retention time ends',
		defaults: { name: 'Case Files' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: undefined,
		waitingNodeTooltip: 'Keeping the files of a case',
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Copy',
						value: 'copy',
						action: 'Copy files of a case',
						description: 'Make copies that belong to this execution',
					},
					{
						name: 'Keep',
						value: 'keep',
						action: 'Keep files until a date',
						description: 'Wait, so that the files of this execution stay',
					},
					{
						name: 'Store',
						value: 'store',
						action: 'Store what came through a door',
						description: 'Keep uploads and documents of a request and measure them',
					},
				],
				default: 'store',
			},
			{ ...caseRowField, displayOptions: forCopy },
			{ ...clinicProfileField, displayOptions: forCopy },
			{
				displayName: 'Files Of',
				name: 'filesOf',
				type: 'options',
				options: [
					{ name: 'Answer to the Hospital', value: 'answer' },
					{ name: 'Handed-In Record', value: 'record' },
					{ name: 'Packet', value: 'packet' },
					{ name: 'Report', value: 'report' },
				],
				default: 'packet',
				displayOptions: forCopy,
			},
			{
				displayName: 'Keep Until',
				name: 'keepUntil',
				type: 'dateTime',
				required: true,
				default: "={{ $('Copy files').first().json.keepUntil }}",
				displayOptions: { show: { operation: ['keep'] } },
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0);
		if (operation === 'keep') return await keepFiles.call(this);
		const act = operation === 'copy' ? copyFiles : storeFiles;
		return await runItems(this, async (itemIndex) => await act.call(this, itemIndex));
	}
}
