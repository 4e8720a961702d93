import type { Animal, Owner, Visit } from './tools.mts';

/** A patient with its owner, its visits and the files that lie on notes. */
export interface Case {
	owner: Owner;
	animal: Animal;
	visits: Visit[];
	/** Letters as PDF: days ago, file name, who wrote it, lines. */
	letters: Array<[number, string, string, string[]]>;
	/** Radiographs: file name, view, part of the body. */
	/** What the vet may write when the case is referred. */
	reason: string;
	radiographs?: { daysAgo: number; part: 'CHEST' | 'STIFLE'; views: Array<[string, string]> };
}

const LAB = 'Demo Reference Laboratory';
const CLINIC = 'Lakeside Animal Hospital';

/** Four patients ready to be referred: heart, tumour, knee, and a cat that loses weight. */
export const cases: Case[] = [
	{
		owner: {
			id: 601,
			firstname: 'Elma',
			lastname: 'Owner',
			email: 'elma.owner@example.com',
			mobile: '+12025550161',
		},
		animal: {
			id: 3101,
			name: 'Fennel',
			species: 14,
			breed: 301,
			gender: 3,
			age: 9,
			weight: 10.8,
			microchip: '985000000003101',
			color: 'Blenheim',
			critical: 'Facial swelling after a penicillin injection.',
		},
		reason:
			'Cardiology, urgent: murmur now grade 4/6, daily cough, one near-collapse. Please stage.',
		visits: [
			{
				daysAgo: 360,
				complaint: 'Annual health check and vaccination',
				notes: [
					'Well at home. Soft left apical systolic murmur, grade 2/6, heard for the first time.',
				],
				measured: { weight: 10.1, temperature: 38.5, heart_rate: 110, respiratory_rate: 24 },
				vaccines: [
					['Demo Rabies vaccine', 'Rabies'],
					['Demo DHP vaccine', 'Distemper, hepatitis, parvovirus'],
				],
			},
			{
				daysAgo: 170,
				complaint: 'Murmur recheck',
				notes: ['Murmur grade 3/6. Sleeping respiratory rate at home 22 to 26 per minute.'],
				measured: { weight: 10.5, heart_rate: 122, respiratory_rate: 26 },
			},
			{
				daysAgo: 6,
				complaint: 'Daily cough, tires on walks',
				notes: [
					'Coughs daily, stops on the stairs, sat down once when excited.',
					'Examination: bright, mucous membranes pink, CRT below 2 s. Murmur 4/6 left apex, pulses ' +
						'strong. Lungs: normal sounds. Abdomen soft. Body condition 6/9.',
					'Radiographs: left atrium and ventricle enlarged, vertebral heart score 11.8, no oedema.',
				],
				diagnosis: 'Suspected myxomatous mitral valve disease, stage B2 or early C',
				instruction: 'Count the sleeping respiratory rate daily; come at once above 40 per minute.',
				measured: {
					weight: 10.8,
					temperature: 38.4,
					heart_rate: 138,
					respiratory_rate: 34,
					body_condition_score: 6,
				},
				medicines: [
					['Pimobendan 2.5 mg', 60, 'tablet', '1 tablet by mouth every 12 hours before food.'],
					['Omega-3 capsule', 30, 'capsule', '1 capsule by mouth once a day with food.'],
				],
				laboratory: {
					name: 'Chemistry, haematology and NT-proBNP',
					reference: 'DRL-63101',
					comment: 'NT-proBNP raised; kidney values and electrolytes normal.',
					items: [
						['NT-proBNP', '2060', 'pmol/L', '', '900'],
						['Creatinine', '90', 'umol/L', '44', '159'],
						['Urea', '7.5', 'mmol/L', '2.5', '9.6'],
						['Potassium', '4.5', 'mmol/L', '3.5', '5.8'],
						['Haematocrit', '44.0', '%', '37.3', '61.7'],
					],
				},
			},
		],
		letters: [
			[
				6,
				'Laboratory report DRL-63101.pdf',
				LAB,
				[
					'Patient: Fennel (3101), dog.',
					'NT-proBNP 2060 pmol/L (below 900): HIGH.',
					'Creatinine 90 umol/L.',
				],
			],
		],
		radiographs: {
			daysAgo: 6,
			part: 'CHEST',
			views: [
				['Thorax right lateral.dcm', 'RL'],
				['Thorax ventrodorsal.dcm', 'VD'],
			],
		},
	},
	{
		owner: {
			id: 602,
			firstname: 'Osmo',
			lastname: 'Example',
			email: 'osmo.example@example.com',
			mobile: '+12025550162',
		},
		animal: {
			id: 3102,
			name: 'Marigold',
			species: 14,
			breed: 302,
			gender: 4,
			age: 8,
			weight: 29.4,
			microchip: '985000000003102',
		},
		reason: 'Oncology: mast cell tumour on the left thigh, enlarged popliteal lymph node.',
		visits: [
			{
				daysAgo: 210,
				complaint: 'Annual health check',
				notes: ['Healthy. No lumps found.'],
				measured: { weight: 30.2, temperature: 38.6, heart_rate: 94, respiratory_rate: 20 },
				vaccines: [['Demo Rabies vaccine', 'Rabies']],
			},
			{
				daysAgo: 8,
				complaint: 'Lump on the left thigh, aspirate',
				notes: [
					'Mass left thigh 28 x 22 mm, dermal, reddened, swells after handling. Aspirate taken.',
					'Examination: left popliteal lymph node firm, 14 mm, others normal. Abdomen soft.',
				],
				diagnosis: 'Mast cell tumour on cytology',
				measured: { weight: 29.4, temperature: 38.5, heart_rate: 98, respiratory_rate: 22 },
				medicines: [
					['Prednisolone 20 mg', 14, 'tablet', '1 tablet by mouth once a day with food.'],
					['Cetirizine 10 mg', 28, 'tablet', '2 tablets by mouth once a day.'],
				],
				laboratory: {
					name: 'Chemistry and haematology',
					reference: 'DRL-63102',
					comment: 'Mild eosinophilia.',
					items: [
						['Haematocrit', '45.2', '%', '37.3', '61.7'],
						['Platelets', '291', '10^9/L', '148', '484'],
						['Eosinophils', '1.8', '10^9/L', '0.06', '1.23'],
						['ALT', '82', 'U/L', '10', '125'],
						['Creatinine', '99', 'umol/L', '44', '159'],
					],
				},
			},
		],
		letters: [
			[
				7,
				'Cytology report DRL-63102-C.pdf',
				LAB,
				[
					'Patient: Marigold (3102), dog. Dermal mass, left thigh, fine needle aspirate.',
					'Interpretation: mast cell tumour. Histology needed for grading.',
				],
			],
		],
	},
	{
		owner: {
			id: 603,
			firstname: 'Ulla',
			lastname: 'Demoperson',
			email: 'ulla.demoperson@example.com',
			mobile: '+12025550163',
		},
		animal: {
			id: 3103,
			name: 'Comet',
			species: 14,
			breed: 303,
			gender: 3,
			age: 5,
			weight: 35.1,
			microchip: '985000000003103',
			critical: 'Snaps when the left hind leg is touched.',
		},
		reason: 'Surgery: left cranial cruciate rupture, suspected meniscal tear.',
		visits: [
			{
				daysAgo: 250,
				complaint: 'Annual health check',
				notes: ['Overweight, body condition 7/9. Diet plan given.'],
				measured: { weight: 34.3 },
				vaccines: [['Demo Rabies vaccine', 'Rabies']],
			},
			{
				daysAgo: 4,
				complaint: 'Lame left hind leg, sedated examination',
				notes: [
					'Lame 3/5 for two weeks. Cranial drawer and tibial thrust positive under sedation.',
					'Examination: left stifle effusion and medial buttress; right stifle stable; neurologically ' +
						'normal. Radiographs: effusion, tibia displaced forward.',
				],
				diagnosis: 'Rupture of the left cranial cruciate ligament, meniscal tear suspected',
				measured: { weight: 35.1, temperature: 38.7, heart_rate: 102, respiratory_rate: 26 },
				medicines: [
					['Carprofen 75 mg', 20, 'tablet', '1 tablet by mouth every 12 hours with food.'],
					['Gabapentin 300 mg', 30, 'capsule', '1 capsule by mouth every 8 hours.'],
				],
				laboratory: {
					name: 'Pre-anaesthetic profile',
					reference: 'DRL-63103',
					comment: 'No finding against anaesthesia.',
					items: [
						['Haematocrit', '48.0', '%', '37.3', '61.7'],
						['Creatinine', '108', 'umol/L', '44', '159'],
						['ALT', '60', 'U/L', '10', '125'],
						['Glucose', '5.3', 'mmol/L', '4.11', '7.95'],
					],
				},
			},
		],
		letters: [
			[
				4,
				'Pre-anaesthetic profile DRL-63103.pdf',
				LAB,
				['Patient: Comet (3103), dog.', 'No finding against anaesthesia.'],
			],
		],
		radiographs: {
			daysAgo: 4,
			part: 'STIFLE',
			views: [
				['Left stifle mediolateral.dcm', 'LL'],
				['Left stifle caudocranial.dcm', 'PA'],
			],
		},
	},
	{
		owner: {
			id: 611,
			firstname: 'Minna',
			lastname: 'Fictional',
			email: 'minna.fictional@example.com',
			mobile: '+12025550171',
		},
		animal: {
			id: 3107,
			name: 'Mallow',
			species: 15,
			breed: 401,
			gender: 2,
			age: 5.5,
			weight: 3.4,
			microchip: '985000000000077',
			critical: 'Penicillin reaction',
		},
		reason: 'Internal medicine: weight loss, azotaemia, high blood pressure.',
		visits: [
			{
				daysAgo: 190,
				complaint: 'Vaccination',
				notes: ['Healthy, 4.1 kg.'],
				measured: { weight: 4.1 },
				vaccines: [['Demo RCP vaccine', 'Panleukopenia, herpes and calici']],
			},
			{
				daysAgo: 5,
				complaint: 'Weight loss, drinks more',
				notes: [
					'Lost 0.7 kg in half a year although she eats well. Drinks more.',
					'Examination: thin, left kidney small, coat dull. Blood pressure 172 mmHg systolic.',
				],
				diagnosis: 'Chronic kidney disease suspected',
				measured: { weight: 3.4, temperature: 38.3, heart_rate: 196, blood_pressure: 172 },
				medicines: [['Amlodipine 1.25 mg', 30, 'tablet', 'Half a tablet by mouth once a day.']],
				laboratory: {
					name: 'Chemistry and urine',
					reference: 'DRL-63107',
					comment: 'Azotaemia, urine poorly concentrated.',
					items: [
						['Creatinine', '238', 'umol/L', '71', '212'],
						['Urea', '14.9', 'mmol/L', '5.7', '12.9'],
						['Urine specific gravity', '1.018', '', '1.035', ''],
					],
				},
			},
		],
		letters: [
			[
				5,
				'Letter about Mallow.pdf',
				CLINIC,
				['Mallow (3107), cat.', 'Please advise on the kidneys.'],
			],
		],
	},
];
