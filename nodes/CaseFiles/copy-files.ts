import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { CaseFile } from '../../core/referral/events';
import { stateOf } from '../../core/referral/row';
import { latestReport, type ReferralState } from '../../core/referral/state';
import { openFile, storeStream } from '../shared/binary';
import { nowIso } from '../shared/ledger';
import { readProfile, readRow } from '../shared/read-row';

const filesOf = (state: ReferralState, of: string): CaseFile[] =>
	(of === 'packet' ? state.packet?.files : latestReport(state)?.files) ?? [];

/** Makes this execution's own copies: files of a finished execution go when n8n prunes it. */
export async function copyFiles(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[][]> {
	const row = readRow(this, itemIndex);
	const of = this.getNodeParameter('filesOf', itemIndex) as 'packet' | 'report';
	const state = stateOf(row);
	const copies: CaseFile[] = [];
	for (const file of filesOf(state, of)) {
		const stored = await storeStream(this, await openFile(this, file.ref ?? ''), file);
		copies.push({ ...stored, kind: file.kind });
	}
	const until = DateTime.fromISO(nowIso(), { zone: 'utc' })
		.plus({ days: readProfile(this, itemIndex).retentionDays })
		.toISO();
	const commands = [
		{
			type: 'files.kept',
			key: `${of}:${this.getExecutionId()}`,
			data: { of, files: copies, until },
		},
	];
	return [
		[
			{
				json: {
					rowId: row.id,
					caseId: row.caseId,
					keepUntil: until,
					commands: copies.length > 0 ? (commands as unknown as IDataObject[]) : [],
				},
				pairedItem: { item: itemIndex },
			},
		],
	];
}

/** Waits until the retention time is over: n8n never prunes the files of a waiting execution. */
export async function keepFiles(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	const until = String(this.getNodeParameter('keepUntil', 0));
	await this.putExecutionToWait(new Date(until));
	return [items];
}
