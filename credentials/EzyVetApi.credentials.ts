import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	INodeProperties,
	Icon,
} from 'n8n-workflow';
import { text } from './shared/text';
import { fetchToken, withBearer, type Advice } from './shared/token';

/** Everything the nodes may read and write; ezyVet wants all scopes of an integration record at once. */
const usualScopes = [
	'read-address',
	'read-animal',
	'read-animalcolour',
	'read-appointment',
	'read-appointmenttype',
	'read-assessment',
	'read-attachment',
	'read-breed',
	'read-communication',
	'read-consult',
	'read-contact',
	'read-contactdetail',
	'read-contactdetailtype',
	'read-diagnosticrequest',
	'read-diagnosticresult',
	'read-diagnosticresultitem',
	'read-healthstatus',
	'read-history',
	'read-physicalexam',
	'read-plan',
	'read-prescription',
	'read-prescriptionitem',
	'read-product',
	'read-resource',
	'read-sex',
	'read-species',
	'read-user',
	'read-vaccination',
	'write-animal',
	'write-attachment',
	'write-communication',
	'write-consult',
	'write-contact',
	'write-contactdetail',
	'write-externalprescription',
	'create-booking',
];

/** How ezyVet words a refusal is [unknown], so what it says is searched for what it is about. */
const logInAdvice: Advice[] = [
	{
		when: /\b((?:read|write|create)-[a-z]+)\b/,
		say: "ezyVet does not grant the scope $1. Take it out of 'Scopes', or have it added to the integration record.",
	},
	{
		when: /scope/i,
		say: "ezyVet does not grant one of the scopes. Give 'Scopes' as in the text file of the integration record.",
	},
	{
		when: /\bsite|site_uid/i,
		say: "ezyVet does not open this site to this client. Check 'Site UID', and whether 'Base URL' is the live or the trial address.",
	},
	{
		when: /partner/i,
		say: "ezyVet does not know this partner. Check 'Partner ID', or leave it empty.",
	},
	{
		when: /client|secret|credential/i,
		say: "ezyVet does not accept 'Client ID' or 'Client Secret'. Copy both again from the text file of the integration record.",
	},
];

export class EzyVetApi implements ICredentialType {
	name = 'ezyVetApi';

	displayName = 'ezyVet API';

	icon: Icon = { light: 'file:../icons/pims.svg', dark: 'file:../icons/pims.dark.svg' };

	documentationUrl = 'https://github.com/vet-referral/n8n-nodes-vet-referral#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.ezyvet.com',
			required: true,
			placeholder: 'e.g. https://api.ezyvet.com',
			description:
				'Address of the ezyVet API: https://api.ezyvet.com for a live site, https://api.trial.ezyvet.com for a trial',
		},
		{
			displayName: 'Partner ID',
			name: 'partnerId',
			type: 'string',
			default: '',
			description: 'The number ezyVet gave to the integrator. Leave empty if you have none.',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'From the text file of the integration record (Admin, Integration)',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From the text file of the integration record',
		},
		{
			displayName: 'Site UID',
			name: 'siteUid',
			type: 'string',
			default: '',
			required: true,
			description:
				'From the text file of the integration record; ezyVet asks for it since March 2026',
		},
		{
			displayName: 'Scopes',
			name: 'scope',
			type: 'string',
			default: usualScopes.join(','),
			required: true,
			description: 'The scopes of the integration record, separated by commas',
		},
		{
			displayName: 'Allow Unverified Writes',
			name: 'allowUnverifiedWrites',
			type: 'boolean',
			default: false,
			description:
				'Whether reports, communications, owners and outside prescriptions may be written. ezyVet does not publish the form of these writes in full: switch on after trying it on a trial site.',
		},
		{
			displayName: 'Requests per Minute',
			name: 'requestsPerMinute',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 6000 },
			default: 180,
			description:
				'How many requests this connection makes in a minute at most, a third of them to one endpoint. ezyVet allows 180 and 60. Set less if other programs use the same access, 0 for no limit of ours.',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/** Fetches a token (valid for 12 hours); n8n keeps it and calls this again when ezyVet answers 401. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const fields = {
			partner_id: text(credentials.partnerId),
			client_id: text(credentials.clientId),
			client_secret: text(credentials.clientSecret),
			grant_type: 'client_credentials',
			scope: text(credentials.scope),
			site_uid: text(credentials.siteUid),
		};
		const given = Object.entries(fields).filter(([, value]) => value !== '');
		const accessToken = await fetchToken(this, {
			system: 'ezyVet',
			request: {
				method: 'POST',
				url: `${text(credentials.baseUrl).replace(/\/+$/, '')}/v1/oauth/access_token`,
				headers: {
					'content-type': 'application/x-www-form-urlencoded',
					accept: 'application/json',
				},
				body: Object.fromEntries(given),
			},
			advice: logInAdvice,
			otherwise: "Check 'Client ID', 'Client Secret', 'Site UID' and 'Scopes', and 'Base URL'.",
		});
		return { accessToken };
	}

	/** A function and no expression: a packet takes some forty requests, and an expression costs more than the header. */
	authenticate: IAuthenticate = async (credentials, requestOptions) =>
		withBearer(requestOptions, credentials.accessToken);

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/v2/animal',
			qs: { limit: 1 },
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						"The log-in is good, but ezyVet does not let it read patients. Add the scope read-animal to 'Scopes' and to the integration record.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						"The log-in is good, but there are no patients at this address. Check 'Base URL': a trial site has https://api.trial.ezyvet.com.",
				},
			},
		],
	};
}
