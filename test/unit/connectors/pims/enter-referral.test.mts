import fc from 'fast-check';
import { enterReferral, type EnteredReferral } from '../../../../connectors/pims/enter-referral';
import { aFile, aReferral } from './a-received-referral.mts';
import { aRecord, Crash, type Fault } from './a-hospital-record.mts';

const at = '2026-03-02T15:04:05.000Z';
const marker = 'REF-1a2b3c4d5e6f';
const referral = aReferral();
const files = [aFile('a', 'summary.pdf'), aFile('b', 'thorax.dcm'), aFile('a', 'copy.pdf')];
const enter = async (record: ReturnType<typeof aRecord>, given = files) =>
	await enterReferral(record.pims, referral, given, { marker, at });

const kinds = (record: ReturnType<typeof aRecord>) => record.entries.map(({ kind }) => kind);
const everything = [
	'upsertClient',
	'upsertPatient',
	'setReferrer',
	'createEncounter',
	'uploadDocument',
	'uploadDocument',
	'logCommunication',
];

describe('entering a referral', () => {
	it('writes owner, patient, referrer, visit, each file once, and a note', async () => {
		const record = aRecord();
		const entered = await enter(record);
		expect(entered).toMatchObject({
			status: 'entered',
			isInRecord: true,
			patientId: 'upsertPatient-2',
			encounterId: 'createEncounter-4',
		});
		expect(kinds(record)).toEqual(everything);
		const [client, patient, referrer, visit, file, , note] = record.entries;
		expect(client?.input).toEqual({
			firstName: 'Olive Anne',
			lastName: 'Owner',
			phone: '+15555550199',
			email: 'olive@example.com',
		});
		expect(patient?.input).toMatchObject({ clientId: 'upsertClient-1', name: 'Biscuit' });
		expect(referrer?.input).toMatchObject({ clinic: 'Placeholder Vets', vet: 'Dr Vera Sample' });
		expect(visit?.input.reason).toContain('Is treatment needed before dental work?');
		expect(file?.input).toMatchObject({
			patientId: 'upsertPatient-2',
			encounterId: 'createEncounter-4',
			file: { name: 'copy.pdf', sha256: files[0]?.sha256 },
		});
		expect(note?.input.text).toContain(files[1]?.sha256.slice(0, 16));
	});

	it('gives each entry a mark of its own that starts with the case', async () => {
		const record = aRecord();
		await enter(record);
		const marks = record.entries.map((entry) => entry.marker);
		expect(new Set(marks).size).toBe(marks.length);
		expect(marks.every((mark) => mark.startsWith(`${marker}/intake/`))).toBe(true);
	});

	it('finds everything when it is run again', async () => {
		const record = aRecord();
		await enter(record);
		const again = await enter(record);
		expect(again.status).toBe('entered');
		expect(again.steps.map(({ status }) => status)).toEqual(everything.map(() => 'found'));
		expect(kinds(record)).toEqual(everything);
	});

	it('is one of each after any interruptions at any steps', async () => {
		const faults = fc.constantFrom<Fault | undefined>(
			undefined,
			'crashBefore',
			'crashAfter',
			'unknownLost',
			'unknownWritten',
			'busy',
		);
		await fc.assert(
			fc.asyncProperty(fc.array(faults, { maxLength: 25 }), async (plan) => {
				const record = aRecord();
				let entered: EnteredReferral | undefined;
				let rest = plan;
				for (let run = 0; run <= plan.length && entered?.status !== 'entered'; run++) {
					const before = record.calls();
					record.fail(...rest);
					try {
						entered = await enter(record);
					} catch (error) {
						if (!(error instanceof Crash)) throw error;
						entered = undefined;
					}
					rest = rest.slice(record.calls() - before);
				}
				expect(entered?.status).toBe('entered');
				expect(kinds(record)).toEqual(everything);
			}),
			{ numRuns: 500 },
		);
	});

	it('stops where the system is down, says so, and writes nothing behind it', async () => {
		const record = aRecord();
		record.fail(undefined, undefined, undefined, 'busy');
		expect(await enter(record)).toMatchObject({
			status: 'failed',
			isInRecord: false,
			refusal: { code: 'pims_unavailable' },
		});
		expect(kinds(record)).toEqual(everything.slice(0, 3));
	});

	it('goes on without what is not allowed, and leaves that to a person on a slip', async () => {
		const record = aRecord();
		record.fail(undefined, undefined, 'forbidden', 'forbidden');
		const entered = await enter(record);
		expect(entered).toMatchObject({ status: 'awaitingHuman', isInRecord: true });
		expect(entered.slip).toContain(
			'- Set Placeholder Vets as the referring practice (It is not allowed. Ask for the permission.)',
		);
		expect(entered.slip).toContain('- Open a visit for the referral');
		expect(entered.slip).toContain('- Enter the patient Biscuit: upsertPatient-2');
		expect(record.entries.filter(({ kind }) => kind === 'uploadDocument')).toHaveLength(2);
	});

	it('writes nothing about a patient whose owner a person has to find', async () => {
		const record = aRecord();
		record.fail('forbidden');
		const entered = await enter(record);
		expect(entered).toMatchObject({ status: 'awaitingHuman', isInRecord: false });
		expect(record.entries).toEqual([]);
		expect(entered.slip).toContain('- Enter the patient Biscuit');
		expect(entered.slip).toContain('- File thorax.dcm');
	});

	it('asks a system that takes nothing for nothing, and gives one slip for all of it', async () => {
		const manual = Object.fromEntries(everything.map((name) => [name, 'manual' as const]));
		const record = aRecord(manual);
		const entered = await enter(record);
		expect(record.calls()).toBe(0);
		expect(entered).toMatchObject({ status: 'awaitingHuman', isInRecord: false });
		const slip = entered.slip ?? '';
		for (const text of [
			`FILING SLIP ${marker}`,
			'Patient: Biscuit, dog',
			'Microchip: 900000000000001',
			'Owner: Olive Anne Owner, +15555550199, olive@example.com',
			'Referred by: Placeholder Vets, Dr Vera Sample',
			'- Enter the owner Olive Anne Owner',
			'- Enter the patient Biscuit',
			'- Open a visit for the referral',
			'- File copy.pdf',
			`Write ${marker} beside the entry.`,
		])
			expect(slip).toContain(text);
	});

	it('enters a corrected packet beside the first: the new file and a new note', async () => {
		const record = aRecord();
		await enter(record);
		const corrected = aReferral({ packetVersion: 2, deliveryId: 'dlv-2' });
		const more = [...files, aFile('c', 'blood.pdf')];
		await enterReferral(record.pims, corrected, more, { marker, at });
		expect(kinds(record)).toEqual([...everything, 'uploadDocument', 'logCommunication']);
	});
});
