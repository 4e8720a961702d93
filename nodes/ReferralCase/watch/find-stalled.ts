import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { leaseMinutes } from '../../../core/referral/lease';
import type { CaseRow } from '../../../core/referral/row';
import { isDeadRun, withoutLease } from '../../../core/watch/dead-runs';
import { nowIso } from '../../shared/ledger';
import { processMark, processStart } from '../../shared/process-start';
import { eachRow } from './around';

/** A step of a workflow is due, and neither a working nor a waiting run is alive for it. */
const isStalled = (row: CaseRow, now: string): boolean =>
	row.open && row.flow !== '' && row.runUntil <= now;

/** Cases that a workflow owes a step and that no live run has: which workflow, and at which step. */
export async function findStalled(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const now = nowIso();
	const stalled: INodeExecutionData[] = [];
	eachRow(this, (row, itemIndex) => {
		if (!isStalled(row, now)) return;
		const { id, caseId, flow, step } = row;
		stalled.push({ json: { rowId: id, caseId, flow, step }, pairedItem: { item: itemIndex } });
	});
	return [stalled];
}

/**
 * Right after n8n has started: the writes that take cases away from runs that died with the process
 * before. Where several processes run executions (queue mode) the others live on, so that nothing is
 * taken away as soon as another process has been seen since this one came up.
 */
export async function releaseRuns(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const now = nowIso();
	const seen = String(this.getNodeParameter('lastRound', 0, ''));
	if (sawAnother(seen)) return [[]];
	const released: INodeExecutionData[] = [];
	eachRow(this, (row, itemIndex) => {
		if (!isDeadRun(row, leaseMinutes, processStart, now)) return;
		released.push({
			json: { id: row.id, ...withoutLease(row) },
			pairedItem: { item: itemIndex },
		});
	});
	return [released];
}

/** What a round leaves in the settings when it went through: when that was, and in which process. */
export async function roundOver(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const value = JSON.stringify({ at: nowIso(), process: processMark });
	return [[{ json: { key: 'watch.round', value }, pairedItem: { item: 0 } }]];
}

/** Whether a round ran in another process after this one had come up. */
function sawAnother(text: string): boolean {
	try {
		const { at, process } = JSON.parse(text) as { at?: unknown; process?: unknown };
		return typeof at === 'string' && at > processStart && process !== processMark;
	} catch {
		return false;
	}
}
