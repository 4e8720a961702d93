import type { PimsConnector } from '../../../../../connectors/pims/pims';
import { readRecord } from '../../../../../connectors/pims/read-record';
import { codeOf, value } from '../../../../support/results.mts';
import { openPractice, type Practice } from './practice.mts';

/** Long records take their time on a busy machine. */
jest.setTimeout(60_000);

let practice: Practice;
let pims: PimsConnector;

beforeAll(async () => {
	practice = await openPractice({ seed: 'demo' });
});
afterAll(async () => {
	await practice.close();
});
beforeEach(() => {
	pims = practice.connect();
	practice.sim.log.length = 0;
});

describe('the record of a patient', () => {
	it('is read whole, in few requests', async () => {
		const record = value(await readRecord(pims, '3101'));
		expect(record.unread).toEqual([]);
		expect(record.patient).toMatchObject({
			name: 'Fennel',
			species: 'Dog',
			breed: 'Cavalier King Charles Spaniel',
			sex: 'male',
			neutered: true,
			weightKg: 10.8,
			microchip: '985000000003101',
			ownerId: '601',
			dead: false,
			alerts: 'Facial swelling after a penicillin injection.',
		});
		expect(record.owner).toMatchObject({
			name: 'Elma Owner',
			contactPoints: [
				{ kind: 'mobile', value: '+12025550161' },
				{ kind: 'email', value: 'elma.owner@example.com' },
			],
		});
		expect(record.encounters).toHaveLength(3);
		expect(record.encounters[2]).toMatchObject({
			vet: 'Ilma Placeholder',
			reason: 'Daily cough, tires on walks',
		});
		expect(record.notes.filter(({ kind }) => kind === 'history')).toHaveLength(5);
		expect(record.notes.find(({ kind }) => kind === 'plan')?.text).toContain(
			'respiratory rate daily',
		);
		expect(record.notes.find(({ kind }) => kind === 'exam')?.text).toBe(
			'Weight 10.1; temperature 38.5; heart rate 110; respiratory rate 24',
		);
		expect(record.medications.map(({ name }) => name)).toEqual([
			'Pimobendan 2.5 mg',
			'Omega-3 capsule',
		]);
		expect(record.vaccinations.map(({ name }) => name)).toEqual([
			'Demo Rabies vaccine',
			'Demo DHP vaccine',
		]);
		expect(record.labReports).toHaveLength(1);
		expect(record.labReports[0]?.items[0]).toEqual({
			name: 'NT-proBNP',
			value: '2060',
			unit: 'pmol/L',
			flag: 'H',
		});
		expect(record.documents.map(({ kind }) => kind)).toEqual([
			'lab_report',
			'radiograph',
			'radiograph',
		]);
		const calls = practice.calls();
		expect(new Set(calls).size).toBe(calls.length);
		expect(calls.length).toBeLessThanOrEqual(21);
	});

	it('keeps the record of the vendor on every part', async () => {
		const record = value(await readRecord(pims, '3101'));
		const parts = [record.encounters, record.notes, record.medications, record.labReports];
		for (const row of parts.flat()) expect(row.raw).toBeDefined();
	});

	it('needs no more requests for 2,000 visits and 300 documents than for pages of them', async () => {
		const grown = await openPractice({ seed: 'empty' });
		const { patientId } = grown.sim.grow({
			consultations: 2000,
			notes: 2000,
			medicines: 500,
			laboratory: 500,
			documents: 300,
		})!;
		const record = value(await readRecord(grown.connect(), String(patientId)));
		expect(record.encounters).toHaveLength(2000);
		// The notes of the files count as well.
		expect(record.notes).toHaveLength(2300);
		expect(record.medications).toHaveLength(500);
		expect(record.documents).toHaveLength(300);
		expect(grown.calls().length).toBeLessThan(40);
		await grown.close();
	});

	it('of 5,000 rows is whole as well', async () => {
		const grown = await openPractice({ seed: 'empty' });
		const { patientId } = grown.sim.grow({ consultations: 1, notes: 5000 })!;
		const notes = value(await grown.connect().listNotes({ patientId: String(patientId) }));
		expect(new Set(notes.map(({ id }) => id)).size).toBe(5000);
		await grown.close();
	});

	it('is whole where no filter works that is not documented', async () => {
		practice.sim.set({ shapes: { undocumentedFilters: 'ignore' } });
		const strict = value(await readRecord(practice.connect(), '3101'));
		practice.sim.set({ shapes: { undocumentedFilters: 'apply' } });
		const lenient = value(await readRecord(practice.connect(), '3101'));
		expect(strict).toEqual(lenient);
	});

	it('of a busy practice holds nothing of other patients, whether filters work or not', async () => {
		const busy = await openPractice({ switches: { shapes: { undocumentedFilters: 'ignore' } } });
		busy.sim.grow({ consultations: 30, medicines: 1500, laboratory: 1500, documents: 1100 });
		const record = value(await readRecord(busy.connect(), '3101'));
		expect(record.medications.map(({ name }) => name)).toEqual([
			'Medicine 360',
			'Medicine 170',
			'Medicine 6',
		]);
		expect(record.documents.map(({ name }) => name)).toEqual(['Letter.pdf']);
		expect(record.notes.map(({ text }) => text)).toEqual([
			'Note 360',
			'Note 170',
			'Note 6',
			'Letter\nLetter',
		]);
		await busy.close();
	});
});

