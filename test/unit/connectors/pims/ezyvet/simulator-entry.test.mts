import type { ClientInput, PatientInput } from '../../../../../connectors/pims/pims';
import { codeOf, openPractice, value, type Practice } from './practice.mts';

const marker = 'REF-1a2b3c4d5e6f/client/1';
const owner: ClientInput = {
	firstName: 'Nora',
	lastName: 'Newcomer',
	email: 'nora.newcomer@example.com',
	phone: '+12025550177',
	street: '2 Example Lane',
	city: 'Sampleton',
};
const patient: PatientInput = {
	clientId: '88',
	name: 'Bramble',
	species: 'Canine',
	breed: 'Boxer',
	sex: 'female spayed',
	dateOfBirth: '2020-05-04',
	microchip: '985000000000777',
	weightKg: 21.5,
};
let practice: Practice;
beforeEach(async () => {
	practice = await openPractice();
});
afterEach(async () => await practice.close());

const store = () => practice.sim.store;
const contacts = (lastName: string) =>
	store()
		.all('contact')
		.filter((row) => row.last_name === lastName);
const pointsOf = (id: unknown) =>
	store()
		.all('contactdetail')
		.filter((row) => String(row.contact_id) === String(id))
		.map((row) => [row.contact_detail_type_id, row.value]);

describe('an owner', () => {
	it('is entered once with mail and phone, and says what is left to do by hand', async () => {
		const first = value(await practice.connect().upsertClient(owner, marker));
		expect(first).toMatchObject({ status: 'created', instruction: /2 Example Lane/ });
		const second = value(await practice.connect().upsertClient(owner, marker));
		expect(second).toMatchObject({ status: 'found', ref: first.ref });
		expect(contacts('Newcomer')).toMatchObject([{ first_name: 'Nora', code: marker }]);
		expect(pointsOf(first.ref)).toEqual([
			[1, 'nora.newcomer@example.com'],
			[7, '+12025550177'],
		]);
	});

	it('who is known by mail and family name is found, not entered again', async () => {
		const known = store().add('contact', { first_name: 'Nora', last_name: 'Newcomer' });
		const detail = { contact_id: known.id, contact_detail_type_id: 1, value: owner.email };
		store().add('contactdetail', detail);
		const found = value(await practice.connect().upsertClient(owner, marker));
		expect(found).toMatchObject({ status: 'found', ref: String(known.id) });
		expect(pointsOf(known.id)).toHaveLength(1);
	});

	it('of the same mail but another family name is another owner', async () => {
		const other = store().add('contact', { first_name: 'Max', last_name: 'Mate' });
		const detail = { contact_id: other.id, contact_detail_type_id: 1, value: owner.email };
		store().add('contactdetail', detail);
		expect(value(await practice.connect().upsertClient(owner, marker)).status).toBe('created');
	});

	it.each([
		['with the same name alone', { firstName: 'Nora', lastName: 'Newcomer' }, 2],
		['with one record that has no mail or phone', owner, 1],
	])('that fits several or perhaps one, %s, is left to people', async (_, asked, records) => {
		for (let index = 0; index < records; index++) {
			store().add('contact', { first_name: 'Nora', last_name: 'Newcomer' });
		}
		const refused = await practice.connect().upsertClient(asked, marker);
		expect(codeOf(refused)).toBe('ambiguous_client');
		expect(contacts('Newcomer')).toHaveLength(records);
	});

	it('whose answer got lost is there once, and a repeat adds what is missing', async () => {
		practice.sim.set({ lostAnswers: 1 });
		expect(value(await practice.connect().upsertClient(owner, marker)).status).toBe('found');
		expect(contacts('Newcomer')).toHaveLength(1);
		expect(pointsOf(contacts('Newcomer')[0]!.id)).toHaveLength(2);
	});

	it('whose phone the site has no kind for is entered, and the phone is left to people', async () => {
		for (const row of store().all('contactdetailtype')) {
			if (row.name !== 'Email') row.name = 'Other';
		}
		const entered = value(await practice.connect().upsertClient(owner, marker));
		expect(entered.instruction).toMatch(/the phone \+12025550177 and the address 2 Example Lane/);
		expect(pointsOf(entered.ref)).toEqual([[1, owner.email]]);
	});

	it('is not written while unverified writes are off', async () => {
		const pims = practice.connect({ allowUnverifiedWrites: false });
		expect(pims.capabilities().upsertClient).toBe('none');
		expect(codeOf(await pims.upsertClient(owner, marker))).toBe('unverified_writes_off');
	});
});

