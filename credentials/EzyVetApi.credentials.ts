import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

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
	'read-diagnosticresult',
	'read-diagnosticresultitem',
	'read-healthstatus',
	'read-history',
	'read-physicalexam',
	'read-plan',
	'read-prescription',
	'read-prescriptionitem',
	'read-resource',
	'read-sex',
	'read-species',
	'read-user',
	'read-vaccination',
	'write-attachment',
	'write-communication',
	'create-booking',
];

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

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
				'Whether reports and communications may be written. ezyVet does not publish the form of these writes in full: switch on after trying it on a trial site.',
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
		const answer = (await this.helpers.httpRequest({
			method: 'POST',
			url: `${text(credentials.baseUrl).replace(/\/+$/, '')}/v1/oauth/access_token`,
			headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
			body: Object.fromEntries(given),
		})) as { access_token?: unknown };
		return { accessToken: text(answer.access_token) };
	}

	/** A function and no expression: a packet takes some forty requests, and an expression costs more than the header. */
	authenticate: IAuthenticate = async (credentials, requestOptions) => ({
		...requestOptions,
		headers: { ...requestOptions.headers, Authorization: `Bearer ${text(credentials.accessToken)}` },
	});

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/v2/animal',
			qs: { limit: 1 },
		},
	};
}
