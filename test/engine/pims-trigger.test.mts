import type { IDataObject } from 'n8n-workflow';
import { signedHeaders } from '../../core/webhooks/standard-webhooks';
import type { PollMemory } from '../../nodes/Pims/poll-memory';
import { referralWebhooks } from '../../nodes/Pims/receive-referral';
import type { EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { callTrigger, poll, type EndOfRun } from '../support/engine-doors.mts';
import { buildWorkflow } from '../support/engine.mts';
import { engineHost } from '../support/engine-host.mts';
import { deskCredential, ezyVetCredential, quickEzyVet } from './services.mts';

const type = 'n8n-nodes-vet-referral.pimsTrigger';
let ezyVet: EzyVetSimulator;
let crowded: EzyVetSimulator | undefined;
beforeAll(async () => {
	ezyVet = await quickEzyVet();
});
afterAll(async () => {
	await ezyVet.close();
	await crowded?.close();
});

const ask = async (
	staticData: IDataObject = {},
	mode?: 'manual',
	more: { parameters?: IDataObject; endOfRun?: EndOfRun } = {},
) =>
	await poll({
		node: { type, parameters: { clinicId: 'oak', ...more.parameters } as never },
		credentials: { ezyVetApi: ezyVetCredential(ezyVet) },
		staticData,
		...(more.endOfRun ? { endOfRun: more.endOfRun } : {}),
		...(mode ? { mode } : {}),
	});
/** The static data of the trigger, changed as if time or the process had gone on. */
const changed = (staticData: IDataObject, change: (memory: PollMemory) => void): IDataObject => {
	const copy = JSON.parse(JSON.stringify(staticData)) as IDataObject;
	change(Object.values(copy)[0] as PollMemory);
	return copy;
};

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
	const first = await ask({}, undefined, { endOfRun: () => 'success' });
	ezyVet.refer(501, 'Please look');
	const told = await ask(first.staticData);
	expect(told.emitted).toHaveLength(1);
	expect((await ask(told.staticData)).emitted).toEqual([]);
	// What was told is kept, and the process that told it is gone.
	const restarted = await ask(
		changed(told.staticData, ({ open }) => {
			for (const one of Object.values(open ?? {})) one.process = 'gone';
		}),
	);
	expect(restarted.emitted).toEqual(told.emitted);
	expect((await ask(restarted.staticData)).emitted).toEqual([]);
});

test('a case whose run failed is told again; one whose run ended well is not', async () => {
	const first = await ask();
	const failing = ezyVet.refer(501, 'Please look')!;
	ezyVet.refer(502, 'Another');
	const endOfRun: EndOfRun = ([item]) =>
		item!.json.eventId === String(failing.consult.id) ? 'error' : 'success';
	const told = await ask(first.staticData, undefined, { endOfRun });
	expect(told.emitted).toHaveLength(2);
	const later = changed(told.staticData, ({ open }) => {
		for (const one of Object.values(open ?? {}))
			one.at = new Date(Date.now() - 90_000).toISOString();
	});
	const again = await ask(later, undefined, { endOfRun: () => 'waiting' });
	expect(again.emitted).toEqual([told.emitted[0]]);
	const last = await ask(again.staticData);
	expect(last.emitted).toEqual([]);
	expect(Object.values(last.staticData)[0]).toMatchObject({ open: {} });
});

test('a case whose runs fail for more than a day ends in a failed execution that names it', async () => {
	const first = await ask();
	const made = ezyVet.refer(501, 'Please look')!;
	const told = await ask(first.staticData, undefined, { endOfRun: () => 'error' });
	const late = changed(told.staticData, ({ open }) => {
		for (const one of Object.values(open ?? {})) one.times = 7;
	});
	const given = await ask(late);
	expect(given.emitted).toEqual([]);
	expect(given.errors).toHaveLength(1);
	expect(JSON.stringify(given.errors)).toContain(`${made.consult.id}#1`);
	expect((await ask(given.staticData)).errors).toEqual([]);
});

