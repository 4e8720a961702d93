import type { INodeProperties } from 'n8n-workflow';
import { refuse } from '../../../core/result';
import { ownerIdField, patientField, referenceField, simplifyField } from '../common-fields';
import {
	filledIn,
	record,
	shownFor,
	taken,
	written,
	type PimsResource,
	type Task,
} from '../resource';

async function ownerOf(task: Task) {
	const pims = await task.pims();
	const { id, ownerId } = taken(task, await pims.getPatient(task.text('patientId')));
	const owner = ownerId
		? await pims.getClient(ownerId)
		: refuse(
				'no_owner',
				`The patient ${id} has no owner in ${pims.label}.`,
				'Enter the owner in the practice system, or leave this patient out.',
			);
	return [record(task, taken(task, owner))];
}

async function upsert(task: Task) {
	const client = { lastName: task.text('lastName'), ...filledIn(task, 'additionalFields') };
	const pims = await task.pims();
	return written(task, await pims.upsertClient(client, task.text('reference')));
}

const lastName: INodeProperties = {
	displayName: 'Last Name',
	name: 'lastName',
	type: 'string',
	default: '',
	required: true,
	description: 'Family name, or the name of a business',
	displayOptions: shownFor('client', 'upsert'),
};

const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	displayOptions: shownFor('client', 'upsert'),
	options: [
		{ displayName: 'City', name: 'city', type: 'string', default: '' },
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. olive.owner@example.com',
			default: '',
		},
		{ displayName: 'First Name', name: 'firstName', type: 'string', default: '' },
		{
			displayName: 'Phone',
			name: 'phone',
			type: 'string',
			placeholder: 'e.g. +1 555 0100',
			default: '',
		},
		{ displayName: 'Post Code', name: 'postCode', type: 'string', default: '' },
		{ displayName: 'Street', name: 'street', type: 'string', default: '' },
	],
};

export const client: PimsResource = {
	name: 'Owner',
	value: 'client',
	operations: [
		{
			name: 'Get',
			value: 'get',
			action: 'Get an owner',
			description: 'Read one owner (ezyVet: contact, Provet Cloud: client)',
			run: async (task) => {
				const pims = await task.pims();
				return [record(task, taken(task, await pims.getClient(task.text('clientId'))))];
			},
		},
		{
			name: 'Get by Patient',
			value: 'getByPatient',
			action: 'Get the owner of a patient',
			description: 'Read the owner to whom a patient belongs',
			run: ownerOf,
		},
		{
			name: 'Create or Update',
			value: 'upsert',
			action: 'Create or update an owner',
			description: 'Create a new record, or update the current one if it already exists (upsert)',
			run: upsert,
		},
	],
	fields: [
		ownerIdField(shownFor('client', 'get')),
		patientField(shownFor('client', 'getByPatient')),
		lastName,
		referenceField(shownFor('client', 'upsert')),
		additionalFields,
		simplifyField(shownFor('client', ['get', 'getByPatient'])),
	],
};
