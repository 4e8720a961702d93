import type { IDataObject } from 'n8n-workflow';
import { operationNames, supportMeanings } from '../../../connectors/pims/describe';
import type { Operation } from '../../../connectors/pims/pims';
import { ok } from '../../../core/result';
import { serviceAnswer } from '../../shared/service-answer';
import type { Given, PimsResource, Task } from '../resource';

/** Whether the practice system answers; a failure is data here, not an error of the node. */
const test = async (task: Task): Promise<Given[]> => {
	const json = await serviceAnswer('pims', async () => {
		const pims = await task.connect();
		if (!pims.ok) return pims;
		const tested = await pims.value.test();
		if (!tested.ok) return tested;
		const { site, timeZone } = tested.value;
		const who = site ? `${pims.value.label}, ${site}` : pims.value.label;
		return ok({ who, ...(timeZone ? { timeZone } : {}) });
	});
	return [{ json }];
};

/** One item for each thing a practice system may be asked to do; nothing is sent. */
const capabilities = async (task: Task): Promise<Given[]> => {
	const pims = await task.pims();
	const able = pims.capabilities();
	return (Object.keys(operationNames) as Operation[]).map((operation) => {
		const support = able[operation];
		const json: IDataObject = {
			pims: pims.id,
			operation,
			name: operationNames[operation],
			support,
			meaning: supportMeanings[support],
		};
		return { json };
	});
};

export const connection: PimsResource = {
	name: 'Connection',
	value: 'connection',
	operations: [
		{
			name: 'Test',
			value: 'test',
			action: 'Test the connection',
			description: 'Ask whether the practice system answers; nothing is written',
			run: test,
		},
		{
			name: 'Get Capabilities',
			value: 'getCapabilities',
			action: 'Get the capabilities of the practice system',
			description: 'List what this practice system can do with these settings; nothing is sent',
			run: capabilities,
		},
	],
	fields: [],
};
