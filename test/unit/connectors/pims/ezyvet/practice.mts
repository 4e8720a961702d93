import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEzyVet, type EzyVetOptions } from '../../../../../connectors/pims/ezyvet/ezyvet';
import { contact, seedClinic } from '../../../../simulators/ezyvet/seed/clinic.mts';
import { attach, visit } from '../../../../simulators/ezyvet/seed/tools.mts';
import {
	startEzyVet,
	type EzyVetSimulator,
	type Options,
} from '../../../../simulators/ezyvet/server.mts';
import { fetchTools, type FetchTools } from '../../../../support/fetch-http.mts';

export interface Practice {
	sim: EzyVetSimulator;
	tools: FetchTools;
	folder: string;
	/** Pauses the connector asked for, in milliseconds; none is really waited for. */
	slept: number[];
	connect(options?: Partial<EzyVetOptions>): ReturnType<typeof createEzyVet>;
	close(): Promise<void>;
}

/** Three patients with one visit and one small file each: quick to make for every test. */
const smallSeed: Options['seed'] = (store, nowS) => {
	const practice = seedClinic(store, nowS);
	contact(store, nowS, 88, { first_name: 'Olive', last_name: 'Owner', is_customer: true }, []);
	for (const id of [501, 502, 503]) {
		const row = store.add('animal', { id, name: `Patient ${id}`, contact_id: 88, is_dead: false });
		visit(practice, id, { daysAgo: 90, reason: 'Cough', notes: ['Coughs daily.'] });
		const file = { name: 'Letter.pdf', mimeType: 'application/pdf' };
		attach(practice, { type: 'Animal', row, daysAgo: 90 }, file, Buffer.from('%PDF-1.7 letter'));
	}
};

/** A simulated practice, a log-in as n8n's credential would do it, and a connector to it. */
export async function openPractice(
	kind: 'demo' | 'small' = 'small',
	scopes?: string[],
	/** The simulator's clock, epoch milliseconds. */
	clock?: () => number,
): Promise<Practice> {
	const sim = await startEzyVet({
		seed: kind === 'demo' ? 'demo' : smallSeed,
		switches: { allowUnverified: true, rateLimit: 'off' },
		...(clock ? { clock } : {}),
	});
	const folder = await mkdtemp(join(tmpdir(), 'vet-referral-'));
	const slept: number[] = [];
	const logIn = async (): Promise<string> => {
		const { clientId, clientSecret, partnerId, siteUid, scopes: all } = sim.client;
		const response = await fetch(`${sim.url}/v1/oauth/access_token`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				partner_id: partnerId,
				client_id: clientId,
				client_secret: clientSecret,
				site_uid: siteUid,
				grant_type: 'client_credentials',
				scope: (scopes ?? all).join(','),
			}),
		});
		return ((await response.json()) as { access_token: string }).access_token;
	};
	const token = await logIn();
	const tools = fetchTools(
		folder,
		async () => await Promise.resolve({ authorization: `Bearer ${token}` }),
	);
	return {
		sim,
		tools,
		folder,
		slept,
		connect: (options = {}) =>
			createEzyVet({
				baseUrl: sim.url,
				...tools,
				allowUnverifiedWrites: true,
				// Nothing is waited for here, so a limit over time has no meaning.
				requestsPerMinute: 0,
				sleep: async (milliseconds) => {
					slept.push(milliseconds);
					return await Promise.resolve();
				},
				now: () => new Date().toISOString(),
				...options,
			}),
		close: async () => {
			await sim.close();
			await rm(folder, { recursive: true });
		},
	};
}

export { codeOf, value } from '../../../../support/results.mts';
