import type { Json, Referral } from './types.mts';

const FINDINGS: Record<string, { diagnosis: string; finding: Json }> = {
	cardiology: {
		diagnosis: 'Myxomatous mitral valve disease',
		finding: { name: 'Left atrium to aorta ratio', value: '1.7' },
	},
	oncology: {
		diagnosis: 'Cutaneous mast cell tumour, low grade',
		finding: { name: 'Mass, longest diameter', value: '14', unit: 'mm' },
	},
	orthopaedics: {
		diagnosis: 'Cranial cruciate ligament rupture, left stifle',
		finding: { name: 'Tibial plateau angle', value: '26', unit: 'degrees' },
	},
};

const day = (instant: string): string => instant.slice(0, 10);

/** Drops keys without a value, so that "not given" stays not given. */
const given = (values: Json): Json =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => value != null && value !== ''));

/** A plausible report for the referred patient; everything in it is invented and marked so. */
export function generateReport(referral: Referral, now: Date): Json {
	const { patient, clinicalQuestion, specialty, specialist } = referral.request;
	const clinician = referral.appointment?.clinician ?? specialist.clinician ?? 'Dr Hugo Specimen';
	const picture = FINDINGS[specialty.toLowerCase()] ?? {
		diagnosis: 'Findings consistent with the referring diagnosis',
		finding: { name: 'Body condition score', value: '5', unit: 'of 9' },
	};
	return {
		caseId: referral.caseId,
		kind: 'final',
		version: referral.reportVersion + 1,
		patient: given({
			name: patient.name,
			species: patient.species,
			microchip: patient.microchip,
			dateOfBirth: patient.dateOfBirth,
			sex: patient.sex,
		}),
		visitDates: [day(now.toISOString())],
		clinician: { name: clinician, role: 'Specialist' },
		answers: [
			{ question: clinicalQuestion, answer: `Yes: ${picture.diagnosis}. Treatment was started.` },
		],
		diagnoses: [{ text: picture.diagnosis, certainty: 'final' }],
		findings: [picture.finding],
		testsPending: [],
		medications: [
			{
				name: 'Specimenol 5 mg tablets',
				dose: '1 tablet',
				route: 'by mouth',
				frequency: 'twice a day',
				status: 'new',
				start: day(now.toISOString()),
				supply: '30 days',
			},
		],
		ownerInstructions: 'Give the tablets with food. Count the breaths per minute during sleep.',
		plan: [
			{ kind: 'check_in', what: 'Telephone the owner', due: { inDays: 7 }, where: 'referrer' },
			{ kind: 'test', what: 'Kidney values', due: { inDays: 14 }, where: 'referrer' },
			{ kind: 'recheck', what: 'Recheck visit', due: { inDays: 90 }, where: 'specialist' },
		],
		redFlags: 'More than 40 breaths per minute at rest, collapse, or no appetite for a day.',
		prognosis: 'Good with treatment.',
		responsibility: 'shared',
		text: 'Simulated report of a fictional patient.',
	};
}
