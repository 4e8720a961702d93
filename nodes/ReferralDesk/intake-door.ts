import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { parseInbound } from '../../core/intake/message';
import { verifyCaseLink } from '../../core/links/case-link';
import { isPageNonce } from '../../core/links/page-nonce';
import { verifyWebhook } from '../../core/webhooks/standard-webhooks';
import { readDesk } from '../shared/desk-credential';
import { nowIso } from '../shared/ledger';
import { away, type Opened } from './opened';
import { fieldsOf, one } from './page-door';

const noSecret = {
	message: 'This address takes no referrals.',
	hint: "Set 'Referring Clinic Secrets' in the Referral Desk API credential of the trigger.",
};

/**
 * Packets and messages of referring clinics, signed by Standard Webhooks. The signature is checked over
 * the raw bytes before anything is read; the flow answers once the message is stored.
 */
export async function intakeDoor(this: IWebhookFunctions): Promise<Opened> {
	const request = this.getRequestObject();
	if (request.method !== 'POST') return away(404, 'json');
	const { rawBody } = request as unknown as { rawBody?: Buffer };
	const { clinicSecrets } = await readDesk(this);
	if (rawBody === undefined) return away(401, 'json');
	if (clinicSecrets.length === 0) return away(404, 'json', noSecret);
	const now = nowIso();
	const verified = verifyWebhook({
		headers: this.getHeaderData() as Record<string, string>,
		body: rawBody,
		secrets: clinicSecrets,
		nowSeconds: Math.floor(Date.parse(now) / 1000),
	});
	if (!verified.ok) return away(401, 'json', verified.refusal);
	const inbound = parseInbound(rawBody.toString('utf8'));
	if (!inbound.ok) return away(422, 'json', inbound.refusal);
	const { type, data } = inbound.value;
	const key = type === 'referral.requested' ? data.deliveryId : verified.value.id;
	return {
		request: {
			lookup: { column: 'deliveryId', value: key },
			key,
			path: String(this.getNodeParameter('path')),
			inbound: inbound.value as unknown as IDataObject,
			receivedAt: now,
		},
	};
}

/** The page of one received referral, behind a signed link that opens nothing else. */
export async function filingDoor(this: IWebhookFunctions): Promise<Opened> {
	const desk = await readDesk(this);
	const token = one((this.getQueryData() as { t?: unknown }).t);
	const now = nowIso();
	const link = verifyCaseLink(token, desk.keys, Math.floor(Date.parse(now) / 1000));
	if (!link.ok) return away(link.refusal.code === 'link_expired' ? 410 : 401, 'page');
	const { rowId, caseId, role } = link.value;
	if (role !== 'intake') return away(401, 'page');
	const posted = this.getRequestObject().method === 'POST';
	const fields = posted ? fieldsOf(this.getBodyData()) : {};
	// A form that came from no page of ours counts as one whose time is over.
	if (!isPageNonce(fields.nonce ?? '', token, desk.keys)) delete fields.nonce;
	return {
		request: {
			lookup: { column: 'id', value: rowId },
			link: { rowId, caseId },
			token,
			fields,
			receivedAt: now,
		},
	};
}
