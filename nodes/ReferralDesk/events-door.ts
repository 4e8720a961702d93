import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { parseHospitalEvent } from '../../core/desk/hospital-event';
import { hospitalSecret } from '../../core/links/secrets';
import { verifyWebhook } from '../../core/webhooks/standard-webhooks';
import { readDesk } from '../shared/desk-credential';
import { nowIso } from '../shared/ledger';
import { away, type Opened } from './opened';

/**
 * Events of a hospital's own system, signed by Standard Webhooks with the secret of that directory
 * entry. The signature is checked over the raw bytes before anything is read.
 */
export async function eventsDoor(this: IWebhookFunctions): Promise<Opened> {
	const request = this.getRequestObject();
	if (request.method !== 'POST') return away(404, 'json');
	const specialistId = String((this.getQueryData() as { specialist?: unknown }).specialist ?? '');
	const { rawBody } = request as unknown as { rawBody?: Buffer };
	if (specialistId === '' || rawBody === undefined) return away(401, 'json');
	const desk = await readDesk(this);
	const now = nowIso();
	const verified = verifyWebhook({
		headers: this.getHeaderData() as Record<string, string>,
		body: rawBody,
		secrets: desk.secrets.map((secret) => hospitalSecret(secret, specialistId)),
		nowSeconds: Math.floor(Date.parse(now) / 1000),
	});
	if (!verified.ok) return away(401, 'json', verified.refusal);
	const event = parseHospitalEvent(rawBody.toString('utf8'));
	if (!event.ok) return away(422, 'json', event.refusal);
	return {
		request: {
			lookup: { column: 'caseId', value: event.value.caseId },
			specialistId,
			webhookId: verified.value.id,
			event: event.value as unknown as IDataObject,
			receivedAt: now,
		},
	};
}
