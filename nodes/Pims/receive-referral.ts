import type {
	IDataObject,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { parseMarkedCase } from '../../connectors/pims/webhook/payload';
import { toReferral } from '../../connectors/pims/webhook/reads';
import type { Refusal } from '../../core/result';
import { verifyWebhook } from '../../core/webhooks/standard-webhooks';
import { readDesk } from '../shared/desk-credential';
import { nowIso } from '../shared/ledger';
import { markedItem } from './marked-item';
import { receiveHint } from './receive-hint';

/** Hints are not signed, so their address has to be one that nobody guesses. */
export const shortestHintPath = 16;

/** Practice systems that tell by webhook which record to read again. */
export const hintSystems = ['ezyvet', 'provet'];

const isHinted = `(${hintSystems.map((id) => `$parameter["pims"] === "${id}"`).join(' || ')})`;
const isOpen = `$parameter["pims"] === "webhook" || (${isHinted} && ($parameter["hintPath"] || "").length >= ${shortestHintPath})`;

/**
 * One door, open only when the practice system is one that sends webhooks: without a method n8n
 * registers no address. For a whole case the flow answers after the ledger has it; a hint, which is
 * read again and has polling behind it, is answered as soon as its run is stored.
 */
export const referralWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: `={{${isOpen} ? "POST" : ""}}`,
		responseMode: `={{${isHinted} ? "onReceived" : "responseNode"}}`,
		path: `={{${isHinted} ? "vet-referral/" + $parameter["pims"] + "/" + $parameter["hintPath"] : $parameter["path"]}}`,
		isFullPath: true,
		ndvHideUrl: `={{!(${isOpen})}}`,
		ndvHideMethod: `={{!(${isOpen})}}`,
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
	if (hintSystems.includes(String(this.getNodeParameter('pims')))) return await receiveHint(this);
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
	const marked = parseMarkedCase(body);
	if (!marked.ok) return answer(this, 422, marked.refusal);
	const item = markedItem(
		{ pims: 'webhook', site: '', clinicId: String(this.getNodeParameter('clinicId')) },
		toReferral(marked.value),
		{ patientName: marked.value.patient.name },
		{ webhookId: verified.value.id, case: body as IDataObject },
	);
	return { workflowData: [[item]] };
}
