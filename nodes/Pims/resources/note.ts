import {
	encounterField,
	listFields,
	patientField,
	referenceField,
	simplifyField,
	targetOf,
	textFields,
} from '../common-fields';
import { records, shownFor, written, type PimsResource } from '../resource';

export const note: PimsResource = {
	name: 'Note',
	value: 'note',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many notes',
			description: 'List the clinical notes of a patient',
			run: async (task) => {
				const pims = await task.pims();
				return records(task, await pims.listNotes(targetOf(task)));
			},
		},
		{
			name: 'Add',
			value: 'add',
			action: 'Add a note',
			description: 'Write a note; ezyVet keeps it as a communication',
			run: async (task) => {
				const { text } = task;
				const pims = await task.pims();
				const entry = { ...targetOf(task), subject: text('subject'), text: text('text') };
				return written(task, await pims.addNote(entry, text('reference')));
			},
		},
	],
	fields: [
		patientField(shownFor('note')),
		...listFields(shownFor('note', 'getAll')),
		...textFields(shownFor('note', 'add')),
		referenceField(shownFor('note', 'add')),
		encounterField(shownFor('note'), 'The visit (ezyVet: consult) the notes belong to, if any'),
		simplifyField(shownFor('note', 'getAll')),
	],
};
