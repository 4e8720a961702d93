import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { referralWebhooks } from '../../nodes/Pims/receive-referral';
import { startProvet, type ProvetSimulator } from '../simulators/provet-cloud/server.mts';
import { callTrigger, poll } from '../support/engine-doors.mts';
import { buildWorkflow } from '../support/engine.mts';
import { engineHost } from '../support/engine-host.mts';

const type = 'n8n-nodes-vet-referral.pimsTrigger';
const hintPath = 'only-for-tests-0123456789';
let provet: ProvetSimulator;
beforeAll(async () => {
	provet = await startProvet({ switches: { rateLimit: 'off', unverified: true } });
});
afterAll(async () => await provet.close());

const credential = (more: IDataObject = {}): ICredentialDataDecryptedObject =>
	({
		domain: 'other',
		baseUrl: provet.url,
		provetId: String(provet.provetId),
		clientId: provet.client.clientId,
		clientSecret: provet.client.clientSecret,
		allowUnverifiedWrites: false,
		accessToken: '',
		...more,
	}) as ICredentialDataDecryptedObject;
const node = (more: IDataObject = {}) => ({
	type,
	parameters: { pims: 'provet', clinicId: 'oak', hintPath, ...more },
});

const ask = async (staticData: IDataObject = {}, more: IDataObject = {}) =>
	await poll({ node: node(), credentials: { provetCloudApi: credential(more) }, staticData });

const knock = async (body: unknown, query: Record<string, string> = {}, more: IDataObject = {}) =>
	await callTrigger({
		node: node(more),
		credentials: { provetCloudApi: credential() },
		// The door exists for some practice systems only, so its method is an expression.
		request: { method: String(referralWebhooks[0]!.httpMethod) as 'POST', body, query },
	});
const from = () => ({ provet_id: String(provet.provetId), provet_url: `${provet.url}/4021/` });

test('each case marked after the start begins an execution of its own, once', async () => {
	const first = await ask();
	expect(first.emitted).toEqual([]);
	const { consultation } = provet.refer(3101, 'Cardiology, urgent')!;
	const second = await ask(first.staticData);
	expect(second.emitted.map(([item]) => item?.json)).toEqual([
		{
			pims: 'provet',
			site: '4021',
			eventId: String(consultation.id),
			version: '1',
			patientId: '3101',
			encounterId: String(consultation.id),
			text: 'Cardiology, urgent',
			vetName: 'Ilma Placeholder',
			markedAt: expect.stringMatching(/Z$/) as string,
			clinicId: 'oak',
			patientName: 'Fennel',
		},
	]);
	expect((await ask(second.staticData)).emitted).toEqual([]);
});

test('a referral record is a case where that is chosen', async () => {
	const recognise = { node: node({ recognise: 'referralRecord' }) };
	const credentials = { provetCloudApi: credential() };
	const first = await poll({ ...recognise, credentials, staticData: {} });
	const { referral } = provet.refer(3102, 'Oncology')!;
	const second = await poll({ ...recognise, credentials, staticData: first.staticData });
	expect(second.emitted.map(([item]) => item?.json.eventId)).toEqual([`referral-${referral.id}`]);
});

test('a wrong secret is told as the log-in', async () => {
	await expect(ask({}, { clientSecret: 'wrong' })).rejects.toThrow('did not accept the log-in');
});

test('a token that has expired is renewed without a word', async () => {
	const first = await ask();
	provet.set({ tokens401: 1 });
	provet.refer(3103, 'Surgery');
	expect((await ask(first.staticData)).emitted).toHaveLength(1);
});

describe('a webhook of Provet Cloud', () => {
	test.each([
		['JSON', (ids: object) => ids],
		[
			'a form',
			(ids: object) => Object.fromEntries(Object.entries(ids).map(([k, v]) => [k, String(v)])),
		],
	])('as %s starts the flow with what the record says', async (_, shape) => {
		const { consultation } = provet.refer(3101, 'Please stage')!;
		const sent = shape({ ...from(), consultation_id: consultation.id, complaint: '#refer lies' });
		const { items, answer } = await knock(sent);
		expect(items).toHaveLength(1);
		expect(items![0]!.json).toMatchObject({
			pims: 'provet',
			site: '4021',
			eventId: String(consultation.id),
			patientId: '3101',
			text: 'Please stage',
			patientName: 'Fennel',
		});
		expect(answer.status).toBe(200);
	});

	test('of several marks starts one run, with the newest', async () => {
		const { consultation } = provet.refer(3101, 'first\n#refer second')!;
		const { items } = await knock({ ...from(), consultation_id: consultation.id });
		expect(items!.map(({ json }) => [json.version, json.text])).toEqual([['2', 'second']]);
	});

	test.each([
		['of another installation', () => ({ provet_id: '77', consultation_id: '3' })],
		['of an unmarked consultation', () => ({ ...from(), consultation_id: '3' })],
		['of a consultation that is gone', () => ({ ...from(), consultation_id: '99999' })],
		['of a client', () => ({ ...from(), client_id: '601' })],
		['without a body', () => ({})],
	])('%s starts nothing and is not sent again', async (_, body) => {
		const { items, answer } = await knock(body());
		expect(items).toBeUndefined();
		expect(answer).toMatchObject({ status: 200, body: { status: 'nothing_to_do' } });
	});

	test('is sent again when the record cannot be read now', async () => {
		provet.set({ down: '503' });
		const { items, answer } = await knock({ ...from(), consultation_id: '3' });
		provet.set({ down: false });
		expect(items).toBeUndefined();
		expect(answer).toMatchObject({ status: 503, body: { status: 'pims_unavailable' } });
	}, 30_000);
});

describe('the button "Refer"', () => {
	test('makes a case of the last consultation of the patient it was pressed on', async () => {
		const last = provet.store.get('patient', 3107)?.last_consultation;
		const { items, answer } = await knock({ ...from(), patient_id: '3107' }, { refer: '1' });
		expect(items![0]!.json).toMatchObject({ eventId: String(last), patientId: '3107' });
		expect(answer.body).toMatchObject({ message: 'The case is marked for referral.' });
	});

	test('is no button without its word in the address', async () => {
		expect((await knock({ ...from(), patient_id: '3107' })).items).toBeUndefined();
	});
});

test.each([
	['', ''],
	['short', ''],
	[hintPath, 'POST'],
])('with the hint path "%s" n8n registers the method "%s"', async (path, method) => {
	const host = await engineHost();
	const workflow = buildWorkflow(host, { nodes: [node({ hintPath: path })] });
	const [own] = Object.values(workflow.nodes);
	const evaluated = (expression: unknown) =>
		workflow.expression.getSimpleParameterValue(
			own!,
			String(expression),
			'internal',
			{},
			undefined,
			'GET',
		);
	const [door] = referralWebhooks;
	expect(evaluated(door!.httpMethod)).toBe(method);
	expect(evaluated(door!.responseMode)).toBe('onReceived');
	if (method) expect(evaluated(door!.path)).toBe(`vet-referral/provet/${hintPath}`);
});
