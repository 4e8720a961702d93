import type { IWebhookFunctions } from 'n8n-workflow';
import { verifyTwilio } from '../../core/webhooks/twilio';
import { nowIso } from '../shared/ledger';
import { away, type Opened } from './opened';

/** Texts that owners send back. Twilio signs the address it was told to call and all fields. */
export async function smsDoor(this: IWebhookFunctions): Promise<Opened> {
	if (this.getRequestObject().method !== 'POST') return away(404, 'twiml');
	const { authToken } = await this.getCredentials<{ authToken: string }>('twilioSmsApi');
	const given = String(this.getNodeParameter('publicUrl', '')).trim();
	const url = given || (this.getNodeWebhookUrl('default') ?? '');
	const params = this.getBodyData() as Record<string, string>;
	const headers = this.getHeaderData() as Record<string, string | undefined>;
	const signature = headers['x-twilio-signature'];
	if (!verifyTwilio({ url, params, signature, authToken })) return away(401, 'twiml');
	const { From: from = '', To: to = '', Body: text = '', MessageSid: messageId = '' } = params;
	if (from === '' || messageId === '') return away(400, 'twiml');
	return {
		request: {
			lookup: { column: 'ownerPhone', value: from },
			from,
			to,
			text,
			messageId,
			receivedAt: nowIso(),
		},
	};
}
