import type { World } from '../../scripts/demo/world.mts';
import type { CornerstoneSimulator } from '../simulators/cornerstone/server.mts';
import { openHandIn } from './cornerstone-files.mts';

/** Our field by what a column of the practice's own list means. */
const columnOf = {
	patientId: 'patientId',
	patientName: 'patientName',
	species: 'species',
	breed: 'breed',
	sex: 'sex',
	dateOfBirth: 'born',
	weightKg: 'weight',
	microchip: 'microchip',
	ownerId: 'clientId',
	ownerFirstName: 'ownerFirstName',
	ownerLastName: 'ownerLastName',
	ownerPhone: 'phone',
	ownerEmail: 'email',
	reason: 'reason',
} as const;

/** How the columns of this practice's own list are called, as its people enter it once. */
export const columnsOf = ({ columns }: CornerstoneSimulator) => ({
	column: Object.entries(columnOf).map(([field, meaning]) => ({
		field,
		heading: columns.names[meaning],
	})),
});

/**
 * Sets the template to the folder and the list of this practice, as its people do once, and publishes it;
 * a look comes every so many seconds in place of one a minute. Gives the id of the workflow.
 */
export async function openFolder(
	world: World,
	practice: CornerstoneSimulator,
	secondsInterval: number,
): Promise<string> {
	const account = await world.n8n.createCredential('Front desk', 'httpBasicAuth', {
		user: 'front',
		password: 'desk-for-tests',
	});
	return await openHandIn(
		world,
		[account],
		{
			'Every minute': () => ({ rule: { interval: [{ field: 'seconds', secondsInterval }] } }),
			'Read the folder': ({ fileSelector }) => ({
				fileSelector: String(fileSelector).replace(/^.*(?=\/)/, practice.exportFolder),
			}),
			'Hand in files': () => ({ columns: columnsOf(practice) }),
		},
		// Kept, so that looks can be counted.
		{ saveDataSuccessExecution: 'all' },
	);
}
