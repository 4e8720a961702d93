import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodeType,
} from 'n8n-workflow';
import type { EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { additionalData, buildWorkflow } from '../support/engine.mts';
import { engineHost } from '../support/engine-host.mts';
import { picked } from './pims-node.mts';
import { ezyVetCredential, quickEzyVet } from './services.mts';

const type = 'n8n-nodes-vet-referral.pims';
type Search = 'searchPatients' | 'searchEncounters' | 'searchDocuments';

let ezyVet: EzyVetSimulator;
beforeAll(async () => {
	ezyVet = await quickEzyVet();
});
afterAll(async () => await ezyVet.close());

/** Opens a picker of the node as the editor does. */
async function open(
	search: Search,
	parameters: IDataObject,
	filter?: string,
	credentials: Record<string, ICredentialDataDecryptedObject> = {
		ezyVetApi: ezyVetCredential(ezyVet),
	},
): Promise<INodeListSearchResult> {
	const host = await engineHost();
	const input = { nodes: [{ type, name: 'Temp-Node', parameters: parameters as never }] };
	const workflow = buildWorkflow(host, input);
	const extra = additionalData(host, input, credentials);
	Object.assign(extra, { currentNodeParameters: parameters });
	const node = workflow.getNode('Temp-Node');
	const context = new host.core.LoadOptionsContext(workflow, node, extra, 'parameters.patientId');
	const { methods } = host.nodeTypes.getByNameAndVersion(type, 1) as INodeType;
	const method = methods?.listSearch?.[search];
	if (!method) throw new Error(`The node has no list ${search}.`);
	return await method.call(context as ILoadOptionsFunctions, filter);
}

const get = { pims: 'ezyvet', resource: 'patient', operation: 'get' };
const download = { pims: 'ezyvet', resource: 'document', operation: 'download' };

describe('the list of patients', () => {
	const biscuit = {
		name: 'Biscuit · Canine (Dog), Cavalier King Charles Spaniel, chip 985000000000501',
		value: '501',
	};

	test.each([
		['the name', 'Biscuit'],
		['the name without its capital', ' biscuit '],
		['the chip', '985 000 000 000 501'],
		['the name of the owner', 'owner'],
	])('is searched by %s', async (_, typed) => {
		const { results } = await open('searchPatients', get, typed);
		expect(results).toContainEqual(biscuit);
	});

	test.each(['email', 'phone'] as const)('is searched by the %s of the owner', async (kind) => {
		const details = ezyVet.store.all('contactdetail').filter(({ contact_id: id }) => id === 88);
		const wanted = details.find(({ value }) => String(value).includes('@') === (kind === 'email'));
		const { results } = await open('searchPatients', get, String(wanted?.value));
		expect(results).toContainEqual(biscuit);
		expect(results.map(({ name }) => name.split(' · ')[0])).toEqual(['Biscuit', 'Old Duke']);
	});

	test('is empty when nobody fits, and asks nothing for an empty search', async () => {
		expect((await open('searchPatients', get, 'Nobody')).results).toEqual([]);
		const before = ezyVet.log.length;
		expect((await open('searchPatients', get)).results).toEqual([]);
		expect(ezyVet.log.length).toBe(before);
	});

	test('says why it cannot be had', async () => {
		const wrong = { ezyVetApi: { ...ezyVetCredential(ezyVet), clientSecret: 'not-the-secret' } };
		await expect(open('searchPatients', get, 'Biscuit', wrong)).rejects.toMatchObject({
			message: expect.stringContaining('did not accept the log-in'),
			description: expect.stringContaining('Open the credential'),
		});
		await expect(open('searchPatients', { ...get, pims: 'webhook' }, 'Biscuit')).rejects.toThrow(
			'cannot be asked for a list',
		);
	});
});

describe.each([
	['searchEncounters', 'consult', 'animal_id'],
	['searchDocuments', 'attachment', 'record_id'],
] as const)('the list of %s', (search, resource, field) => {
	const ofBiscuit = () =>
		ezyVet.store.all(resource).filter((row) => Number(row[field]) === 501 && row.active);

	test.each([
		['chosen from the list', picked('501', 'list')],
		[
			'given by its address',
			picked('https://x.ezyvet.com/?recordclass=Animal&recordid=501', 'url'),
		],
	])('is that of the patient %s, the latest first', async (_, patientId) => {
		const { results } = await open(search, { ...download, patientId });
		const ids = results.map(({ value }) => value);
		expect(ids).toEqual(expect.arrayContaining(ofBiscuit().map(({ id }) => String(id))));
		expect(new Set(ids).size).toBe(ids.length);
		for (const { name } of results) expect(name).toMatch(/\d{4}-\d\d-\d\d/);
	});

	test('is narrowed by what is typed', async () => {
		const patientId = picked('501');
		const all = (await open(search, { ...download, patientId })).results;
		const word = String(all[0]?.name).toUpperCase();
		expect((await open(search, { ...download, patientId }, word)).results).toContainEqual(all[0]);
		expect((await open(search, { ...download, patientId }, 'zzz')).results).toEqual([]);
	});

	test.each([
		['no patient', picked('', 'list')],
		['an expression', '={{ $json.id }}'],
		['an expression in the picker', picked('={{ $json.id }}')],
	])('asks for the patient first when there is %s', async (_, patientId) => {
		await expect(open(search, { ...download, patientId })).rejects.toMatchObject({
			message: 'Choose the patient first: the list is that of one patient.',
			description: expect.stringContaining("'By ID'"),
		});
	});
});
