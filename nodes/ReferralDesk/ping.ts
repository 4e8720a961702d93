import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { isPingNonce, pingAnswer } from '../../core/setup/ping';
import { readDesk } from '../shared/desk-credential';

/**
 * Answers the set-up's question whether an address leads to this installation: with what only a door
 * that has the same secret can say. Nothing else is told, and nothing runs.
 */
export async function answerPing(
	context: IWebhookFunctions,
): Promise<IWebhookResponseData | undefined> {
	const { ping } = context.getQueryData() as { ping?: unknown };
	if (context.getRequestObject().method !== 'GET' || typeof ping !== 'string') return undefined;
	if (!isPingNonce(ping)) return undefined;
	const { secret } = await readDesk(context);
	if (secret === '') return undefined;
	context
		.getResponseObject()
		.status(200)
		.set({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
		.send(pingAnswer(secret, ping));
	return { noWebhookResponse: true };
}
