import { dueCalls, writeCalls } from './calls';
import { countCases, finishFigures } from './figures';
import { planBoard } from './plan-board';
import { showBoard } from './render-board';

/** What the board does with all input items together, by operation. */
export const boardRuns = {
	countCases,
	dueCalls,
	finishFigures,
	planBoard,
	showBoard,
	writeCalls,
};
