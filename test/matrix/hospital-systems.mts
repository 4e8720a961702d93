import { cornerstoneHospital } from './cornerstone.mts';
import { ezyVetHospital } from './ezyvet.mts';
import { provetHospital } from './provet.mts';
import type { HospitalSystem } from './systems.mts';

/** A hospital on each system, in the order of the services of the directory. */
export const hospitalSystems: Array<{
	id: HospitalSystem['id'];
	start: () => Promise<HospitalSystem>;
}> = [
	{ id: 'ezyvet', start: ezyVetHospital },
	{ id: 'provet', start: provetHospital },
	{ id: 'cornerstone', start: cornerstoneHospital },
];
