import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { CaseFile } from '../../core/referral/events';
import { readEvents, stateOf } from '../../core/referral/row';
import { unkeptFiles, type FilesOf } from '../../core/referral/unkept-files';
import { openFile, storeStream } from '../shared/binary';
import { nowIso } from '../shared/ledger';
import { readProfile, readRow } from '../shared/read-row';

/**
 * Makes this execution's own copies: files of a finished execution go when n8n prunes it. Gives
 * nothing when they are kept already.
 */
export async function copyFiles(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[][]> {
	const row = readRow(this, itemIndex);
	const of = this.getNodeParameter('filesOf', itemIndex) as FilesOf;
	const delivery = unkeptFiles(stateOf(row)).find((one) => one.of === of);
	if (!delivery || delivery.files.length === 0) return [[]];
	const { files, version } = delivery;
	const copies: CaseFile[] = [];
	for (const file of files) {
		const stored = await storeStream(this, await openFile(this, file.ref ?? ''), file);
		copies.push({ ...stored, kind: file.kind });
	}
	const until = DateTime.fromISO(nowIso(), { zone: 'utc' })
		.plus({ days: readProfile(this, itemIndex).retentionDays })
		.toISO();
	const commands = [
		{
			type: 'files.kept',
			// The same for everybody who copies these: the first one recorded is their keeper.
			key: `${of}:${version}`,
			data: { of, version, files: copies, until, keeper: this.getExecutionId() },
		},
	];
	return [
		[
			{
				json: {
					rowId: row.id,
					caseId: row.caseId,
					keepUntil: until,
					commands: commands as unknown as IDataObject[],
				},
				pairedItem: { item: itemIndex },
			},
		],
	];
}

/** Whether the case row says that other executions keep the files of this case, and not this one. */
const isSpare = ({ events }: IDataObject, executionId: string): boolean =>
	typeof events === 'string' &&
	!readEvents({ events }).some(
		(event) => event.type === 'files.kept' && event.data.keeper === executionId,
	);

/**
 * Waits until the retention time is over: n8n never prunes the files of a waiting execution. Gives
 * nothing when the case row that comes in names another keeper.
 */
export async function keepFiles(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	if (items.some(({ json }) => isSpare(json, this.getExecutionId()))) return [[]];
	const until = String(this.getNodeParameter('keepUntil', 0));
	await this.putExecutionToWait(new Date(until));
	return [items];
}
