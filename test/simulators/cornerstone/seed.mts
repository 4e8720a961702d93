import { blankOwner, blankPatient, patientOf, register } from './practice.mts';
import type { Owner, Patient, Practice, Visit } from './practice.mts';

const DAY_MS = 86_400_000;

/**
 * The demo practice: one patient with a full record, two of one name, one without an owner, one that
 * has died, names that do not fit ASCII and a name with a comma. Days count back from `nowMs`.
 */
export function seedPractice(nowMs: number): Practice {
	const day = (ago: number) => new Date(nowMs - ago * DAY_MS).toISOString().slice(0, 10);
	return {
		name: 'Willow Lane Pet Hospital',
		timeZone: 'America/Chicago',
		vets: ['Dr. Carla Fixture', 'Dr. Henrik Mockup'],
		owners: owners(),
		patients: [
			biscuit(day),
			{ ...bella('20431', '10102', day), breed: 'Beagle', microchip: '985000000020431' },
			{ ...bella('20432', '10103', day), breed: 'Boxer', microchip: '985000000020432' },
			{ ...blankPatient('20440', null, 'Milo'), species: 'Feline', born: day(700) },
			{
				...blankPatient('20441', '10088', 'Old Duke'),
				species: 'Canine',
				born: day(15 * 365),
				died: day(30),
				visits: [visit(day(40), 'Weak', ['Weak, eats little.'])],
			},
			{
				...blankPatient('20450', '10104', 'Señor Ñandú'),
				species: 'Feline',
				breed: 'Domestic Shorthair',
				gender: 'Male',
				neutered: true,
				born: day(4 * 365),
				weight: 5.1,
				visits: [
					visit(day(6), 'Mass on flank', ['Firm mass, 2 cm, right flank. Owner says "größer".']),
				],
			},
			{
				...blankPatient('20460', '10105', 'Tiger, the Cat'),
				species: 'Feline',
				born: day(900),
				visits: [visit(day(9), 'Limping', ['Says the owner: "limps, left hind".'])],
			},
		],
		entries: [],
	};
}

/** A patient with a long record: so many visits with five notes each, one visit a week. */
export function addHeavy(practice: Practice, visits: number, nowMs: number): Patient {
	const day = (ago: number) => new Date(nowMs - ago * DAY_MS).toISOString().slice(0, 10);
	const { id } = register(practice, {
		name: 'Methuselah',
		species: 'Canine',
		ownerName: 'Carl Crowdsample',
	});
	const patient = patientOf(practice, id) as Patient;
	patient.visits = Array.from({ length: visits }, (_item, n) =>
		visit(
			day(7 * (visits - n)),
			`Visit ${n + 1}`,
			[1, 2, 3, 4, 5].map((note) => `Note ${note} of visit ${n + 1}: eats, drinks, walks, sleeps.`),
		),
	);
	return patient;
}

const visit = (
	date: string,
	reason: string,
	notes: string[],
	more: Partial<Visit> = {},
): Visit => ({
	date,
	reason,
	vet: 'Dr. Carla Fixture',
	notes,
	...more,
});

function owners(): Owner[] {
	const home = {
		address1: '12 Sample Street',
		city: 'Exampleville',
		state: 'IL',
		postalCode: '00002',
	};
	const person = (id: string, first: string, last: string, phone: string): Owner => ({
		...blankOwner(id, first, last),
		...home,
		phones: [{ name: 'Cell', number: phone }],
		email: `${first}.${last}`
			.toLowerCase()
			.normalize('NFKD')
			.replace(/[^a-z.]/g, '')
			.concat('@example.com'),
	});
	return [
		{ ...person('10088', 'Olive', 'Owner', '(202) 555-0188'), referralSource: 'Walk-in' },
		person('10102', 'Anna', 'Exampleton', '(202) 555-0102'),
		person('10103', 'Bruno', 'Testmann', '(202) 555-0103'),
		person('10104', 'Renée', 'Müller-Demo', '(202) 555-0104'),
		person('10105', 'Theo', 'Placeholder', '(202) 555-0105'),
	];
}

const bella = (id: string, ownerId: string, day: (ago: number) => string): Patient => ({
	...blankPatient(id, ownerId, 'Bella'),
	species: 'Canine',
	gender: 'Female',
	neutered: true,
	born: day(5 * 365),
	weight: 14.5,
	visits: [visit(day(12), 'Itching', ['Scratches at both ears for two weeks.'])],
});

/** Biscuit: a Cavalier whose murmur grew over a year. */
function biscuit(day: (ago: number) => string): Patient {
	return {
		...blankPatient('20417', '10088', 'Biscuit'),
		species: 'Canine',
		breed: 'Cavalier King Charles Spaniel',
		color: 'Blenheim',
		gender: 'Male',
		neutered: true,
		born: day(9 * 365 + 40),
		microchip: '985000000000501',
		weight: 11.2,
		rabiesTag: 'RT-0417',
		visits: [
			visit(
				day(365),
				'Annual health check and vaccination',
				[
					'Well at home. No cough, no exercise intolerance. Weight 10.4 kg.',
					'Soft left apical systolic murmur, grade 2/6, heard for the first time.',
					'Allergy: facial swelling after a penicillin injection.',
				],
				{
					vaccines: [
						{ code: 'VRAB3', description: 'Rabies vaccine, 3 year', dueInDays: 1095 },
						{ code: 'VDHPP', description: 'DHPP vaccine', dueInDays: 1095 },
					],
				},
			),
			visit(
				day(180),
				'Murmur recheck',
				['Murmur grade 3/6, left apex. Sleeping respiratory rate at home 22 to 26 per minute.'],
				{ vet: 'Dr. Henrik Mockup' },
			),
			visit(day(60), 'Cough', [
				'Occasional soft cough at night for two weeks. Murmur grade 4/6.',
				'Lungs clear on auscultation. Thoracic radiographs advised, owner wants to wait.',
			]),
			visit(
				day(5),
				'Cough worse, tires on walks',
				[
					'Coughs daily, stops on the stairs. Had to sit down once when excited, three days ago.',
					'Bright, alert. Mucous membranes pink, CRT < 2 s. HR 140, regular. RR 36. Weight 11.2 kg.',
					'Radiographs: left atrium and ventricle enlarged, vertebral heart score 11.9. No oedema.',
					'Suspected myxomatous mitral valve disease, stage B2 or early C. Pimobendan started.',
				],
				{
					medicines: [
						{
							code: 'PIM125',
							description: 'Pimobendan 1.25 mg chewable tablets',
							quantity: 60,
							instructions: 'Give 2 tablets by mouth every 12 hours, one hour before food.',
						},
					],
				},
			),
		],
	};
}
