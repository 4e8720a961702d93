import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { runItems } from '../shared/items';
import { answerPage } from './answer-page';
import { compose } from './compose';
import { intakeFields, outputNames } from './fields';
import { settle } from './settle';
import { confirmStored, takeIn } from './take';

type ForItem = (this: IExecuteFunctions, itemIndex: number) => Promise<INodeExecutionData[][]>;
type ForRun = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

const forItem: Record<string, ForItem> = { compose, settle };
/** These answer one request at a door. */
const forRun: Record<string, ForRun> = { answerPage, stored: confirmStored, take: takeIn };

const outputs: INodeTypeDescription['outputs'] = `={{ (${JSON.stringify(outputNames)}[$parameter["operation"]] ?? [""]).map((displayName) => ({ type: "${NodeConnectionTypes.Main}", displayName })) }}`;

export class HospitalIntake implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Hospital Intake',
		name: 'hospitalIntake',
		icon: {
			light: 'file:../../icons/hospital-intake.svg',
			dark: 'file:../../icons/hospital-intake.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["operation"]}}',
		description: 'Takes referrals in at a hospital: stores, answers, and tells who has what to do',
		defaults: { name: 'Hospital Intake' },
		inputs: [NodeConnectionTypes.Main],
		outputs,
		usableAsTool: undefined,
		credentials: [
			{
				name: 'referralDeskApi',
				required: true,
				displayOptions: { show: { operation: ['answerPage', 'compose', 'settle'] } },
			},
		],
		properties: intakeFields,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = String(this.getNodeParameter('operation', 0));
		const run = forRun[operation];
		if (run) return await run.call(this);
		const act = forItem[operation] ?? compose;
		return await runItems(this, async (itemIndex) => await act.call(this, itemIndex));
	}
}
