import type {
	IDataObject,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { createWebhookPims } from '../../connectors/pims/webhook/webhook';
import type { Refusal } from '../../core/result';
import { verifyWebhook } from '../../core/webhooks/standard-webhooks';
import { readDesk } from '../shared/desk-credential';
import { nowIso } from '../shared/ledger';
import { downloadFor, httpFor, uploadFor } from '../shared/transport';
import { markedItem } from './marked-item';

/**
 * One door, open only when the practice system is one that sends webhooks: without a method n8n
 * registers no address. The flow answers after the ledger has the case.
 */
export const referralWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: '={{$parameter["pims"] === "webhook" ? "POST" : ""}}',
		responseMode: 'responseNode',
		path: '={{$parameter["path"]}}',
		isFullPath: true,
		ndvHideUrl: '={{$parameter["pims"] !== "webhook"}}',
		ndvHideMethod: '={{$parameter["pims"] !== "webhook"}}',
	},
];

function answer(
	context: IWebhookFunctions,
	status: number,
	refusal: Refusal,
): IWebhookResponseData {
	const { code, message, hint } = refusal;
	context.getResponseObject().status(status).json({ status: code, message, hint });
	return { noWebhookResponse: true };
}

const notOpen: Refusal = {
	code: 'not_open',
	message: 'This address takes no cases.',
	hint: "Set a 'PIMS Webhook Secret' in the Referral Desk API credential of the trigger.",
};

/** Takes a marked case that a practice system posted: signature first, then content. */
export async function receiveReferral(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const { rawBody } = this.getRequestObject() as unknown as { rawBody?: Buffer };
	const { pimsWebhookSecret } = await readDesk(this);
	if (pimsWebhookSecret === '' || rawBody === undefined) return answer(this, 404, notOpen);
	const verified = verifyWebhook({
		headers: this.getHeaderData() as Record<string, string>,
		body: rawBody,
		secrets: [pimsWebhookSecret],
		nowSeconds: Math.floor(Date.parse(nowIso()) / 1000),
	});
	if (!verified.ok) return answer(this, 401, verified.refusal);
	const body: unknown = this.getBodyData();
	const pims = createWebhookPims({
		http: httpFor(this, 0),
		download: downloadFor(this, 0),
		upload: uploadFor(this, 0),
		payload: body,
		now: nowIso,
	});
	const read = await pims.readReferral({});
	if (!read.ok) return answer(this, 422, read.refusal);
	const clinicId = String(this.getNodeParameter('clinicId'));
	const { patient } = body as { patient?: { name?: string } };
	const items = read.value.map((marked) =>
		markedItem(
			{ pims: 'webhook', site: '', clinicId },
			marked,
			patient?.name ? { patientName: patient.name } : {},
			{ webhookId: verified.value.id, case: body as IDataObject },
		),
	);
	return { workflowData: [items] };
}