describe('unusual patients', () => {
	it.each([
		['without an owner', '3106', { name: 'Nobody', dead: false }, ['ownerId']],
		['that has died', '3105', { dead: true }, []],
		['hardly known', '3104', { name: 'Clover' }, ['breed', 'weightKg', 'dateOfBirth']],
	])('%s are read as they are', async (_, id, expected, missing) => {
		const record = value(await readRecord(pims, id));
		expect(record.patient).toMatchObject(expected);
		expect(record.unread).toEqual([]);
		for (const field of missing) expect(record.patient).not.toHaveProperty(field);
		if (id === '3106') expect(record.owner).toBeUndefined();
	});

	it('with one chip number are both found', async () => {
		const found = value(await pims.searchPatients({ microchip: '985000000003108' }));
		expect(found.map(({ name }) => name)).toEqual(['Twin', 'Twain']);
	});

	it('have vaccinations from elsewhere beside those of the clinic', async () => {
		const given = value(await pims.listVaccinations('3110'));
		expect(given.map(({ name }) => name)).toEqual([
			'Demo tetanus vaccine',
			'Demo influenza vaccine',
		]);
	});

	it('that do not exist are told as not found', async () => {
		expect(codeOf(await pims.getPatient('99999'))).toBe('pims_not_found');
	});
});

describe('a search for patients', () => {
	it.each([
		[{ name: 'fenn' }, ['3101']],
		[{ microchip: '985000000003101' }, ['3101']],
		[{ email: 'ELMA.owner@example.com' }, ['3101']],
		[{ phone: '+12025550161' }, ['3101']],
		[{ ownerName: 'Elma Owner' }, ['3101']],
		[{ ownerName: 'Someone Owner' }, []],
		[{ ownerName: 'Helmi Notreal', name: 'bolt' }, ['3110']],
		[{ name: 'nobody at all' }, []],
	])('by %j', async (query, ids) => {
		const found = value(await pims.searchPatients(query));
		expect(found.map(({ id }) => id)).toEqual(ids);
	});

	it('that names nothing is refused', async () => {
		expect(codeOf(await pims.searchPatients({}))).toBe('nothing_to_search');
	});
});

describe('documents', () => {
	it('come with the bytes that lie in the record', async () => {
		const [document] = value(await pims.listDocuments('3101'));
		const stored = value(await pims.downloadDocument(document!));
		expect(stored).toMatchObject({ name: 'Laboratory report DRL-63101.pdf', size: document!.size });
		practice.sim.set({ nonsense: { kind: 'truncated', next: 9 } });
		expect(codeOf(await pims.downloadDocument(document!))).toBe('pims_unreachable');
		practice.sim.set({ nonsense: { kind: 'html', next: 0 } });
	});

	it.each([
		'http://storage.example.com/a.pdf',
		'ftp://storage.example.com/a.pdf',
		'file:///etc/passwd',
	])('at %s are not fetched', async (file) => {
		const [document] = value(await pims.listDocuments('3101'));
		const elsewhere = { ...document!, raw: { id: 1, file } };
		expect(codeOf(await pims.downloadDocument(elsewhere))).toBe('document_elsewhere');
	});
});

describe('who referred a patient here', () => {
	it('is read from the owner, by name', async () => {
		const { store } = practice.sim;
		store.change('client', store.get('client', 602)!, {
			referring_organization: 'Riverbank Animal Clinic',
			referring_vet: 'Vera Sample',
		});
		expect(value(await pims.getReferrer('3102'))).toMatchObject({
			clinic: 'Riverbank Animal Clinic',
			vet: 'Vera Sample',
		});
	});

	it('is read from the record that the field points at', async () => {
		const { store, api } = practice.sim;
		store.change('client', store.get('client', 603)!, {
			referring_organization: `${api}/referrer/1/`,
		});
		expect(value(await pims.getReferrer('3103'))).toMatchObject({
			clinicId: '1',
			clinic: 'Riverbank Animal Clinic',
			contactPoints: [
				{ kind: 'email', value: 'desk@riverbank.example.com' },
				{ kind: 'phone', value: '+12025550100' },
			],
		});
	});

	it('is nobody when the field is empty or there is no owner', async () => {
		expect(value(await pims.getReferrer('3101'))).toBeUndefined();
		expect(value(await pims.getReferrer('3106'))).toBeUndefined();
	});
});
