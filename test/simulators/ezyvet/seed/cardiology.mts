import { radiograph } from './dicom.mts';
import { letter } from './pdf.mts';
import { attach, laboratory, prescribe, vaccinate, visit } from './tools.mts';
import type { Practice } from './tools.mts';
import { contact } from './clinic.mts';

/** Biscuit: a Cavalier whose murmur grew over a year; a full record. */
export async function seedCardiology(practice: Practice): Promise<void> {
	const { store, ago } = practice;
	contact(store, ago(800), 88, { first_name: 'Olive', last_name: 'Owner', is_customer: true }, [
		[7, 'Mobile', '+12025550188'],
		[1, 'Home', 'olive.owner@example.com'],
	]);
	const born = ago(9 * 365 + 40);
	const biscuit = store.add(
		'animal',
		{
			id: 501,
			name: 'Biscuit',
			code: 'A501',
			species_id: 1,
			breed_id: 11,
			sex_id: 3,
			contact_id: 88,
			date_of_birth: born,
			microchip_number: '985000000000501',
			weight: '11.20',
			weight_unit: 'kg',
			is_dead: false,
			notes_important: 'Allergy: facial swelling after a penicillin injection.',
			referring_clinic_id: 301,
			referring_vet_id: 302,
		},
		ago(800),
	);
	const id = biscuit.id;

	const first = visit(practice, id, {
		daysAgo: 365,
		reason: 'Annual health check and vaccination',
		notes: [
			'Well at home, eats and drinks normally. No cough, no exercise intolerance.',
			'Soft left apical systolic murmur, grade 2/6, heard for the first time.',
		],
		vitals: { weight: '10.40', temperature: '38.5', heart_rate: 112, respiratory_rate: 24 },
	});
	vaccinate(practice, first, 'Rabies', 1095);
	vaccinate(practice, first, 'Distemper and parvovirus', 1095);
	// Entered out of order on purpose: a list need not be sorted by time.
	visit(practice, id, {
		daysAgo: 180,
		reason: 'Murmur recheck',
		notes: ['Murmur grade 3/6, left apex. Sleeping respiratory rate at home 22 to 26 per minute.'],
		vitals: { weight: '10.90', heart_rate: 124, respiratory_rate: 26 },
	});
	visit(practice, id, {
		daysAgo: 270,
		reason: 'Murmur recheck',
		vet: practice.tomas,
		notes: ['Murmur unchanged, grade 2/6. Owner asked to count the sleeping respiratory rate.'],
	});
	visit(practice, id, {
		daysAgo: 120,
		reason: 'Dental cleaning, pre-anaesthetic check',
		notes: ['Dental grade 2. Anaesthesia postponed until the heart is examined.'],
	});
	const wrong = visit(practice, id, {
		daysAgo: 118,
		reason: 'Entered in error',
		notes: ['Diabetic, insulin twice daily. (Entered in the wrong record.)'],
	});
	const mistake = store.all('history').find((row) => row.consult_id === wrong.id);
	if (mistake) mistake.active = false;
	wrong.active = false;
	visit(practice, id, {
		daysAgo: 60,
		reason: 'Cough',
		notes: [
			'Occasional soft cough at night for two weeks. Murmur grade 4/6, radiating to the right.',
			'Lungs clear on auscultation. Thoracic radiographs advised, owner wants to wait.',
		],
		vitals: { weight: '11.00', heart_rate: 132, respiratory_rate: 30 },
	});
	const recent = visit(practice, id, {
		daysAgo: 5,
		reason: 'Cough worse, tires on walks',
		notes: [
			'Coughs daily, stops on the stairs. Had to sit down once when excited, three days ago.',
			'Murmur grade 4/6 left apex, gallop not heard. Femoral pulses strong and regular.',
			'Radiographs: left atrium and ventricle enlarged, vertebral heart score 11.9. No oedema.',
			'Pimobendan started. Owner agrees to see a cardiologist.',
		],
		exam:
			'Bright, alert. Mucous membranes pink, CRT < 2 s. HR 140, regular. RR 36, no effort. ' +
			'Murmur 4/6 left apical systolic. Lungs: normal sounds. Abdomen soft. Body condition 6/9.',
		assessment: 'Suspected myxomatous mitral valve disease, stage B2 or early C.',
		vitals: {
			weight: '11.20',
			temperature: '38.4',
			heart_rate: 140,
			respiratory_rate: 36,
			capillary_refill_time: '1.5',
			mucous_membranes: 'pink',
			body_condition_score: 6,
		},
	});
	prescribe(practice, recent, [
		{
			product: 'Pimobendan 2.5 mg chewable tablet',
			code: 'PIMO25',
			instructions: 'Give 1 tablet by mouth every 12 hours, one hour before food.',
			qty: '60.00',
			remaining: '2.00',
		},
		{
			product: 'Omega-3 capsule',
			code: 'OMEGA3',
			instructions: 'Give 1 capsule with food once a day.',
			qty: '30.00',
			remaining: '5.00',
		},
	]);
	laboratory(practice, recent, {
		name: 'Chemistry, haematology and NT-proBNP',
		reference: 'DRL-50501',
		outcome: 'NT-proBNP raised; kidney values and electrolytes normal.',
		items: [
			['NT-proBNP', '2140', 'pmol/L', '', '900'],
			['Creatinine', '92', 'umol/L', '44', '159'],
			['Urea', '7.8', 'mmol/L', '2.5', '9.6'],
			['Potassium', '4.6', 'mmol/L', '3.5', '5.8'],
			['Sodium', '149', 'mmol/L', '144', '160'],
			['ALT', '71', 'U/L', '10', '125'],
			['Haematocrit', '44.1', '%', '37.3', '61.7'],
			['White cells', '9.2', '10^9/L', '5.05', '16.76'],
		],
	});

	const picture = {
		patientName: 'Owner^Biscuit',
		patientId: 'A501',
		species: 'Canine',
		breed: 'Cavalier King Charles Spaniel',
		sex: 'M' as const,
		neutered: true,
		ownerName: 'Owner^Olive',
		birthDate: new Date(born * 1000).toISOString().slice(0, 10).replaceAll('-', ''),
		takenAt: recent.created_at,
		bodyPart: 'CHEST' as const,
		description: 'Thorax 2 views',
	};
	const onPatient = { type: 'Animal' as const, row: biscuit, daysAgo: 5 };
	for (const [instance, view, label] of [
		[1, 'RL', 'right lateral'],
		[2, 'VD', 'ventrodorsal'],
	] as const) {
		attach(
			practice,
			onPatient,
			{ name: `Thorax ${label}.dcm`, mimeType: 'application/dicom', notes: `Thorax, ${label}` },
			radiograph({ ...picture, key: `biscuit-thorax/${view}`, view, instance }),
		);
	}
	const day = new Date(recent.created_at * 1000).toISOString().slice(0, 10);
	attach(
		practice,
		{ type: 'Consult', row: recent, daysAgo: 5 },
		// The slash is there on purpose: such names made trouble in production.
		{ name: `Lab report ${day.split('-').reverse().join('/')}.pdf`, mimeType: 'application/pdf' },
		await letter(
			'Laboratory report DRL-50501',
			'Demo Reference Laboratory',
			[
				`Patient: Biscuit (A501), dog, Cavalier King Charles Spaniel. Sampled ${day}.`,
				'NT-proBNP 2140 pmol/L (below 900): HIGH',
				'Creatinine 92 umol/L (44 to 159), urea 7.8 mmol/L (2.5 to 9.6)',
				'Potassium 4.6 mmol/L, sodium 149 mmol/L, ALT 71 U/L',
				'Haematocrit 44.1 %, white cells 9.2 x 10^9/L',
				'Comment: increased cardiac wall stretch; correlate with imaging.',
			],
			recent.created_at,
		),
	);
	attach(
		practice,
		onPatient,
		{
			name: 'Referral letter.pdf',
			mimeType: 'application/pdf',
			notes: 'Letter to the cardiologist',
		},
		await letter(
			'Referral letter: Biscuit',
			'Riverbank Animal Clinic',
			[
				'Dear colleague,',
				'Biscuit has a left apical systolic murmur that grew from grade 2 to grade 4 within a year. ' +
					'He now coughs daily, tires on walks and had to sit down once. Radiographs show left-sided ' +
					'enlargement (vertebral heart score 11.9) without oedema. Pimobendan was started.',
				'Please see him for echocardiography, staging and advice on treatment.',
				'Dr Vera Sample',
			],
			recent.created_at,
		),
	);
}
