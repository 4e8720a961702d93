import type { Specialty } from '../../profile/specialist';
import type { Packet } from '../schema';
import { ageDays, mentions } from './evidence';
import type { Rule } from './rule';

const unless = (present: boolean, reason: string): string | undefined =>
	present ? undefined : reason;

/** An exam counts as the present one for two weeks. */
const examDays = 14;

const examWords =
	/\b(tpr|temp(erature)?|heart rate|hr|resp(iratory)? rate|rr|auscult\w*|mucous|crt|bcs|palpat\w*|physical exam\w*|on exam\w*)\b/i;

const hasExam = (packet: Packet): boolean =>
	packet.exam !== undefined ||
	mentions(packet, examWords, examDays) ||
	packet.history.some(
		({ kind, at }) => kind === 'exam' && (ageDays(packet, at) ?? examDays + 1) <= examDays,
	);

/** What the exam of a specialty must speak of, beside the general exam. */
const specificExams: Partial<Record<Specialty, { words: RegExp; what: string }>> = {
	cardiology: {
		words: /\b(resp\w*|rr|srr|breaths?|bpm|blood pressure|bp|mm ?hg)\b/i,
		what: 'resting respiratory rate or blood pressure',
	},
	oncology: { words: /lymph|node|mass|lump|lesion/i, what: 'lymph nodes and masses' },
	surgery: {
		words: /gait|lame|limb|\b(left|right|bilateral|lf|rf|lh|rh)\b|wound|mass/i,
		what: 'the side or site, written out',
	},
	neurology: {
		words: /neuro|pain sensation|deep pain|propriocept|reflex|onset/i,
		what: 'neurological findings and the time of onset',
	},
	dermatology: { words: /lesion|prurit|alopeci|rash|skin/i, what: 'the skin lesions' },
	ophthalmology: { words: /vision|blind|iop|menace|cornea|pupil/i, what: 'vision and the eye' },
};

/** Medicines whose last dose changes what a specialty may do or see. */
const timedMedicines: Partial<Record<Specialty, RegExp>> = {
	cardiology: /furosemide|frusemide|torsemide|torasemide|spironolactone|hydrochlorothiazide/i,
	oncology: /predniso|dexameth|steroid|methylpred/i,
	surgery: /predniso|dexameth|steroid|aspirin|meloxicam|carprofen|firocoxib|robenacoxib|nsaid/i,
	dermatology: /predniso|dexameth|steroid|cetirizine|chlorphen|diphenhydr|oclacitinib/i,
};

const statedOr = (
	field: 'travel' | 'diet' | 'parasiteControl' | 'toldOwner' | 'anaesthesia' | 'stabilisation',
	words: RegExp,
	what: string,
) =>
	function check(packet: Packet): string | undefined {
		return unless(
			packet[field] !== undefined || mentions(packet, words),
			`Nothing is said about ${what}.`,
		);
	};

