import { eventsOf, pollNow, untilCase } from '../../scripts/demo/loop.mts';
import type { CredentialRef } from '../../scripts/demo/templates.mts';
import type { World } from '../../scripts/demo/world.mts';
import type { N8n } from '../support/n8n.mts';
import { startProvet, type ProvetSimulator } from '../simulators/provet-cloud/server.mts';
import type { HospitalSystem, Referred, ReferrerSystem, SystemLog } from './systems.mts';

export const provetLog = (sim: ProvetSimulator): SystemLog => ({
	documents: () =>
		sim.effects
			.filter(({ sha256 }) => sha256 !== null)
			.map(({ sha256, marker, patientId }) => ({
				sha256: sha256 ?? '',
				beside: marker ?? '',
				patientId: String(patientId ?? ''),
			})),
	texts: () =>
		['consultation', 'consultationnote', 'note'].flatMap((resource) =>
			sim.store.all(resource).map((row) => JSON.stringify(row)),
		),
	patients: () =>
		sim.store.all('patient').map((row) => ({
			id: String(row.id),
			name: String(row.name ?? ''),
			microchip: String(row.microchip ?? ''),
		})),
	takes: () => true,
});

const credentialOf = async (n8n: N8n, sim: ProvetSimulator, name: string): Promise<CredentialRef> =>
	await n8n.createCredential(name, 'provetCloudApi', {
		domain: 'other',
		baseUrl: sim.url,
		provetId: String(sim.provetId),
		clientId: sim.client.clientId,
		clientSecret: sim.client.clientSecret,
		allowUnverifiedWrites: true,
	});

/** A specialty hospital on Provet Cloud that has none of the patients yet. */
export async function provetHospital(): Promise<HospitalSystem> {
	const sim = await startProvet({ seed: 'empty', switches: { unverified: true } });
	return {
		id: 'provet',
		pims: 'provet',
		log: provetLog(sim),
		credential: async (n8n) => await credentialOf(n8n, sim, 'Provet Cloud of the hospital'),
		close: async () => await sim.close(),
	};
}

async function mark(world: World, sim: ProvetSimulator, patient: Referred): Promise<string> {
	const referred = sim.refer(Number(patient.patientId), 'Please see this patient.');
	if (!referred) throw new Error(`Provet Cloud has no living patient ${patient.patientId}.`);
	await pollNow(world);
	const row = await untilCase(
		world,
		`the case of ${patient.name}`,
		(one) =>
			eventsOf(one).some(
				({ type, data }) =>
					type === 'referral.created' &&
					(data.source as { eventId: string }).eventId === String(referred.consultation.id),
			),
		45_000,
	);
	return row.caseId;
}

/** A clinic on Provet Cloud. */
export async function provetReferrer(): Promise<ReferrerSystem> {
	const sim = await startProvet({ switches: { unverified: true } });
	return {
		id: 'provet',
		log: () => provetLog(sim),
		prepare: async (n8n) => {
			const { id, name, type } = await credentialOf(n8n, sim, 'Provet Cloud');
			return (json) => ({
				...json,
				nodes: json.nodes.map((node) => {
					const parameters = (node.parameters ?? {}) as { pims?: unknown };
					if (parameters.pims !== 'ezyvet') return node;
					return {
						...node,
						parameters: { ...parameters, pims: 'provet' },
						credentials: { [type]: { id, name } },
					};
				}),
			});
		},
		patients: [
			{ patientId: '3101', name: 'Fennel', microchip: '985000000003101', species: 'dog' },
			{ patientId: '3102', name: 'Marigold', microchip: '985000000003102', species: '' },
			{ patientId: '3103', name: 'Comet', microchip: '985000000003103', species: '' },
		],
		mark: async (world, patient) => await mark(world, sim, patient),
		close: async () => await sim.close(),
	};
}
