import { readFileSync } from 'node:fs';
import { data } from 'dcmjs';
import { PDFDocument } from 'pdf-lib';
import { startEzyVet } from '../../simulators/ezyvet/server.mts';
import type { EzyVetSimulator } from '../../simulators/ezyvet/server.mts';
import { json, signedIn } from './ezyvet-caller.mts';

jest.setTimeout(30_000);

const NOW = '2026-11-02T15:00:00Z';
const EPOCH = Date.parse(NOW) / 1000;
const DAY = 86_400;
let sim: EzyVetSimulator;

beforeEach(async () => {
	sim = await startEzyVet({ now: NOW });
});
afterEach(() => sim.close());

interface Case {
	animalId: number;
	expected: {
		files: { total: number; dicom: number; pdf: number; names: string[] };
		activeHistoryNotes: number;
		medications: string[];
		labItems: number;
		labAgeDays: number;
		vaccinations: number;
	};
}
const caseOf = (name: string): Case =>
	JSON.parse(readFileSync(`test/fixtures/cases/${name}.json`, 'utf8')) as Case;

const dicomDataset = (bytes: Buffer): Record<string, unknown> => {
	const reader = (
		data as unknown as { DicomMessage: { readFile(b: ArrayBuffer): { dict: unknown } } }
	).DicomMessage;
	const copy = new Uint8Array(bytes).buffer;
	const dictionary = data.DicomMetaDictionary as unknown as {
		naturalizeDataset(dict: unknown): Record<string, unknown>;
	};
	return dictionary.naturalizeDataset(reader.readFile(copy).dict);
};

