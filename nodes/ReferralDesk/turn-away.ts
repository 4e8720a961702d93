import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { strictHeaders } from '../shared/page-headers';
import { renderMessagePage } from '../shared/pages/message-page';
import type { AnswerForm } from './opened';

const texts: Record<number, { title: string; text: string; hint: string }> = {
	400: {
		title: 'This request cannot be read',
		text: 'What was sent is not complete.',
		hint: 'Open the link in the message again.',
	},
	401: {
		title: 'This link does not work',
		text: 'The link is not complete, or it is not one of ours.',
		hint: 'Open the link in the message again, or call the clinic that sent it.',
	},
	404: {
		title: 'This page does not exist',
		text: 'There is nothing at this address.',
		hint: 'Open the link in the message again, or call the clinic that sent it.',
	},
	410: {
		title: 'This link has expired',
		text: 'The time of this link is over.',
		hint: 'Call the clinic that sent it and ask for a new one.',
	},
};

/**
 * Answers programs that ask for the head of a page, to see whether a link is alive. Nothing is read
 * and nothing runs, so every link looks the same.
 */
export function answerHead(context: IWebhookFunctions): IWebhookResponseData {
	context.getResponseObject().status(200).set(strictHeaders).end();
	return { noWebhookResponse: true };
}

/** Answers at the door, without starting the workflow and without telling whether a case exists. */
export function turnAway(
	context: IWebhookFunctions,
	status: number,
	as: AnswerForm,
	message?: { message: string; hint: string },
): IWebhookResponseData {
	const response = context.getResponseObject();
	if (as === 'json') {
		response.status(status).json({
			status: 'refused',
			message: message?.message ?? 'The request was not accepted.',
			hint: message?.hint ?? 'Check the signature, the time and the address of the request.',
		});
		return { noWebhookResponse: true };
	}
	if (as === 'twiml') {
		response.status(status).type('text/xml').send('<Response/>');
		return { noWebhookResponse: true };
	}
	response
		.status(status)
		.set(strictHeaders)
		.send(
			renderMessagePage(texts[status] ?? { title: 'This link does not work', text: '', hint: '' }),
		);
	return { noWebhookResponse: true };
}
