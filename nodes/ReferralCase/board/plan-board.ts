import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	boardQueries,
	callQueries,
	exportSize,
	type CaseQuery,
} from '../../../core/board/board-query';
import { nowIso } from '../../shared/ledger';
import { readRequest } from '../desk/request';
import { wishOf, type BoardWish } from './around';

/** Reads nothing; the node that shows the page runs all the same. */
const noRow = { condition: 'eq', value: 0 } as const;

function queriesFor({ clinics, filter, after, view, of }: BoardWish, now: string): CaseQuery[] {
	switch (view) {
		case 'board':
			return boardQueries(clinics, filter, after);
		case 'calls':
			return callQueries(clinics, now, filter.clinic);
		case 'csv':
			return of === 'cases' ? boardQueries(clinics, filter, undefined, exportSize) : [];
		case 'report':
			return [];
	}
}

/** One item for each reading of open cases that a view of the board needs. */
export async function planBoard(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const wish = wishOf(readRequest(this));
	const queries = queriesFor(wish, nowIso());
	const [nothing] = boardQueries('all', { owes: 'none' });
	const read = queries.length > 0 || !nothing ? queries : [{ ...nothing, id: noRow, limit: 1 }];
	return [
		read.map((query) => ({ json: query as unknown as IDataObject, pairedItem: { item: 0 } })),
	];
}
