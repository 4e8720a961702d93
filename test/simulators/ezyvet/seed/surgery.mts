import { radiograph } from './dicom.mts';
import { letter } from './pdf.mts';
import { attach, laboratory, prescribe, vaccinate, visit } from './tools.mts';
import type { Practice } from './tools.mts';
import { contact } from './clinic.mts';

/** Rocket: a Labrador with a ruptured cranial cruciate ligament. */
export async function seedSurgery(practice: Practice): Promise<void> {
	const { store, ago } = practice;
	contact(store, ago(600), 90, { first_name: 'Una', last_name: 'Demoperson', is_customer: true }, [
		[7, 'Mobile', '+12025550190'],
		[1, 'Home', 'una.demoperson@example.com'],
	]);
	const born = ago(5 * 365 + 100);
	const rocket = store.add(
		'animal',
		{
			id: 503,
			name: 'Rocket',
			code: 'A503',
			species_id: 1,
			breed_id: 13,
			sex_id: 3,
			contact_id: 90,
			date_of_birth: born,
			microchip_number: '985000000000503',
			weight: '36.40',
			weight_unit: 'kg',
			is_dead: false,
			notes_important: 'Snaps when the left hind leg is touched.',
			referring_clinic_id: 301,
			referring_vet_id: 302,
		},
		ago(600),
	);
	const id = rocket.id;
	const yearly = visit(practice, id, {
		daysAgo: 240,
		reason: 'Annual health check',
		vet: practice.tomas,
		notes: ['Overweight, body condition 7/9. Diet plan given.'],
		vitals: { weight: '35.20' },
	});
	vaccinate(practice, yearly, 'Rabies', 1095);
	visit(practice, id, {
		daysAgo: 14,
		reason: 'Lame left hind leg',
		vet: practice.tomas,
		notes: ['Lame 3/5 after playing with a ball. Rest and anti-inflammatory for one week.'],
	});
	const recent = visit(practice, id, {
		daysAgo: 3,
		reason: 'Lameness recheck, sedated exam',
		notes: [
			'Toe-touching on the left hind leg. Cranial drawer and tibial thrust positive under sedation.',
			'Radiographs under sedation: joint effusion, tibia displaced forward, mild osteophytes.',
		],
		exam:
			'Left stifle: effusion, medial buttress, drawer and tibial thrust positive, click on flexion. ' +
			'Right stifle stable. Patellae in place. Hips: no pain on extension. Neurologically normal.',
		assessment: 'Complete rupture of the left cranial cruciate ligament, meniscal tear suspected.',
		vitals: { weight: '36.40', temperature: '38.7', heart_rate: 104, respiratory_rate: 28 },
	});
	prescribe(practice, recent, [
		{
			product: 'Carprofen 75 mg chewable tablet',
			code: 'CARP75',
			instructions: 'Give 1 tablet by mouth every 12 hours with food.',
			qty: '20.00',
			remaining: '0.00',
		},
		{
			product: 'Gabapentin 300 mg capsule',
			code: 'GABA300',
			instructions: 'Give 1 capsule by mouth every 8 hours.',
			qty: '30.00',
			remaining: '1.00',
		},
	]);
	laboratory(practice, recent, {
		name: 'Pre-anaesthetic profile',
		reference: 'DRL-50503',
		outcome: 'No finding against anaesthesia.',
		items: [
			['Haematocrit', '48.3', '%', '37.3', '61.7'],
			['Creatinine', '110', 'umol/L', '44', '159'],
			['ALT', '64', 'U/L', '10', '125'],
			['Glucose', '5.4', 'mmol/L', '4.11', '7.95'],
			['Total protein', '68', 'g/L', '52', '82'],
		],
	});
	const picture = {
		patientName: 'Demoperson^Rocket',
		patientId: 'A503',
		species: 'Canine',
		breed: 'Labrador Retriever',
		sex: 'M' as const,
		neutered: true,
		ownerName: 'Demoperson^Una',
		birthDate: new Date(born * 1000).toISOString().slice(0, 10).replaceAll('-', ''),
		takenAt: recent.created_at,
		bodyPart: 'STIFLE' as const,
		description: 'Left stifle 2 views',
	};
	const onConsult = { type: 'Consult' as const, row: recent, daysAgo: 3 };
	for (const [instance, view, label] of [
		[1, 'LL', 'mediolateral'],
		[2, 'PA', 'caudocranial'],
	] as const) {
		attach(
			practice,
			onConsult,
			{ name: `Left stifle ${label}.dcm`, mimeType: 'application/dicom' },
			radiograph({ ...picture, key: `rocket-stifle/${view}`, view, instance }),
		);
	}
	const onPatient = { type: 'Animal' as const, row: rocket, daysAgo: 3 };
	attach(
		practice,
		onPatient,
		{ name: 'Pre-anaesthetic profile.pdf', mimeType: 'application/pdf' },
		await letter(
			'Laboratory report DRL-50503',
			'Demo Reference Laboratory',
			[
				'Patient: Rocket (A503), dog, Labrador Retriever.',
				'Haematocrit 48.3 %, creatinine 110 umol/L, ALT 64 U/L, glucose 5.4 mmol/L.',
				'Total protein 68 g/L. No finding against anaesthesia.',
			],
			recent.created_at,
		),
	);
	attach(
		practice,
		onPatient,
		{ name: 'Wrong dog.pdf', mimeType: 'application/pdf', notes: 'Deleted', active: false },
		await letter(
			'Filed in error',
			'Riverbank Animal Clinic',
			['This belongs to another dog.'],
			ago(3),
		),
	);
}
