import type { INodeProperties } from 'n8n-workflow';
import { caseRowField, clinicProfileField, specialistField } from '../shared/fields';
import { boardFields, boardUses } from './board/describe';
import { archiveFields, watchFields, watchUses } from './watch/describe';
import { worklistUses } from './worklist/fields';

const show = (...operation: string[]) => ({ displayOptions: { show: { operation } } });

/** Tables that several operations need whole: given by expression from the Data Table nodes before. */
export const referralCaseFields: INodeProperties[] = [
	{
		displayName: 'Referral',
		name: 'referral',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description: 'The case as the PIMS Trigger gives it',
		...show('open'),
	},
	{
		displayName: 'Files',
		name: 'files',
		type: 'json',
		default: '={{ $binary }}',
		description: 'The files of a case that was handed in, as the item that brought it holds them',
		...show('open'),
	},
	{
		displayName: 'Inserted Row ID',
		name: 'insertedRowId',
		type: 'string',
		required: true,
		default: "={{ $('Add case row').first().json.id }}",
		description: 'The ID of the row this execution has just inserted',
		...show('settle'),
	},
	{
		displayName: 'Answer the Sender',
		name: 'answerSender',
		type: 'boolean',
		default: false,
		description:
			'Whether to tell the practice system that posted the case, now that it is stored, which number it has',
		...show('settle'),
	},
	{
		...caseRowField,
		displayOptions: {
			show: {
				operation: [
					'createLink',
					'nextStep',
					'record',
					'redirect',
					'respond',
					...watchUses.caseRow,
				],
			},
		},
	},
	{ ...clinicProfileField, ...show('open', 'nextStep', 'record', 'redirect', 'restore') },
	{ ...specialistField, ...show('open', 'nextStep', 'record', 'restore') },
	{
		displayName: 'Workflow',
		name: 'flow',
		type: 'options',
		default: 'refer',
		options: [
			{ name: 'Outcome', value: 'outcome', description: 'From the report to the follow-up' },
			{ name: 'Refer', value: 'refer', description: 'From the mark to the booked visit' },
		],
		description: 'Which steps this workflow takes; the others are left alone',
		...show('nextStep'),
	},
	{
		displayName: 'Break Lease',
		name: 'breakLease',
		type: 'boolean',
		default: false,
		description: 'Whether to go on although another execution seems to have the case',
		...show('nextStep'),
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'json',
		required: true,
		default: '={{ $json.commands }}',
		description: 'What happened, as an effect node gives it in its field "commands"',
		...show('record'),
	},
	{
		displayName: 'Prepare Wait',
		name: 'prepareWait',
		type: 'boolean',
		default: false,
		description: 'Whether this execution waits right after the write, so that it can be woken',
		...show('record'),
	},
	{
		displayName: 'Run That Has the Case',
		name: 'forRun',
		type: 'string',
		default: '',
		description: 'The ID of the execution these events are recorded for, where that is another one',
		...show('record'),
	},
	{
		displayName: 'Request',
		name: 'request',
		type: 'json',
		required: true,
		default: "={{ $('Store files').first().json }}",
		description: 'The request as the Referral Desk Trigger let it in',
		...show('answer', 'answerWorklist', 'openWorklist', 'respond', ...boardUses.request),
	},
	{
		displayName: 'Clinics',
		name: 'clinics',
		type: 'json',
		required: true,
		default: "={{ $('Clinics').all().map((item) => item.json) }}",
		description: 'The rows of the table vet_referral_clinics',
		...show(
			'answer',
			'answerWorklist',
			'respond',
			'writeDigests',
			...boardUses.clinics,
			...watchUses.clinics,
		),
	},
	{
		displayName: 'Directory',
		name: 'directory',
		type: 'json',
		required: true,
		default: "={{ $('Directory').all().map((item) => item.json) }}",
		description: 'The rows of the table vet_referral_specialists',
		...show('answer', 'respond', ...boardUses.directory, ...watchUses.directory, ...worklistUses),
	},
	{
		displayName: 'Link For',
		name: 'linkRole',
		type: 'options',
		default: 'clinic',
		options: [
			{ name: 'Board', value: 'board' },
			{ name: 'Owner', value: 'owner' },
			{ name: 'Referring Clinic', value: 'clinic' },
			{ name: 'Release Page', value: 'release' },
			{ name: 'Specialist', value: 'specialist' },
		],
		...show('createLink'),
	},
	{
		displayName: 'Clinic ID',
		name: 'clinicId',
		type: 'string',
		default: '',
		placeholder: 'e.g. riverbank',
		description:
			'The clinic whose board the link opens; several with commas between them, or * for all',
		displayOptions: { show: { operation: ['createLink'], linkRole: ['board'] } },
	},
	...boardFields,
	...watchFields,
	...archiveFields,
];
