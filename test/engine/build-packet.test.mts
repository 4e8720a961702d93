import { createHash } from 'node:crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { CaseFile } from '../../core/referral/events';
import type { Packet } from '../../core/packet/schema';
import type { CaseRow } from '../../core/referral/row';
import type { EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { readBinary, runNode } from '../support/engine.mts';
import {
	clinicProfile,
	commandsOf,
	fixture,
	openedRow,
	record,
	release,
	specialist,
	state,
	typesOf,
} from './cases.mts';
import { ezyVetCredential, quickEzyVet } from './services.mts';

const cardiology = fixture('cardiology');
const to = specialist();
let ezyVet: EzyVetSimulator;

beforeAll(async () => {
	ezyVet = await quickEzyVet();
});
afterAll(async () => await ezyVet.close());

const releasedRow = () => openedRow({ to, released: release(to) });

async function build(row: CaseRow, parameters: IDataObject = {}) {
	const run = await runNode({
		node: {
			type: 'n8n-nodes-vet-referral.buildPacket',
			name: 'Build',
			parameters: {
				clinicProfile: JSON.stringify(clinicProfile()),
				specialist: JSON.stringify(to),
				...parameters,
			} as never,
		},
		credentials: { ezyVetApi: ezyVetCredential(ezyVet) },
		items: [row as unknown as IDataObject],
	});
	const [complete = [], incomplete = []] = run.outputs('Build');
	return { run, complete, incomplete };
}

const only = (items: INodeExecutionData[]): INodeExecutionData => {
	expect(items).toHaveLength(1);
	return items[0]!;
};

test('a full record becomes a packet whose files are what the manifest says', async () => {
	const row = releasedRow();
	const { run, complete, incomplete } = await build(row);
	expect(run.error).toBeUndefined();
	expect(incomplete).toEqual([]);
	const item = only(complete);
	const files = item.json.files as unknown as CaseFile[];
	expect(files).toHaveLength(cardiology.expected.files.total + 2);
	for (const [index, file] of files.entries()) {
		const bytes = await readBinary(item.binary![`file_${index}`]);
		expect(bytes.length).toBe(file.size);
		expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
	}
	const packet = item.json.packet as unknown as Packet;
	expect(packet.patient).toMatchObject({ name: 'Biscuit', pimsId: '501' });
	expect(packet.files.entries).toHaveLength(cardiology.expected.files.total);
	expect(typesOf(item.json)).toEqual(['packet.built', 'referral.sending']);

	const after = state(record(row, commandsOf(item.json)));
	expect(after.transport).toMatchObject({
		status: 'intended',
		deliveryId: `${row.caseId}/d1`,
		channel: 'webhook',
	});
	expect(after.packet).toMatchObject({ packetVersion: 1, files });
	expect(after.owner).toMatchObject({ name: 'Olive Owner', phone: '+12025550188' });
});

test('the summary page is a PDF and the history file holds the notes that are still valid', async () => {
	const item = only((await build(releasedRow())).complete);
	const files = item.json.files as unknown as CaseFile[];
	const read = async (extension: string) => {
		const index = files.findIndex(
			({ name }) => name.endsWith(`.${extension}`) && /REF-/.test(name),
		);
		return await readBinary(item.binary![`file_${index}`]);
	};
	expect((await read('pdf')).subarray(0, 5).toString()).toBe('%PDF-');
	const history = (await read('txt')).toString('utf8');
	expect(history).toContain('Soft left apical systolic murmur, grade 2/6');
	expect(history).toContain('Pimobendan 2.5 mg');
	for (const text of cardiology.expected.mustNotAppear) expect(history).not.toContain(text);
});

test('the ZIP holds every file under its checksum', async () => {
	const item = only((await build(releasedRow(), { makePackage: true })).complete);
	const zip = (await readBinary(item.binary!.package)).toString('latin1');
	expect(zip.startsWith('PK')).toBe(true);
	const files = item.json.files as unknown as CaseFile[];
	for (const { sha256 } of files) expect(zip).toContain(sha256);
});

test('a packet that lacks what this hospital requires leaves as a list of gaps', async () => {
	const row = releasedRow();
	const needy = specialist({ needs: { required: ['holter'] } });
	const { complete, incomplete } = await build(row, { specialist: JSON.stringify(needy) });
	expect(complete).toEqual([]);
	const { json } = only(incomplete);
	expect(typesOf(json)).toEqual(['packet.incomplete']);
	const gaps = json.gaps as Array<{ field: string; level: string; howToFix: string }>;
	expect(gaps.find(({ field }) => field === 'holter')).toMatchObject({ level: 'required' });
	expect(gaps.every(({ howToFix }) => howToFix.length > 0)).toBe(true);
	expect(state(record(row, commandsOf(json))).incomplete?.gaps.length).toBe(gaps.length);
});

test('a gap that a person overrode no longer holds the packet back and names that person', async () => {
	const needy = specialist({ needs: { required: ['holter'] } });
	const person = { role: 'referrer', name: 'Dr Paul Placeholder', via: 'page' } as const;
	const row = record(
		openedRow({ to: needy, released: release(needy) }),
		[{ type: 'gap.overridden', key: 'page', data: { reason: 'Done there', fields: ['holter'] } }],
		person,
	);
	const { complete } = await build(row, { specialist: JSON.stringify(needy) });
	const packet = only(complete).json.packet as unknown as Packet;
	expect(packet.overrides).toEqual([
		{ field: 'holter', reason: 'Done there', by: 'Dr Paul Placeholder' },
	]);
});

test('nothing is read for a case nobody has released', async () => {
	const before = ezyVet.log.length;
	const { json } = only((await build(openedRow())).incomplete);
	expect(json).toMatchObject({ commands: [], message: expect.stringContaining('released') });
	expect(ezyVet.log.length).toBe(before);
});

test('a practice system that is down leaves a failure that says what to do', async () => {
	ezyVet.set({ down: '503' });
	const { json } = only((await build(releasedRow())).incomplete);
	ezyVet.set({ down: false });
	expect(commandsOf(json)).toEqual([
		{
			type: 'packet.failed',
			key: expect.any(String),
			data: { code: 'pims_unavailable', message: expect.any(String), hint: expect.any(String) },
		},
	]);
});

test('an expired token is renewed on the way and the work goes on', async () => {
	ezyVet.set({ tokens401: 1 });
	const { complete } = await build(releasedRow());
	expect(complete).toHaveLength(1);
});

test('a log-in the practice system does not accept is told as that', async () => {
	const run = await runNode({
		node: {
			type: 'n8n-nodes-vet-referral.buildPacket',
			name: 'Build',
			parameters: {
				clinicProfile: JSON.stringify(clinicProfile()),
				specialist: JSON.stringify(to),
			},
		},
		credentials: { ezyVetApi: { ...ezyVetCredential(ezyVet), clientSecret: 'wrong' } },
		items: [releasedRow() as unknown as IDataObject],
	});
	const { json } = only(run.outputs('Build')[1]!);
	expect(commandsOf(json)[0]!.data).toMatchObject({ code: 'pims_unauthorised' });
});

test('the delivery number stays while a try may have arrived and moves on after a clear no', async () => {
	const built = only((await build(releasedRow())).complete);
	const tried = record(releasedRow(), commandsOf(built.json));
	const deliveryOf = async (row: CaseRow) => only((await build(row)).complete).json.deliveryId;
	expect(await deliveryOf(tried)).toBe(`${tried.caseId}/d1`);
	const failed = (code: string) =>
		record(tried, [
			{
				type: 'transport.failed',
				key: code,
				data: { deliveryId: `${tried.caseId}/d1`, code, message: 'no', hint: 'again' },
			},
		]);
	expect(await deliveryOf(failed('unknown_fate'))).toBe(`${tried.caseId}/d1`);
	expect(await deliveryOf(failed('rejected'))).toBe(`${tried.caseId}/d2`);
});

test('a row that is no case row stops the node with a hint', async () => {
	const { run } = await build({ nonsense: true } as never);
	expect(run.status).toBe('error');
	expect(run.error?.description).toContain('vet_referral_cases');
});
