import type { IDataObject } from 'n8n-workflow';
import { signedHeaders } from '../../core/webhooks/standard-webhooks';
import { referralWebhooks } from '../../nodes/Pims/receive-referral';
import type { EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { callTrigger, poll } from '../support/engine-doors.mts';
import { buildWorkflow } from '../support/engine.mts';
import { engineHost } from '../support/engine-host.mts';
import { deskCredential, ezyVetCredential, quickEzyVet } from './services.mts';

const type = 'n8n-nodes-vet-referral.pimsTrigger';
let ezyVet: EzyVetSimulator;
beforeAll(async () => {
	ezyVet = await quickEzyVet();
});
afterAll(async () => await ezyVet.close());

const ask = async (staticData: IDataObject = {}, mode?: 'manual') =>
	await poll({
		node: { type, parameters: { clinicId: 'oak' } },
		credentials: { ezyVetApi: ezyVetCredential(ezyVet) },
		staticData,
		...(mode ? { mode } : {}),
	});

test('each case marked after the start begins an execution of its own, once', async () => {
	const first = await ask();
	expect(first.emitted).toEqual([]);
	const one = ezyVet.refer(501, 'Cardiology, urgent: please stage')!;
	const two = ezyVet.refer(501, 'Second question')!;
	const second = await ask(first.staticData);
	expect(second.emitted).toHaveLength(2);
	expect(second.emitted[0]![0]!.json).toEqual({
		pims: 'ezyvet',
		site: 'site_demo01',
		eventId: String(one.consult.id),
		version: '1',
		patientId: '501',
		encounterId: String(one.consult.id),
		text: 'Cardiology, urgent: please stage',
		vetName: expect.any(String),
		markedAt: expect.stringMatching(/Z$/),
		clinicId: 'oak',
		patientName: 'Biscuit',
	});
	expect(second.emitted[1]![0]!.json.eventId).toBe(String(two.consult.id));
	const third = await ask(second.staticData);
	expect(third.emitted).toEqual([]);
});

test('a poll that does not work leaves the cursor, so the case comes with the next one', async () => {
	const first = await ask();
	ezyVet.refer(501, 'Please look');
	ezyVet.set({ down: 'reset' });
	await expect(ask(first.staticData)).rejects.toThrow('could not be reached');
	ezyVet.set({ down: false });
	expect((await ask(first.staticData)).emitted).toHaveLength(1);
});

test('a new process tells the last minutes again: their runs may have died with the old one', async () => {
	const first = await ask();
	ezyVet.refer(501, 'Please look');
	const told = await ask(first.staticData);
	expect(told.emitted).toHaveLength(1);
	expect((await ask(told.staticData)).emitted).toEqual([]);
	// The cursor was kept, and the process that wrote it is gone.
	const [[name, memory]] = Object.entries(told.staticData) as [[string, IDataObject]];
	const restarted = await ask({ [name]: { ...memory, process: 'gone' } });
	expect(restarted.emitted).toEqual(told.emitted);
	expect((await ask(restarted.staticData)).emitted).toEqual([]);
});

test('fetching a test event shows a case and leaves the cursor alone', async () => {
	const shown = await ask({}, 'manual');
	expect(shown.emitted).toHaveLength(1);
	expect(shown.staticData).toEqual({});
});

describe('a practice system that sends webhooks', () => {
	const body = {
		eventId: 'mark-1',
		markedAt: '2026-11-20T10:00:00Z',
		text: 'Please stage',
		patient: { id: 'p-1', name: 'Rex Example' },
	};
	const node = { type, parameters: { pims: 'webhook', clinicId: 'oak' } };
	const post = async (text: string, secret = String(deskCredential.pimsWebhookSecret)) => {
		const timestampSeconds = Math.floor(Date.now() / 1000);
		const headers = signedHeaders({ id: 'msg-1', timestampSeconds, body: text }, secret);
		return await callTrigger({
			node,
			credentials: { referralDeskApi: deskCredential },
			// The door exists for this practice system only, so its method is an expression.
			request: {
				method: String(referralWebhooks[0]!.httpMethod) as 'POST',
				rawBody: text,
				body: JSON.parse(text) as IDataObject,
				headers,
			},
		});
	};

	test('starts the flow with the case it sent when the signature is right', async () => {
		const { items } = await post(JSON.stringify(body));
		expect(items).toHaveLength(1);
		expect(items![0]!.json).toMatchObject({
			pims: 'webhook',
			eventId: 'mark-1',
			version: '1',
			patientId: 'p-1',
			patientName: 'Rex Example',
			clinicId: 'oak',
			case: body,
		});
	});

	test('is answered 401 with a wrong signature and 422 with a case that cannot be read', async () => {
		const wrong = await post(JSON.stringify(body), 'whsec_d3Jvbmctc2VjcmV0LWZvci10ZXN0cw==');
		expect(wrong).toMatchObject({ answer: { status: 401 }, items: undefined });
		const bad = await post(JSON.stringify({ ...body, patient: {} }));
		expect(bad.answer.status).toBe(422);
		expect(bad.items).toBeUndefined();
		expect(JSON.stringify(bad.answer.body)).not.toContain('Please stage');
	});

	test('is never polled', async () => {
		const asked = await poll({ node, credentials: {} });
		expect(asked.emitted).toEqual([]);
	});
});

test.each([
	['ezyvet', ''],
	['webhook', 'POST'],
])('with the practice system %s n8n registers the method "%s"', async (pims, method) => {
	const host = await engineHost();
	const workflow = buildWorkflow(host, { nodes: [{ type, parameters: { pims } }] });
	const [node] = Object.values(workflow.nodes);
	const [door] = referralWebhooks;
	const evaluated = workflow.expression.getSimpleParameterValue(
		node!,
		String(door!.httpMethod),
		'internal',
		{},
		undefined,
		'GET',
	);
	expect(evaluated).toBe(method);
});
