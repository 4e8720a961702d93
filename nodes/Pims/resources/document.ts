import type { INodeProperties } from 'n8n-workflow';
import { refuse, ok } from '../../../core/result';
import { fileAsBinary } from '../../shared/binary';
import {
	documentField,
	encounterField,
	listFields,
	patientField,
	referenceField,
	simplifyField,
	targetOf,
} from '../common-fields';
import {
	record,
	records,
	shownFor,
	taken,
	written,
	type PimsResource,
	type Task,
} from '../resource';

async function getAll(task: Task) {
	const pims = await task.pims();
	return records(task, await pims.listDocuments(task.text('patientId')));
}

/** The list of a patient is read once for all documents of a run. */
async function download(task: Task) {
	const { text } = task;
	const pims = await task.pims();
	const patientId = text('patientId');
	const listed = await task.once(
		`documents of ${patientId}`,
		async () => await pims.listDocuments(patientId),
	);
	const document = taken(task, listed).find(({ id }) => id === text('documentId'));
	const missing = refuse(
		'pims_not_found',
		`The patient ${patientId} has no document ${text('documentId')} in ${pims.label}.`,
		"Take the ID from 'Get Many' of this patient; the document may have been removed.",
	);
	const known = taken(task, document ? ok(document) : missing);
	const stored = taken(task, await pims.downloadDocument(known));
	const { size, sha256 } = stored;
	const { json } = record(task, known);
	return [
		{ json: { ...json, size, sha256 }, binary: { [text('outputField')]: fileAsBinary(stored) } },
	];
}

async function upload(task: Task) {
	const { execution, itemIndex, text } = task;
	const binary = execution.helpers.assertBinaryData(itemIndex, text('binaryField'));
	const description = text('description');
	const file = {
		ref: binary.id ?? '',
		name: binary.fileName ?? 'document',
		mimeType: binary.mimeType,
	};
	const document = { ...targetOf(task), file, ...(description ? { description } : {}) };
	const pims = await task.pims();
	return written(task, await pims.uploadDocument(document, text('reference')));
}

const fields: INodeProperties[] = [
	{
		displayName: 'Put Output File in Field',
		name: 'outputField',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the output field that will hold the file',
		displayOptions: shownFor('document', 'download'),
	},
	{
		displayName: 'Input Data Field Name',
		name: 'binaryField',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input field that holds the file',
		displayOptions: shownFor('document', 'upload'),
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		default: '',
		description: 'A line for people beside the entry',
		displayOptions: shownFor('document', 'upload'),
	},
];

export const document: PimsResource = {
	name: 'Document',
	value: 'document',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many documents',
			description: 'List the documents of a patient, without the files themselves',
			run: getAll,
		},
		{
			name: 'Download',
			value: 'download',
			action: 'Download a document',
			description: 'Fetch the file of one document',
			run: download,
		},
		{
			name: 'Upload',
			value: 'upload',
			action: 'Upload a document',
			description: 'File a document in the record',
			run: upload,
		},
	],
	fields: [
		patientField(shownFor('document')),
		documentField(shownFor('document', 'download')),
		...listFields(shownFor('document', 'getAll')),
		...fields,
		referenceField(shownFor('document', 'upload')),
		encounterField(shownFor('document', 'upload')),
		simplifyField(shownFor('document', ['download', 'getAll'])),
	],
};
