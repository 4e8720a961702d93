import type { IExecuteFunctions } from 'n8n-workflow';
import { pageHeaders } from './page-headers';

export type Sender = Pick<IExecuteFunctions, 'sendResponse'>;

/** Answers the one at the door with a page. */
export const sendPage = async (execution: Sender, html: string, statusCode = 200): Promise<void> =>
	await execution.sendResponse({ body: html, headers: { ...pageHeaders }, statusCode });

/** Answers a machine at the door. */
export const sendJsonAnswer = async (
	execution: Sender,
	body: object,
	statusCode = 200,
): Promise<void> =>
	await execution.sendResponse({
		body: body as never,
		headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
		statusCode,
	});
