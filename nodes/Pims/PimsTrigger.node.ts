import {
	NodeConnectionTypes,
	type INodeCredentialDescription,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { pimsCredentials, pimsField } from '../shared/fields';
import { pollReferrals } from './poll-referrals';
import { recognitionFields } from './recognition';
import {
	hintSystems,
	receiveReferral,
	referralWebhooks,
	shortestHintPath,
} from './receive-referral';

/** Practice systems that are asked again and again. */
const forAsked = { show: { pims: ['ezyvet', 'provet'] } };
const forHinted = { show: { pims: hintSystems } };
/** Cases are handed in, or no record of theirs can be marked. */
const withoutMarks = ['cornerstone', 'datapoint'];
const forWebhook = { show: { pims: ['webhook'] } };

const idsOf = ({ options = [] }: INodeProperties): string[] =>
	options.flatMap((one) => ('value' in one ? [String(one.value)] : []));

/**
 * A credential by what it is not for. Said the other way round, every choice of 'PIMS' would name a
 * credential, and n8n would take the field for a choice between credentials and hide it.
 */
const onlyFor = (name: string, systems: string[]): INodeCredentialDescription => ({
	name,
	required: true,
	displayOptions: { hide: { pims: idsOf(pimsField).filter((id) => !systems.includes(id)) } },
});

/** Those of the practice systems that are asked; the desk's holds the secret of those that call. */
const triggerCredentials = [
	...pimsCredentials.map(({ name, displayOptions }) =>
		onlyFor(name, (displayOptions?.show?.pims ?? []).map(String)),
	),
	onlyFor('referralDeskApi', ['webhook']),
];

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
		credentials: triggerCredentials,
		hints: [
			{
				message:
					"A practice system that sends webhooks is not asked: 'Poll Times' has no effect here.",
				type: 'info',
				location: 'ndv',
				whenToDisplay: 'always',
				displayCondition: '={{ $parameter["pims"] === "webhook" }}',
			},
			{
				message: `'Hint Path' opens no address: it needs at least ${shortestHintPath} characters, because whoever knows it can mark cases.`,
				type: 'warning',
				location: 'ndv',
				whenToDisplay: 'always',
				displayCondition: `={{ $parameter["pims"] !== "webhook" && ($parameter["hintPath"] || "") !== "" && $parameter["hintPath"].length < ${shortestHintPath} }}`,
			},
		],
		properties: [
			{
				...pimsField,
				options: pimsField.options?.filter(
					(one) => 'value' in one && !withoutMarks.includes(String(one.value)),
				),
				description: 'The practice system in which cases are marked',
			},
			...recognitionFields,
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
				displayName: 'Hint Path',
				name: 'hintPath',
				type: 'string',
				typeOptions: { password: true },
				default: '',
				placeholder: 'e.g. 24 random letters and digits',
				description:
					'A secret word that ends the address for webhooks of the practice system and for the button "Refer" of Provet Cloud: /webhook/vet-referral/ezyvet/… or /webhook/vet-referral/provet/… of this n8n. With it cases come sooner; without it they come with the next poll.',
				displayOptions: forHinted,
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
				displayOptions: forAsked,
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
