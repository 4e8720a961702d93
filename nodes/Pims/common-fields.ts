import type { INodeProperties } from 'n8n-workflow';
import type { RecordTarget } from '../../connectors/pims/pims';
import type { Task } from './resource';

type Shown = INodeProperties['displayOptions'];

const idMode = (placeholder: string) => ({
	displayName: 'By ID',
	name: 'id',
	type: 'string' as const,
	placeholder,
});

const listMode = (searchListMethod: string, more: object) => ({
	displayName: 'From List',
	name: 'list',
	type: 'list' as const,
	typeOptions: { searchListMethod, ...more },
});

/**
 * The patient, from a searched list, by ID, or by the address of the record: in ezyVet as people see it
 * in their browser [documented], elsewhere as an API names it (`…/patient/55/`).
 */
export const patientField = (displayOptions: Shown): INodeProperties => ({
	displayName: 'Patient',
	name: 'patientId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The patient (ezyVet: animal) in the practice system',
	displayOptions,
	modes: [
		listMode('searchPatients', { searchable: true, searchFilterRequired: true }),
		idMode('e.g. 501'),
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://sample.ezyvet.com/?recordclass=Animal&recordid=501',
			extractValue: {
				type: 'regex',
				regex: '^https?://.*(?:recordclass=Animal&recordid=|/patient/)([\\w-]+)',
			},
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^https?://.*(?:recordclass=Animal&recordid=|/patient/)([\\w-]+).*',
						errorMessage: 'This is not the address of a patient; open the record and copy it.',
					},
				},
			],
		},
	],
});

/** A visit of the patient that is chosen. */
export const encounterField = (
	displayOptions: Shown,
	description = 'The visit (ezyVet: consult) the entry belongs to, if any',
): INodeProperties => ({
	displayName: 'Encounter',
	name: 'encounterId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description,
	displayOptions,
	typeOptions: { loadOptionsDependsOn: ['patientId.value'] },
	modes: [listMode('searchEncounters', { searchable: true }), idMode('e.g. 9001')],
});

/** A document of the patient that is chosen. */
export const documentField = (displayOptions: Shown): INodeProperties => ({
	displayName: 'Document',
	name: 'documentId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The document in the record of the patient',
	displayOptions,
	typeOptions: { loadOptionsDependsOn: ['patientId.value'] },
	modes: [listMode('searchDocuments', { searchable: true }), idMode('e.g. 7001')],
});

export const ownerIdField = (displayOptions: Shown): INodeProperties => ({
	displayName: 'Owner ID',
	name: 'clientId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 301',
	description: "ID of the owner (ezyVet: contact) in the practice system, a patient's 'ownerId'",
	displayOptions,
});

export const simplifyField = (displayOptions: Shown): INodeProperties => ({
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
	displayOptions,
});

/** 'Return All' and 'Limit' of a list. */
export const listFields = (displayOptions: Shown): INodeProperties[] => [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions,
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { ...displayOptions?.show, returnAll: [false] } },
	},
];

/** The marker that a write leaves in the record and looks for first. */
export const referenceField = (displayOptions: Shown): INodeProperties => ({
	displayName: 'Reference',
	name: 'reference',
	type: 'string',
	default: '={{ $execution.id }}/{{ $itemIndex }}',
	required: true,
	description:
		'A mark left in the record. The same mark is never written twice, so use one that names the act itself.',
	displayOptions,
});

/** Subject and text of what is written for people to read. */
export const textFields = (displayOptions: Shown): INodeProperties[] => [
	{
		displayName: 'Subject',
		name: 'subject',
		type: 'string',
		default: '',
		required: true,
		displayOptions,
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		displayOptions,
	},
];

export const durationField: INodeProperties = {
	displayName: 'Duration (Minutes)',
	name: 'durationMinutes',
	type: 'number',
	typeOptions: { minValue: 5, maxValue: 480 },
	default: 30,
};

export const appointmentTypeField: INodeProperties = {
	displayName: 'Appointment Type',
	name: 'appointmentType',
	type: 'string',
	default: '',
	placeholder: 'e.g. Recheck',
	description: 'Name or ID; needed where the site has several',
};

export const providerField: INodeProperties = {
	displayName: 'Provider',
	name: 'provider',
	type: 'string',
	default: '',
	placeholder: 'e.g. Dr Vera Sample',
	description: 'Name or ID of the vet or room; needed where the site has several',
};

/** Where a write hangs, from the fields 'Patient' and 'Encounter'. */
export function targetOf({ text }: Task): RecordTarget {
	const encounterId = text('encounterId');
	return { patientId: text('patientId'), ...(encounterId ? { encounterId } : {}) };
}
