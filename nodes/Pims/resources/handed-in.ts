import { handInProperties } from '../hand-in/fields';
import { handIn } from '../hand-in/hand-in';
import type { PimsResource } from '../resource';

export const handedIn: PimsResource = {
	name: 'Record',
	value: 'record',
	operations: [
		{
			name: 'Hand In',
			value: 'handIn',
			action: 'Hand in a record',
			description: 'Make a marked case of a history file, a list or a form; nothing is written',
			outputs: ['Case', 'Refused'],
			runAll: handIn,
		},
	],
	fields: handInProperties,
};
