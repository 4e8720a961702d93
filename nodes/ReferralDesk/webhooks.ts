import type { IWebhookDescription } from 'n8n-workflow';

const path = '={{$parameter["path"] + "/" + $parameter["door"]}}';

/**
 * Two entries on one fixed path: GET shows, POST acts, and HEAD, which mail scanners ask, is told that
 * there is something. The flow answers, after it has written the
 * ledger; only refusals are answered by the trigger itself.
 */
export const doorWebhooks: IWebhookDescription[] = [
	{ name: 'setup', httpMethod: 'GET,HEAD', responseMode: 'responseNode', path, isFullPath: true },
	{ name: 'default', httpMethod: 'POST', responseMode: 'responseNode', path, isFullPath: true },
];
