import { cornerstoneReferrer } from './cornerstone.mts';
import { matrixRow } from './row.mts';

matrixRow('cornerstone', cornerstoneReferrer);
