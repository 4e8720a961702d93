import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readRecord } from '../../../../../connectors/pims/read-record';
import { assemblePacket } from '../../../../../core/packet/assemble';
import { blockingGaps } from '../../../../../core/packet/completeness';
import { packetSchema } from '../../../../../core/packet/schema';
import { input, release } from '../../../core/packet/sample.mts';
import { codeOf, openPractice, value, type Practice } from './practice.mts';

const biscuit = '501';
let practice: Practice;

beforeAll(async () => {
	practice = await openPractice('demo');
});
afterAll(async () => {
	await practice.close();
});

describe('the record of the cardiology patient', () => {
	it('is read whole: patient, owner, referrer and every part', async () => {
		const record = value(await readRecord(practice.connect(), biscuit));
		expect(record.unread).toEqual([]);
		expect(record.patient).toMatchObject({
			id: '501',
			name: 'Biscuit',
			species: 'Canine (Dog)',
			breed: 'Cavalier King Charles Spaniel',
			sex: 'male',
			neutered: true,
			weightKg: 11.2,
			microchip: '985000000000501',
			alerts: expect.stringContaining('penicillin') as string,
			dead: false,
		});
		expect(record.patient.weightAt).toBeDefined();
		expect(record.owner).toMatchObject({ id: '88', name: 'Olive Owner' });
		expect(record.owner?.contactPoints).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ kind: 'mobile', value: '+12025550188' }),
				expect.objectContaining({ kind: 'email', value: 'olive.owner@example.com' }),
			]),
		);
		expect(record.referrer).toMatchObject({
			clinic: 'Riverbank Animal Clinic',
			vet: 'Vera Sample',
		});
		expect(record.medications.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['Pimobendan 2.5 mg chewable tablet', 'Omega-3 capsule']),
		);
		expect(record.vaccinations.map(({ name }) => name).sort()).toEqual([
			'Distemper and parvovirus vaccine',
			'Rabies vaccine',
		]);
		const [lab] = record.labReports;
		expect(lab?.name).toBe('Chemistry, haematology and NT-proBNP');
		expect(lab?.items).toContainEqual({
			name: 'Creatinine',
			value: '92',
			unit: 'umol/L',
			range: '44-159',
		});
	});

	it('keeps out what staff deleted', async () => {
		const record = value(await readRecord(practice.connect(), biscuit));
		expect(JSON.stringify(record)).not.toContain('insulin');
		expect(record.encounters).toHaveLength(6);
	});

	it('has the exam, assessment and vitals as notes with their author', async () => {
		const notes = value(await practice.connect().listNotes({ patientId: biscuit }));
		expect(notes.map(({ kind }) => kind)).toEqual(
			expect.arrayContaining(['history', 'exam', 'assessment']),
		);
		expect(notes.every(({ author }) => author?.includes(' '))).toBe(true);
		expect(notes.map(({ text }) => text)).toContainEqual(expect.stringContaining('heart rate 140'));
	});

	it('needs few requests', async () => {
		practice.sim.log.length = 0;
		await readRecord(practice.connect(), biscuit);
		expect(practice.sim.log.length).toBeLessThan(40);
	});

	it('brings every file down byte for byte, under safe names', async () => {
		const pims = practice.connect();
		const documents = value(await pims.listDocuments(biscuit));
		expect(documents.map(({ kind }) => kind).sort()).toEqual([
			'lab_report',
			'radiograph',
			'radiograph',
			'referral_letter',
		]);
		for (const document of documents) {
			expect(document.name).not.toContain('/');
			const stored = value(await pims.downloadDocument(document));
			const original = practice.sim.file(Number(document.id)) as Buffer;
			expect(stored.sha256).toBe(createHash('sha256').update(original).digest('hex'));
			expect((await readFile(stored.ref)).equals(original)).toBe(true);
		}
	});

	it('becomes a valid packet that lacks nothing a cardiologist requires', async () => {
		const pims = practice.connect();
		const records = value(await readRecord(pims, biscuit));
		const files = [];
		for (const document of records.documents) {
			const stored = value(await pims.downloadDocument(document));
			files.push({ ...stored, documentId: document.id, date: document.date });
		}
		const made = assemblePacket({
			...input({ records, release: release() }),
			now: new Date().toISOString(),
			files: files.map(({ date, ...file }) => (date ? { ...file, date } : file)),
		});
		expect(packetSchema.safeParse(made).success).toBe(true);
		expect(blockingGaps(made.gaps).map(({ field }) => field)).toEqual([]);
		expect(made.files.entries).toHaveLength(4);
		expect(JSON.stringify(made)).not.toContain('"raw"');
	});

	it('is the same in whatever order the vendor lists it', async () => {
		const stable = async () => {
			const record = value(await readRecord(practice.connect(), biscuit));
			return assemblePacket({ ...input({ records: record }), encounterId: '1' });
		};
		const usual = await stable();
		practice.sim.set({ shapes: { order: 'shuffled' } });
		const shuffled = await stable();
		practice.sim.set({ shapes: { order: 'id' } });
		expect(shuffled.history).toEqual(usual.history);
		expect(shuffled.labs.map(({ id }) => id)).toEqual(usual.labs.map(({ id }) => id));
	});
});

describe('a record with holes', () => {
	it('leaves out what is not there', async () => {
		const patient = value(await practice.connect().getPatient('504'));
		expect(patient).toMatchObject({ name: 'Sparse', species: 'Feline (Cat)', dead: false });
		for (const field of ['breed', 'sex', 'dateOfBirth', 'weightKg', 'microchip']) {
			expect(patient).not.toHaveProperty(field);
		}
	});

	it('shows a dead patient as dead', async () => {
		expect(value(await practice.connect().getPatient('505')).dead).toBe(true);
	});

	it('still reads when fields nobody documents are missing or have other names', async () => {
		practice.sim.set({ shapes: { bareUnknown: true } });
		const bare = value(await readRecord(practice.connect(), biscuit));
		practice.sim.set({ shapes: { bareUnknown: false } });
		expect(bare.labReports).toHaveLength(1);
		expect(bare.medications).toHaveLength(2);
		const rename = { diagnosticresultitem: { value: 'result', name: 'test_name' } };
		practice.sim.switches.shapes.rename = rename;
		const renamed = value(await practice.connect().listLabResults(biscuit));
		practice.sim.switches.shapes.rename = {};
		expect(renamed[0]?.items).toHaveLength(8);
	});

	it('refuses an unknown patient', async () => {
		expect(codeOf(await readRecord(practice.connect(), '99999'))).toBe('pims_not_found');
	});

	it('lists parts that the scopes do not allow, and names the scope', async () => {
		const narrow = await openPractice(
			'demo',
			practice.sim.client.scopes.filter((scope) => scope !== 'read-prescription'),
		);
		const record = value(await readRecord(narrow.connect(), biscuit));
		await narrow.close();
		expect(record.unread).toEqual([
			expect.objectContaining({
				part: 'medications',
				code: 'pims_forbidden',
				hint: expect.stringContaining('read-prescription') as string,
			}),
		]);
		expect(record.notes.length).toBeGreaterThan(0);
	});
});

describe('the test of the connection', () => {
	it('tells site and time zone', async () => {
		expect(value(await practice.connect().test())).toEqual({
			site: 'Riverbank Animal Clinic',
			timeZone: 'America/New_York',
		});
	});
});
