import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { noticesToSend } from '../../../core/desk/notices';
import { stateOf, type CaseRow } from '../../../core/referral/row';
import { internalAddress, readDesk } from '../../shared/desk-credential';
import { nowIso } from '../../shared/ledger';

/** Files that come in on a page or through a door. */
const uploaded = ['answer', 'report'];

/**
 * What has to happen after a change is in the ledger: wake the execution that waits, or start the right
 * workflow again, tell the hospital, tell a person. All of it may be lost without harm: Watch finds it.
 */
export async function afterwards(
	this: IExecuteFunctions,
	row: CaseRow,
): Promise<INodeExecutionData[][]> {
	const now = nowIso();
	const item = (json: IDataObject): INodeExecutionData[] => [
		{ json: { rowId: row.id, caseId: row.caseId, ...json }, pairedItem: { item: 0 } },
	];
	const waits = row.wakeUrl !== '';
	const busy = row.runId !== '' && row.runUntil > now && !waits;
	const desk = waits ? await readDesk(this) : undefined;
	const notices = noticesToSend(stateOf(row), row.changedAt);
	return [
		desk ? item({ wakeUrl: internalAddress(desk, row.wakeUrl), nonce: row.wakeNonce }) : [],
		!waits && !busy && row.flow === 'refer' ? item({ step: row.step }) : [],
		// A notice of this change goes out right here, not by the workflow that repeats lost ones.
		row.flow === 'outcome' && row.step !== 'none' && !busy ? item({ step: row.step }) : [],
		notices.flatMap((notice) => item({ ...(notice as unknown as IDataObject) })),
		uploaded.includes(row.keepFiles) ? item({ filesOf: row.keepFiles }) : [],
		row.tellAt <= now ? item({ tellAt: row.tellAt }) : [],
	];
}
