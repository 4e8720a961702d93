import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { boardDoor, caseDoor } from './page-door';
import { eventsDoor } from './events-door';
import { filingDoor, intakeDoor } from './intake-door';
import type { Opened } from './opened';
import { answerPing } from './ping';
import { setupDoor } from './setup-door';
import { smsDoor } from './sms-door';
import { answerHead, turnAway } from './turn-away';
import { worklistDoor } from './worklist-door';

const doors: Record<string, (this: IWebhookFunctions) => Promise<Opened>> = {
	board: boardDoor,
	case: caseDoor,
	events: eventsDoor,
	filing: filingDoor,
	intake: intakeDoor,
	setup: setupDoor,
	sms: smsDoor,
	worklist: worklistDoor,
};

/**
 * Checks who is at the door. Only a checked request starts the workflow; everybody else is answered
 * here, in plain words, without a hint whether a case exists.
 */
export async function openDoor(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const door = String(this.getNodeParameter('door'));
	if (this.getRequestObject().method === 'HEAD') return answerHead(this);
	const pinged = door === 'sms' ? undefined : await answerPing(this);
	if (pinged) return pinged;
	const opened = await doors[door]?.call(this);
	if (!opened) return turnAway(this, 404, 'page');
	if ('turnedAway' in opened) return turnAway(this, opened.turnedAway, opened.as, opened.message);
	const { files = [], ...request } = opened.request;
	const json: IDataObject = { door, method: this.getRequestObject().method, ...request };
	const binary = Object.fromEntries(files.map((file, index) => [`upload_${index}`, file]));
	return {
		workflowData: [[files.length > 0 ? { json, binary } : { json }]],
	};
}
