import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import type { LinkRole } from '../../../core/links/case-link';
import { caseUrl, readDesk } from '../../shared/desk-credential';
import { nowIso } from '../../shared/ledger';
import { readRow } from '../../shared/read-row';

/** Makes a signed link: to the page of a case for one role, or to the board of a clinic. */
export async function createLink(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[][]> {
	const role = this.getNodeParameter('linkRole', itemIndex) as LinkRole;
	const desk = await readDesk(this);
	const nowSeconds = Math.floor(Date.parse(nowIso()) / 1000);
	if (desk.publicUrl === '' || desk.secret === '') {
		throw new NodeOperationError(this.getNode(), 'The Referral Desk credential is not complete', {
			description: "Fill in 'Public Address' and 'Secret' of the credential.",
			itemIndex,
		});
	}
	const url =
		role === 'board'
			? caseUrl(
					desk,
					{ id: 0, caseId: 'board', linkVersion: 1 },
					role,
					nowSeconds,
					String(this.getNodeParameter('clinicId', itemIndex)),
				)
			: caseUrl(desk, readRow(this, itemIndex), role, nowSeconds);
	return [[{ json: { role, url }, pairedItem: { item: itemIndex } }]];
}
