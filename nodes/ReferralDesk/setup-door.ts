import type { IWebhookFunctions } from 'n8n-workflow';
import { verifyCaseLink } from '../../core/links/case-link';
import { readDesk } from '../shared/desk-credential';
import { nowIso } from '../shared/ledger';
import { away, type Opened } from './opened';
import { fieldsOf, one } from './page-door';

/** The set-up pages: a signed link of their own, for people who may change every setting. */
export async function setupDoor(this: IWebhookFunctions): Promise<Opened> {
	const desk = await readDesk(this);
	const query = this.getQueryData() as Record<string, unknown>;
	const token = one(query.t);
	const now = nowIso();
	const link = verifyCaseLink(token, desk.keys, Math.floor(Date.parse(now) / 1000));
	if (!link.ok) return away(link.refusal.code === 'link_expired' ? 410 : 401, 'page');
	if (link.value.role !== 'setup') return away(401, 'page');
	const posted = this.getRequestObject().method === 'POST';
	return {
		request: {
			lookup: { column: 'key', value: '' },
			token,
			linkEnds: new Date(link.value.exp * 1000).toISOString(),
			filters: fieldsOf(query),
			fields: posted ? fieldsOf(this.getBodyData()) : {},
			receivedAt: now,
		},
	};
}
