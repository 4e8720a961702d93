import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ChangedResource } from '../../../connectors/pims/pims';
import { simplifyField } from '../common-fields';
import { record, shownFor, taken, type Given, type PimsResource, type Task } from '../resource';

const shown = shownFor('changedRecord');

/**
 * Every record carries the cursor for the next time. When nothing has changed, one item brings the
 * cursor alone, so that it is not lost.
 */
async function getAll(task: Task): Promise<Given[]> {
	const recordType = task.text('recordType') as ChangedResource;
	const pims = await task.pims();
	const changed = await pims.listChanged(recordType, task.text('cursor') || null);
	const { records, cursor } = taken(task, changed);
	const told: IDataObject = { recordType, cursor };
	if (records.length === 0) return [{ json: told }];
	return records.map((one) => ({ json: { ...record(task, one).json, ...told } }));
}

const fields: INodeProperties[] = [
	{
		displayName: 'Record Type',
		name: 'recordType',
		type: 'options',
		default: 'patients',
		displayOptions: shown,
		options: [
			{ name: 'Appointments', value: 'appointments' },
			{ name: 'Encounters', value: 'encounters' },
			{ name: 'Owners', value: 'clients' },
			{ name: 'Patients', value: 'patients' },
		],
	},
	{
		displayName: 'Cursor',
		name: 'cursor',
		type: 'string',
		default: '',
		description: "What the last answer gave as 'cursor'; empty the first time",
		displayOptions: shown,
	},
];

export const changedRecord: PimsResource = {
	name: 'Changed Record',
	value: 'changedRecord',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many changed records',
			description: 'List what has changed since the last time',
			run: getAll,
		},
	],
	fields: [...fields, simplifyField(shown)],
};
