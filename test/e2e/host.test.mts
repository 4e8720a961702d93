import { startN8n, type N8n } from '../support/n8n.mts';

const echo = {
	name: 'Echo',
	nodes: [
		{
			id: 'b1a7c9de-0001-4000-8000-000000000001',
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			webhookId: 'b1a7c9de-0001-4000-8000-0000000000aa',
			parameters: { path: 'echo', httpMethod: 'POST', responseMode: 'lastNode' },
		},
		{
			id: 'b1a7c9de-0001-4000-8000-000000000002',
			name: 'Done',
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [220, 0],
			parameters: {},
		},
	],
	connections: { Webhook: { main: [[{ node: 'Done', type: 'main', index: 0 }]] } },
	settings: { executionOrder: 'v1' },
};

let n8n: N8n;
beforeAll(async () => {
	n8n = await startN8n({ packageDir: false });
});
afterAll(async () => await n8n?.stop());

test('a published workflow answers before and after the process is killed', async () => {
	const id = await n8n.importWorkflow(echo);
	await n8n.publish(id);
	const first = await n8n.callWebhook('echo', { data: { patient: 'Biscuit' } });
	expect(first.status).toBe(200);
	expect(first.data.body).toEqual({ patient: 'Biscuit' });

	const before = n8n.pid;
	await n8n.kill();
	await expect(fetch(`${n8n.url}/healthz`)).rejects.toThrow();
	await n8n.restart();
	expect(n8n.pid).not.toBe(before);

	const second = await n8n.callWebhook('echo', { data: { patient: 'Waffle' } });
	expect(second.data.body).toEqual({ patient: 'Waffle' });
	const executions = await n8n.waitFor(async () => {
		const list = await n8n.executions({ workflowId: id, status: 'success' });
		return list.length === 2 ? list : undefined;
	}, 'both executions to be stored');
	const last = await n8n.execution(executions[0]!.id);
	expect(Object.keys(last.data!.resultData.runData)).toEqual(['Webhook', 'Done']);
});

test('rows of a data table can be written and read by the name of the table', async () => {
	const columns = [
		{ name: 'caseId', type: 'string' },
		{ name: 'version', type: 'number' },
	];
	await n8n.api.post('/data-tables', { name: 'vet_referral_probe', columns });
	const table = n8n.dataTable('vet_referral_probe');
	const rows = Array.from({ length: 300 }, (_, i) => ({ caseId: `REF-${i}`, version: 1 }));
	await table.insert(rows);
	expect(await table.rows()).toHaveLength(300);
	await table.update({ caseId: 'REF-7', version: 1 }, { version: 2 });
	expect(await table.rows({ caseId: 'REF-7' })).toMatchObject([{ version: 2 }]);
	await expect(n8n.dataTable('no_such_table').rows()).rejects.toThrow('no_such_table');
});

test('the owner can log in and sees the credential types of n8n', async () => {
	const rest = await n8n.login();
	expect((await rest.get('/login')).data.data.email).toBe(n8n.access.email);
	const credential = await n8n.createCredential('Probe', 'httpHeaderAuth', {
		name: 'X-Probe',
		value: 'yes',
	});
	expect(credential.id).toEqual(expect.any(String));
});
