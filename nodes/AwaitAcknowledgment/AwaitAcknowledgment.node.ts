import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { caseRowField } from '../shared/fields';
import { waitForCase, wakeUp, wakeWebhooks } from '../shared/wait';

export class AwaitAcknowledgment implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Await Acknowledgment',
		name: 'awaitAcknowledgment',
		icon: {
			light: 'file:../../icons/await-acknowledgment.svg',
			dark: 'file:../../icons/await-acknowledgment.dark.svg',
		},
		group: ['organization'],
		version: 1,
		subtitle: 'until the hospital answers',
		description: 'Waits until the hospital answers or its time is over',
		defaults: { name: 'Await Acknowledgment' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: undefined,
		webhooks: wakeWebhooks,
		waitingNodeTooltip: 'Waiting for the hospital to answer',
		hints: [
			{
				message:
					'One referral at a time. The answer stands in the case row: read the row again after this node.',
				type: 'info',
				location: 'ndv',
				whenToDisplay: 'beforeExecution',
			},
		],
		properties: [caseRowField],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await waitForCase.call(this);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await wakeUp.call(this);
	}
}
