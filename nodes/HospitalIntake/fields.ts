import type { INodeProperties } from 'n8n-workflow';

const show = (...operation: string[]) => ({ displayOptions: { show: { operation } } });

export const outputNames: Record<string, string[]> = {
	answerPage: ['Save', 'Go On', 'Answered'],
	compose: ['Mail'],
	settle: ['Save'],
	stored: ['Go On', 'Remove Double'],
	take: ['Store', 'Answered'],
};

export const intakeFields: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Answer Page',
				value: 'answerPage',
				action: 'Answer the page of an intake',
				description: 'Show how a referral stands, or take what a person did by hand',
			},
			{
				name: 'Compose Mail',
				value: 'compose',
				action: 'Compose the mail of an intake',
				description: 'Write the mail that a row owes, with the files where a person needs them',
			},
			{
				name: 'Confirm Stored',
				value: 'stored',
				action: 'Confirm a stored referral',
				description: 'Tell the referring clinic that its message is stored, and go on with it',
			},
			{
				name: 'Settle',
				value: 'settle',
				action: 'Settle an intake',
				description: 'Work out what is still owed, and tell the referring clinic',
			},
			{
				name: 'Take In',
				value: 'take',
				action: 'Take a referral in',
				description: 'Make the row of a new message; a repeated one is answered here',
			},
		],
		default: 'take',
	},
	{
		displayName: 'Request',
		name: 'request',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description: 'What came through the door, as the Referral Desk Trigger gives it',
		...show('answerPage', 'take'),
	},
	{
		displayName: 'Rows',
		name: 'rows',
		type: 'json',
		required: true,
		default: '={{ $input.all().map((item) => item.json) }}',
		description: 'Rows of the table vet_referral_intake that have the number of this message',
		...show('answerPage', 'stored', 'take'),
	},
	{
		displayName: 'Inserted Row ID',
		name: 'insertedRowId',
		type: 'string',
		required: true,
		default: "={{ $('Store delivery').first().json.id }}",
		description: 'The ID of the row that this execution has just inserted',
		...show('stored'),
	},
	{
		displayName: 'Row',
		name: 'row',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description: 'The row of the table vet_referral_intake, as a Data Table node gives it',
		...show('compose', 'settle'),
	},
	{
		displayName: 'Entry',
		name: 'entry',
		type: 'json',
		default: '',
		description:
			"What the PIMS node's operation 'Enter a referral' came to. Empty if it did not run.",
		...show('settle'),
	},
	{
		displayName: 'Mails Go To',
		name: 'staffEmail',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. referrals@hospital.example.com',
		description: 'Who takes referrals in at the hospital',
		...show('compose'),
	},
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '={{ $now.zoneName }}',
		description: 'IANA name of the zone in which times are written',
		...show('answerPage', 'compose'),
	},
	{
		displayName: 'Attach up to (MB)',
		name: 'attachMb',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 15,
		description: 'Files that a person has to file are attached up to this size; the page has all',
		...show('compose'),
	},
	{
		displayName: 'Pass',
		name: 'pass',
		type: 'number',
		default: 0,
		description: 'How often this node has run for the request, as an expression',
		...show('answerPage'),
	},
	{
		displayName: 'Saved',
		name: 'saved',
		type: 'json',
		default: "={{ $runIndex > 0 ? $('Save from page').first().json : '' }}",
		description:
			'What the Data Table node wrote for this request. Empty if another execution was first or nothing was written yet.',
		...show('answerPage'),
	},
];
