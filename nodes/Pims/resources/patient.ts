import type { INodeProperties } from 'n8n-workflow';
import {
	listFields,
	ownerIdField,
	patientField,
	referenceField,
	simplifyField,
} from '../common-fields';
import {
	filledIn,
	record,
	records,
	shownFor,
	taken,
	written,
	type PimsResource,
	type Task,
} from '../resource';

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	displayOptions: shownFor('patient', 'search'),
	options: [
		{ displayName: 'Microchip', name: 'microchip', type: 'string', default: '' },
		{ displayName: 'Name', name: 'name', type: 'string', default: '' },
		{
			displayName: 'Owner Email',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. olive.owner@example.com',
			default: '',
		},
		{ displayName: 'Owner Name', name: 'ownerName', type: 'string', default: '' },
		{ displayName: 'Owner Phone', name: 'phone', type: 'string', default: '' },
	],
};

const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	required: true,
	displayOptions: shownFor('patient', 'upsert'),
};

const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	displayOptions: shownFor('patient', 'upsert'),
	options: [
		{ displayName: 'Breed', name: 'breed', type: 'string', default: '' },
		{
			displayName: 'Date of Birth',
			name: 'dateOfBirth',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2019-05-04',
		},
		{ displayName: 'Microchip', name: 'microchip', type: 'string', default: '' },
		{ displayName: 'Sex', name: 'sex', type: 'string', default: '', placeholder: 'e.g. Female' },
		{
			displayName: 'Species',
			name: 'species',
			type: 'string',
			default: '',
			placeholder: 'e.g. Dog',
		},
		{
			displayName: 'Weight (Kg)',
			name: 'weightKg',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 3 },
			default: 0,
		},
	],
};

async function upsert(task: Task) {
	const { weightKg, ...words } = filledIn(task, 'additionalFields');
	const weight = Number(weightKg ?? 0);
	const patient = {
		clientId: task.text('clientId'),
		name: task.text('name'),
		...words,
		...(weight > 0 ? { weightKg: weight } : {}),
	};
	const pims = await task.pims();
	return written(task, await pims.upsertPatient(patient, task.text('reference')));
}

export const patient: PimsResource = {
	name: 'Patient',
	value: 'patient',
	operations: [
		{
			name: 'Get',
			value: 'get',
			action: 'Get a patient',
			description: 'Read one patient',
			run: async (task) => {
				const pims = await task.pims();
				return [record(task, taken(task, await pims.getPatient(task.text('patientId'))))];
			},
		},
		{
			name: 'Search',
			value: 'search',
			action: 'Search patients',
			description: 'Find patients by name, microchip or owner',
			run: async (task) => {
				const pims = await task.pims();
				return records(task, await pims.searchPatients(filledIn(task, 'filters')));
			},
		},
		{
			name: 'Create or Update',
			value: 'upsert',
			action: 'Create or update a patient',
			description: 'Create a new record, or update the current one if it already exists (upsert)',
			run: upsert,
		},
	],
	fields: [
		patientField(shownFor('patient', 'get')),
		filters,
		...listFields(shownFor('patient', 'search')),
		ownerIdField(shownFor('patient', 'upsert')),
		nameField,
		referenceField(shownFor('patient', 'upsert')),
		additionalFields,
		simplifyField(shownFor('patient', ['get', 'search'])),
	],
};
