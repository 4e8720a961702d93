import { specialties } from '../profile/specialist';
import { holidaysField, hoursFields, timeZoneField, type FieldGroup } from './clinic-fields';
import type { SettingField } from './setting-fields';

const text = (name: string, label: string, more: Partial<SettingField> = {}): SettingField => ({
	name,
	label,
	kind: 'text',
	...more,
});

const wordsOf = (value: string): string => {
	const plain = value.replace(/_/g, ' ');
	return plain.charAt(0).toUpperCase() + plain.slice(1);
};

/** How a packet can reach a hospital, in words; a channel without words is shown by its name. */
const channelWords: Record<string, string> = {
	webhook: 'Signed webhook to their own system',
	email: 'E-mail',
	pims: 'Their practice system',
	fhir: 'FHIR R4',
};

/** An entry of the specialist directory as a form. */
export const specialistGroups = (channels: readonly string[]): FieldGroup[] => [
	{
		id: 'service',
		title: 'The service',
		fields: [
			text('hospital', 'Hospital', { required: true }),
			text('service', 'Service', { required: true, hint: 'Such as Cardiology.' }),
			{
				name: 'specialty',
				label: 'Specialty',
				kind: 'choice',
				required: true,
				choices: specialties.map((value) => [value, wordsOf(value)] as const),
			},
			{ name: 'clinicians', label: 'Clinicians', kind: 'lines', long: true, hint: 'One a line.' },
			text('address', 'Address'),
			text('directionsUrl', 'Web address of the directions'),
			timeZoneField,
			{ name: 'active', label: 'Takes referrals now', kind: 'check' },
		],
	},
	{
		id: 'reach',
		title: 'How the packet gets there',
		fields: [
			{
				name: 'channel',
				label: 'Way of sending',
				kind: 'choice',
				required: true,
				choices: channels.map((value) => [value, channelWords[value] ?? value] as const),
			},
			text('inboundUrl', 'Address of their system', { hint: 'For webhook and FHIR.' }),
			text('email', 'E-mail', { hint: 'For e-mail.' }),
			{
				name: 'mail',
				label: 'Mails after the packet',
				kind: 'choice',
				required: true,
				choices: [
					['each', 'Each as it comes'],
					['digest', 'One a day for what is routine'],
				],
			},
			{ name: 'limits.maxMailMb', label: 'Largest mail they take, in MB', kind: 'number' },
			{ name: 'limits.maxFileMb', label: 'Largest file they take, in MB', kind: 'number' },
		],
	},
	{
		id: 'people',
		title: 'People and booking',
		fields: [
			text('phone', 'Phone'),
			text('onCallPhone', 'Phone for emergencies'),
			{
				name: 'contactsOwnerFirst',
				label: 'Who writes to the owner first',
				kind: 'choice',
				required: true,
				choices: [
					['referrer', 'Our clinic, after they accept'],
					['hospital', 'The hospital itself'],
				],
			},
			{
				name: 'booking.mode',
				label: 'How the owner books',
				kind: 'choice',
				required: true,
				choices: [
					['slots', 'Picks a time the hospital offers'],
					['url', 'On a web page of the hospital'],
					['phone', 'By phone'],
				],
			},
			text('booking.url', 'Web address for booking'),
			text('booking.phone', 'Phone for booking'),
		],
	},
	{
		id: 'hours',
		title: 'Opening hours',
		help: 'Such as 08:00-18:00; empty when closed.',
		fields: [...hoursFields, holidaysField],
	},
	{
		id: 'needs',
		title: 'What they need in the packet',
		folded: true,
		help: 'Names of packet entries, separated by commas. Empty: the rules of the specialty.',
		fields: [
			{ name: 'needs.required', label: 'Required', kind: 'words' },
			{ name: 'needs.recommended', label: 'Recommended', kind: 'words' },
		],
	},
];
