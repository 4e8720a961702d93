import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { pimsField } from '../shared/fields';
import { pollReferrals } from './poll-referrals';
import { receiveReferral, referralWebhooks } from './receive-referral';

const forEzyVet = { show: { pims: ['ezyvet'] } };
const forWebhook = { show: { pims: ['webhook'] } };

export class PimsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'PIMS Trigger',
		name: 'pimsTrigger',
		icon: { light: 'file:../../icons/pims.svg', dark: 'file:../../icons/pims.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{"case marked for referral in " + $parameter["pims"]}}',
		description: 'Starts when a vet marks a case for referral in the practice system',
		defaults: { name: 'PIMS Trigger' },
		eventTriggerDescription: 'Waiting for a case that is marked for referral',
		activationMessage: 'Cases marked for referral now start this workflow, one run for each.',
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		webhooks: referralWebhooks,
		credentials: [
			{ name: 'ezyVetApi', required: true, displayOptions: { hide: { pims: ['webhook'] } } },
			{ name: 'referralDeskApi', required: true, displayOptions: { hide: { pims: ['ezyvet'] } } },
		],
		hints: [
			{
				message:
					"A practice system that sends webhooks is not asked: 'Poll Times' has no effect here.",
				type: 'info',
				location: 'ndv',
				whenToDisplay: 'always',
				displayCondition: '={{ $parameter["pims"] === "webhook" }}',
			},
		],
		properties: [
			{
				...pimsField,
				description: 'The practice system in which cases are marked',
			},
			{
				displayName: 'Marker',
				name: 'marker',
				type: 'string',
				default: '#refer',
				required: true,
				description: 'What a vet writes into the consult to mark the case for referral',
				displayOptions: forEzyVet,
			},
			{
				displayName: 'Path',
				name: 'path',
				type: 'string',
				default: 'vet-referral/pims',
				required: true,
				description: 'Where the practice system posts marked cases, below /webhook/ of this n8n',
				displayOptions: forWebhook,
			},
			{
				displayName: 'Clinic ID',
				name: 'clinicId',
				type: 'string',
				default: 'clinic',
				required: true,
				description: 'The clinic profile that these cases belong to',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				displayOptions: forEzyVet,
				options: [
					{
						displayName: 'Look Back (Hours)',
						name: 'lookBackHours',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 720 },
						default: 0,
						description: 'How far back the first poll looks for marked cases',
					},
				],
			},
		],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollReferrals.call(this);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveReferral.call(this);
	}
}
