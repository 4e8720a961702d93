import type { Packet } from '../schema';
import { mentions } from './evidence';
import type { Rule } from './rule';

const listed = (missing: Array<string | false | undefined>, whose: string): string | undefined => {
	const names = missing.filter((name): name is string => typeof name === 'string');
	return names.length ? `${whose}: ${names.join(', ')} not given.` : undefined;
};

const unless = (present: boolean, reason: string): string | undefined =>
	present ? undefined : reason;

const ownerPhones = ({ owner }: Packet) =>
	owner.contactPoints.filter(({ kind }) => kind === 'mobile' || kind === 'phone');

/** Who, for whom and with whose consent: the parts every referral needs. */
export const caseRules: Rule[] = [
	{
		field: 'patient_alive',
		label: 'Living patient',
		levels: { all: 'required' },
		check: ({ patient }) => unless(patient.dead !== true, 'The record marks the patient as dead.'),
		howToFix: 'Check the patient in the practice system; stop the referral or correct the record.',
	},
	{
		field: 'urgency_reason',
		label: 'Reason for the urgency',
		levels: { all: 'required' },
		check: ({ urgency, reasonForUrgency }) =>
			unless(
				urgency === 'routine' || reasonForUrgency !== undefined,
				`The case is ${urgency}, without a reason.`,
			),
		howToFix: 'Say in a sentence why it cannot wait.',
	},
	{
		field: 'emergency_call',
		label: 'Call ahead of an emergency',
		levels: { all: 'recommended' },
		check: ({ urgency, phoneCall }) =>
			unless(
				urgency !== 'emergency' || phoneCall !== undefined,
				'An emergency was released without a call to the hospital.',
			),
		howToFix: 'Call the hospital and note the number, the person reached and the time.',
	},
	{
		field: 'referrer_contact',
		label: 'Referring vet and phone',
		levels: { all: 'required' },
		check: ({ referrer }) =>
			listed([!referrer.vet && 'vet', !referrer.phone && 'phone'], 'Referring clinic'),
		howToFix: 'Fill in the clinic profile, and have a vet release the case.',
	},
	{
		field: 'owner_contact',
		label: 'Owner with a phone number',
		levels: { all: 'required' },
		check: (packet) =>
			listed([!packet.owner.name && 'name', ownerPhones(packet).length === 0 && 'phone'], 'Owner'),
		howToFix: 'Add the owner and a phone number in the practice system.',
	},
	{
		field: 'owner_details',
		label: 'E-mail, language and who decides',
		levels: { all: 'recommended' },
		check: ({ owner }) =>
			listed(
				[
					!owner.email && 'e-mail',
					!owner.language && 'language',
					!owner.secondContact && 'second contact',
					!owner.decides && 'who may decide',
				],
				'Owner',
			),
		howToFix: 'Ask the owner and fill in the release form.',
	},
	{
		field: 'consent_share',
		label: 'Consent to share the record',
		levels: { all: 'required' },
		check: ({ consent }) =>
			unless(consent.share.share, 'The owner has not agreed to share the record.'),
		howToFix: 'Ask the owner and release the case again.',
	},
	{
		field: 'consent_contact',
		label: 'Consent to be contacted',
		levels: { all: 'recommended' },
		check: ({ consent: { contact } }) => {
			if (!contact.hospital) return 'The owner did not agree to be contacted by the hospital.';
			if (!contact.sms) return undefined;
			return unless(
				contact.wording !== undefined,
				'The wording of the consent to texts is missing.',
			);
		},
		howToFix: 'Note what the owner agreed to, in the words used.',
	},
	{
		field: 'patient_signalment',
		label: 'Species, breed, sex and date of birth',
		levels: { all: 'required' },
		check: ({ patient }) =>
			listed(
				[
					!patient.species && 'species',
					!patient.breed && 'breed',
					!patient.sex && 'sex',
					!patient.dateOfBirth && 'date of birth',
				],
				'Patient',
			),
		howToFix: 'Complete the patient in the practice system; an estimated date of birth will do.',
	},
	{
		field: 'patient_weight',
		label: 'Weight',
		levels: { all: 'required' },
		check: ({ patient }) => unless(patient.weightKg !== undefined, 'The weight is not given.'),
		howToFix: 'Weigh the patient and enter it in the practice system.',
	},
	{
		field: 'patient_weight_date',
		label: 'Date of the weight',
		levels: { all: 'recommended' },
		check: ({ patient }) =>
			unless(
				patient.weightKg === undefined || patient.weightAt !== undefined,
				'The record does not say when the patient was weighed.',
			),
		howToFix: 'Enter the weight with its date in the practice system.',
	},
	{
		field: 'microchip',
		label: 'Microchip',
		levels: { all: 'recommended', surgery: 'required' },
		check: ({ patient: { microchip } }) => {
			if (microchip === undefined) return 'No microchip number is recorded.';
			return unless(
				/^\d{15}$/.test(microchip.replace(/[\s-]/g, '')),
				'The microchip number does not have 15 digits.',
			);
		},
		howToFix: 'Scan the patient and enter the number, or state that there is no chip.',
	},
	{
		field: 'handling',
		label: 'Temperament and handling',
		levels: { all: 'required' },
		check: (packet) =>
			unless(
				packet.patient.handling !== undefined ||
					mentions(
						packet,
						/temperament|muzzle|friendly|nervous|aggressi|fractious|anxious|handl|calm|bites?\b/i,
					),
				'Nothing is said about temperament and handling.',
			),
		howToFix: 'State temperament, muzzle and infectious risk on the release form.',
	},
	{
		field: 'insurance',
		label: 'Insurance and estimate',
		levels: { all: 'recommended', oncology: 'required', surgery: 'required' },
		check: (packet) =>
			unless(
				packet.patient.insurance !== undefined || mentions(packet, /insur|estimate|budget|quote/i),
				'Nothing is said about insurance, estimate or budget.',
			),
		howToFix: 'State on the release form what was discussed about insurance and cost.',
	},
	{
		field: 'files',
		label: 'Files of the record',
		levels: { all: 'recommended' },
		check: ({ filesLeftOut }) =>
			unless(
				filesLeftOut.length === 0,
				`${filesLeftOut.length} document(s) of the record do not go along.`,
			),
		howToFix: 'See the list of files left out; send them another way if they matter.',
	},
	{
		field: 'file_check',
		label: 'Files that were kept back',
		levels: { all: 'required' },
		check: ({ filesLeftOut }) => {
			const kept = filesLeftOut.filter(({ code }) => code !== undefined);
			const list = kept.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
			return unless(kept.length === 0, `Not sent: ${list}.`);
		},
		howToFix:
			'Replace the file in the practice system and try again, or send without it and say why.',
	},
	{
		field: 'record_read',
		label: 'Whole record read',
		levels: { all: 'recommended' },
		check: ({ unread }) =>
			unless(
				unread.length === 0,
				`These parts could not be read: ${unread.map(({ part }) => part).join(', ')}.`,
			),
		howToFix: 'Give the connection the permissions it lacks in the practice system.',
	},
];
