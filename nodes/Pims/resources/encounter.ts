import type { INodeProperties } from 'n8n-workflow';
import { listFields, patientField, referenceField, simplifyField } from '../common-fields';
import { filledIn, records, shownFor, written, type PimsResource, type Task } from '../resource';
import { timeGiven } from '../times';

async function getAll(task: Task) {
	const since = timeGiven(task, 'Since', filledIn(task, 'options').since ?? '');
	const pims = await task.pims();
	return records(task, await pims.listEncounters(task.text('patientId'), since));
}

async function create(task: Task) {
	const encounter = {
		patientId: task.text('patientId'),
		at: timeGiven(task, 'Start', task.text('start')) ?? '',
		reason: task.text('reason'),
		...filledIn(task, 'additionalFields'),
	};
	const pims = await task.pims();
	return written(task, await pims.createEncounter(encounter, task.text('reference')));
}

const fields: INodeProperties[] = [
	{
		displayName: 'Start',
		name: 'start',
		type: 'dateTime',
		default: '',
		required: true,
		description: "When the visit begins; without an offset, in the workflow's time zone",
		displayOptions: shownFor('encounter', 'create'),
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		required: true,
		description: 'What the vet reads first',
		displayOptions: shownFor('encounter', 'create'),
	},
	referenceField(shownFor('encounter', 'create')),
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		displayOptions: shownFor('encounter', 'create'),
		options: [
			{ displayName: 'Owner ID', name: 'clientId', type: 'string', default: '' },
			{ displayName: 'Vet ID', name: 'vetId', type: 'string', default: '' },
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: shownFor('encounter', 'getAll'),
		options: [
			{
				displayName: 'Since',
				name: 'since',
				type: 'dateTime',
				default: '',
				description: 'Only visits of this time and later',
			},
		],
	},
];

export const encounter: PimsResource = {
	name: 'Encounter',
	value: 'encounter',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many encounters',
			description: 'List the visits of a patient (ezyVet: consults)',
			run: getAll,
		},
		{
			name: 'Create',
			value: 'create',
			action: 'Create an encounter',
			description: 'Open a visit for a patient',
			run: create,
		},
	],
	fields: [
		patientField(shownFor('encounter')),
		...listFields(shownFor('encounter', 'getAll')),
		...fields,
		simplifyField(shownFor('encounter', 'getAll')),
	],
};
