import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import {
	caseRowField,
	clinicProfileField,
	markedCaseField,
	pimsCredentials,
	pimsField,
	specialistField,
} from '../shared/fields';
import { runItems } from '../shared/items';
import { buildPacket } from './build-packet';

export class BuildPacket implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Build Packet',
		name: 'buildPacket',
		icon: {
			light: 'file:../../icons/build-packet.svg',
			dark: 'file:../../icons/build-packet.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{"from " + $parameter["pims"]}}',
		description: 'Reads the patient record and puts the referral packet together',
		defaults: { name: 'Build Packet' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Complete', 'Incomplete'],
		usableAsTool: undefined,
		credentials: pimsCredentials,
		hints: [
			{
				message: "Record this node's 'commands' in the ledger before the packet is sent.",
				type: 'info',
				location: 'ndv',
				whenToDisplay: 'beforeExecution',
			},
		],
		properties: [
			pimsField,
			caseRowField,
			clinicProfileField,
			specialistField,
			markedCaseField,
			{
				displayName: 'Make ZIP Package',
				name: 'makePackage',
				type: 'boolean',
				default: false,
				description:
					"Whether to add one ZIP with all files and their checksums, as the file 'package'",
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, async (itemIndex) => await buildPacket.call(this, itemIndex), 2);
	}
}