describe('a patient', () => {
	const mark = 'REF-1a2b3c4d5e6f/patient/1';
	const enter = async (change: Partial<PatientInput> = {}) =>
		await practice.connect().upsertPatient({ ...patient, ...change }, mark);

	it('is entered once with the codes of the site, and reads back as it was given', async () => {
		const first = value(await enter());
		expect(first.status).toBe('created');
		expect(value(await enter())).toMatchObject({ status: 'found', ref: first.ref });
		const read = value(await practice.connect().getPatient(first.ref ?? ''));
		expect(read).toMatchObject({
			name: 'Bramble',
			species: 'Canine (Dog)',
			breed: 'Boxer',
			sex: 'female',
			neutered: true,
			dateOfBirth: '2020-05-04',
			microchip: '985000000000777',
			weightKg: 21.5,
			ownerId: '88',
		});
	});

	it('keeps words that the site has no code for in the notes', async () => {
		const { ref } = value(await enter({ species: 'Axolotl', breed: undefined }));
		const row = store().get('animal', Number(ref));
		expect(row?.species_id ?? null).toBeNull();
		expect(row?.notes).toBe(`species: Axolotl [${mark}]`);
	});

	it('is found by chip, then by name of this owner', async () => {
		const chipped = store().add('animal', {
			name: 'Brambles',
			contact_id: 88,
			microchip_number: patient.microchip,
		});
		expect(value(await enter())).toMatchObject({ status: 'found', ref: String(chipped.id) });
		const named = value(await enter({ name: ' patient 502', microchip: undefined }));
		expect(named).toMatchObject({ status: 'found', ref: '502' });
	});

	it('is another one when the chips differ, and when the namesake has died', async () => {
		const fields = { name: 'Bramble', contact_id: 88, microchip_number: '985000000000001' };
		store().add('animal', fields);
		store().add('animal', { name: 'Bramble', contact_id: 88, is_dead: true });
		expect(value(await enter()).status).toBe('created');
	});

	it.each([
		['two patients with one chip', 'ambiguous_patient', 88, 2, {}],
		['a chip of another owner', 'ambiguous_patient', 301, 1, {}],
		['two of one name', 'ambiguous_patient', 88, 2, { microchip: undefined }],
		['a chip of a dead patient', 'patient_dead', 88, 1, { is_dead: true }],
	])('is left to people: %s', async (_, code, contactId, count, change) => {
		const { is_dead = false, ...asked } = change as { is_dead?: boolean };
		for (let index = 0; index < count; index++) {
			const microchip_number = 'microchip' in change ? '' : patient.microchip;
			store().add('animal', { name: 'Bramble', contact_id: contactId, microchip_number, is_dead });
		}
		const before = store().all('animal').length;
		expect(codeOf(await enter(asked))).toBe(code);
		expect(store().all('animal')).toHaveLength(before);
	});

	it('with a date of birth that is none is refused', async () => {
		expect(codeOf(await enter({ dateOfBirth: '4 May' }))).toBe('invalid_date');
	});

	it('whose answer got lost is there once', async () => {
		practice.sim.set({ lostAnswers: 1 });
		expect(value(await enter()).status).toBe('found');
		expect(
			store()
				.all('animal')
				.filter(({ name }) => name === 'Bramble'),
		).toHaveLength(1);
	});
});

describe('a visit', () => {
	const mark = 'REF-1a2b3c4d5e6f/visit/1';
	const open = async (at = '2026-11-23T09:00:00-05:00') =>
		await practice
			.connect()
			.createEncounter({ patientId: '501', vetId: '21', at, reason: 'Cardiology referral' }, mark);

	it('is opened once, with the reason and the mark', async () => {
		const first = value(await open());
		expect(value(await open())).toMatchObject({ status: 'found', ref: first.ref });
		expect(store().get('consult', Number(first.ref))).toMatchObject({
			animal_id: 501,
			vet_id: 21,
			date: Date.parse('2026-11-23T14:00:00Z') / 1000,
			description: `Cardiology referral [${mark}]`,
		});
	});

	it('at no time is refused', async () => {
		expect(codeOf(await open('tomorrow'))).toBe('invalid_time');
	});
});

