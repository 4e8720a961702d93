import type { Refusal } from '../../../core/result';
import { renderMessagePage } from '../../shared/pages/message-page';
import { sendJsonAnswer, sendPage, type Sender } from '../../shared/reply';
import type { DeskRequest } from './request';

export { sendJsonAnswer, sendPage };

/** An empty answer: what is to be said to the owner is said by a person or by the plan. */
export const sendTwiml = async (execution: Sender): Promise<void> =>
	await execution.sendResponse({
		body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
		headers: { 'content-type': 'text/xml; charset=utf-8' },
		statusCode: 200,
	});

/** Answers a request that is about no case we have, the same way whatever the reason. */
export async function sendUnknown(execution: Sender, request: DeskRequest): Promise<void> {
	if (request.door === 'events') {
		await sendJsonAnswer(
			execution,
			{
				status: 'refused',
				message: 'There is no such referral for this hospital.',
				hint: 'Check the case number and the address of the request.',
			},
			404,
		);
		return;
	}
	if (request.door === 'sms') {
		await sendTwiml(execution);
		return;
	}
	await sendPage(
		execution,
		renderMessagePage({
			title: 'This link does not work any more',
			text: 'The case has moved on, or the link was withdrawn.',
			hint: 'Call the clinic that sent it and ask for a new one.',
		}),
		410,
	);
}

/** Answers a machine whose event was understood but cannot be taken now. */
export async function sendRefusal(execution: Sender, refusal: Refusal): Promise<void> {
	await sendJsonAnswer(
		execution,
		{ status: 'refused', code: refusal.code, message: refusal.message, hint: refusal.hint },
		422,
	);
}
