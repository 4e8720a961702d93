import type { INodeProperties } from 'n8n-workflow';
import type { FollowUpInput } from '../../../connectors/pims/pims';
import {
	appointmentTypeField,
	durationField,
	encounterField,
	patientField,
	providerField,
	referenceField,
	targetOf,
} from '../common-fields';
import { filledIn, shownFor, written, type PimsResource, type Task } from '../resource';
import { timeGiven } from '../times';

const shown = shownFor('followUp');

async function create(task: Task) {
	const { text } = task;
	const due = text('due');
	const { start, durationMinutes, appointmentType, provider } = filledIn(task, 'options');
	const agreed = timeGiven(task, 'Agreed Start', start ?? '');
	const followUp: FollowUpInput = {
		...targetOf(task),
		kind: text('kind') as FollowUpInput['kind'],
		what: text('what'),
		...(due ? { due: due.slice(0, 10) } : {}),
		...(agreed ? { start: agreed } : {}),
		...(durationMinutes ? { durationMinutes: Number(durationMinutes) } : {}),
		...(appointmentType ? { type: appointmentType } : {}),
		...(provider ? { provider } : {}),
	};
	const pims = await task.pims();
	return written(task, await pims.createFollowUp(followUp, text('reference')));
}

const fields: INodeProperties[] = [
	{
		displayName: 'Kind',
		name: 'kind',
		type: 'options',
		default: 'recheck',
		displayOptions: shown,
		options: [
			{ name: 'Check-In', value: 'check_in' },
			{ name: 'Medication', value: 'medication' },
			{ name: 'Other', value: 'other' },
			{ name: 'Recheck', value: 'recheck' },
			{ name: 'Test', value: 'test' },
		],
	},
	{
		displayName: 'What',
		name: 'what',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Recheck of the sutures',
		description: 'What is to be done, as people will read it in the record',
		displayOptions: shown,
	},
	{
		displayName: 'Due',
		name: 'due',
		type: 'dateTime',
		typeOptions: { dateOnly: true },
		default: '',
		description: 'The day; a recheck becomes an unconfirmed appointment on it',
		displayOptions: shown,
	},
];

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	displayOptions: shown,
	options: [
		{
			displayName: 'Agreed Start',
			name: 'start',
			type: 'dateTime',
			default: '',
			description: "A time that was agreed with the owner; wins over 'Due'",
		},
		appointmentTypeField,
		durationField,
		providerField,
	],
};

export const followUp: PimsResource = {
	name: 'Follow-Up',
	value: 'followUp',
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Create a follow up',
			description:
				'Put what is to be done next into the practice system, as well as it can hold it',
			run: create,
		},
	],
	fields: [patientField(shown), ...fields, referenceField(shown), encounterField(shown), options],
};
