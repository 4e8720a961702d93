import { letter } from './pdf.mts';
import { attach, laboratory, prescribe, vaccinate, visit } from './tools.mts';
import type { Practice } from './tools.mts';
import { contact } from './clinic.mts';

/** Marble: a Boxer with a skin mass, cytology says mast cell tumour. */
export async function seedOncology(practice: Practice): Promise<void> {
	const { store, ago } = practice;
	contact(store, ago(700), 89, { first_name: 'Oscar', last_name: 'Example', is_customer: true }, [
		[1, 'Home', 'oscar.example@example.com'],
		[7, 'Mobile', '+12025550189'],
	]);
	const marble = store.add(
		'animal',
		{
			id: 502,
			name: 'Marble',
			code: 'A502',
			species_id: 1,
			breed_id: 12,
			sex_id: 4,
			contact_id: 89,
			date_of_birth: ago(8 * 365),
			microchip_number: '985000000000502',
			weight: '27.60',
			weight_unit: 'kg',
			is_dead: false,
			notes_important: '',
			referring_clinic_id: 301,
			referring_vet_id: 302,
		},
		ago(700),
	);
	const id = marble.id;
	const yearly = visit(practice, id, {
		daysAgo: 200,
		reason: 'Annual health check',
		notes: ['Healthy. No lumps found.'],
		vitals: { weight: '28.10', temperature: '38.6', heart_rate: 96, respiratory_rate: 20 },
	});
	vaccinate(practice, yearly, 'Rabies', 1095);
	visit(practice, id, {
		daysAgo: 21,
		reason: 'Lump on the right flank',
		notes: ['Owner noticed a lump two weeks ago. 18 mm, dermal, movable, not painful.'],
		vitals: { weight: '27.90' },
	});
	const sampled = visit(practice, id, {
		daysAgo: 9,
		reason: 'Mass recheck, fine needle aspirate',
		notes: [
			'Mass now 31 x 24 mm, reddened, swells after handling. Aspirate taken.',
			'Prednisolone started after the aspirate because of swelling and itch.',
		],
		exam:
			'Mass right flank, 31 x 24 mm, haired, partly ulcerated. Lymph nodes: right inguinal firm, ' +
			'15 mm; left inguinal and prescapular normal; popliteal normal. Spleen not palpably enlarged.',
		assessment: 'Mast cell tumour on cytology. Right inguinal lymph node enlarged, not sampled.',
		vitals: { weight: '27.60', temperature: '38.5', heart_rate: 100, respiratory_rate: 22 },
	});
	prescribe(practice, sampled, [
		{
			product: 'Prednisolone 20 mg tablet',
			code: 'PRED20',
			instructions: 'Give 1 tablet by mouth once a day with food. Do not stop suddenly.',
			qty: '14.00',
			remaining: '0.00',
		},
		{
			product: 'Cetirizine 10 mg tablet',
			code: 'CETI10',
			instructions: 'Give 2 tablets by mouth once a day.',
			qty: '28.00',
			remaining: '1.00',
		},
	]);
	laboratory(practice, sampled, {
		name: 'Chemistry and haematology',
		reference: 'DRL-50502',
		outcome: 'Mild eosinophilia.',
		items: [
			['Haematocrit', '46.0', '%', '37.3', '61.7'],
			['Platelets', '288', '10^9/L', '148', '484'],
			['Eosinophils', '1.9', '10^9/L', '0.06', '1.23'],
			['ALT', '88', 'U/L', '10', '125'],
			['Creatinine', '101', 'umol/L', '44', '159'],
		],
	});
	attach(
		practice,
		{ type: 'Consult', row: sampled, daysAgo: 6 },
		{ name: 'Cytology report.pdf', mimeType: 'application/pdf', notes: 'Aspirate right flank' },
		await letter(
			'Cytology report DRL-50502-C',
			'Demo Reference Laboratory',
			[
				'Patient: Marble (A502), dog, Boxer, female spayed, 8 years.',
				'Site: dermal mass, right flank. Fine needle aspirate, 4 slides.',
				'Many round cells with purple granules, moderate anisokaryosis, scattered eosinophils.',
				'Interpretation: mast cell tumour. Histology needed for grading.',
				'Comment: sample the draining lymph node even if it is of normal size.',
			],
			ago(6),
		),
	);
	attach(
		practice,
		{ type: 'Animal', row: marble, daysAgo: 9 },
		// A phone picture whose type the record does not know, as seen in production.
		{ name: 'IMG_2043.HEIC', mimeType: 'application/octet-stream', notes: 'Mass, right flank' },
		heic(),
	);
}

/** The start of a HEIC file (ftyp box) and filler: enough to be recognised, not to be shown. */
function heic(): Buffer {
	const ftyp = Buffer.concat([
		Buffer.from([0, 0, 0, 24]),
		Buffer.from('ftypheic', 'latin1'),
		Buffer.from([0, 0, 0, 0]),
		Buffer.from('mif1heic', 'latin1'),
	]);
	const body = Buffer.alloc(2048, 0x5a);
	const mdat = Buffer.alloc(8);
	mdat.writeUInt32BE(body.length + 8, 0);
	mdat.write('mdat', 4, 'latin1');
	return Buffer.concat([ftyp, mdat, body]);
}
