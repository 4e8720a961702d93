import { ezyVetReferrer } from './ezyvet.mts';
import { matrixRow } from './row.mts';

matrixRow('ezyvet', async (world) => ezyVetReferrer(() => world().ezyvet));
