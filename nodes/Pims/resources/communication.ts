import {
	encounterField,
	patientField,
	referenceField,
	targetOf,
	textFields,
} from '../common-fields';
import { shownFor, written, type PimsResource } from '../resource';

export const communication: PimsResource = {
	name: 'Communication',
	value: 'communication',
	operations: [
		{
			name: 'Log',
			value: 'log',
			action: 'Log a communication',
			description: 'Record a communication that has taken place; nothing is sent',
			run: async (task) => {
				const { text } = task;
				const pims = await task.pims();
				const entry = { ...targetOf(task), subject: text('subject'), text: text('text') };
				return written(task, await pims.logCommunication(entry, text('reference')));
			},
		},
	],
	fields: [
		patientField(shownFor('communication')),
		...textFields(shownFor('communication')),
		referenceField(shownFor('communication')),
		encounterField(shownFor('communication')),
	],
};
