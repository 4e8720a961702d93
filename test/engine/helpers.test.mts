import { join } from 'node:path';
import nock from 'nock';
import { callTrigger, poll, resumeByWebhook } from '../support/engine-doors.mts';
import { engineHost } from '../support/engine-host.mts';
import {
	readBinary,
	resumeByTimeout,
	runNode,
	runWorkflow,
	storeBinary,
} from '../support/engine.mts';
import { root } from '../support/paths.mts';

const probe = (name: string) => `n8n-nodes-engine-probe.${name}`;

beforeAll(async () => {
	nock.disableNetConnect();
	await (await engineHost()).loadPackage(join(root, 'test', 'fixtures', 'engine-probe'));
});
afterEach(() => {
	expect(nock.pendingMocks()).toEqual([]);
	nock.cleanAll();
});
afterAll(() => {
	nock.enableNetConnect();
	// The patched http module would stay for the next test file of this worker, and cuts long streams.
	nock.restore();
});

const askThenMark = {
	nodes: [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
		{ name: 'Ask', type: probe('probeAsk'), parameters: { hours: 3 } },
		{
			name: 'Mark',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: {
				mode: 'raw',
				jsonOutput: '={{ { seen: $json, from: $("Start").item.json.caseId } }}',
			},
		},
	],
	connections: {
		Start: { main: [[{ node: 'Ask', type: 'main' as const, index: 0 }]] },
		Ask: { main: [[{ node: 'Mark', type: 'main' as const, index: 0 }]] },
	},
	items: [{ caseId: 'REF-1' }],
};

test('a waiting run gives its input to the next node when its time has passed', async () => {
	const waiting = await runWorkflow(askThenMark);
	expect(waiting.status).toBe('waiting');
	expect(waiting.waitTill!.getTime() - Date.now()).toBeGreaterThan(2.9 * 3_600_000);
	expect(waiting.runs('Mark')).toBe(0);
	const done = await resumeByTimeout(waiting);
	expect(done.status).toBe('success');
	expect(done.json('Mark')).toEqual([{ seen: { caseId: 'REF-1' }, from: 'REF-1' }]);
	await expect(resumeByTimeout(done)).rejects.toThrow('"success"');
});

test('a call that only looks leaves the run waiting, an answer ends the wait', async () => {
	const waiting = await runWorkflow(askThenMark);
	const look = await resumeByWebhook(waiting, { method: 'GET' });
	expect(look).toMatchObject({ resumed: false, answer: { status: 200, body: '<form>' } });
	expect(look.answer.headers['content-type']).toBe('text/html');
	const call = await resumeByWebhook(waiting, { body: { answer: 'accepted' } });
	expect(call).toMatchObject({ resumed: true, answer: { body: 'recorded' } });
	expect(call.result!.status).toBe('success');
	expect(call.result!.json('Mark')).toEqual([
		{ seen: { caseId: 'REF-1', answer: 'accepted' }, from: 'REF-1' },
	]);
});

test('a refused token is fetched again and the request repeated', async () => {
	const pims = nock('https://pims.example.com');
	pims.post('/token', { client: 'clinic' }).reply(200, { token: 'fresh' });
	pims.get('/animal/7').matchHeader('authorization', 'Bearer stale').reply(401, {});
	pims
		.get('/animal/7')
		.matchHeader('authorization', 'Bearer fresh')
		.matchHeader('x-region', 'north')
		.reply(200, { name: 'Biscuit' });
	const credentials = {
		probeApi: { baseUrl: 'https://pims.example.com', clientId: 'clinic', accessToken: 'stale' },
	};
	const result = await runNode({
		node: { type: probe('probeFetch'), parameters: { path: '=/animal/{{ $json.id }}' } },
		credentials,
		items: [{ id: 7 }],
	});
	expect(result.error).toBeUndefined();
	expect(result.json('Probe Fetch')).toEqual([{ name: 'Biscuit' }]);
	expect(result.credentials.probeApi!.accessToken).toBe('fresh');
	expect(credentials.probeApi.accessToken).toBe('stale');
	expect(result.response).toMatchObject({ body: 'done', statusCode: 203 });
});

test('an answer that is not wanted ends the run with the error of the node', async () => {
	nock('https://pims.example.com').get('/animal/8').reply(500, { message: 'out of order' });
	const result = await runNode({
		node: { type: probe('probeFetch'), parameters: { path: '/animal/8' } },
		credentials: { probeApi: { baseUrl: 'https://pims.example.com', accessToken: 'known' } },
	});
	expect(result.status).toBe('error');
	expect(result.error!.message).toBe('The service was not able to process your request');
});

test('a trigger refuses at the door, or gives the items that start an execution', async () => {
	const node = { type: probe('probeTrigger') };
	const refused = await callTrigger({ node, request: { headers: { 'X-Word': 'no' }, body: {} } });
	expect(refused.answer).toMatchObject({ status: 401, body: { message: 'wrong word' } });
	expect(refused.items).toBeUndefined();
	const request = { headers: { 'X-Word': 'biscuit' }, body: { a: 1 }, rawBody: '{ "a": 1 }' };
	const taken = await callTrigger({ node, request });
	expect(taken.items).toEqual([{ json: { a: 1, bytes: 10 } }]);
});

test('a poller starts one execution for each record and keeps its cursor', async () => {
	const feed = nock('https://pims.example.com');
	feed.get('/marked').query({ after: 0 }).reply(200, [4, 5]);
	feed.get('/marked').query({ after: 5 }).reply(200, []);
	const node = { type: probe('probePoll'), parameters: { url: 'https://pims.example.com/marked' } };
	const first = await poll({ node });
	expect(first.emitted).toEqual([[{ json: { id: 4 } }], [{ json: { id: 5 } }]]);
	const second = await poll({ node, staticData: first.staticData });
	expect(second.emitted).toEqual([]);
});

test('files go through the binary store', async () => {
	const binary = await storeBinary('scan', { fileName: 'scan.txt', mimeType: 'text/plain' });
	const result = await runNode({
		node: { type: 'n8n-nodes-base.noOp' },
		items: [{ json: {}, binary: { scan: binary } }],
	});
	const [[item] = []] = result.outputs('No Operation, do nothing');
	expect((await readBinary(item!.binary!.scan)).toString()).toBe('scan');
});
