import type { ICredentialTestRequest, ICredentialType, INodeProperties, Icon } from 'n8n-workflow';

export class ReferralDeskApi implements ICredentialType {
	name = 'referralDeskApi';

	displayName = 'Referral Desk API';

	icon: Icon = {
		light: 'file:../icons/referral-desk.svg',
		dark: 'file:../icons/referral-desk.dark.svg',
	};

	documentationUrl = 'https://github.com/vet-referral/n8n-nodes-vet-referral#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Public Address',
			name: 'publicUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://n8n.clinic.example.com',
			description:
				'The address at which hospitals and owners reach this n8n. Links in messages start with it.',
		},
		{
			displayName: 'Internal Address',
			name: 'internalUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. http://127.0.0.1:5678',
			description:
				'The address at which n8n reaches itself, if that is not the public one. Leave empty otherwise.',
		},
		{
			displayName: 'Path',
			name: 'path',
			type: 'string',
			default: 'vet-referral',
			required: true,
			description:
				'First part of the address of the desk pages. Must be the same in the Desk triggers.',
		},
		{
			displayName: 'Key ID',
			name: 'keyId',
			type: 'string',
			default: 'k1',
			required: true,
			description: 'Name of the current secret. Give a new one a new name.',
		},
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'A long random text (32 characters or more). Links and hospital signatures are made with it; keep it for as long as links have to work.',
		},
		{
			displayName: 'Previous Key ID',
			name: 'previousKeyId',
			type: 'string',
			default: '',
			description: 'Name of the secret that was used before, while its links still have to work',
		},
		{
			displayName: 'Previous Secret',
			name: 'previousSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'The secret that was used before, while its links still have to work',
		},
		{
			displayName: 'PIMS Webhook Secret',
			name: 'pimsWebhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. whsec_…',
			description:
				'Only for practice systems that announce referrals by signed webhook: the secret they sign with',
		},
		{
			displayName: 'Referring Clinic Secrets',
			name: 'clinicSecrets',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. whsec_…',
			description:
				'Only for a hospital that takes referrals in: the webhook secrets that referring clinics gave it, separated by spaces',
		},
	];

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.publicUrl}}', url: '/healthz' },
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: "There is no n8n at this address. Check 'Public Address'.",
				},
			},
		],
	};
}
