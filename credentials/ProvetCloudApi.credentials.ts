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

/** OAuth 2 errors as the standard names them; Provet Cloud's own words are [unknown]. */
const logInAdvice: Advice[] = [
	{
		when: /invalid_client|unauthorized_client/,
		say: "Provet Cloud does not accept 'Client ID' or 'Client Secret'. Copy both again from the integration, and check that it allows client credentials.",
	},
	{
		when: /invalid_scope/,
		say: 'Provet Cloud does not grant the scope restapi. Ask Provet support to allow the REST API for this integration.',
	},
	{
		when: /unsupported_grant_type/,
		say: 'This integration does not allow client credentials. Ask Provet support for an integration of a back end.',
	},
];

/** Scheme and host: the chosen domain, or the base URL where another one is chosen. */
const hostOf = ({ domain, baseUrl }: ICredentialDataDecryptedObject): string =>
	text(domain) === 'other' ? text(baseUrl).replace(/\/+$/, '') : `https://${text(domain)}`;

/** The settings that make up the address, as the form of the credential names them. */
const addressOf = ({ domain }: ICredentialDataDecryptedObject): string =>
	`'${text(domain) === 'other' ? 'Base URL' : 'Domain'}' and 'Provet ID'`;

const rootOf = (credentials: ICredentialDataDecryptedObject): string =>
	`${hostOf(credentials)}/${encodeURIComponent(text(credentials.provetId))}`;

/** `id:secret` in base64 for HTTP Basic [documented: preferred way]; letters beyond ASCII as UTF-8. */
const basic = (id: string, secret: string): string =>
	`Basic ${Buffer.from(`${id}:${secret}`, 'utf8').toString('base64')}`;

/** Whether an address lies at the host of the credential: files may lie at a storage elsewhere. */
const isOwn = (url: string | undefined, credentials: ICredentialDataDecryptedObject): boolean => {
	const root = rootOf(credentials);
	if (!url || !URL.canParse(url) || !URL.canParse(root)) return true;
	return new URL(url).origin === new URL(root).origin;
};

export class ProvetCloudApi implements ICredentialType {
	name = 'provetCloudApi';

	displayName = 'Provet Cloud API';

	icon: Icon = { light: 'file:../icons/pims.svg', dark: 'file:../icons/pims.dark.svg' };

	documentationUrl = 'https://github.com/vet-referral/n8n-nodes-vet-referral#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Domain',
			name: 'domain',
			type: 'options',
			options: [
				{ name: 'enterprise.provetcloud.com', value: 'enterprise.provetcloud.com' },
				{ name: 'Other', value: 'other' },
				{ name: 'provetcloud.com', value: 'provetcloud.com' },
				{ name: 'us.provetcloud.com', value: 'us.provetcloud.com' },
			],
			default: 'provetcloud.com',
			description: 'Where you log in to Provet Cloud with a browser',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://provet.example.com',
			description: 'Scheme and host, without the Provet ID: for a test tenant or a simulator',
			displayOptions: { show: { domain: ['other'] } },
		},
		{
			displayName: 'Provet ID',
			name: 'provetId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 4021',
			description:
				'The number of your installation, the first part of the address in the browser: https://provetcloud.com/4021/',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'From Provet support, after the integration has been approved',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From Provet support, with the client ID',
		},
		{
			displayName: 'Allow Unverified Writes',
			name: 'allowUnverifiedWrites',
			type: 'boolean',
			default: false,
			description:
				'Whether reports, notes of a patient, tasks and referring practices may be written. Provet Cloud does not publish the form of these writes: switch on after trying it on a test tenant.',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/** Fetches a token by client credentials; n8n keeps it and calls this again when the API answers 401. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const accessToken = await fetchToken(this, {
			system: 'Provet Cloud',
			request: {
				method: 'POST',
				url: `${rootOf(credentials)}/oauth2/token/`,
				headers: {
					authorization: basic(text(credentials.clientId), text(credentials.clientSecret)),
					'content-type': 'application/x-www-form-urlencoded',
					accept: 'application/json',
				},
				body: { grant_type: 'client_credentials', scope: 'restapi' },
			},
			advice: logInAdvice,
			otherwise: "Check 'Client ID' and 'Client Secret'.",
			address: addressOf(credentials),
		});
		return { accessToken };
	}

	/** The token goes to the host of the credential only. A function: an expression costs more. */
	authenticate: IAuthenticate = async (credentials, requestOptions) =>
		isOwn(requestOptions.url, credentials)
			? withBearer(requestOptions, credentials.accessToken)
			: requestOptions;

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ ($credentials.domain === "other" ? $credentials.baseUrl.trim().replace(/\\/+$/, "") : "https://" + $credentials.domain) + "/" + String($credentials.provetId).trim() + "/api/0.1" }}',
			url: '/patient/',
			qs: { page_size: 1 },
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						"The log-in is good, but Provet Cloud does not let it read patients. Give the user of this integration the permission 'General: Patients and clients'.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						"The log-in is good, but there is no installation at this address. Check 'Provet ID', and 'Domain' or 'Base URL'.",
				},
			},
		],
	};
}
