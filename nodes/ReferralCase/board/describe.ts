import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** What the node does around the board; Data Table nodes read and store in between. */
export const boardOperations: INodePropertyOptions[] = [
	{
		name: 'Count Cases',
		value: 'countCases',
		action: 'Count cases for the figures',
		description: 'Add rows of cases or outcomes to the figures of their clinics',
	},
	{
		name: 'Create Link',
		value: 'createLink',
		action: 'Create link',
		description: 'Make a signed link to a case page or a board',
	},
	{
		name: 'Find Due Call Lists',
		value: 'dueCalls',
		action: 'Find due call lists',
		description: 'Find the clinics whose list of calls is due this morning',
	},
	{
		name: 'Find What to Read',
		value: 'planBoard',
		action: 'Find what the board has to read',
		description: 'Say which open cases a view of the board needs: one item for each reading',
	},
	{
		name: 'Finish Figures',
		value: 'finishFigures',
		action: 'Finish figures',
		description: 'Give the figures of each clinic as a setting to save',
	},
	{
		name: 'Show',
		value: 'showBoard',
		action: 'Show board',
		description: 'Answer with the board, the calls of today, the reports or a file',
	},
	{
		name: 'Write Call Lists',
		value: 'writeCalls',
		action: 'Write call lists',
		description: 'Write one mail for each clinic that has calls to make',
	},
];

const show = (...operation: string[]) => ({ displayOptions: { show: { operation } } });

export const boardFields: INodeProperties[] = [
	{
		displayName: 'Settings',
		name: 'boardSettings',
		type: 'json',
		required: true,
		default: "={{ $('Settings').all().map((item) => item.json) }}",
		description:
			'Rows of the table vet_referral_settings: heartbeat, figures, and when call lists were sent',
		...show('dueCalls', 'showBoard'),
	},
	{
		displayName: 'Count So Far',
		name: 'countSoFar',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description: 'What the parts before have counted, as this operation gave it',
		...show('countCases', 'finishFigures'),
	},
	{
		displayName: 'Lists Due',
		name: 'callLists',
		type: 'json',
		required: true,
		default: "={{ $('Lists due').all().map((item) => item.json) }}",
		description: 'The clinics whose list is due, as Find Due Call Lists gave them',
		...show('writeCalls'),
	},
];

/** Which of the fields that several operations share the board uses. */
export const boardUses = {
	clinics: ['countCases', 'dueCalls', 'showBoard', 'writeCalls'],
	directory: ['countCases', 'showBoard', 'writeCalls'],
	request: ['planBoard', 'showBoard'],
};

/** Operations that make no link. */
export const boardWithoutCredential = ['countCases', 'dueCalls', 'finishFigures', 'planBoard'];
