import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { readIntakeRow, type IntakeColumns, type IntakeRow } from '../../core/intake/row';
import { readJson } from '../shared/read-json';

/** The rows that a Data Table node before found; none is no row at all. */
export function rowsOf(execution: IExecuteFunctions): IntakeRow[] {
	const value = readJson(execution, 'rows', 0);
	return (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap(
		(one) => readIntakeRow(one) ?? [],
	);
}

/** The one row of an item. */
export function rowOf(execution: IExecuteFunctions, itemIndex: number): IntakeRow {
	const row = readIntakeRow(readJson(execution, 'row', itemIndex));
	if (row) return row;
	throw new NodeOperationError(execution.getNode(), "'row' is no row of an intake", {
		description: 'Pass the row as a Data Table node gives it from vet_referral_intake.',
		itemIndex,
	});
}

/** A change for the Data Table node: all columns, and the version that comes next. */
export const changeItem = (
	row: IntakeRow,
	columns: IntakeColumns,
	itemIndex: number,
): INodeExecutionData => ({
	json: { ...columns, id: row.id, version: row.version + 1 } as unknown as IDataObject,
	pairedItem: { item: itemIndex },
});
