import { timingSafeEqual } from 'node:crypto';
import {
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type IWebhookDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { readRow } from './read-row';

/** The suffix of the address that wakes a waiting execution. */
export const wakePath = 'wake';

/** A waiting node has one door: the Desk knocks, and the flow reads the row again. */
export const wakeWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		responseData: '',
		path: wakePath,
		restartWebhook: true,
		isFullPath: true,
	},
];

/**
 * Waits for one case until its row's `wakeUntil`. The answer is never taken from here: whoever wakes
 * this execution has written the ledger before, and the flow reads the row again.
 */
export async function waitForCase(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	if (items.length !== 1) {
		throw new NodeOperationError(this.getNode(), 'This node waits for one referral at a time', {
			description: `It received ${items.length} items. An execution of n8n has one wait only: start one execution for each case, as the Refer template does.`,
		});
	}
	const row = readRow(this, 0);
	if (row.wakeNonce === '' || row.wakeUntil === '') {
		throw new NodeOperationError(this.getNode(), 'The wait of this case was not prepared', {
			description:
				"Turn on 'Prepare Wait' in the Referral Case node before, and save its result in the case row.",
			itemIndex: 0,
		});
	}
	await this.putExecutionToWait(new Date(row.wakeUntil));
	return [items];
}

const sameText = (a: string, b: string): boolean => {
	const left = Buffer.from(a);
	const right = Buffer.from(b);
	return left.length === right.length && timingSafeEqual(left, right);
};

/**
 * Answers the knock. Never throws: an exception here would end the waiting execution. A knock with a
 * nonce of another wait leaves this one waiting.
 */
export async function wakeUp(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = this.getResponseObject();
	const given = (this.getBodyData() as { nonce?: unknown }).nonce;
	const expected: unknown = this.evaluateExpression('{{ $json.wakeNonce }}');
	if (
		typeof given !== 'string' ||
		typeof expected !== 'string' ||
		expected === '' ||
		!sameText(given, expected)
	) {
		response.status(410).json({ status: 'not_waiting' });
		return { noWebhookResponse: true };
	}
	const row = this.evaluateExpression('{{ $json }}') as INodeExecutionData['json'];
	return {
		webhookResponse: { status: 'woken' },
		workflowData: [[{ json: { ...row, woken: true }, pairedItem: { item: 0 } }]],
	};
}
