import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

export class TwilioSmsApi implements ICredentialType {
	name = 'twilioSmsApi';

	displayName = 'Twilio SMS API';

	icon: Icon = {
		light: 'file:../icons/owner-outreach.svg',
		dark: 'file:../icons/owner-outreach.dark.svg',
	};

	documentationUrl = 'https://github.com/vet-referral/n8n-nodes-vet-referral#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Account SID',
			name: 'accountSid',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. AC…',
			description: 'From the start page of the Twilio console',
		},
		{
			displayName: 'Auth Token',
			name: 'authToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Signs in to Twilio, and checks that inbound messages come from Twilio',
		},
		{
			displayName: 'From Number',
			name: 'from',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. +15005550006',
			description: 'The number owners see and answer to, or a messaging service (MG…)',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.twilio.com',
			required: true,
			placeholder: 'e.g. https://api.twilio.com',
			description: 'Change this only for a region of Twilio or a service that works alike',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			auth: {
				username: '={{$credentials.accountSid}}',
				password: '={{$credentials.authToken}}',
			},
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '=/2010-04-01/Accounts/{{$credentials.accountSid}}.json',
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						"Twilio does not accept 'Account SID' or 'Auth Token'. Copy both again from the start page of the Twilio console.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						"Twilio has no such account at this address. Check 'Account SID' and 'Base URL'.",
				},
			},
		],
	};
}
