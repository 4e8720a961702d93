import type { IDataObject } from 'n8n-workflow';
import type { CaseRow } from '../../core/referral/row';
import { resumeByWebhook } from '../support/engine-doors.mts';
import { resumeByTimeout, runWorkflow, type WorkflowInput } from '../support/engine.mts';
import { openedRow } from './cases.mts';

const nonce = 'a'.repeat(32);
const hours = 3;
const wakeUntil = (): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const row = (more: Partial<CaseRow> = {}): IDataObject =>
	({
		...openedRow(),
		wakeUrl: 'https://clinic.example.com/webhook-waiting/1/wake',
		wakeNonce: nonce,
		wakeExecution: '1',
		wakeUntil: wakeUntil(),
		...more,
	}) as unknown as IDataObject;

/** Both waiting nodes of the pack wait in the same way. */
const waiting = [
	['Await Acknowledgment', 'awaitAcknowledgment', {}],
	['Owner Outreach', 'ownerOutreach', { operation: 'waitForOwner' }],
] as const;

describe.each(waiting)('%s', (_name, type, parameters) => {
	const flow = (items: IDataObject[]): WorkflowInput => ({
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			{ name: 'Wait', type: `n8n-nodes-vet-referral.${type}`, parameters: { ...parameters } },
			{ name: 'After', type: 'n8n-nodes-base.noOp' },
		],
		connections: {
			Start: { main: [[{ node: 'Wait', type: 'main', index: 0 }]] },
			Wait: { main: [[{ node: 'After', type: 'main', index: 0 }]] },
		},
		items,
		credentials: { twilioSmsApi: {} },
	});
	const wait = async (more?: Partial<CaseRow>) => await runWorkflow(flow([row(more)]));

	test('waits until the time the row says', async () => {
		const until = wakeUntil();
		const result = await wait({ wakeUntil: until });
		expect(result.status).toBe('waiting');
		expect(result.waitTill!.toISOString()).toBe(until);
		expect(result.runs('After')).toBe(0);
	});

	test('goes on with the row when it is woken with its nonce', async () => {
		const call = await resumeByWebhook(await wait(), { body: { nonce } });
		expect(call).toMatchObject({
			resumed: true,
			answer: { status: 200, body: { status: 'woken' } },
		});
		expect(call.result!.status).toBe('success');
		expect(call.result!.json('After')).toMatchObject([{ id: 7, wakeNonce: nonce, woken: true }]);
	});

	const knocks: Array<[string, unknown]> = [
		['another nonce', { nonce: 'b'.repeat(32) }],
		['a shorter nonce', { nonce: 'a' }],
		['no nonce', {}],
		['an empty nonce', { nonce: '' }],
		['a nonce that is no text', { nonce: { $ne: '' } }],
		['a list of nonces', { nonce: [nonce] }],
		['no body', undefined],
	];

	test.each(knocks)('stays asleep for %s', async (_what, body) => {
		const sleeping = await wait();
		const call = await resumeByWebhook(sleeping, { body });
		expect(call).toMatchObject({
			resumed: false,
			answer: { status: 410, body: { status: 'not_waiting' } },
		});
		const right = await resumeByWebhook(sleeping, { body: { nonce } });
		expect(right.resumed).toBe(true);
	});

	test('gives its input on when the time is over', async () => {
		const done = await resumeByTimeout(await wait());
		expect(done.status).toBe('success');
		expect(done.json('After')).toMatchObject([{ id: 7, wakeNonce: nonce }]);
		expect(done.json('After')[0]).not.toHaveProperty('woken');
	});

	test('refuses two referrals at once and says what to do', async () => {
		const result = await runWorkflow(flow([row(), row()]));
		expect(result.status).toBe('error');
		expect(result.error!.message).toBe('This node waits for one referral at a time');
		expect(result.error!.description).toContain('It received 2 items');
	});

	test('refuses a wait that nobody could end', async () => {
		const result = await wait({ wakeNonce: '' });
		expect(result.status).toBe('error');
		expect(result.error!.message).toBe('The wait of this case was not prepared');
		expect(result.error!.description).toContain('Prepare Wait');
	});

	test('refuses what is no case row', async () => {
		const result = await runWorkflow(flow([{ hello: 'there' }]));
		expect(result.error!.message).toBe('This is not a row of a referral case');
	});
});
