import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { foldEvents } from '../../../core/referral/evolve';
import { childCase, childCaseId } from '../../../core/referral/redirect';
import { open, stateOf } from '../../../core/referral/row';
import { nowIso, profileOf, stepContext } from '../../shared/ledger';
import { readRow } from '../../shared/read-row';
import { refused } from '../../shared/refusal';

/** The columns of the case that replaces one whose patient goes to another service. */
export async function redirectCase(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[][]> {
	const row = readRow(this, itemIndex);
	const now = nowIso();
	const state = stateOf(row);
	const created = childCase(state);
	if (!created) {
		return refused(
			this,
			{
				code: 'no_redirect',
				message: 'Nobody has chosen another service for this case',
				hint: "Connect this node to the output 'Redirect' of 'What next?'.",
			},
			itemIndex,
		);
	}
	const caseId = childCaseId(state);
	const clinic = profileOf(this, itemIndex, row.clinicId);
	const context = stepContext(foldEvents(caseId, []), clinic, undefined, now);
	const opened = open(created, caseId, context);
	if (!opened.ok) return refused(this, opened.refusal, itemIndex);
	return [[{ json: { ...opened.value.columns }, pairedItem: { item: itemIndex } }]];
}