/** The medical story as the referring vet tells it. */
export const clinicalRules: Rule[] = [
	{
		field: 'problem_list',
		label: 'Problem list',
		levels: { all: 'recommended' },
		check: ({ problemList }) => unless(Boolean(problemList?.length), 'No problems are listed.'),
		howToFix: 'List the problems on the release form.',
	},
	{
		field: 'history',
		label: 'History of the last 12 months',
		levels: { all: 'required' },
		check: (packet) =>
			unless(
				packet.history.some(({ at }) => (ageDays(packet, at) ?? 366) <= 365),
				'The record holds no clinical note of the last 12 months.',
			),
		howToFix: 'Write the history into the practice system, or describe it in the reason.',
	},
	{
		field: 'vaccinations',
		label: 'Vaccination',
		levels: { all: 'recommended' },
		check: (packet) =>
			unless(
				packet.vaccinations.length > 0 || mentions(packet, /vaccin/i),
				'The record holds no vaccination.',
			),
		howToFix: 'Enter the vaccinations or state that there are none.',
	},
	{
		field: 'travel',
		label: 'Travel',
		levels: { all: 'recommended', internal_medicine: 'required', emergency: 'none' },
		check: statedOr('travel', /travel|abroad|imported/i, 'travel'),
		howToFix: 'State travel history on the release form.',
	},
	{
		field: 'diet',
		label: 'Diet',
		levels: {
			all: 'recommended',
			oncology: 'required',
			dermatology: 'required',
			emergency: 'none',
		},
		check: statedOr('diet', /\bdiet|\bfed\b|feeding|kibble|raw food/i, 'diet'),
		howToFix: 'State the diet on the release form.',
	},
	{
		field: 'parasite_control',
		label: 'Parasite control',
		levels: { all: 'recommended', dermatology: 'required', emergency: 'none' },
		check: statedOr(
			'parasiteControl',
			/parasit|flea|tick|worm|isoxazoline|fluralaner|afoxolaner/i,
			'parasite control',
		),
		howToFix: 'State parasite control on the release form.',
	},
	{
		field: 'allergies',
		label: 'Allergies and adverse reactions',
		levels: { all: 'required' },
		check: (packet) =>
			unless(
				packet.allergies !== undefined ||
					mentions(packet, /allerg|adverse (drug |anaesthetic )?reaction|nkda|anaphyla/i),
				'Nothing is said about allergies or reactions to drugs or anaesthesia.',
			),
		howToFix: "State them on the release form; an empty list says 'none known'.",
	},
	{
		field: 'medications',
		label: 'Current medication',
		levels: { all: 'required' },
		check: ({ medications, unread }) =>
			unless(
				medications.length > 0 || !unread.some(({ part }) => part === 'medications'),
				'The prescriptions could not be read.',
			),
		howToFix: 'List the medicines on the release form.',
	},
	{
		field: 'medication_dose',
		label: 'Dose and frequency of each medicine',
		levels: { all: 'recommended' },
		check: ({ medications }) => {
			const without = medications.filter(
				({ dose, instructions, active }) => !dose && !instructions && active !== false,
			);
			return unless(without.length === 0, `${without.length} medicine(s) without dose.`);
		},
		howToFix: 'Complete the prescriptions in the practice system.',
	},
	{
		field: 'medication_timing',
		label: 'Last dose of medicines that matter here',
		levels: {
			cardiology: 'required',
			oncology: 'required',
			surgery: 'required',
			dermatology: 'required',
		},
		check: ({ medications, medicationTiming, specialist }) => {
			const timed = timedMedicines[specialist.specialty as Specialty];
			if (!timed || medicationTiming !== undefined) return undefined;
			const open = medications.filter(
				({ name, lastGiven, active }) => active !== false && !lastGiven && timed.test(name),
			);
			return unless(
				open.length === 0,
				`When ${open.length} medicine(s) were last given is not said.`,
			);
		},
		howToFix: 'State on the release form when each was last given.',
	},
	{
		field: 'told_owner',
		label: 'What the owner has been told',
		levels: { all: 'required' },
		check: statedOr(
			'toldOwner',
			/owner (was |has been |is )?(told|informed|advised|aware)|(discussed|explained) (with|to) (the )?owner/i,
			'what the owner was told',
		),
		howToFix: 'State on the release form what was said about diagnosis, prognosis and cost.',
	},
	{
		field: 'exam',
		label: 'Physical exam',
		levels: { all: 'required' },
		check: (packet) =>
			unless(hasExam(packet), `The record holds no physical exam of the last ${examDays} days.`),
		howToFix: 'Enter the exam in the practice system or on the release form.',
	},
	{
		field: 'exam_specific',
		label: 'Exam for this specialty',
		levels: {
			cardiology: 'required',
			oncology: 'required',
			surgery: 'required',
			neurology: 'required',
			dermatology: 'required',
			ophthalmology: 'required',
		},
		check: (packet) => {
			const wanted = specificExams[packet.specialist.specialty as Specialty];
			if (!wanted) return undefined;
			const reason = `The exam does not speak of ${wanted.what}.`;
			return unless(mentions(packet, wanted.words, 2 * examDays), reason);
		},
		howToFix: 'Add it to the exam in the practice system or on the release form.',
	},
	{
		field: 'pending_tests',
		label: 'Pending tests',
		levels: { all: 'required' },
		check: (packet) =>
			unless(
				packet.pendingTests !== undefined ||
					mentions(packet, /no (tests?|results?|labs?) (are )?(pending|outstanding)/i),
				'It is not said whether tests are pending.',
			),
		howToFix: "List them on the release form; an empty list says 'none pending'.",
	},
	{
		field: 'anaesthesia',
		label: 'Anaesthesia risk and last meal',
		levels: {
			all: 'recommended',
			surgery: 'required',
			neurology: 'required',
			emergency: 'required',
			dermatology: 'none',
		},
		check: statedOr('anaesthesia', /anaesth|anesth|\basa\b|last meal|fasted/i, 'anaesthesia risk'),
		howToFix: 'State risk and last meal on the release form.',
	},
	{
		field: 'stabilisation',
		label: 'Stabilisation, vitals trend, arrival and transport',
		levels: { emergency: 'required' },
		check: statedOr(
			'stabilisation',
			/stabili[sz]|oxygen|fluid bolus|on fluids|\beta\b|transport/i,
			'stabilisation and arrival',
		),
		howToFix: 'State on the release form what was given and when the patient will arrive.',
	},
];