describe('who referred the patient', () => {
	const mark = 'REF-1a2b3c4d5e6f/referrer/1';
	const set = async (referrer: object, options = {}) =>
		await practice
			.connect(options)
			.setReferrer('501', { clinic: 'Riverbank Animal Clinic', ...referrer }, mark);

	it('is set from contacts the practice knows, once', async () => {
		const first = value(await set({ vet: 'Dr Vera Sample' }, { allowUnverifiedWrites: false }));
		expect(first).toMatchObject({ status: 'created', ref: '501' });
		expect(value(await set({ vet: 'Dr Vera Sample' })).status).toBe('found');
		expect(store().get('animal', 501)).toMatchObject({
			referring_clinic_id: 301,
			referring_vet_id: 302,
		});
		const read = value(await practice.connect().getReferrer('501'));
		expect(read).toMatchObject({ clinic: 'Riverbank Animal Clinic', vet: 'Vera Sample' });
	});

	it('is entered when the practice does not know it, once', async () => {
		const referrer = { clinic: 'Hilltop Demo Vets', vet: 'Ida Invented' };
		value(await set(referrer));
		value(await set(referrer));
		const made = store().get('animal', 501)!;
		expect(store().get('contact', made.referring_clinic_id as number)).toMatchObject({
			business_name: 'Hilltop Demo Vets',
			is_business: true,
		});
		expect(contacts('Invented')).toMatchObject([{ first_name: 'Ida', is_vet: true }]);
		const off = await set({ clinic: 'Elsewhere' }, { allowUnverifiedWrites: false });
		expect(codeOf(off)).toBe('unverified_writes_off');
	});

	it('is left to people when two clinics have the name', async () => {
		store().add('contact', { business_name: 'Riverbank Animal Clinic', is_business: true });
		expect(codeOf(await set({}))).toBe('ambiguous_client');
	});
});

describe('what the hospital prescribed', () => {
	const mark = 'REF-1a2b3c4d5e6f/followup/1';
	const prescribe = async (prescribed?: object, options = {}) =>
		await practice.connect(options).createFollowUp(
			{
				patientId: '501',
				encounterId: '1',
				ownerId: '88',
				kind: 'medication',
				what: 'Pimobendan as the hospital started it',
				...(prescribed ? { prescribed: prescribed as never } : {}),
			},
			mark,
		);
	const item = { product: 'Pimobendan 5 mg', quantity: '60', instructions: 'One twice a day' };

	it('stands in the record once as a prescription of elsewhere', async () => {
		expect(value(await prescribe(item)).status).toBe('created');
		expect(value(await prescribe(item)).status).toBe('found');
		const rows = store()
			.all('prescription')
			.filter((row) => row.external_reference === mark);
		expect(rows).toMatchObject([{ animal_id: 501, consult_id: 1 }]);
	});

	it('is found again where lists do not show the reference', async () => {
		practice.sim.set({ shapes: { bareUnknown: true } });
		value(await prescribe(item));
		expect(value(await prescribe(item)).status).toBe('found');
		expect(store().all('prescription')).toHaveLength(1);
	});

	it('is only told when product and quantity are not known, and a quantity is a number', async () => {
		value(await prescribe());
		expect(store().all('prescription')).toEqual([]);
		expect(codeOf(await prescribe({ ...item, quantity: 'some' }))).toBe('invalid_quantity');
	});
});

it.each([
	['write-animal', async () => await practice.connect().upsertPatient(patient, marker)],
	['write-contact', async () => await practice.connect().upsertClient(owner, marker)],
	[
		'write-consult',
		async () =>
			await practice
				.connect()
				.createEncounter({ patientId: '501', at: '2026-11-23T09:00:00Z', reason: 'x' }, marker),
	],
])('a missing scope %s is named in the refusal', async (scope, write) => {
	await practice.close();
	const { knownScopes } = await import('../../../../simulators/ezyvet/resources.mts');
	practice = await openPractice(
		'small',
		knownScopes.filter((one) => one !== scope),
	);
	const refused = await write();
	expect(codeOf(refused)).toBe('pims_forbidden');
	expect(JSON.stringify(refused)).toContain(scope);
});
