import type { INodeProperties } from 'n8n-workflow';
import { boardOperations } from './board/describe';
import { archiveOperations, watchOperations, watchOutputs } from './watch/describe';

const operation = (
	resource: string,
	options: INodeProperties['options'],
	value: string,
): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [resource] } },
	options,
	default: value,
});

/** What the node can do, grouped by what it works on. */
export const referralCaseOperations: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Archive', value: 'archive' },
			{ name: 'Board', value: 'board' },
			{ name: 'Case', value: 'case' },
			{ name: 'Desk', value: 'desk' },
			{ name: 'Set-Up', value: 'setup' },
			{ name: 'Watch', value: 'watch' },
			{ name: 'Worklist', value: 'worklist' },
		],
		default: 'case',
	},
	operation('archive', archiveOperations, 'archive'),
	operation('board', boardOperations, 'showBoard'),
	operation(
		'case',
		[
			{
				name: 'Next Step',
				value: 'nextStep',
				action: 'Find and claim next step of case',
				description: 'Say what comes next, and claim it so that nobody does it twice',
			},
			{
				name: 'Open',
				value: 'open',
				action: 'Open case',
				description: 'Turn a marked referral into a new row',
			},
			{
				name: 'Record Events',
				value: 'record',
				action: 'Record events of case',
				description: 'Decide what a step reported and give the columns to save',
			},
			{
				name: 'Redirect',
				value: 'redirect',
				action: 'Open the case that replaces one',
				description: 'Turn a case whose patient goes to another service into the row of a new one',
			},
			{
				name: 'Settle',
				value: 'settle',
				action: 'Settle which row is the case',
				description: 'Find out whether the case was already open',
			},
		],
		'nextStep',
	),
	operation(
		'desk',
		[
			{
				name: 'Answer',
				value: 'answer',
				action: 'Answer request',
				description: 'Show the page, or decide what was posted',
			},
			{
				name: 'Respond',
				value: 'respond',
				action: 'Respond after saving',
				description: 'Answer after the write, and say what has to be done now',
			},
		],
		'answer',
	),
	operation(
		'setup',
		[
			{
				name: 'Create Link',
				value: 'setupLink',
				action: 'Create set up link',
				description: 'Make a signed link to the pages on which the settings are changed',
			},
			{
				name: 'Respond',
				value: 'respondSetup',
				action: 'Respond after saving settings',
				description: 'Answer after the write, and say what somebody else saved meanwhile',
			},
			{
				name: 'Show Checks',
				value: 'showChecks',
				action: 'Show checks of the set up',
				description: 'Look at what was gathered and answer with a page',
			},
			{
				name: 'Take Request',
				value: 'takeSetup',
				action: 'Take set up request',
				description: 'Show a page, or decide what is to be saved',
			},
		],
		'takeSetup',
	),
	operation('watch', watchOperations, 'findOverdue'),
	operation(
		'worklist',
		[
			{
				name: 'Answer',
				value: 'answerWorklist',
				action: 'Answer worklist request',
				description: 'Show the worklist of a hospital, or mark the ticked cases',
			},
			{
				name: 'Create Links',
				value: 'worklistLinks',
				action: 'Create worklist links',
				description: 'Make the signed worklist link of every hospital',
			},
			{
				name: 'Find Due Digests',
				value: 'dueDigests',
				action: 'Find due worklist digests',
				description: 'Find the hospitals whose daily mail is due',
			},
			{
				name: 'Open',
				value: 'openWorklist',
				action: 'Open worklist',
				description: 'Check the link and say which cases have to be read',
			},
			{
				name: 'Withdraw Link',
				value: 'withdrawWorklist',
				action: 'Withdraw worklist link',
				description: 'Make every worklist link of a hospital stop working',
			},
			{
				name: 'Write Digests',
				value: 'writeDigests',
				action: 'Write worklist digests',
				description: 'Write one mail for each hospital with what is asked of it',
			},
		],
		'answerWorklist',
	),
];

/** Names of the outputs by operation; an operation not listed has one. */
export const outputNames: Record<string, string[]> = {
	settle: ['Go On', 'Already Open'],
	answer: ['Save', 'Answered'],
	respond: ['Wake', 'Resume', 'Outcome', 'Notice', 'Keep Files', 'Tell'],
	takeSetup: [
		'Change Clinic',
		'Add Clinic',
		'Change Hospital',
		'Add Hospital',
		'Check',
		'Test Mail',
		'Answered',
	],
	...watchOutputs,
	openWorklist: ['Read', 'Turned Away'],
	answerWorklist: ['Save', 'Wake', 'Resume', 'Tell', 'Answered'],
	dueDigests: ['Read', 'New'],
	writeDigests: ['Mail', 'Nothing Asked'],
};