describe('the demo practice', () => {
	it.each(['cardiology', 'oncology', 'surgery'])('holds what the %s case expects', (name) => {
		const { animalId, expected } = caseOf(name);
		const of = (resource: string) =>
			sim.store.all(resource).filter((row) => row.animal_id === animalId && row.active);
		const consults = new Set(of('consult').map((row) => row.id));
		const files = sim
			.attachments()
			.filter(
				(row) =>
					row.active &&
					(row.record_type === 'Animal'
						? row.record_id === animalId
						: consults.has(row.record_id as number)),
			);
		const typed = (type: string) => files.filter((row) => row.mime_type === type).length;
		expect(files).toHaveLength(expected.files.total);
		expect(typed('application/dicom')).toBe(expected.files.dicom);
		expect(typed('application/pdf')).toBe(expected.files.pdf);
		expect(files.map((row) => row.name)).toEqual(expect.arrayContaining(expected.files.names));
		expect(of('history')).toHaveLength(expected.activeHistoryNotes);
		const medicines = of('prescription')
			.flatMap((row) => row.prescription_item_list as number[])
			.map((id) => sim.store.get('prescriptionitem', id)?.product_id as number)
			.map((id) => sim.store.get('product', id)?.name);
		expect(medicines).toEqual(expected.medications);
		const [lab] = of('diagnosticresult');
		expect(lab?.date).toBe(EPOCH - expected.labAgeDays * DAY);
		const items = sim.store.all('diagnosticresultitem');
		expect(items.filter((row) => row.diagnosticresult_id === lab?.id)).toHaveLength(
			expected.labItems,
		);
		const shots = sim.store
			.all('vaccination')
			.filter((row) => consults.has(row.consult_id as number));
		expect(shots).toHaveLength(expected.vaccinations);
		expect(of('physicalexam')).toHaveLength(1);
	});

	it('is the same for the same day', async () => {
		const twin = await startEzyVet({ now: NOW });
		await twin.close();
		const marks = (one: EzyVetSimulator) => one.attachments().map((row) => [row.name, row.sha256]);
		expect(marks(twin)).toEqual(marks(sim));
		const plain = (one: EzyVetSimulator) => JSON.stringify(one.store.all('history'));
		expect(plain(twin)).toBe(plain(sim));
	});

	it('has real radiographs with veterinary attributes', () => {
		const pictures = sim.attachments().filter((row) => row.mime_type === 'application/dicom');
		expect(pictures).toHaveLength(4);
		const uids = pictures.map((row) => {
			const bytes = sim.file(row.id) ?? Buffer.alloc(0);
			expect(bytes.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
			const dataset = dicomDataset(bytes);
			expect(dataset).toMatchObject({
				Modality: 'DX',
				Rows: 512,
				Columns: 512,
				BitsAllocated: 16,
				PatientSpeciesDescription: 'Canine',
			});
			expect(String(dataset.ResponsiblePerson)).toMatch(/Owner|Demoperson/);
			expect((dataset.PixelData as ArrayBuffer[])[0]?.byteLength).toBe(512 * 512 * 2);
			return String(dataset.SOPInstanceUID);
		});
		expect(new Set(uids).size).toBe(4);
	});

	it('has PDF files that open', async () => {
		for (const row of sim.attachments().filter((item) => item.mime_type === 'application/pdf')) {
			const pdf = await PDFDocument.load(sim.file(row.id) ?? Buffer.alloc(0));
			expect(pdf.getPageCount()).toBe(1);
		}
	});
});

describe('the vet', () => {
	it('sees patients and a record, with every text escaped', async () => {
		sim.store.change(sim.store.get('animal', 501) as never, { name: '<img src=x>' });
		const list = await (await fetch(`${sim.url}/`)).text();
		expect(list).toContain('Demo ezyVet: Riverbank Animal Clinic');
		expect(list).toContain('&lt;img src=x&gt;');
		expect(list).not.toContain('<img src=x>');
		const record = await (await fetch(`${sim.url}/patients/501`)).text();
		expect(record).toContain('Thorax right lateral.dcm');
		expect(record).not.toContain('<img src=x>');
		expect((await fetch(`${sim.url}/patients/999`)).status).toBe(404);
	});

	it('refers with the button: a marked consult that polling finds, and an appointment', async () => {
		const caller = await signedIn(sim);
		const before = Math.floor(Date.now() / 1000);
		const answer = await fetch(`${sim.url}/patients/501/refer`, {
			method: 'POST',
			redirect: 'manual',
			body: new URLSearchParams({ reason: 'Murmur 4/6, please stage' }),
		});
		expect(answer.status).toBe(303);
		const { records } = await caller.get(`/v1/consult?modified_at=${json({ gte: before })}`);
		expect(records).toMatchObject([
			{ animal_id: '501', description: '#refer Murmur 4/6, please stage' },
		]);
		const types = await caller.get('/v2/appointmenttype?name=Referral');
		expect(sim.appointments()).toMatchObject([
			{ consult_id: Number(records[0]?.id), animal_id: 501, type_id: types.records[0]?.id },
		]);
		const page = await (await fetch(`${sim.url}/patients/501`)).text();
		expect(page).toContain('#refer Murmur 4/6, please stage');
	});

	it('cannot refer a patient that has died', async () => {
		const answer = await fetch(`${sim.url}/patients/505/refer`, { method: 'POST' });
		expect([answer.status, sim.appointments()]).toEqual([409, []]);
	});

	it('is played by POST /_sim/refer, and the state tells what happened', async () => {
		const post = (body: unknown) =>
			fetch(`${sim.url}/_sim/refer`, { method: 'POST', body: JSON.stringify(body) });
		expect((await post({ animalId: 502, text: 'mass' })).status).toBe(201);
		expect((await post({ animalId: 9 })).status).toBe(400);
		await fetch(`${sim.url}/v1/consult?limit=5`);
		const state = (await (await fetch(`${sim.url}/_sim/state`)).json()) as {
			records: Record<string, Array<Record<string, unknown>>>;
			log: unknown[];
		};
		expect(state.records.consult?.at(-1)?.description).toBe('#refer mass');
		expect(state.log).toMatchObject([
			{ method: 'GET', path: '/v1/consult', query: { limit: '5' }, status: 401 },
		]);
	});
});
