import { startDataPoint } from '../simulators/cornerstone/datapoint/server.mts';
import { startEzyVet } from '../simulators/ezyvet/server.mts';
import { demoClient, startProvet } from '../simulators/provet-cloud/server.mts';
import { startPhone } from '../simulators/sms/server.mts';
import { freePort } from '../support/ports.mts';
import type { Values } from './credential-dialog.mts';

export interface CredentialCase {
	/** The name of the credential as the dialog lists it. */
	typeName: string;
	/** Starts the other side and gives the right values for it. */
	start(n8nUrl: string): Promise<{ values: Values; close(): Promise<void> }>;
	/** What is wrong, how the values then are, and what the dialog has to say. */
	wrong: Array<{ what: string; change: Values | (() => Promise<Values>); says: RegExp }>;
}

/** An address at which nobody answers. */
const nobody = async () => `http://127.0.0.1:${await freePort()}`;

/** The credentials of the pack; a new one is one more entry. */
export const credentialCases: CredentialCase[] = [
	{
		typeName: 'Cornerstone (IDEXX DataPoint) API',
		start: async () => {
			const simulator = await startDataPoint();
			return {
				values: { baseUrl: simulator.url, siteId: '12', ...simulator.account },
				close: async () => await simulator.close(),
			};
		},
		wrong: [
			{
				what: 'secret',
				change: { password: 'not-the-password' },
				says: /does not accept 'Username' or 'Password'/,
			},
			{ what: 'group', change: { groupSlug: 'other-group' }, says: /Check 'Group'/ },
			{
				what: 'address',
				change: async () => ({ baseUrl: await nobody() }),
				says: /cannot be reached at 127\.0\.0\.1/,
			},
		],
	},
	{
		typeName: 'ezyVet API',
		start: async () => {
			const simulator = await startEzyVet({ switches: { rateLimit: 'off' } });
			const { partnerId, clientId, clientSecret, siteUid, scopes } = simulator.client;
			return {
				values: {
					baseUrl: simulator.url,
					partnerId,
					clientId,
					clientSecret,
					siteUid,
					scope: scopes.join(','),
				},
				close: async () => await simulator.close(),
			};
		},
		wrong: [
			{
				what: 'secret',
				change: { clientSecret: 'not-the-secret' },
				says: /does not accept 'Client ID' or 'Client Secret'/,
			},
			{ what: 'site', change: { siteUid: 'site_other' }, says: /Check 'Site UID'/ },
			{
				what: 'scope',
				change: { scope: 'read-animal,read-everything' },
				says: /does not grant the scope read-everything/,
			},
			{
				what: 'scopes, too few',
				change: { scope: 'read-contact' },
				says: /Add the scope read-animal/,
			},
			{ what: 'partner', change: { partnerId: 'P-0' }, says: /Check 'Partner ID'/ },
			{
				what: 'address',
				change: async () => ({ baseUrl: await nobody() }),
				says: /cannot be reached at 127\.0\.0\.1/,
			},
		],
	},
	{
		typeName: 'Referral Desk API',
		start: async (n8nUrl) => ({
			values: {
				publicUrl: n8nUrl,
				secret: 'only-for-tests-0123456789-abcdefghijklmnop',
			},
			close: async () => {},
		}),
		wrong: [
			{
				what: 'address',
				change: async () => ({ publicUrl: await nobody() }),
				says: /refused the connection|ECONNREFUSED/,
			},
		],
	},
	{
		typeName: 'Provet Cloud API',
		start: async () => {
			const client = demoClient();
			const narrow = { ...client, clientId: 'narrow-client', permissions: ['Calendar' as const] };
			const simulator = await startProvet({ clients: [client, narrow] });
			return {
				values: {
					domain: { choose: 'Other' },
					baseUrl: simulator.url,
					provetId: String(simulator.provetId),
					clientId: client.clientId,
					clientSecret: client.clientSecret,
				},
				close: async () => await simulator.close(),
			};
		},
		wrong: [
			{
				what: 'secret',
				change: { clientSecret: 'not-the-secret' },
				says: /does not accept 'Client ID' or 'Client Secret'/,
			},
			{ what: 'site', change: { provetId: '9999' }, says: /Check 'Base URL' and 'Provet ID'/ },
			{
				what: 'permissions',
				change: { clientId: 'narrow-client' },
				says: /permission 'General: Patients and clients'/,
			},
			{
				what: 'address',
				change: async () => ({ baseUrl: await nobody() }),
				says: /cannot be reached at 127\.0\.0\.1/,
			},
		],
	},
	{
		typeName: 'Twilio SMS API',
		start: async () => {
			const accountSid = `AC${'0123456789abcdef'.repeat(2)}`;
			const phone = await startPhone({ accountSid, authToken: 'only-for-tests' });
			return {
				values: {
					accountSid,
					authToken: 'only-for-tests',
					from: '+15005550006',
					baseUrl: phone.url,
				},
				close: async () => await phone.close(),
			};
		},
		wrong: [
			{
				what: 'token',
				change: { authToken: 'not-the-token' },
				says: /does not accept 'Account SID' or 'Auth Token'/,
			},
		],
	},
];