test('10,000 changed records over three polls with an outage between: each referral, none lost', async () => {
	const own = (crowded = await quickEzyVet());
	const credentials = { ezyVetApi: ezyVetCredential(own) };
	const ledger = new Set<string>();
	const executions: string[] = [];
	const expected = new Set<string>();
	let failures = 0;
	/** Every seventh run fails before the row, once; all others open their case. */
	const endOfRun: EndOfRun = ([item]) => {
		const key = String(item!.json.eventId);
		executions.push(key);
		if (Number(key) % 7 === 0 && executions.filter((one) => one === key).length === 1) {
			failures++;
			return 'error';
		}
		ledger.add(key);
		return 'success';
	};
	const change = (count: number): void => {
		for (let index = 0; index < count; index++) {
			const isMarked = index % 5 === 0;
			const row = own.store.add('consult', {
				animal_id: 10_000 + (index % 500),
				description: isMarked ? '#refer cardiology' : 'Vaccination',
			});
			if (isMarked) expected.add(String(row.id));
		}
	};
	const once = async (staticData: IDataObject) =>
		await poll({
			node: { type, parameters: { clinicId: 'oak' } },
			credentials,
			staticData,
			endOfRun,
		});
	/** The cursor is behind every marked record that has never been emitted. */
	const isCursorBehind = (staticData: IDataObject): boolean => {
		const memory = Object.values(staticData)[0] as PollMemory;
		const { seen } = JSON.parse(memory.cursor ?? '{"seen":[]}') as { seen: string[] };
		return seen.every((key) => executions.includes(key.split('#')[0]!));
	};
	for (let index = 0; index < 500; index++) {
		own.store.add('animal', { id: 10_000 + index, name: `Patient ${index}`, contact_id: 88 });
	}
	let { staticData } = await once({});
	const restart = (data: IDataObject): IDataObject =>
		changed(data, ({ open }) => {
			for (const one of Object.values(open ?? {}))
				one.at = new Date(Date.now() - 90_000).toISOString();
		});
	for (const [round, count] of [3400, 3300, 3300].entries()) {
		change(count);
		if (round === 1) {
			own.set({ down: 'reset' });
			await expect(once(staticData)).rejects.toThrow('could not be reached');
			own.set({ down: false });
		}
		({ staticData } = await once(restart(staticData)));
		expect(isCursorBehind(staticData)).toBe(true);
		expect(JSON.stringify(staticData).length).toBeLessThan(400_000);
	}
	// Runs that failed are told again, fifty in a poll.
	for (let round = 0; round < 8; round++) ({ staticData } = await once(restart(staticData)));
	expect(expected.size).toBe(2000);
	expect(failures).toBeGreaterThan(200);
	expect([...expected].filter((key) => !ledger.has(key))).toEqual([]);
	// A repeat is only what had failed.
	expect(executions.length).toBe(expected.size + failures);
}, 120_000);

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

describe('a webhook of ezyVet', () => {
	const secretPath = 'a-word-that-nobody-guesses';
	const hinted = async (body: IDataObject, parameters: IDataObject = {}) =>
		await callTrigger({
			node: {
				type,
				parameters: { clinicId: 'oak', hintPath: secretPath, ...parameters } as never,
			},
			credentials: { ezyVetApi: ezyVetCredential(ezyVet) },
			request: { method: String(referralWebhooks[0]!.httpMethod) as 'POST', body },
		});

	test('starts a run with the record as it is read again, whatever was sent', async () => {
		const { consult, appointment } = ezyVet.refer(501, 'Please look')!;
		const sent = { id: appointment.id, consult_id: consult.id, description: '#refer forged' };
		const { items } = await hinted({
			meta: { event: 'appointment_updated' },
			items: [{ appointment: sent }],
		});
		expect(items).toHaveLength(1);
		expect(items![0]!.json).toMatchObject({
			pims: 'ezyvet',
			eventId: String(consult.id),
			text: 'Please look',
			clinicId: 'oak',
		});
	});

	test('recognises by the type of the appointment where that is chosen', async () => {
		const { appointment } = ezyVet.refer(501, '')!;
		const { items } = await hinted(
			{ items: [{ appointment: { id: appointment.id } }] },
			{ recognise: 'appointmentType', appointmentType: 'Referral' },
		);
		expect(items![0]!.json).toMatchObject({ eventId: `appointment-${appointment.id}` });
	});

	test('about anything else starts none, and while ezyVet is down it is answered 503', async () => {
		for (const body of [{}, { items: [{ appointment: { id: '{"gt":0}' } }] }]) {
			const { items, answer } = await hinted(body);
			expect(items).toBeUndefined();
			expect(answer.status).toBe(200);
		}
		ezyVet.set({ down: '503' });
		const { answer } = await hinted({ items: [{ appointment: { id: 1 } }] });
		ezyVet.set({ down: false });
		expect(answer.status).toBe(503);
	});
});

test.each([
	['ezyvet', '', ''],
	['ezyvet', 'short', ''],
	['ezyvet', 'a-word-that-nobody-guesses', 'POST'],
	['webhook', '', 'POST'],
	['cornerstone', 'a-word-that-nobody-guesses', ''],
])(
	'with %s and the hint path "%s" n8n registers the method "%s"',
	async (pims, hintPath, method) => {
		const host = await engineHost();
		const workflow = buildWorkflow(host, { nodes: [{ type, parameters: { pims, hintPath } }] });
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
	},
);
