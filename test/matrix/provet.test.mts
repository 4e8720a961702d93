import { provetReferrer } from './provet.mts';
import { matrixRow } from './row.mts';

matrixRow('provet', provetReferrer);
