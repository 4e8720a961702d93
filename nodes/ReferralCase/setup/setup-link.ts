import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { signCaseLink } from '../../../core/links/case-link';
import { doorUrl, readDesk } from '../../shared/desk-credential';
import { nowIso } from '../../shared/ledger';

/** Who has this link can change every setting, so it ends soon; making a new one is one click. */
const linkDays = 7;

/** Makes the signed link to the set-up pages. */
export async function setupLink(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const desk = await readDesk(this);
	if (desk.publicUrl === '' || desk.secret === '') {
		throw new NodeOperationError(this.getNode(), 'The Referral Desk credential is not complete', {
			description: "Fill in 'Public Address' and 'Secret' of the credential.",
		});
	}
	const exp = Math.floor(Date.parse(nowIso()) / 1000) + linkDays * 86_400;
	const link = { rowId: 0, caseId: 'setup', role: 'setup', linkVersion: 1, exp } as const;
	const token = encodeURIComponent(signCaseLink(link, desk.keys));
	const url = `${doorUrl(desk, 'setup')}?t=${token}`;
	const worksUntil = new Date(exp * 1000).toISOString();
	return [[{ json: { role: 'setup', url, worksUntil }, pairedItem: { item: 0 } }]];
}
