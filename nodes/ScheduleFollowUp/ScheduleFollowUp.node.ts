import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import {
	caseRowField,
	clinicProfileField,
	filingUrlField,
	pimsCredentials,
	pimsField,
} from '../shared/fields';
import { runItems } from '../shared/items';
import { scheduleFollowUp } from './schedule-follow-up';

export class ScheduleFollowUp implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Schedule Follow-Up',
		name: 'scheduleFollowUp',
		icon: {
			light: 'file:../../icons/schedule-follow-up.svg',
			dark: 'file:../../icons/schedule-follow-up.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle: '={{"in " + $parameter["pims"]}}',
		description: 'Turns what the report states into appointments, entries of the record and tasks',
		defaults: { name: 'Schedule Follow-Up' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: undefined,
		credentials: pimsCredentials,
		properties: [
			pimsField,
			caseRowField,
			clinicProfileField,
			filingUrlField,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Appointment Type',
						name: 'appointmentType',
						type: 'string',
						default: '',
						placeholder: 'e.g. Recheck',
						description: 'Name or ID of the type for rechecks; needed where the site has several',
					},
					{
						displayName: 'Duration (Minutes)',
						name: 'durationMinutes',
						type: 'number',
						typeOptions: { minValue: 5, maxValue: 480 },
						default: 30,
						description: 'How long a recheck is booked for',
					},
					{
						displayName: 'Provider',
						name: 'provider',
						type: 'string',
						default: '',
						placeholder: 'e.g. Dr Vera Sample',
						description:
							'Name or ID of the vet or room for rechecks; needed where the site has several',
					},
				],
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, async (itemIndex) => await scheduleFollowUp.call(this, itemIndex));
	}
}
