import type { INodeProperties } from 'n8n-workflow';
import {
	appointmentTypeField,
	durationField,
	patientField,
	providerField,
	referenceField,
	targetOf,
} from '../common-fields';
import { shownFor, written, type PimsResource, type Task } from '../resource';
import { timeGiven } from '../times';

const shown = shownFor('appointment');

async function create(task: Task) {
	const { execution, itemIndex, text } = task;
	const [type, provider] = [text('appointmentType'), text('provider')];
	const appointment = {
		...targetOf(task),
		start: timeGiven(task, 'Start', text('start')) ?? '',
		durationMinutes: execution.getNodeParameter('durationMinutes', itemIndex, 30) as number,
		description: text('description'),
		...(type ? { type } : {}),
		...(provider ? { provider } : {}),
	};
	const pims = await task.pims();
	return written(task, await pims.createAppointment(appointment, text('reference')));
}

const start: INodeProperties = {
	displayName: 'Start',
	name: 'start',
	type: 'dateTime',
	default: '',
	required: true,
	description: "When the appointment begins; without an offset, in the workflow's time zone",
	displayOptions: shown,
};

const description: INodeProperties = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	default: '',
	description: 'A line for people beside the entry',
	displayOptions: shown,
};

export const appointment: PimsResource = {
	name: 'Appointment',
	value: 'appointment',
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Create an appointment',
			description: 'Book an unconfirmed appointment',
			run: create,
		},
	],
	fields: [
		patientField(shown),
		start,
		{ ...durationField, displayOptions: shown },
		description,
		referenceField(shown),
		{ ...appointmentTypeField, displayOptions: shown },
		{ ...providerField, displayOptions: shown },
	],
};
