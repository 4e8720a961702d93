import type { IDataObject } from 'n8n-workflow';
import type { Packet } from '../../core/packet/schema';
import type { CaseRow } from '../../core/referral/row';
import type { EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { runNode } from '../support/engine.mts';
import { clinicProfile, fixture, openedRow, record, release, specialist } from './cases.mts';
import { ezyVetCredential, quickEzyVet } from './services.mts';

const { animalId } = fixture('cardiology');
const to = specialist();
let ezyVet: EzyVetSimulator;

beforeEach(async () => {
	ezyVet = await quickEzyVet();
});
afterEach(async () => await ezyVet.close());

async function build(row: CaseRow) {
	const run = await runNode({
		node: {
			type: 'n8n-nodes-vet-referral.buildPacket',
			name: 'Build',
			parameters: {
				clinicProfile: JSON.stringify(clinicProfile()),
				specialist: JSON.stringify(to),
			},
		},
		credentials: { ezyVetApi: ezyVetCredential(ezyVet) },
		items: [row as unknown as IDataObject],
	});
	const [complete = [], incomplete = []] = run.outputs('Build');
	return { complete, incomplete };
}

const released = () => openedRow({ to, released: release(to) });
const overridden = (row: CaseRow) =>
	record(
		row,
		[
			{
				type: 'gap.overridden',
				key: 'page',
				data: { reason: 'They are sent by hand', fields: ['file_check', 'thoracic_radiographs'] },
			},
		],
		{ role: 'referrer', name: 'Dr Vera Sample', via: 'page' },
	);

const rename = (name: string): void => {
	const row = ezyVet.store.all('animal').find(({ id }) => Number(id) === Number(animalId));
	if (!row) throw new Error('The patient is not in the simulator.');
	row.name = name;
};

test('images that are labelled with another patient stay here until a person decides', async () => {
	rename('Waffle');
	const { complete, incomplete } = await build(released());
	expect(complete).toEqual([]);
	const gaps = incomplete[0]!.json.gaps as Array<{ field: string; level: string; reason: string }>;
	const gap = gaps.find(({ field }) => field === 'file_check');
	expect(gap).toMatchObject({ level: 'required' });
	expect(gap?.reason).toContain('labelled with another patient');
	expect(gap?.reason).not.toContain('Biscuit^');

	const sent = await build(overridden(released()));
	const packet = sent.complete[0]!.json.packet as unknown as Packet;
	const kept = packet.filesLeftOut.filter(({ code }) => code === 'other_patient');
	expect(kept.length).toBeGreaterThan(0);
	expect(packet.files.entries.filter(({ mimeType }) => mimeType === 'application/dicom')).toEqual(
		[],
	);
});

test('a file that is not what it says stays here as well', async () => {
	const stored = ezyVet.attachments().flatMap(({ id }) => ezyVet.file(Number(id)) ?? []);
	const pdfs = stored.filter((bytes) => bytes.subarray(0, 5).toString() === '%PDF-');
	expect(pdfs.length).toBeGreaterThan(0);
	for (const bytes of pdfs) bytes.fill(0x20, 0, 1024);
	const { incomplete } = await build(released());
	const gaps = incomplete[0]!.json.gaps as Array<{ field: string; reason: string }>;
	expect(gaps.find(({ field }) => field === 'file_check')?.reason).toContain('damaged');
});
