import type { IWebhookFunctions } from 'n8n-workflow';
import { verifyCaseLink } from '../../core/links/case-link';
import { readDesk } from '../shared/desk-credential';
import { nowIso } from '../shared/ledger';
import { away, type Opened } from './opened';
import { fieldsOf, one } from './page-door';

/**
 * The worklist of a hospital: a signed link of its own, never that of a case. Whether the link was
 * withdrawn stands in the tables, so the flow looks that up.
 */
export async function worklistDoor(this: IWebhookFunctions): Promise<Opened> {
	const desk = await readDesk(this);
	const query = this.getQueryData() as Record<string, unknown>;
	const token = one(query.t);
	const now = nowIso();
	const link = verifyCaseLink(token, desk.keys, Math.floor(Date.parse(now) / 1000));
	if (!link.ok) return away(link.refusal.code === 'link_expired' ? 410 : 401, 'page');
	const { role, linkVersion, exp, subject } = link.value;
	if (role !== 'hospital' || !subject) return away(401, 'page');
	const posted = this.getRequestObject().method === 'POST';
	return {
		request: {
			lookup: { column: 'hospital', value: subject },
			subject,
			linkVersion,
			exp,
			token,
			fields: posted ? fieldsOf(this.getBodyData()) : {},
			filters: fieldsOf(query),
			receivedAt: now,
		},
	};
}
