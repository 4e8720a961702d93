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

/** OAuth 2 errors as the standard names them; IDEXX's own words are [unknown]. */
const logInAdvice: Advice[] = [
	{
		when: /invalid_grant/,
		say: "DataPoint does not accept 'Username' or 'Password'. Check both with IDEXX.",
	},
	{
		when: /unsupported_grant_type|invalid_request/,
		say: 'DataPoint does not take this kind of log-in. The service may have changed: ask IDEXX for its present documentation.',
	},
];

/** Access to IDEXX DataPoint, after IDEXX's public sample of 2018; untested against IDEXX. */
export class DataPointApi implements ICredentialType {
	name = 'dataPointApi';

	displayName = 'Cornerstone (IDEXX DataPoint) API';

	icon: Icon = { light: 'file:../icons/pims.svg', dark: 'file:../icons/pims.dark.svg' };

	documentationUrl = 'https://github.com/vet-referral/n8n-nodes-vet-referral#credentials';

	properties: INodeProperties[] = [
		{
			displayName:
				'Untested against IDEXX: built from its public sample. It reads only, and what it knows is hours or days old.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://io.datapointapi.com',
			required: true,
			placeholder: 'e.g. https://io.datapointapi.com',
			description: 'Address of the DataPoint service, as IDEXX gave it to you',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			description: 'Of the account that IDEXX gave to the integrator',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Group',
			name: 'groupSlug',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. demo-group',
			description: 'Name of the group of sites, as it stands in the address that IDEXX gave to you',
		},
		{
			displayName: 'Site ID',
			name: 'siteId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 12',
			description: 'The number of the practice in DataPoint',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/** Fetches a token by the password grant [documented: sample client]; n8n keeps it and renews it on 401. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const accessToken = await fetchToken(this, {
			system: 'DataPoint',
			request: {
				method: 'POST',
				url: `${text(credentials.baseUrl).replace(/\/+$/, '')}/token`,
				headers: {
					'content-type': 'application/x-www-form-urlencoded',
					accept: 'application/json',
				},
				body: {
					grant_type: 'password',
					username: text(credentials.username),
					password: text(credentials.password),
				},
			},
			advice: logInAdvice,
			otherwise: "Check 'Username' and 'Password'.",
		});
		return { accessToken };
	}

	/** A function and no expression, which would cost more than the header. */
	authenticate: IAuthenticate = async (credentials, requestOptions) =>
		withBearer(requestOptions, credentials.accessToken);

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '=/api/sites/{{encodeURIComponent($credentials.groupSlug)}}',
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						"The log-in is good, but DataPoint does not open this group to it. Check 'Group', or ask IDEXX for access.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: "The log-in is good, but DataPoint has no such group. Check 'Group'.",
				},
			},
		],
	};
}
