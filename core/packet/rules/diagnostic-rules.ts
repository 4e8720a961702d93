import type { Packet } from '../schema';
import { ageDays, findResults, hasFile, mentions, resultGap } from './evidence';
import type { Rule } from './rule';

const unless = (present: boolean, reason: string): string | undefined =>
	present ? undefined : reason;

const bloods = {
	report: /cbc|complete blood|haematolog|hematolog|chem|biochem|renal|profile|panel|electrolyte/i,
	item: /^(hct|pcv|wbc|rbc|haemoglobin|hemoglobin|plt|platelets|crea\w*|urea|bun|alt|alp|alkp|glu\w*|sodium|potassium|na|k)\b/i,
	kinds: ['lab_report' as const],
	file: /^(?!.*(urin|cytolog|histo|culture|thyroid|t4\b|probnp)).*/i,
};

const isOldCat = ({ patient, createdAt }: Packet): boolean => {
	if (!/cat|feline/i.test(patient.species ?? '') || !patient.dateOfBirth) return false;
	return (ageDays({ createdAt } as Packet, patient.dateOfBirth) ?? 0) >= 7 * 365;
};

const suspectsArrhythmia = (packet: Packet): boolean =>
	mentions(
		packet,
		/arrhythm|dysrhythm|atrial fib|\bvpcs?\b|syncop|collaps|faint|irregular (heart|rhythm|pulse)/i,
	);

const notDone = (packet: Packet): boolean =>
	mentions(packet, /\b(not (done|performed|sampled)|declined|contraindicated) because/i);

