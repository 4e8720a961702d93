import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { handInFields, type HandInField } from '../../../connectors/pims/cornerstone/fields';

const labels: Record<HandInField, string> = {
	patientId: 'Patient ID',
	patientName: 'Patient Name',
	species: 'Species',
	breed: 'Breed',
	sex: 'Sex',
	dateOfBirth: 'Date of Birth',
	weightKg: 'Weight',
	microchip: 'Microchip',
	ownerId: 'Client ID',
	ownerName: 'Owner Name',
	ownerFirstName: 'Owner First Name',
	ownerLastName: 'Owner Last Name',
	ownerPhone: 'Owner Phone',
	ownerEmail: 'Owner Email',
	vet: 'Vet',
	reason: 'Reason',
	historyFile: 'History File',
};

const byName = <T extends { name: string }>(a: T, b: T): number => (a.name < b.name ? -1 : 1);
const fieldOptions = handInFields
	.map((value): INodePropertyOptions => ({ name: labels[value], value }))
	.sort(byName);

const show = { show: { resource: ['record'], operation: ['handIn'] } };

/** The fields of the operation that turns files, lists and forms into a marked case. */
export const handInProperties: INodeProperties[] = [
	{
		displayName: 'Clinic ID',
		name: 'clinicId',
		type: 'string',
		default: 'clinic',
		required: true,
		description: 'The clinic profile that these cases belong to',
		displayOptions: show,
	},
	{
		displayName: 'Case Fields',
		name: 'caseFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		description: 'What is known beside the files; wins over the list',
		displayOptions: show,
		options: fieldOptions.map(({ name, value }) => ({
			displayName: name,
			name: String(value),
			type: 'string' as const,
			default: '',
		})),
	},
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add column',
		default: {},
		description:
			'How the columns of your own CSV list are called. A column that is called like our field needs no entry.',
		displayOptions: show,
		options: [
			{
				displayName: 'Column',
				name: 'column',
				values: [
					{
						displayName: 'Field',
						name: 'field',
						type: 'options',
						options: fieldOptions,
						default: 'patientId',
					},
					{
						displayName: 'Your Column',
						name: 'heading',
						type: 'string',
						default: '',
						placeholder: 'e.g. Pat. No.',
					},
				],
			},
		],
	},
	{
		displayName: 'Options',
		name: 'handInOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: show,
		options: [
			{
				displayName: 'Date Order',
				name: 'dateOrder',
				type: 'options',
				options: [
					{ name: 'Day First', value: 'dayFirst', description: 'As in 31/05/2017' },
					{ name: 'Month First', value: 'monthFirst', description: 'As in 05/31/2017' },
				],
				default: 'monthFirst',
				description: 'How dates without a leading year are meant; one that could be two is refused',
			},
			{
				displayName: 'File Changed At',
				name: 'changedAt',
				type: 'dateTime',
				default: '',
				description: 'When the file was last changed, where that is known; a fresh one is refused',
			},
			{
				displayName: 'Group Files by Name',
				name: 'groupFiles',
				type: 'boolean',
				default: false,
				description:
					'Whether items whose files have one name but for the ending are one case, as in a folder',
			},
			{
				displayName: 'History Required',
				name: 'needsFile',
				type: 'boolean',
				default: false,
				description:
					'Whether a list without a history is refused, because the history may still come',
			},
			{
				displayName: 'Settle Time (Seconds)',
				name: 'settleSeconds',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 3600 },
				default: 10,
				description: 'How long a file must not have changed',
			},
			{
				displayName: 'Wait Until Unchanged',
				name: 'untilUnchanged',
				type: 'boolean',
				default: false,
				description:
					'Whether the files of a case are taken only when they are the same in two runs in a row, as in a folder where they may still grow. A run by hand takes them at once.',
			},
		],
	},
];
