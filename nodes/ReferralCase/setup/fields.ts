import type { INodeProperties } from 'n8n-workflow';

const show = (...operation: string[]) => ({
	displayOptions: { show: { resource: ['setup'], operation } },
});
const pages = ['takeSetup', 'respondSetup', 'showChecks'];

const json = (
	name: string,
	displayName: string,
	value: string,
	description: string,
	...operations: string[]
): INodeProperties => ({
	displayName,
	name,
	type: 'json',
	required: true,
	default: value,
	description,
	...show(...operations),
});

/** What the operations of the set-up pages are given: always by expression from the nodes before. */
export const setupFields: INodeProperties[] = [
	json(
		'request',
		'Request',
		"={{ $('Set-up door').first().json }}",
		'The request as the Referral Desk Trigger let it in',
		...pages,
	),
	json(
		'clinics',
		'Clinics',
		"={{ $('Clinics').all().map((item) => item.json) }}",
		'The rows of the table vet_referral_clinics',
		...pages,
	),
	json(
		'directory',
		'Directory',
		"={{ $('Directory').all().map((item) => item.json) }}",
		'The rows of the table vet_referral_specialists',
		...pages,
	),
	json(
		'settings',
		'Settings',
		"={{ $('Settings').all().map((item) => item.json) }}",
		'The rows of the table vet_referral_settings',
		...pages,
	),
	json(
		'writes',
		'Writes',
		"={{ [0, 1, 2, 3].flatMap((output) => $('Take request').all(output).map((item) => item.json)) }}",
		'What was to be saved, as the operation Take Request gave it',
		'respondSetup',
	),
	json(
		'dataTables',
		'Data Tables',
		"={{ $('List tables').all().map((item) => item.json) }}",
		'The tables of n8n, as a Data Table node lists them',
		'showChecks',
	),
	json(
		'newestCases',
		'Newest Cases',
		"={{ $('Newest cases').all().map((item) => item.json) }}",
		'Some of the newest rows of the table vet_referral_cases, to judge how much room they need',
		'showChecks',
	),
	json(
		'oldestCase',
		'Oldest Case',
		"={{ $('Oldest case').all().map((item) => item.json) }}",
		'The oldest row of the table vet_referral_cases',
		'showChecks',
	),
	json(
		'newestArchived',
		'Newest Archived Cases',
		"={{ $('Newest archived cases').all().map((item) => item.json) }}",
		'Some of the newest rows of the table vet_referral_archive; none where there is no archive',
		'showChecks',
	),
	json(
		'answers',
		'Answers',
		"={{ [$('Text messages answer').first().json, $('Practice system answers').first().json] }}",
		'What the systems around answered',
		'showChecks',
	),
	{
		...json(
			'mail',
			'Mail',
			"={{ $('Send a test mail').isExecuted ? $('Send a test mail').first().json : {} }}",
			'What the mail node said about the test mail; empty when none was sent',
			'showChecks',
		),
		required: false,
	},
];
