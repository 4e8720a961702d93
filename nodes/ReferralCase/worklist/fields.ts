import type { INodeProperties } from 'n8n-workflow';

const show = (...operation: string[]) => ({ displayOptions: { show: { operation } } });

/** Operations of the hospital worklist; all read the directory and the settings. */
export const worklistUses = [
	'answerWorklist',
	'dueDigests',
	'openWorklist',
	'withdrawWorklist',
	'worklistLinks',
	'writeDigests',
];

/** What the operations of the hospital worklist need beside what others need too. */
export const worklistFields: INodeProperties[] = [
	{
		displayName: 'Settings',
		name: 'settings',
		type: 'json',
		required: true,
		default: "={{ $('Find settings').all().map((item) => item.json) }}",
		description: 'The rows of the table vet_referral_settings',
		...show(...worklistUses),
	},
	{
		displayName: 'Pass',
		name: 'pass',
		type: 'number',
		default: 0,
		description:
			'How often this execution has decided already; set it to $runIndex so that it stops in the end',
		...show('answerWorklist'),
	},
	{
		displayName: 'Hospital',
		name: 'hospital',
		type: 'string',
		default: '',
		placeholder: 'e.g. Northside Veterinary Heart Centre',
		description: 'The name of the hospital as the directory has it',
		...show('withdrawWorklist'),
	},
	{
		displayName: 'Time of Day',
		name: 'digestTime',
		type: 'string',
		default: '08:00',
		placeholder: 'e.g. 08:00',
		description:
			'When the daily mail is due, on the clock of the hospital and on days on which it is open',
		...show('dueDigests', 'writeDigests'),
	},
	{
		displayName: 'From Email',
		name: 'digestFrom',
		type: 'string',
		default: '',
		placeholder: 'e.g. referrals@clinic.example.com',
		description:
			'Sender of the daily mail. Left empty, the address of a clinic that has a case in it.',
		...show('writeDigests'),
	},
];

/** Operations of the worklist that sign no link. */
export const worklistWithoutCredential = ['dueDigests', 'openWorklist', 'withdrawWorklist'];