/** Tests, images and recordings, with the oldest that still counts. */
export const diagnosticRules: Rule[] = [
	{
		field: 'bloods',
		label: 'Blood count and chemistry',
		levels: {
			all: 'recommended',
			cardiology: 'required',
			oncology: 'required',
			surgery: 'required',
			internal_medicine: 'required',
		},
		maxAgeDays: { cardiology: 30, oncology: 14, surgery: 14 },
		check: (packet, maxAgeDays) =>
			resultGap(findResults(packet, bloods), 'blood count or chemistry', maxAgeDays),
		howToFix: 'Attach the full results with their date, even if normal.',
	},
	{
		field: 'urinalysis',
		label: 'Urinalysis',
		levels: {
			all: 'recommended',
			oncology: 'required',
			internal_medicine: 'required',
			dermatology: 'none',
			emergency: 'none',
		},
		check: (packet, maxAgeDays) =>
			resultGap(
				findResults(packet, {
					report: /urin/i,
					item: /urine|usg|specific gravity|upc/i,
					kinds: ['lab_report'],
					file: /urin/i,
				}),
				'urinalysis',
				maxAgeDays,
			),
		howToFix: 'Attach the result with its date.',
	},
	{
		field: 'cardiac_markers',
		label: 'proBNP or troponin',
		levels: { cardiology: 'recommended', internal_medicine: 'recommended' },
		check: (packet, maxAgeDays) =>
			resultGap(
				findResults(packet, {
					report: /probnp|troponin/i,
					item: /probnp|troponin/i,
					kinds: ['lab_report'],
					file: /probnp|troponin/i,
				}),
				'proBNP or troponin',
				maxAgeDays,
			),
		howToFix: 'Attach the result if the test was done.',
	},
	{
		field: 'thyroid',
		label: 'Thyroid (cats from 7 years)',
		levels: { cardiology: 'recommended', internal_medicine: 'recommended' },
		check: (packet, maxAgeDays) =>
			isOldCat(packet)
				? resultGap(
						findResults(packet, {
							report: /thyroid|\bt4\b/i,
							item: /\bt4\b|thyrox/i,
							kinds: ['lab_report'],
							file: /thyroid|\bt4\b/i,
						}),
						'thyroid result',
						maxAgeDays,
					)
				: undefined,
		howToFix: 'Attach the result if the test was done.',
	},
	{
		field: 'thoracic_radiographs',
		label: 'Thoracic radiographs',
		levels: {
			cardiology: 'required',
			oncology: 'required',
			surgery: 'recommended',
			neurology: 'recommended',
			internal_medicine: 'recommended',
			emergency: 'recommended',
		},
		check: (packet, maxAgeDays) => {
			if (mentions(packet, /\bct\b.{0,20}planned|planned.{0,20}\bct\b/i)) return undefined;
			const found = findResults(packet, { report: /radiograph|x-?ray/i, kinds: ['radiograph'] });
			return resultGap(found, 'radiograph', maxAgeDays);
		},
		howToFix: 'Attach the original DICOM images and the report.',
	},
	{
		field: 'ecg',
		label: 'ECG trace',
		levels: { cardiology: 'required', surgery: 'recommended', emergency: 'recommended' },
		check: (packet) => {
			if (packet.specialist.specialty === 'cardiology' && !suspectsArrhythmia(packet)) {
				return undefined;
			}
			return unless(hasFile(packet, ['ecg']), 'No ECG trace is attached.');
		},
		howToFix: 'Attach the trace (PDF, image or Holter file).',
	},
	{
		field: 'abdominal_ultrasound',
		label: 'Abdominal ultrasound',
		levels: {
			cardiology: 'recommended',
			oncology: 'recommended',
			internal_medicine: 'required',
			emergency: 'recommended',
		},
		check: (packet) =>
			unless(
				hasFile(packet, ['ultrasound']) || mentions(packet, /ultraso|afast/i),
				'No abdominal ultrasound is attached or described.',
			),
		howToFix: 'Attach the report or images, or describe the findings.',
	},
	{
		field: 'cytology_histology',
		label: 'Cytology or histology',
		levels: {
			oncology: 'required',
			surgery: 'recommended',
			internal_medicine: 'recommended',
			dermatology: 'recommended',
		},
		check: (packet) =>
			unless(
				hasFile(packet, ['cytology', 'histology']) ||
					packet.labs.some(({ name }) => /cytolog|histo|biops|patholog/i.test(name)) ||
					notDone(packet),
				'No cytology or histology is attached.',
			),
		howToFix: "Attach the report with its laboratory number, or write 'not done because …'.",
	},
	{
		field: 'orthopaedic_imaging',
		label: 'Orthopaedic views, CT or MRI',
		levels: { surgery: 'required', oncology: 'recommended', neurology: 'recommended' },
		check: (packet) =>
			unless(
				hasFile(packet, ['radiograph', 'ct_mri']),
				'No orthopaedic views, CT or MRI are attached.',
			),
		howToFix: 'Attach the original DICOM images.',
	},
	{
		field: 'video',
		label: 'Video of gait, cough, seizure or collapse',
		levels: {
			neurology: 'required',
			cardiology: 'recommended',
			surgery: 'recommended',
			internal_medicine: 'recommended',
		},
		check: (packet) => unless(hasFile(packet, ['video']), 'No video is attached.'),
		howToFix: 'Ask the owner for a video of an episode.',
	},
	{
		field: 'skin_tests',
		label: 'Skin scrape, culture or therapy trials',
		levels: { dermatology: 'required' },
		check: (packet) =>
			unless(
				mentions(packet, /scrap|culture|tape strip|trial|trichogram/i) ||
					hasFile(packet, ['cytology'], /scrap|culture/i),
				'No skin scrape, culture or list of therapy trials is given.',
			),
		howToFix: 'Attach the results and list the trials so far.',
	},
	{
		field: 'eye_tests',
		label: 'Schirmer and fluorescein test',
		levels: { ophthalmology: 'required' },
		check: (packet) =>
			unless(
				mentions(packet, /schirmer|\bstt\b|fluoresc/i),
				'No Schirmer or fluorescein test is given.',
			),
		howToFix: 'Write the values into the exam.',
	},
];
