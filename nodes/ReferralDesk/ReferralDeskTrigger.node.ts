import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { openDoor } from './doors';
import { doorWebhooks } from './webhooks';

export class ReferralDeskTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Referral Desk Trigger',
		name: 'referralDeskTrigger',
		icon: {
			light: 'file:../../icons/referral-desk.svg',
			dark: 'file:../../icons/referral-desk.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["path"] + "/" + $parameter["door"]}}',
		description: 'The public door of a referral: pages, hospital events, inbound texts',
		defaults: { name: 'Referral Desk Trigger' },
		eventTriggerDescription: 'Waiting for somebody to open the door',
		activationMessage: 'The door is open: links, hospitals and texts reach this workflow.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		webhooks: doorWebhooks,
		credentials: [
			{
				name: 'referralDeskApi',
				required: true,
				displayOptions: { hide: { door: ['sms'] } },
			},
			{
				name: 'twilioSmsApi',
				required: true,
				displayOptions: {
					hide: { door: ['board', 'case', 'events', 'filing', 'intake', 'setup', 'worklist'] },
				},
			},
		],
		properties: [
			{
				displayName: 'Door',
				name: 'door',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Board',
						value: 'board',
						description: "A clinic's board, behind its signed link",
					},
					{
						name: 'Case Pages',
						value: 'case',
						description: 'Pages of a case, behind one signed link for each case and role',
					},
					{
						name: 'Hospital Events',
						value: 'events',
						description: "Signed messages of a hospital's own system",
					},
					{
						name: 'Hospital Worklist',
						value: 'worklist',
						description: 'All open cases of a hospital, behind its signed link',
					},
					{
						name: 'Inbound Texts',
						value: 'sms',
						description: 'Answers of owners, signed by Twilio',
					},
					{
						name: 'Intake Pages',
						value: 'filing',
						description:
							'Of a hospital: the page on which a person says that a referral is in the record',
					},
					{
						name: 'Referrals From Clinics',
						value: 'intake',
						description: 'Of a hospital: signed packets and messages of referring clinics',
					},
					{
						name: 'Set-Up',
						value: 'setup',
						description:
							'Pages on which the settings are checked and changed, behind a signed link',
					},
				],
				default: 'case',
			},
			{
				displayName: 'Path',
				name: 'path',
				type: 'string',
				default: 'vet-referral',
				required: true,
				description:
					"First part of the address. Must be the same as in the 'Referral Desk API' credential.",
			},
			{
				displayName: 'Public Address of This Door',
				name: 'publicUrl',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://n8n.clinic.example.com/webhook/vet-referral/sms',
				description:
					'The exact address Twilio calls, if it is not the one n8n shows above. Twilio signs the address.',
				displayOptions: { show: { door: ['sms'] } },
			},
		],
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await openDoor.call(this);
	}
}
