import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import {
	startDataPoint,
	type DataPointSimulator,
} from '../simulators/cornerstone/datapoint/server.mts';
import { runNode } from '../support/engine.mts';

let service: DataPointSimulator;
beforeEach(async () => {
	service = await startDataPoint();
});
afterEach(async () => await service.close());

const run = async (parameters: IDataObject, change: ICredentialDataDecryptedObject = {}) =>
	await runNode({
		node: {
			type: 'n8n-nodes-vet-referral.pims',
			name: 'PIMS',
			parameters: { pims: 'datapoint', ...parameters } as never,
		},
		credentials: {
			dataPointApi: {
				baseUrl: service.url,
				username: service.account.username,
				password: service.account.password,
				groupSlug: service.account.groupSlug,
				siteId: '12',
				...change,
			},
		},
		items: [{}],
	});
const get = { resource: 'patient', operation: 'get', patientId: 'P20417' };
const connection = { resource: 'connection', operation: 'test' };

test('a patient is read with the token of the credential, renewed once when it is refused', async () => {
	service.set({ tokens401: 1 });
	const [patient] = (await run(get)).json('PIMS');
	expect(patient).toMatchObject({ id: 'P20417', name: 'Biscuit', microchip: '985000000000501' });
	expect(service.log.filter(({ path }) => path === '/token').length).toBeLessThanOrEqual(2);
});

test('the test of the connection says how old the data are', async () => {
	const [told] = (await run(connection)).json('PIMS');
	expect(JSON.stringify(told)).toContain(`data as of ${service.lastSync().slice(0, 16)}`);
});

test.each([
	['a wrong password', { password: 'wrong' }, 'did not accept the log-in'],
	['a wrong site', { siteId: '99' }, 'no patient with the id'],
	['a site that is no number', { siteId: 'twelve' }, 'site of DataPoint is not set'],
])('%s stops the node in plain words', async (_, change, words) => {
	const stopped = await run(get, change);
	expect(stopped.status).toBe('error');
	expect(stopped.error?.message).toContain(words);
});

test('a write is refused and says why', async () => {
	const note = { resource: 'note', operation: 'add', patientId: 'P20417' };
	const more = { subject: 'Call', text: 'Spoke to the owner', reference: 'test/note/1' };
	const stopped = await run({ ...note, ...more });
	expect(stopped.status).toBe('error');
	expect(stopped.error?.message).toContain('IDEXX does not publish the body of this write');
});
