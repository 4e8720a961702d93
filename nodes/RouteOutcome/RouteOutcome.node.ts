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
	filingUrlField,
	pimsCredentials,
	pimsField,
} from '../shared/fields';
import { runItems } from '../shared/items';
import { outputs, routeOutcome } from './route-outcome';

export class RouteOutcome implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Route Outcome',
		name: 'routeOutcome',
		icon: {
			light: 'file:../../icons/route-outcome.svg',
			dark: 'file:../../icons/route-outcome.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: '={{"into " + $parameter["pims"]}}',
		description: "Files the specialist's report in the patient record, after comparing the patient",
		defaults: { name: 'Route Outcome' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Filed', 'Awaiting Human', 'Needs Review'],
		usableAsTool: undefined,
		credentials: pimsCredentials,
		hints: [
			{
				message: "Record this node's 'commands' in the ledger on every output.",
				type: 'info',
				location: 'ndv',
				whenToDisplay: 'beforeExecution',
			},
		],
		properties: [pimsField, caseRowField, clinicProfileField, filingUrlField],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(
			this,
			async (itemIndex) => await routeOutcome.call(this, itemIndex),
			outputs,
		);
	}
}
