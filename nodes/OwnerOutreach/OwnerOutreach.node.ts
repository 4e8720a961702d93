import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { caseRowField, clinicProfileField } from '../shared/fields';
import { runItems } from '../shared/items';
import { waitForCase, wakeUp, wakeWebhooks } from '../shared/wait';
import { checkProvider } from './check-provider';
import { sendTouch } from './send-touch';

export class OwnerOutreach implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Owner Outreach',
		name: 'ownerOutreach',
		icon: {
			light: 'file:../../icons/owner-outreach.svg',
			dark: 'file:../../icons/owner-outreach.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle:
			'={{({ waitForOwner: "until the owner books", checkProvider: "check provider" })[$parameter["operation"]] ?? "one message"}}',
		description: 'Brings the owner to a booked visit, one message at a time',
		defaults: { name: 'Owner Outreach' },
		inputs: [NodeConnectionTypes.Main],
		outputs:
			'={{$parameter["operation"] !== "sendTouch" ? [{ type: "main" }] : [{ type: "main", displayName: "Sent" }, { type: "main", displayName: "Hand Off" }, { type: "main", displayName: "Held" }]}}',
		usableAsTool: undefined,
		webhooks: wakeWebhooks,
		waitingNodeTooltip: 'Waiting for the owner to book',
		credentials: [
			{
				name: 'twilioSmsApi',
				required: true,
				displayOptions: { hide: { operation: ['waitForOwner'] } },
			},
		],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Check Provider',
						value: 'checkProvider',
						action: 'Check the text message provider',
						description: 'Ask whether the account works, without sending anything',
					},
					{
						name: 'Send Touch',
						value: 'sendTouch',
						action: 'Send one message to the owner',
						description: 'Send the message the case is due, by text or e-mail',
					},
					{
						name: 'Wait for Owner',
						value: 'waitForOwner',
						action: 'Wait for the owner',
						description: 'Wait until the owner books, answers, or the next message is due',
					},
				],
				default: 'sendTouch',
			},
			{
				...caseRowField,
				displayOptions: { show: { operation: ['sendTouch', 'waitForOwner'] } },
			},
			{ ...clinicProfileField, displayOptions: { show: { operation: ['sendTouch'] } } },
			{
				displayName: 'Owner Link',
				name: 'ownerLink',
				type: 'string',
				required: true,
				default: '={{ JSON.parse($json.handover).ownerLink }}',
				description:
					"The owner's page of this case; the operation Next Step of Referral Case hands it over",
				displayOptions: { show: { operation: ['sendTouch'] } },
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getNodeParameter('operation', 0) === 'waitForOwner')
			return await waitForCase.call(this);
		if (this.getNodeParameter('operation', 0) === 'checkProvider')
			return await checkProvider.call(this);
		return await runItems(this, async (itemIndex) => await sendTouch.call(this, itemIndex), 3);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await wakeUp.call(this);
	}
}
