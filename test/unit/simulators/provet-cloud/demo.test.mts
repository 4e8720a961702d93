import { data } from 'dcmjs';
import { PDFDocument } from 'pdf-lib';
import { startProvet } from '../../../simulators/provet-cloud/server.mts';
import type { ProvetSimulator } from '../../../simulators/provet-cloud/server.mts';
import { ids, signedIn } from './caller.mts';
import type { Caller, Json } from './caller.mts';

const NOW = '2026-11-02T15:00:00Z';
let sim: ProvetSimulator;
let caller: Caller;
beforeEach(async () => {
	sim = await startProvet({
		now: NOW,
		clock: () => Date.parse(NOW),
		switches: { rateLimit: 'off' },
	});
	caller = await signedIn(sim);
});
afterEach(() => sim.close());

const filesOf = (patient: number) => sim.store.related('upload', 'patient', patient);

describe('the demo practice', () => {
	it.each([
		[3101, 'Fennel', { notes: 5, medicines: 2, vaccines: 2, laboratory: 5, dicom: 2, pdf: 1 }],
		[3102, 'Marigold', { notes: 3, medicines: 2, vaccines: 1, laboratory: 5, dicom: 0, pdf: 1 }],
		[3103, 'Comet', { notes: 3, medicines: 2, vaccines: 1, laboratory: 4, dicom: 2, pdf: 1 }],
		[3107, 'Mallow', { notes: 3, medicines: 1, vaccines: 1, laboratory: 3, dicom: 0, pdf: 1 }],
	])('has a record fit for referral: %i %s', async (id, name, expected) => {
		const patient = (await caller.get(`/patient/${id}/?expose_client=1`)).json;
		const owner = patient.client as Json;
		expect(patient).toMatchObject({ name, deceased: false, archived: false });
		for (const field of ['species', 'breed', 'gender', 'weight', 'date_of_birth', 'microchip']) {
			expect(patient[field]).toBeTruthy();
		}
		expect(owner.email).toMatch(/@example\.com$/);
		expect(owner.phone_numbers).toHaveLength(1);
		const count = async (path: string) => (await caller.get(path)).json.count;
		const visits = ids((await caller.get(`/patient/${id}/consultations/`)).results);
		let notes = 0;
		for (const visit of visits) {
			notes += Number(await count(`/consultation/${visit}/consultationnote/`));
		}
		const medicine = `/consultation_items/medicine/?patient=${id}`;
		const typed = (type: string) => filesOf(id).filter((row) => row.mime_type === type).length;
		expect({
			notes,
			medicines: await count(`${medicine}&vaccination__is=false`),
			vaccines: await count(`${medicine}&vaccination__is=true`),
			laboratory: await count(`/laboratoryanalysis/?patient=${id}`),
			dicom: typed('application/dicom'),
			pdf: typed('application/pdf'),
		}).toEqual(expected);
	});

	it('is the same for the same day', async () => {
		const twin = await startProvet({ now: NOW, clock: () => Date.parse(NOW) });
		await twin.close();
		for (const resource of sim.store.resources()) {
			expect(JSON.stringify(twin.store.all(resource))).toBe(
				JSON.stringify(sim.store.all(resource)),
			);
		}
	});

	it('has letters that open and radiographs with veterinary attributes', async () => {
		const reader = data as unknown as {
			DicomMessage: { readFile(bytes: ArrayBuffer): { dict: unknown } };
			DicomMetaDictionary: { naturalizeDataset(dict: unknown): Json };
		};
		for (const row of sim.store.all('upload')) {
			const bytes = sim.file(row.id) ?? Buffer.alloc(0);
			if (row.mime_type === 'application/pdf') {
				expect((await PDFDocument.load(bytes)).getPageCount()).toBe(1);
			} else {
				const { dict } = reader.DicomMessage.readFile(new Uint8Array(bytes).buffer);
				const dataset = reader.DicomMetaDictionary.naturalizeDataset(dict);
				expect(dataset).toMatchObject({ Modality: 'DX', PatientSpeciesDescription: 'Canine' });
				expect(dataset.PatientID).toBe(String(row.patient));
			}
		}
	});

	it('has a patient without an owner, a dead one, one hardly known and two with one chip', async () => {
		expect((await caller.get('/patient/3106/')).json).toMatchObject({
			name: 'Nobody',
			client: null,
		});
		expect((await caller.get('/patient/3105/')).json).toMatchObject({ deceased: true });
		expect((await caller.get('/patient/3104/')).json).toMatchObject({
			...{ name: 'Clover', breed: null, gender: 'Unknown', date_of_birth: null, weight: null },
		});
		const twins = await caller.get('/patient/?microchip__is=985000000003108');
		expect(twins.results.map((row) => row.name)).toEqual(['Twin', 'Twain']);
		expect((await caller.get('/client/604/')).json.patients).toHaveLength(5);
		const species = (await caller.get('/patient/')).results.map((row) => row.species);
		expect(new Set(species)).toEqual(new Set(['Dog', 'Cat', 'Rabbit', 'Horse']));
	});

	it('grows a record of 5,000 rows and 300 documents on demand', async () => {
		const wanted = { consultations: 1000, notes: 2000, medicines: 1200, laboratory: 800 };
		const answer = await fetch(`${sim.url}/_sim/grow`, {
			method: 'POST',
			body: JSON.stringify({ ...wanted, documents: 300 }),
		});
		const { patientId, rows } = (await answer.json()) as { patientId: number; rows: number };
		expect([answer.status, rows]).toEqual([201, 5300]);
		const visits = await caller.get(`/patient/${patientId}/consultations/?page_size=1000`);
		expect(visits.json).toMatchObject({ count: 1000, num_pages: 1 });
		const notes = visits.results.flatMap((row) => row.consultation_notes as string[]);
		expect(new Set(notes).size).toBe(2000);
		const laboratory = await caller.get(`/laboratoryanalysis/?patient=${patientId}`);
		expect(laboratory.json.count).toBe(800);
		expect(filesOf(patientId)).toHaveLength(300);
		expect(sim.grow({ patientId: 9 })).toBeNull();
		expect(sim.grow({ patientId: 3110, documents: 2 })).toEqual({ patientId: 3110, rows: 2 });
	});
});
