import type { INodeProperties } from 'n8n-workflow';
import type { FindReferralsOptions, Recognition } from '../../connectors/pims/pims';

/** Practice systems in which the way to recognise a referral can be chosen. */
const choosable = { show: { pims: ['ezyvet'] } };
const inProvet = { show: { pims: ['provet'] } };
const byText = { show: { pims: ['ezyvet', 'provet'], recognise: ['text'] } };

export const recognitionFields: INodeProperties[] = [
	{
		displayName: 'Recognise By',
		name: 'recognise',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Appointment Type',
				value: 'appointmentType',
				description: 'An appointment of the type that means a referral; a cancelled one is none',
			},
			{
				name: 'Marker in the Text',
				value: 'text',
				description: 'A word that a vet writes into the consult',
			},
			{
				name: 'Referring Vet or Clinic',
				value: 'referringVet',
				description:
					'A patient whose referring vet or clinic is set; one for each vet and clinic. Patients that have had them for long count when their record changes next.',
			},
		],
		default: 'text',
		description: 'What makes a case a referral in the practice system',
		displayOptions: choosable,
	},
	{
		displayName: 'Recognise By',
		name: 'recognise',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Marker in the Text',
				value: 'text',
				description: 'A word that a vet writes into the complaint or a note of the consultation',
			},
			{
				name: 'Referral Record',
				value: 'referralRecord',
				description:
					'A record under patient referrals. The fields of these records are not documented: try it first.',
			},
		],
		default: 'text',
		description: 'What makes a case a referral in Provet Cloud',
		displayOptions: inProvet,
	},
	{
		displayName: 'Marker',
		name: 'marker',
		type: 'string',
		default: '#refer',
		required: true,
		description: 'What a vet writes into the consult to mark the case for referral',
		displayOptions: byText,
	},
	{
		displayName: 'Appointment Type',
		name: 'appointmentType',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Referral',
		description: 'Name or ID of the appointment type in the practice system',
		displayOptions: { show: { ...choosable.show, recognise: ['appointmentType'] } },
	},
];

/** The chosen way to recognise a referral, from the parameters of a trigger. */
export function recognition(
	parameter: (name: string, fallback: string) => unknown,
): Pick<FindReferralsOptions, 'recognise' | 'marker' | 'appointmentType'> {
	const recognise = String(parameter('recognise', 'text')) as Recognition;
	if (recognise === 'text') return { recognise, marker: String(parameter('marker', '#refer')) };
	if (recognise !== 'appointmentType') return { recognise };
	return { recognise, appointmentType: String(parameter('appointmentType', '')) };
}
