import { accounts } from '../../scripts/demo/world.mts';
import { mark } from '../e2e/acting.mts';
import { knownScopes } from '../simulators/ezyvet/resources.mts';
import { startEzyVet, type EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import type { Filed, HospitalSystem, ReferrerSystem, SystemLog } from './systems.mts';

function patientOf(sim: EzyVetSimulator, type: unknown, id: unknown): string {
	if (type !== 'Consult') return String(id);
	return String(sim.store.get('consult', Number(id))?.animal_id ?? '');
}

export const ezyVetLog = (sim: EzyVetSimulator): SystemLog => ({
	documents: () =>
		sim.attachments().map((row): Filed => {
			const { sha256, record_type: type, record_id: id } = row;
			return {
				sha256: String(sha256),
				beside: JSON.stringify(row),
				patientId: patientOf(sim, type, id),
			};
		}),
	texts: () =>
		[...sim.communications(), ...sim.store.all('consult')].map((row) => JSON.stringify(row)),
	patients: () =>
		sim.store.all('animal').map((row) => ({
			id: String(row.id),
			name: String(row.name ?? ''),
			microchip: String(row.microchip_number ?? ''),
		})),
	takes: () => true,
});

/** A specialty hospital on ezyVet that has none of the patients yet. */
export async function ezyVetHospital(): Promise<HospitalSystem & { sim: EzyVetSimulator }> {
	const sim = await startEzyVet({
		seed: 'empty',
		switches: { allowUnverified: true, rateLimit: 'generous' },
	});
	return {
		sim,
		id: 'ezyvet',
		pims: 'ezyvet',
		log: ezyVetLog(sim),
		credential: async (n8n) =>
			await n8n.createCredential('ezyVet of the hospital', 'ezyVetApi', {
				...accounts.ezyvet,
				baseUrl: sim.url,
				scope: knownScopes.join(','),
				allowUnverifiedWrites: true,
			}),
		close: async () => await sim.close(),
	};
}

/** The demo's clinic, which is on ezyVet. */
export const ezyVetReferrer = (log: () => EzyVetSimulator): ReferrerSystem => ({
	id: 'ezyvet',
	log: () => ezyVetLog(log()),
	patients: [
		{ patientId: '501', name: 'Biscuit', microchip: '985000000000501', species: 'dog' },
		{ patientId: '502', name: 'Marble', microchip: '985000000000502', species: 'dog' },
		{ patientId: '503', name: 'Rocket', microchip: '985000000000503', species: 'dog' },
	],
	mark: async (world, { patientId }) =>
		(await mark(world, Number(patientId), 'Please see this patient.')).caseId,
});
