import type { IDataObject } from 'n8n-workflow';
import type { EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { readBinary } from '../support/engine.mts';
import { picked, runPims } from './pims-node.mts';
import { ezyVetCredential, quickEzyVet } from './services.mts';

let ezyVet: EzyVetSimulator;
beforeAll(async () => {
	ezyVet = await quickEzyVet();
});
afterAll(async () => await ezyVet.close());

const run = async (parameters: IDataObject, items: IDataObject[] = [{}], more: IDataObject = {}) =>
	await runPims(parameters, { ezyVetApi: ezyVetCredential(ezyVet) }, items, more);

const biscuit = { patientId: picked('501') };

describe('a patient is found', () => {
	const get = { resource: 'patient', operation: 'get' };

	test.each([
		['chosen from the list', picked('501', 'list')],
		['by its ID', picked('501')],
		['by an ID in an expression', '={{ $json.id }}'],
		[
			'by the address of its record',
			picked('https://sample.ezyvet.com/?recordclass=Animal&recordid=501', 'url'),
		],
	])('%s', async (_, patientId) => {
		const got = await run({ ...get, patientId }, [{ id: '501' }]);
		expect(got.json('PIMS')).toEqual([expect.objectContaining({ id: '501', name: 'Biscuit' })]);
	});

	test('not by the address of something else', async () => {
		const patientId = picked('https://sample.ezyvet.com/?recordclass=Contact&recordid=501', 'url');
		await expect(run({ ...get, patientId })).rejects.toThrow('not the address of a patient');
	});
});

describe('the owner of a patient', () => {
	test('is read by the patient or by its own ID', async () => {
		const [byPatient] = (
			await run({ resource: 'client', operation: 'getByPatient', ...biscuit })
		).json('PIMS');
		const [byId] = (await run({ resource: 'client', operation: 'get', clientId: '88' })).json(
			'PIMS',
		);
		expect(byPatient).toMatchObject({ id: '88', contactPoints: expect.any(Array) });
		expect(byId).toEqual(byPatient);
	});

	test('that the record does not name is told so', async () => {
		const [animal] = ezyVet.store.all('animal').filter(({ id }) => id === 502);
		const { contact_id: owner } = animal!;
		animal!.contact_id = '';
		const got = await run({
			resource: 'client',
			operation: 'getByPatient',
			patientId: picked('502'),
		});
		animal!.contact_id = owner;
		expect(got.error).toMatchObject({
			message: 'The patient 502 has no owner in ezyVet.',
			description: expect.stringContaining('Enter the owner'),
		});
	});
});

test('who referred a patient is read; where nobody did, the node says so', async () => {
	const get = { resource: 'referrer', operation: 'get' };
	expect((await run({ ...get, ...biscuit })).json('PIMS')).toEqual([
		expect.objectContaining({ clinic: 'Riverbank Animal Clinic', clinicId: '301' }),
	]);
	const animal = ezyVet.store.all('animal').find(({ id }) => id === 502)!;
	const before = { ...animal };
	Object.assign(animal, { referring_clinic_id: '', referring_vet_id: '' });
	const nobody = await run({ ...get, patientId: picked('502') });
	Object.assign(animal, before);
	expect(nobody.error?.message).toContain('names no practice that referred the patient 502');
});

describe('the lists of a record', () => {
	test.each([
		['encounter', { at: expect.any(String), reason: expect.any(String) }],
		['note', { kind: expect.any(String), text: expect.any(String) }],
		['medication', { name: expect.any(String) }],
		['vaccination', { givenOn: expect.any(String) }],
		['labResult', { items: expect.any(Array) }],
		['document', { name: expect.any(String), mimeType: expect.any(String) }],
	])('%s: all of it, or as much as is wanted', async (resource, fields) => {
		const getAll = { resource, operation: 'getAll', ...biscuit };
		const all = (await run({ ...getAll, returnAll: true })).json('PIMS');
		expect(all.length).toBeGreaterThan(0);
		for (const one of all) {
			expect(one).toMatchObject({ id: expect.any(String), ...fields });
			expect(one).not.toHaveProperty('raw');
		}
		const one = await run({ ...getAll, returnAll: false, limit: 1, simplify: false });
		expect(one.json('PIMS')).toEqual([expect.objectContaining({ raw: expect.anything() })]);
	});

	test('encounters since a time, which without an offset is that of the workflow', async () => {
		const all = (
			await run({ resource: 'encounter', operation: 'getAll', returnAll: true, ...biscuit })
		).json('PIMS') as Array<{ at: string }>;
		const latest = all
			.map(({ at }) => at)
			.sort()
			.at(-1)!;
		const since = latest.replace(/\.\d+Z$|Z$/, '');
		const later = await run({
			resource: 'encounter',
			operation: 'getAll',
			...biscuit,
			options: { since: latest },
		});
		expect(later.json('PIMS')).toEqual([expect.objectContaining({ at: latest })]);
		// New York is behind UTC, so the same wall clock there is later.
		const none = await runPims(
			{ resource: 'encounter', operation: 'getAll', ...biscuit, options: { since } },
			{ ezyVetApi: ezyVetCredential(ezyVet) },
		);
		expect(none.json('PIMS')).toEqual([]);
	});

	test('a time that is none is refused before anything is asked', async () => {
		const before = ezyVet.log.length;
		const getAll = { resource: 'encounter', operation: 'getAll', ...biscuit };
		const refused = await run({ ...getAll, options: { since: 'last week' } });
		expect(refused.error?.message).toBe("'Since' is not a time.");
		expect(ezyVet.log.length).toBe(before);
	});

	test('notes of one encounter', async () => {
		const getAll = { resource: 'note', operation: 'getAll', returnAll: true, ...biscuit };
		const notes = (await run({ ...getAll, encounterId: picked('1') })).json('PIMS');
		expect(notes.length).toBeGreaterThan(0);
		expect(new Set(notes.map(({ encounterId }) => encounterId))).toEqual(new Set(['1']));
	});
});

describe('documents', () => {
	const download = { resource: 'document', operation: 'download', ...biscuit };

	test('come byte for byte; the list is asked once for all items of a run', async () => {
		const listed = (
			await run({ resource: 'document', operation: 'getAll', returnAll: true, ...biscuit })
		).json('PIMS') as Array<{ id: string; name: string }>;
		const before = ezyVet.log.length;
		const got = await run({ ...download, documentId: '={{ $json.id }}' }, listed);
		const [items = []] = got.outputs('PIMS');
		expect(items).toHaveLength(listed.length);
		for (const [at, { json, binary, pairedItem }] of items.entries()) {
			const { id, name } = listed[at]!;
			expect(pairedItem).toEqual({ item: at });
			expect(json).toMatchObject({ id, name, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
			expect(binary?.data).toMatchObject({ fileName: name, bytes: json.size });
			expect(await readBinary(binary?.data)).toEqual(ezyVet.file(Number(id)));
		}
		const calls = ezyVet.log.slice(before).map(({ path }) => path);
		expect(calls.filter((path) => path.endsWith('/consult'))).toHaveLength(1);
		expect(calls.filter((path) => path.includes('/download/'))).toHaveLength(listed.length);
	});

	test('of another patient are not given, and what went wrong leaves as an item', async () => {
		const other = ezyVet.attachments().find(({ record_id: id }) => Number(id) === 502)!;
		const parameters = { ...download, documentId: '={{ $json.id }}' };
		const got = await run(parameters, [{ id: String(other.id) }, { id: '1' }], {
			onError: 'continueRegularOutput',
		});
		expect(got.status).toBe('success');
		const [refused, good] = got.outputs('PIMS')[0]!;
		expect(refused).toMatchObject({
			json: { error: expect.stringContaining(`no document ${String(other.id)}`) },
			pairedItem: { item: 0 },
		});
		expect(good).toMatchObject({ json: { id: '1' }, pairedItem: { item: 1 } });
	});
});

describe('the connection', () => {
	test('says what the system can do, without asking it', async () => {
		const before = ezyVet.log.length;
		const list = { resource: 'connection', operation: 'getCapabilities' };
		const able = (await run(list)).json('PIMS');
		expect(ezyVet.log.length).toBe(before);
		expect(able.find(({ operation }) => operation === 'addNote')).toEqual({
			pims: 'ezyvet',
			operation: 'addNote',
			name: 'Add a note',
			support: 'asCommunication',
			meaning: 'Kept as a communication of the record',
		});
		const careful = await runPims(list, { ezyVetApi: ezyVetCredential(ezyVet, false) });
		const switchedOff = careful.json('PIMS').find(({ operation }) => operation === 'addNote');
		expect(switchedOff).toMatchObject({ support: 'none' });
	});

	test('is tested; what is wrong is data', async () => {
		const test = { resource: 'connection', operation: 'test' };
		expect((await run(test)).json('PIMS')).toEqual([
			{
				service: 'pims',
				ok: true,
				who: expect.stringContaining('ezyVet'),
				timeZone: expect.any(String),
			},
		]);
		const wrong = { ...ezyVetCredential(ezyVet), clientSecret: 'not-the-secret' };
		const told = await runPims(test, { ezyVetApi: wrong });
		expect(told.status).toBe('success');
		expect(told.json('PIMS')).toEqual([
			{
				service: 'pims',
				ok: false,
				message: expect.stringContaining('log-in'),
				hint: expect.any(String),
			},
		]);
	});
});
