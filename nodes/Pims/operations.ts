import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { PimsConnector, RecordTarget, WriteResult } from '../../connectors/pims/pims';
import { ok, type Result } from '../../core/result';
import type { IExecuteResult } from '../shared/items';
import { pimsFor } from '../shared/pims';
import { readJson } from '../shared/read-json';
import { serviceAnswer } from '../shared/service-answer';
import { valueOf } from '../shared/refusal';

/** One item at work: its parameters as text, and the practice system. */
interface Task {
	execution: IExecuteFunctions;
	itemIndex: number;
	pims: PimsConnector;
	text(name: string): string;
}

const toObject = (value: unknown): IDataObject => ({ ...(value as IDataObject) });

/** Without the vendor's own record, unless people ask for it. */
function simplified({ execution, itemIndex }: Task, record: unknown): IDataObject {
	const json = toObject(record);
	if (execution.getNodeParameter('simplify', itemIndex, true) === true) delete json.raw;
	return json;
}

function targetOf({ text }: Task): RecordTarget {
	const encounterId = text('encounterId');
	return { patientId: text('patientId'), ...(encounterId ? { encounterId } : {}) };
}

const settled = ({ execution, itemIndex }: Task, result: Result<WriteResult>): IDataObject => {
	const { status, ref, instruction } = valueOf(execution, result, itemIndex);
	return { status, ...(ref ? { ref } : {}), ...(instruction ? { instruction } : {}) };
};

async function uploadDocument(task: Task): Promise<IDataObject> {
	const { execution, itemIndex, pims, text } = task;
	const binary = execution.helpers.assertBinaryData(itemIndex, text('binaryField'));
	const description = text('description');
	const file = {
		ref: binary.id ?? '',
		name: binary.fileName ?? 'document',
		mimeType: binary.mimeType,
	};
	const document = { ...targetOf(task), file, ...(description ? { description } : {}) };
	return settled(task, await pims.uploadDocument(document, text('reference')));
}

async function createAppointment(task: Task): Promise<IDataObject> {
	const { execution, itemIndex, pims, text } = task;
	const [type, provider] = [text('appointmentType'), text('provider')];
	const appointment = {
		...targetOf(task),
		start: text('start'),
		durationMinutes: execution.getNodeParameter('durationMinutes', itemIndex, 30) as number,
		description: text('description'),
		...(type ? { type } : {}),
		...(provider ? { provider } : {}),
	};
	return settled(task, await pims.createAppointment(appointment, text('reference')));
}

const textEntry = (task: Task) => ({
	...targetOf(task),
	subject: task.text('subject'),
	text: task.text('text'),
});

/** Every operation by `resource.operation`; each gives the items of one input item. */
const operations: Record<string, (task: Task) => Promise<IDataObject[]>> = {
	'patient.get': async (task) => {
		const got = await task.pims.getPatient(task.text('patientId'));
		return [simplified(task, valueOf(task.execution, got, task.itemIndex))];
	},
	'patient.search': async (task) => {
		const { name, microchip, ownerName, email, phone } = task.execution.getNodeParameter(
			'filters',
			task.itemIndex,
			{},
		) as Record<string, string | undefined>;
		const got = await task.pims.searchPatients({ name, microchip, ownerName, email, phone });
		return valueOf(task.execution, got, task.itemIndex).map((one) => simplified(task, one));
	},
	'note.add': async (task) => [
		settled(task, await task.pims.addNote(textEntry(task), task.text('reference'))),
	],
	'communication.log': async (task) => [
		settled(task, await task.pims.logCommunication(textEntry(task), task.text('reference'))),
	],
	'document.upload': async (task) => [await uploadDocument(task)],
	'appointment.create': async (task) => [await createAppointment(task)],
};

/** Whether the practice system answers; a failure is data here, not an error of the node. */
const testConnection = async (
	connect: () => Promise<Result<PimsConnector>>,
): Promise<IDataObject> =>
	await serviceAnswer('pims', async () => {
		const pims = await connect();
		if (!pims.ok) return pims;
		const tested = await pims.value.test();
		if (!tested.ok) return tested;
		const { site, timeZone } = tested.value;
		const who = site ? `${pims.value.label}, ${site}` : pims.value.label;
		return ok({ who, ...(timeZone ? { timeZone } : {}) });
	});

/** Runs the chosen operation; a refusal of the practice system is the node's own error message. */
export async function runOperation(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<IExecuteResult> {
	const text = (name: string): string => {
		const value: unknown = this.getNodeParameter(name, itemIndex, '');
		return value === null || value === undefined ? '' : String(value).trim();
	};
	const choice = {
		pims: text('pims'),
		filingUrl: text('filingUrl'),
		...(text('pims') === 'webhook' ? { payload: readJson(this, 'markedCase', itemIndex) } : {}),
	};
	if (text('resource') === 'connection') {
		const json = await testConnection(async () => await pimsFor(this, itemIndex, choice));
		return [[{ json, pairedItem: { item: itemIndex } }]];
	}
	const pims = valueOf(this, await pimsFor(this, itemIndex, choice), itemIndex);
	const run = operations[`${text('resource')}.${text('operation')}`];
	const records = run ? await run({ execution: this, itemIndex, pims, text }) : [];
	return [records.map((json): INodeExecutionData => ({ json, pairedItem: { item: itemIndex } }))];
}
