import type { IDataObject } from 'n8n-workflow';
import type { EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { runNode, storeBinary } from '../support/engine.mts';
import { ezyVetCredential, quickEzyVet } from './services.mts';

let ezyVet: EzyVetSimulator;
beforeAll(async () => {
	ezyVet = await quickEzyVet();
});
afterAll(async () => await ezyVet.close());

async function run(parameters: IDataObject, item: unknown = {}, more: IDataObject = {}) {
	return await runNode({
		node: {
			type: 'n8n-nodes-vet-referral.pims',
			name: 'PIMS',
			parameters: parameters as never,
			...more,
		},
		credentials: { ezyVetApi: ezyVetCredential(ezyVet) },
		items: [item as IDataObject],
	});
}

test('a patient is read by its ID, without the vendor record unless that is asked for', async () => {
	const get = { resource: 'patient', operation: 'get', patientId: '501' };
	const [patient] = (await run(get)).json('PIMS');
	expect(patient).toMatchObject({ id: '501', name: 'Biscuit', microchip: '985000000000501' });
	expect(patient).not.toHaveProperty('raw');
	const [raw] = (await run({ ...get, simplify: false })).json('PIMS');
	expect(raw).toHaveProperty('raw.id');
});

test('a search gives one item for each patient found', async () => {
	const search = { resource: 'patient', operation: 'search', filters: { name: 'Biscuit' } };
	expect((await run(search)).json('PIMS')).toEqual([expect.objectContaining({ id: '501' })]);
});

test('a communication is logged once for each reference', async () => {
	const log = {
		resource: 'communication',
		operation: 'log',
		patientId: '501',
		subject: 'Call',
		text: 'Spoke to the owner',
		reference: 'test/call/1',
	};
	const before = ezyVet.communications().length;
	expect((await run(log)).json('PIMS')).toEqual([{ status: 'created', ref: expect.any(String) }]);
	expect((await run(log)).json('PIMS')[0]).toMatchObject({ status: 'found' });
	expect(ezyVet.communications().length).toBe(before + 1);
});

test('a document of the item is filed byte for byte', async () => {
	const binary = {
		data: await storeBinary('sample bytes', { fileName: 'a.txt', mimeType: 'text/plain' }),
	};
	const upload = {
		resource: 'document',
		operation: 'upload',
		patientId: '501',
		reference: 'test/document/1',
	};
	const [result] = (await run(upload, { json: {}, binary })).json('PIMS');
	expect(ezyVet.file(Number(result!.ref))?.toString()).toBe('sample bytes');
});

test('what the practice system refuses stops the node with its hint, or leaves as an error item', async () => {
	const get = { resource: 'patient', operation: 'get', patientId: '99999' };
	const stopped = await run(get);
	expect(stopped.status).toBe('error');
	expect(stopped.error?.message).toContain('no patient with the id 99999');
	const goes = await run(get, {}, { onError: 'continueRegularOutput' });
	expect(goes.status).toBe('success');
	expect(goes.json('PIMS')[0]).toMatchObject({ error: expect.stringContaining('99999') });
});

test('a node without a credential says so', async () => {
	const stopped = await run(
		{ resource: 'patient', operation: 'get', patientId: '501' },
		{},
		{
			credentials: {},
		},
	);
	expect(stopped.status).toBe('error');
});
