import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { pimsRegistry } from '../../connectors/pims/index';
import { startDataPoint } from '../simulators/cornerstone/datapoint/server.mts';
import { startProvet } from '../simulators/provet-cloud/server.mts';
import { storeBinary } from '../support/engine.mts';
import { picked, runPims } from './pims-node.mts';
import { ezyVetCredential, quickEzyVet } from './services.mts';

interface Running {
	credential: [string, ICredentialDataDecryptedObject];
	/** As the credential, but without the switch for unverified writes. */
	careful: ICredentialDataDecryptedObject;
	/** A patient of the demo practice with a full record. */
	name: string;
	close(): Promise<void>;
}

/** Every practice system that is asked over the network, with its simulator. */
const systems: Record<string, () => Promise<Running>> = {
	datapoint: async () => {
		const simulator = await startDataPoint();
		const careful = { baseUrl: simulator.url, siteId: '12', ...simulator.account };
		return {
			credential: ['dataPointApi', careful],
			careful,
			name: 'Biscuit',
			close: async () => await simulator.close(),
		};
	},
	ezyvet: async () => {
		const simulator = await quickEzyVet();
		return {
			credential: ['ezyVetApi', ezyVetCredential(simulator)],
			careful: ezyVetCredential(simulator, false),
			name: 'Biscuit',
			close: async () => await simulator.close(),
		};
	},
	provet: async () => {
		const simulator = await startProvet({ switches: { rateLimit: 'off', unverified: true } });
		const { clientId, clientSecret } = simulator.client;
		const careful = {
			domain: 'other',
			baseUrl: simulator.url,
			provetId: String(simulator.provetId),
			clientId,
			clientSecret,
			allowUnverifiedWrites: false,
		};
		return {
			credential: ['provetCloudApi', { ...careful, allowUnverifiedWrites: true }],
			careful,
			name: 'Fennel',
			close: async () => await simulator.close(),
		};
	},
};

test('every practice system with a credential is tried here', () => {
	const asked = Object.entries(pimsRegistry).filter(([, entry]) => 'credentialName' in entry);
	expect(Object.keys(systems).sort()).toEqual(asked.map(([id]) => id).sort());
});

