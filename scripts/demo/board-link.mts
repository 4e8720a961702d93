import { clinicId } from './clinic.mts';
import { signedToken } from './loop.mts';
import type { World } from './world.mts';

/** The address of the clinic's board, signed as the pack does it. */
export const boardLink = (world: World): string =>
	`${world.deskUrl}/board?t=${encodeURIComponent(
		signedToken(world, {
			rowId: 0,
			caseId: 'board',
			role: 'board',
			linkVersion: 1,
			subject: clinicId,
		}),
	)}`;
