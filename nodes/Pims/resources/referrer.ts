import type { INodeProperties } from 'n8n-workflow';
import { refuse } from '../../../core/result';
import { patientField, referenceField, simplifyField } from '../common-fields';
import {
	filledIn,
	record,
	shownFor,
	taken,
	written,
	type PimsResource,
	type Task,
} from '../resource';

async function get(task: Task) {
	const pims = await task.pims();
	const patientId = task.text('patientId');
	const referrer = taken(task, await pims.getReferrer(patientId));
	const none = refuse(
		'no_referrer',
		`${pims.label} names no practice that referred the patient ${patientId}.`,
		'Enter the referring practice in the record, or go on without it.',
	);
	return [record(task, referrer ?? taken(task, none))];
}

async function set(task: Task) {
	const referrer = { clinic: task.text('clinic'), ...filledIn(task, 'additionalFields') };
	const pims = await task.pims();
	const patientId = task.text('patientId');
	return written(task, await pims.setReferrer(patientId, referrer, task.text('reference')));
}

const fields: INodeProperties[] = [
	{
		displayName: 'Clinic',
		name: 'clinic',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Sample Street Vets',
		description: 'Name of the practice that referred the patient',
		displayOptions: shownFor('referrer', 'set'),
	},
	referenceField(shownFor('referrer', 'set')),
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		displayOptions: shownFor('referrer', 'set'),
		options: [
			{
				displayName: 'Email',
				name: 'email',
				type: 'string',
				placeholder: 'e.g. desk@clinic.example.com',
				default: '',
			},
			{
				displayName: 'Phone',
				name: 'phone',
				type: 'string',
				placeholder: 'e.g. +1 555 0100',
				default: '',
			},
			{
				displayName: 'Vet',
				name: 'vet',
				type: 'string',
				placeholder: 'e.g. Dr Vera Sample',
				default: '',
			},
		],
	},
];

export const referrer: PimsResource = {
	name: 'Referrer',
	value: 'referrer',
	operations: [
		{
			name: 'Get',
			value: 'get',
			action: 'Get the referrer of a patient',
			description: 'Read which practice referred a patient here',
			run: get,
		},
		{
			name: 'Set',
			value: 'set',
			action: 'Set the referrer of a patient',
			description: 'Record which practice referred a patient here',
			run: set,
		},
	],
	fields: [
		patientField(shownFor('referrer')),
		...fields,
		simplifyField(shownFor('referrer', 'get')),
	],
};
