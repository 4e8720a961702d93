import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PimsConnector } from '../../../../../connectors/pims/pims';
import {
	createProvetCloud,
	type ProvetCloudOptions,
} from '../../../../../connectors/pims/provet-cloud/provet-cloud';
import { seedClinic } from '../../../../simulators/provet-cloud/seed/clinic.mts';
import {
	addAnimal,
	addFileNote,
	addOwner,
	addVisit,
} from '../../../../simulators/provet-cloud/seed/tools.mts';
import {
	startProvet,
	type Options,
	type ProvetSimulator,
} from '../../../../simulators/provet-cloud/server.mts';
import { fetchTools, type FetchTools } from '../../../../support/fetch-http.mts';

export interface Practice {
	sim: ProvetSimulator;
	tools: FetchTools;
	folder: string;
	/** Pauses the connector asked for, in milliseconds; none is really waited for. */
	slept: number[];
	connect(options?: Partial<ProvetCloudOptions>): PimsConnector;
	/** Calls of the API, without the log-in. */
	calls(): string[];
	close(): Promise<void>;
}

/**
 * Owner 601 with Fennel (3101, three visits and a file), Marigold (3102) and Clover (3104, never seen);
 * Old Baron (3105) has died, Nobody (3106) has no owner, Twin (3108) and Twain (3109) share a chip.
 */
export const smallSeed: Extract<Options['seed'], Function> = (store, nowMs) => {
	const practice = seedClinic(store, nowMs);
	const owner = (id: number, firstname: string, lastname: string) => {
		const email = `${firstname}.${lastname}@example.com`.toLowerCase();
		return addOwner(practice, { id, firstname, lastname, email, mobile: `+12025550${id}` });
	};
	const elma = owner(601, 'Elma', 'Owner').id;
	const helmi = owner(604, 'Helmi', 'Notreal').id;
	const animal = (id: number, name: string, client: number | null, microchip = '') =>
		addAnimal(
			practice,
			{ id, name, species: 14, breed: 305, gender: 3, age: 9, weight: null, microchip },
			client,
		);
	const fennel = animal(3101, 'Fennel', elma, '985000000003101');
	for (const [daysAgo, complaint] of [
		[360, 'Annual health check'],
		[170, 'Murmur recheck'],
		[6, 'Daily cough, tires on walks'],
	] as const) {
		const medicines: Array<[string, number, string, string]> = [
			[`Medicine ${daysAgo}`, 1, 'tablet', 'Daily.'],
		];
		addVisit(practice, fennel, { daysAgo, complaint, notes: [`Note ${daysAgo}`], medicines });
	}
	const letter = { name: 'Letter.pdf', mimeType: 'application/pdf', title: 'Letter' };
	addFileNote(practice, fennel, 6, letter, Buffer.from('%PDF-1.7 letter'));
	animal(3102, 'Marigold', elma);
	animal(3104, 'Clover', helmi);
	animal(3105, 'Old Baron', helmi, '985000000003105').deceased = true;
	animal(3106, 'Nobody', null);
	animal(3108, 'Twin', helmi, '985000000003108');
	animal(3109, 'Twain', helmi, '985000000003108');
};

/** A simulated installation, a log-in as n8n's credential would do it, and a connector to it. */
export async function openPractice(options: Options = {}): Promise<Practice> {
	const sim = await startProvet({
		seed: smallSeed,
		...options,
		switches: { unverified: true, rateLimit: 'off', ...options.switches },
	});
	const folder = await mkdtemp(join(tmpdir(), 'vet-referral-'));
	const slept: number[] = [];
	const { clientId, clientSecret } = sim.client;
	const answer = await fetch(`${sim.url}/${sim.provetId}/oauth2/token/`, {
		method: 'POST',
		headers: {
			authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
		},
		body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'restapi' }),
	});
	const { access_token: token } = (await answer.json()) as { access_token: string };
	const tools = fetchTools(
		folder,
		async () => await Promise.resolve({ authorization: `Bearer ${token}` }),
	);
	sim.log.length = 0;
	return {
		sim,
		tools,
		folder,
		slept,
		connect: (more = {}) =>
			createProvetCloud({
				host: sim.url,
				provetId: String(sim.provetId),
				...tools,
				allowUnverifiedWrites: true,
				sleep: async (milliseconds) => {
					slept.push(milliseconds);
					return await Promise.resolve();
				},
				now: () => new Date().toISOString(),
				...more,
			}),
		calls: () =>
			sim.log.map(({ method, path, query }) => {
				const asked = new URLSearchParams(query).toString();
				return `${method} ${path.split('/0.1/')[1] ?? path}${asked ? `?${asked}` : ''}`;
			}),
		close: async () => {
			await sim.close();
			await rm(folder, { recursive: true });
		},
	};
}
