import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

const show = (...operation: string[]) => ({ displayOptions: { show: { operation } } });

/** What the Watch and Archive workflows ask of the node. */
export const watchOperations: INodePropertyOptions[] = [
	{
		name: 'Alert Sent',
		value: 'alertSent',
		action: 'Say what a sent alert leaves to record',
		description: 'After a message has left: give what is to be recorded of it',
	},
	{
		name: 'Apply Rules',
		value: 'applyRules',
		action: 'Apply changed rules to open cases',
		description: 'Work out the columns of open cases under the present rules',
	},
	{
		name: 'Compare Rules',
		value: 'compareRules',
		action: 'Find out whether rules have changed',
		description: 'Compare profiles and directory with those the open cases stand on',
	},
	{
		name: 'Compose Alerts',
		value: 'composeAlerts',
		action: 'Write the messages to the staff',
		description: 'Write one message for each case, or one for all when there are many',
	},
	{
		name: 'Compose Lists',
		value: 'composeLists',
		action: 'Write the morning lists',
		description: 'Write one list for each clinic of what is overdue',
	},
	{
		name: 'Find Drills Due',
		value: 'drillsDue',
		action: 'Find loop tests that are due',
		description: 'Begin the loop tests of this week, and name those to be judged',
	},
	{
		name: 'Find Lists Due',
		value: 'findListsDue',
		action: 'Find clinics whose morning list is due',
		description: 'Find the clinics that have not had their list today',
	},
	{
		name: 'Find Overdue',
		value: 'findOverdue',
		action: 'Find what a person has to hear',
		description: 'Find what is to be told now, and claim the telling',
	},
	{
		name: 'Find Stalled',
		value: 'findStalled',
		action: 'Find cases that stand still',
		description: 'Find cases that a workflow owes a step and that no live run has',
	},
	{
		name: 'Find Unkept Files',
		value: 'findUnkept',
		action: 'Find files that nobody keeps',
		description: 'Claim another try to copy files, or ask a person for them',
	},
	{
		name: 'Judge Drills',
		value: 'judgeDrills',
		action: 'Judge running loop tests',
		description: 'Say which loop tests passed or failed, and close them',
	},
	{
		name: 'Release Dead Runs',
		value: 'releaseRuns',
		action: 'Take cases away from dead runs',
		description: 'After a start of n8n: find cases whose run died with the process before',
	},
	{
		name: 'Round Over',
		value: 'roundOver',
		action: 'Say that a round is over',
		description: 'Give what is stored after a round that went through',
	},
];

/** What moves closed cases out of the ledger and back. */
export const archiveOperations: INodePropertyOptions[] = [
	{
		name: 'Archive',
		value: 'archive',
		action: 'Find cases to archive',
		description: 'Give the archive columns of closed cases that nobody touched for long',
	},
	{
		name: 'Measure Tables',
		value: 'measureTables',
		action: 'Estimate how full the tables are',
		description: 'Estimate the size of the data tables from their first and last rows',
	},
	{
		name: 'Outcome',
		value: 'outcome',
		action: 'Work out the outcome of cases',
		description: 'Give the slim row of times that the figures of the loop need',
	},
	{
		name: 'Restore',
		value: 'restore',
		action: 'Restore case',
		description: 'Give the columns with which an archived case comes back',
	},
];

export const watchFields: INodeProperties[] = [
	{
		displayName: 'Alert',
		name: 'alert',
		type: 'json',
		required: true,
		default: "={{ $('Each alert').item.json }}",
		description: 'The message that has left, as Compose Alerts wrote it',
		...show('alertSent'),
	},
	{
		displayName: 'Stored Rules',
		name: 'storedRules',
		type: 'string',
		default: "={{ $('Stored rules').first().json.value }}",
		description: 'The setting "rules": what the open cases were last gone through with',
		...show('compareRules'),
	},
	{
		displayName: 'Settings',
		name: 'settings',
		type: 'json',
		required: true,
		default: "={{ $('Lists sent').all().map((item) => item.json) }}",
		description:
			'The rows of the table vet_referral_settings that say when lists were sent, or how tests went',
		...show('drillsDue', 'findListsDue'),
	},
	{
		displayName: 'Lists',
		name: 'lists',
		type: 'json',
		required: true,
		default: "={{ $('Lists due').all().map((item) => item.json) }}",
		description: 'The clinics whose list is due',
		...show('composeLists'),
	},
	{
		displayName: 'Last Round',
		name: 'lastRound',
		type: 'string',
		default: "={{ $('Last round').first().json.value }}",
		description: 'The setting "watch.round": when and where Watch last went through',
		...show('releaseRuns'),
	},
];

const samplesField: INodeProperties = {
	displayName: 'Samples',
	name: 'samples',
	type: 'json',
	required: true,
	default: '=[]',
	description: 'For each table its first and last rows, as a list of { oldest, newest }',
	...show('measureTables'),
};
const limitField: INodeProperties = {
	displayName: 'Limit in Megabytes',
	name: 'limitMegabytes',
	type: 'string',
	default: '',
	description: 'What n8n allows all data tables together; 200 if empty, as n8n does by itself',
	...show('measureTables'),
};
export const archiveFields = [samplesField, limitField];

/** Which operations take the fields that others have as well. */
export const watchUses = {
	caseRow: [
		'applyRules',
		'archive',
		'composeAlerts',
		'composeLists',
		'findOverdue',
		'findStalled',
		'findUnkept',
		'judgeDrills',
		'outcome',
		'releaseRuns',
		'restore',
	],
	clinics: [
		'applyRules',
		'archive',
		'compareRules',
		'composeAlerts',
		'composeLists',
		'drillsDue',
		'findListsDue',
		'findOverdue',
		'findUnkept',
		'judgeDrills',
		'outcome',
	],
	directory: [
		'applyRules',
		'archive',
		'compareRules',
		'composeAlerts',
		'composeLists',
		'drillsDue',
		'findOverdue',
		'findUnkept',
		'judgeDrills',
		'outcome',
	],
};

/** Names of the outputs where there is more than one. */
export const watchOutputs: Record<string, string[]> = {
	alertSent: ['Told', 'Setting'],
	applyRules: ['Changed', 'Next Part', 'Done'],
	drillsDue: ['Running', 'Setting', 'Row', 'Alert'],
	judgeDrills: ['Save', 'Setting', 'Alert'],
};

/** Operations that open or sign no link and need no credential. */
export const withoutCredential = [
	'alertSent',
	'applyRules',
	'archive',
	'compareRules',
	'drillsDue',
	'findListsDue',
	'findOverdue',
	'findStalled',
	'findUnkept',
	'judgeDrills',
	'measureTables',
	'outcome',
	'releaseRuns',
	'restore',
	'roundOver',
];
