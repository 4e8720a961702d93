import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createTwilio } from '../../connectors/messaging/twilio';
import { ok } from '../../core/result';
import { serviceAnswer } from '../shared/service-answer';
import { httpFor } from '../shared/transport';

/** Asks the provider of text messages whether the account works. Nothing is sent. */
export async function checkProvider(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const json = await serviceAnswer('texts', async () => {
		const { accountSid, from, baseUrl } = await this.getCredentials<{
			accountSid: string;
			from: string;
			baseUrl: string;
		}>('twilioSmsApi');
		const http = httpFor(this, 0, 'twilioSmsApi');
		const account = await createTwilio({ baseUrl, accountSid, from, http }).account();
		if (!account.ok) return account;
		const { name, date } = account.value;
		return ok({ who: `${name}, from ${from}`, ...(date ? { date } : {}) });
	});
	return [[{ json, pairedItem: { item: 0 } }]];
}
