import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { outcomeOf } from '../../../core/metrics/outcome-row';
import {
	archiveOf,
	mayBeArchived,
	restoredFrom,
	type ArchiveRow,
} from '../../../core/referral/archive';
import { readEvents, stateOf } from '../../../core/referral/row';
import { nowIso, profileOf, stepContext } from '../../shared/ledger';
import { readRow, readSpecialist } from '../../shared/read-row';
import { aroundCases, eachRow } from './around';

/** The archive columns of every closed case that nobody touched for as long as its clinic wants. */
export async function archiveCases(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { now, clinicOf } = aroundCases(this);
	const archived: INodeExecutionData[] = [];
	eachRow(this, (row, itemIndex) => {
		if (!mayBeArchived(row, clinicOf(row).archiveAfterDays, now)) return;
		archived.push({
			json: archiveOf(row, now) as unknown as IDataObject,
			pairedItem: { item: itemIndex },
		});
	});
	return [archived];
}

/** The slim row of times for each archived case that comes in, for the figures of the loop. */
export async function outcomesOf(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { now, clinicOf, contextOf } = aroundCases(this);
	const outcomes: INodeExecutionData[] = [];
	eachRow(this, (row, itemIndex) => {
		const { hospitalCalendar } = contextOf(row);
		const context = { clinic: clinicOf(row), hospitalCalendar, now };
		outcomes.push({
			json: outcomeOf(row.caseId, readEvents(row), context) as unknown as IDataObject,
			pairedItem: { item: itemIndex },
		});
	});
	return [outcomes];
}

/** The columns with which an archived case comes back. */
export async function restoreCase(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const archived = readRow(this, 0) as unknown as ArchiveRow;
	const clinic = profileOf(this, 0, archived.clinicId);
	const context = stepContext(stateOf(archived), clinic, readSpecialist(this, 0), nowIso());
	const { columns } = restoredFrom(archived, context);
	return [[{ json: { ...columns }, pairedItem: { item: 0 } }]];
}
