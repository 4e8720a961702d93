import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { storeBinary } from '../support/engine.mts';
import { markedCase } from './marked-case.mts';
import { picked, runPims } from './pims-node.mts';

interface Filed {
	key: string;
	type: string;
	contentType: string;
	body: string;
}

/** A practice system that takes what is filed, and knows what it has taken by the key. */
let inbox: Server;
let url: string;
const filed: Filed[] = [];

beforeAll(async () => {
	inbox = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks).toString('utf8');
			const key = String(request.headers['idempotency-key']);
			const isKnown = filed.some((one) => one.key === key);
			const type = /"type":"([\w.]+)"/.exec(body)?.[1] ?? '';
			const contentType = String(request.headers['content-type']);
			if (!isKnown) filed.push({ key, type, contentType, body });
			response.writeHead(isKnown ? 409 : 201, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ ref: `entry-${filed.findIndex((one) => one.key === key)}` }));
		});
	});
	await new Promise<void>((resolve) => inbox.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(inbox.address() as AddressInfo).port}/inbox`;
});
afterAll(async () => {
	inbox.closeAllConnections();
	await new Promise((resolve) => inbox.close(resolve));
});
beforeEach(() => filed.splice(0));

const patientId = picked('501');
const webhook = () => ({
	pims: 'webhook',
	markedCase: JSON.stringify(markedCase),
	filingUrl: url,
});

/** Every write of the node, and what of it has to arrive. */
const writes: Array<[string, IDataObject, string, IDataObject]> = [
	[
		'an appointment',
		{
			resource: 'appointment',
			operation: 'create',
			patientId,
			start: '2026-03-04T15:30:00',
			durationMinutes: 20,
			description: 'Recheck',
			appointmentType: 'Recheck',
		},
		'file.appointment',
		// The engine tests run in n8n's default time zone, New York.
		{
			patientId: '501',
			start: '2026-03-04T15:30:00.000-05:00',
			durationMinutes: 20,
			type: 'Recheck',
		},
	],
	[
		'an owner',
		{
			resource: 'client',
			operation: 'upsert',
			lastName: 'Owner',
			additionalFields: { firstName: 'Olive', email: 'olive.owner@example.com', city: '' },
		},
		'file.client',
		{ lastName: 'Owner', firstName: 'Olive', email: 'olive.owner@example.com' },
	],
	[
		'a communication',
		{ resource: 'communication', operation: 'log', patientId, subject: 'Call', text: 'Spoke' },
		'file.communication',
		{ patientId: '501', subject: 'Call', text: 'Spoke' },
	],
	[
		'an encounter',
		{
			resource: 'encounter',
			operation: 'create',
			patientId,
			start: '2026-03-04T09:00:00Z',
			reason: 'Murmur',
			additionalFields: { vetId: '21' },
		},
		'file.encounter',
		{ patientId: '501', at: '2026-03-04T04:00:00.000-05:00', reason: 'Murmur', vetId: '21' },
	],
	[
		'a follow-up',
		{
			resource: 'followUp',
			operation: 'create',
			patientId,
			kind: 'recheck',
			what: 'Recheck of the murmur',
			due: '2026-04-01T00:00:00',
			encounterId: picked('7'),
			options: { durationMinutes: 45, appointmentType: 'Recheck' },
		},
		'file.follow_up',
		{
			patientId: '501',
			encounterId: '7',
			kind: 'recheck',
			what: 'Recheck of the murmur',
			due: '2026-04-01',
			durationMinutes: 45,
			type: 'Recheck',
		},
	],
	[
		'a note',
		{
			resource: 'note',
			operation: 'add',
			patientId,
			subject: 'Note',
			text: 'Stable',
			encounterId: picked('7', 'list'),
		},
		'file.note',
		{ patientId: '501', encounterId: '7', subject: 'Note', text: 'Stable' },
	],
	[
		'a patient',
		{
			resource: 'patient',
			operation: 'upsert',
			clientId: '88',
			name: 'Biscuit',
			additionalFields: { species: 'Dog', weightKg: 11.2, microchip: '985000000000501' },
		},
		'file.patient',
		{ clientId: '88', name: 'Biscuit', species: 'Dog', weightKg: 11.2 },
	],
	[
		'a referrer',
		{
			resource: 'referrer',
			operation: 'set',
			patientId,
			clinic: 'Sample Street Vets',
			additionalFields: { vet: 'Dr Vera Sample' },
		},
		'file.referrer',
		{ patientId: '501', clinic: 'Sample Street Vets', vet: 'Dr Vera Sample' },
	],
];

describe('what is written arrives once for each reference', () => {
	test.each(writes)('%s', async (_, parameters, type, data) => {
		const write = { ...webhook(), ...parameters, reference: 'test/1' };
		const first = await runPims(write);
		expect(first.error?.message).toBeUndefined();
		expect(first.json('PIMS')).toEqual([{ status: 'created', ref: 'entry-0' }]);
		expect((await runPims(write)).json('PIMS')).toEqual([{ status: 'found', ref: 'entry-0' }]);
		expect(filed).toHaveLength(1);
		expect(JSON.parse(filed[0]!.body)).toMatchObject({ type, data: { ...data, marker: 'test/1' } });
		expect(filed[0]!.body).not.toContain('"city"');
	});

	test('a document, with its file', async () => {
		const binary = {
			data: await storeBinary('sample bytes', { fileName: 'a.txt', mimeType: 'text/plain' }),
		};
		const upload = {
			...webhook(),
			resource: 'document',
			operation: 'upload',
			patientId,
			description: 'For the record',
			reference: 'test/document',
		};
		const [result] = (await runPims(upload, {}, [{ json: {}, binary }])).json('PIMS');
		expect(result).toEqual({ status: 'created', ref: 'entry-0' });
		expect(filed[0]).toMatchObject({
			key: 'test/document',
			contentType: expect.stringContaining('multipart/form-data'),
			body: expect.stringContaining('sample bytes'),
		});
	});
});

test('without a filing address a person is told what to enter, with the mark', async () => {
	for (const [, parameters] of writes) {
		const write = { ...webhook(), filingUrl: '', ...parameters, reference: 'test/2' };
		expect((await runPims(write)).json('PIMS')).toEqual([
			{ status: 'awaitingHuman', instruction: expect.stringContaining('test/2') },
		]);
	}
	expect(filed).toEqual([]);
});

test('each item has its own case when cases come by webhook', async () => {
	const other = { ...markedCase, patient: { ...markedCase.patient, id: '777', name: 'Mittens' } };
	const get = {
		pims: 'webhook',
		resource: 'patient',
		operation: 'get',
		patientId: '={{ $json.patient.id }}',
		markedCase: '={{ $json }}',
	};
	const got = await runPims(get, {}, [markedCase, other] as never);
	expect(got.json('PIMS').map(({ name }) => name)).toEqual(['Biscuit', 'Mittens']);
});

test('an operation that this version does not know is refused, not skipped', async () => {
	const got = await runPims({ ...webhook(), resource: 'patient', operation: 'delete' });
	expect(got.error?.message).toContain("does not know 'delete' of 'patient'");
});
