import type { INodeProperties } from 'n8n-workflow';

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
			{ name: 'Board', value: 'board' },
			{ name: 'Case', value: 'case' },
			{ name: 'Desk', value: 'desk' },
			{ name: 'Watch', value: 'watch' },
		],
		default: 'case',
	},
	operation(
		'board',
		[
			{
				name: 'Create Link',
				value: 'createLink',
				action: 'Create link',
				description: 'Make a signed link to a case page or a board',
			},
			{
				name: 'Show',
				value: 'showBoard',
				action: 'Show board',
				description: "Answer with the clinic's board",
			},
		],
		'showBoard',
	),
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
		'watch',
		[
			{
				name: 'Find Overdue',
				value: 'findOverdue',
				action: 'Find what a person has to hear',
				description: 'Find what is overdue and which cases stand still',
			},
		],
		'findOverdue',
	),
];

/** Names of the outputs by operation; an operation not listed has one. */
export const outputNames: Record<string, string[]> = {
	settle: ['Go On', 'Already Open'],
	answer: ['Save', 'Answered'],
	respond: ['Wake', 'Resume', 'Outcome', 'Notice', 'Keep Files', 'Tell'],
	findOverdue: ['Tell', 'Stalled'],
};
