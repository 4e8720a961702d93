import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Refusal } from '../../core/result';
import { pimsFor, siteOf } from '../shared/pims';
import { markedItem, shownNames } from './marked-item';
import { recognition } from './recognition';

const nothingToDo = (message: string): IWebhookResponseData => ({
	webhookResponse: { status: 'nothing_to_do', message },
});

/** Anything but 200 is tried again by Provet Cloud (by ezyVet [unknown]), and polling finds the case as well. */
function later(context: IWebhookFunctions, { code, message, hint }: Refusal): IWebhookResponseData {
	context.getResponseObject().status(503).json({ status: code, message, hint });
	return { noWebhookResponse: true };
}

/**
 * Takes a webhook of ezyVet or Provet Cloud, or a press on the latter's "Refer" button: ids only, from an address nobody
 * guesses. What they point at is read again, so nothing that was sent is believed. Of several marks
 * the newest starts a run; polling tells the others.
 */
export async function receiveHint(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const pimsId = String(context.getNodeParameter('pims'));
	const pims = await pimsFor(context, 0, { pims: pimsId });
	if (!pims.ok) return later(context, pims.refusal);
	const body: unknown = context.getBodyData();
	const ids = typeof body === 'object' && body !== null ? body : {};
	// The button's address carries `refer=1`, whatever else the button sends.
	const [hint] = pims.value.parseHint({ ...(context.getQueryData() as object), ...ids });
	if (!hint) return nothingToDo('This says nothing about a referral of this installation.');
	const options = recognition((name, fallback) => context.getNodeParameter(name, fallback));
	const read = await pims.value.readReferral(hint, options);
	if (!read.ok) return later(context, read.refusal);
	const marked = read.value[read.value.length - 1];
	if (!marked) return nothingToDo('This record is not marked for referral.');
	const where = {
		pims: pimsId,
		site: await siteOf(context, pimsId),
		clinicId: String(context.getNodeParameter('clinicId')),
	};
	const item = markedItem(where, marked, await shownNames(pims.value, marked));
	return {
		workflowData: [[item]],
		webhookResponse: { status: 'ok', message: 'The case is marked for referral.' },
	};
}