describe.each(Object.keys(systems))('the node with %s', (pims) => {
	let other: Running;
	let patient: IDataObject;
	beforeAll(async () => {
		other = await systems[pims]!();
		const filters = { name: other.name };
		const found = await run({ resource: 'patient', operation: 'search', filters });
		expect(found.error?.message).toBeUndefined();
		expect(found.json('PIMS')).toHaveLength(1);
		[patient = {}] = found.json('PIMS');
	});
	afterAll(async () => await other.close());

	const run = async (parameters: IDataObject, items?: never, careful = false) => {
		const [type, data] = other.credential;
		const credential = careful ? other.careful : data;
		return await runPims({ pims, ...parameters }, { [type]: credential }, items);
	};
	const ofPatient = () => ({ patientId: picked(String(patient.id)) });

	test('reads a patient and the owner', async () => {
		const got = await run({ resource: 'patient', operation: 'get', ...ofPatient() });
		expect(got.json('PIMS')).toEqual([expect.objectContaining({ name: other.name })]);
		const owner = await run({ resource: 'client', operation: 'getByPatient', ...ofPatient() });
		expect(owner.json('PIMS')).toEqual([expect.objectContaining({ id: patient.ownerId })]);
	});

	/** What the node says that this system can do. */
	const able = async (operation: string): Promise<boolean> => {
		const list = await run({ resource: 'connection', operation: 'getCapabilities' });
		return list.json('PIMS').find((one) => one.operation === operation)?.support !== 'none';
	};

	/** What is not offered says so, and what to do instead; nothing is written. */
	const isRefused = async (parameters: IDataObject, items?: never) => {
		const { error } = await run(parameters, items);
		expect(error?.message).toMatch(/offers no way to|was not asked to|switched off/);
		expect(error?.description).toMatch(/by hand|Allow Unverified Writes/);
	};

	test.each([
		['encounter', 'listEncounters'],
		['note', 'listNotes'],
		['medication', 'listMedications'],
		['vaccination', 'listVaccinations'],
		['labResult', 'listLabResults'],
		['document', 'listDocuments'],
	])('lists what is in the record: %s', async (resource, operation) => {
		const list = { resource, operation: 'getAll', returnAll: true, ...ofPatient() };
		if (!(await able(operation))) return await isRefused(list);
		const got = await run(list);
		expect(got.error?.message).toBeUndefined();
		expect(got.json('PIMS').length).toBeGreaterThan(0);
	});

	test('lists what has changed, with the cursor for the next time', async () => {
		const list = { resource: 'changedRecord', operation: 'getAll', recordType: 'patients' };
		const [first] = (await run(list)).json('PIMS');
		expect(first).toMatchObject({ recordType: 'patients', cursor: expect.any(String) });
		const next = await run({ ...list, cursor: String(first?.cursor) });
		expect(next.json('PIMS')[0]).toMatchObject({ cursor: expect.any(String) });
	});

	test('downloads a document', async () => {
		if (!(await able('downloadDocument'))) return;
		const document = { resource: 'document', ...ofPatient() };
		const [listed] = (await run({ ...document, operation: 'getAll', limit: 1 })).json('PIMS');
		const documentId = picked(String(listed?.id));
		const [got] = (await run({ ...document, operation: 'download', documentId })).outputs(
			'PIMS',
		)[0]!;
		expect(got?.json.size).toBeGreaterThan(0);
		expect(got?.binary?.data).toMatchObject({ bytes: got?.json.size });
	});

	const writes: Array<[string, string, () => IDataObject]> = [
		[
			'an owner',
			'upsertClient',
			() => ({
				resource: 'client',
				operation: 'upsert',
				lastName: 'Newcomer',
				additionalFields: { firstName: 'Nora', email: 'nora.newcomer@example.com' },
			}),
		],
		[
			'a patient',
			'upsertPatient',
			() => ({
				resource: 'patient',
				operation: 'upsert',
				clientId: patient.ownerId,
				name: 'Pebble',
				additionalFields: { species: 'Dog', sex: 'Female', microchip: '985000000000999' },
			}),
		],
		[
			'a document',
			'uploadDocument',
			() => ({ resource: 'document', operation: 'upload', ...ofPatient() }),
		],
		[
			'a communication',
			'logCommunication',
			() => ({
				resource: 'communication',
				operation: 'log',
				...ofPatient(),
				subject: 'Call',
				text: 'Spoke to the owner',
			}),
		],
	];

	test.each(writes)('writes %s once for each reference', async (what, operation, parameters) => {
		const meta = { fileName: 'report.pdf', mimeType: 'application/pdf' };
		const binary = { data: await storeBinary('%PDF-1.4 sample', meta) };
		const items = [{ json: {}, binary }] as never;
		const write = { ...parameters(), reference: `test/${what.split(' ')[1]}/1` };
		if (!(await able(operation))) return await isRefused(write, items);
		const first = await run(write, items);
		expect(first.error?.message).toBeUndefined();
		const [{ status, ref } = {}] = first.json('PIMS');
		expect(status).toBe('created');
		expect(ref).toEqual(expect.any(String));
		expect((await run(write, items)).json('PIMS')).toEqual([{ status: 'found', ref }]);
	});

	test('says that a communication needs the switch for unverified writes', async () => {
		if (!(await able('logCommunication'))) return;
		const [, , parameters] = writes[3]!;
		const off = await run({ ...parameters(), reference: 'test/off/1' }, undefined, true);
		expect(off.error).toMatchObject({
			message: expect.stringContaining('switched off'),
			description: expect.stringContaining("'Allow Unverified Writes'"),
		});
	});

	test('says so when it cannot be reached', async () => {
		const [type, data] = other.credential;
		const got = await runPims(
			{ pims, resource: 'patient', operation: 'get', patientId: picked('1') },
			{ [type]: { ...data, baseUrl: 'http://127.0.0.1:9' } },
		);
		expect(got.error?.message).toContain('could not be reached');
	});
});
