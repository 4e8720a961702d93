import { ok, type Result } from '../../../core/result';
import type { UploadForm } from '../../http';
import { given } from '../names';
import { firstOf, text, type Raw } from '../normalise';
import { withMarker } from '../marker';
import type {
	CommunicationInput,
	DocumentInput,
	NoteInput,
	RecordTarget,
	WriteResult,
} from '../pims';
import { retrying, type RetryPolicy } from '../retry';
import { unknownFate } from '../refusals';
import type { Clinical } from './clinical';
import type { ProvetClient } from './client';
import type { Consultations } from './consultations';
import type { People } from './people';
import { idOf } from './relations';
import { bearing, switchedOff, textOrNote, writeResult, type Writer } from './writing';
import { system } from './words';

/** Name of the file's part in an upload; multipart is the habit of the vendor's framework [inferred]. */
const filePart = 'file';

/** Notes, communication and files of a patient. */
export function createEntries(
	client: ProvetClient,
	{
		people,
		clinical,
		consultations,
		writer,
		upload,
		policy,
		allowUnverifiedWrites,
	}: {
		people: People;
		clinical: Clinical;
		consultations: Consultations;
		writer: Writer;
		upload: UploadForm;
		policy: RetryPolicy;
		allowUnverifiedWrites: boolean;
	},
) {
	/** `/note/`: the route is documented, the body is [unknown]. */
	const patientNote = async (
		target: RecordTarget,
		words: { subject: string; text: string },
		marker: string,
		operation: string,
	): Promise<Result<{ note: Raw; result: WriteResult }>> => {
		const { patientId, encounterId } = target;
		const patient = await people.patient(patientId);
		if (!patient.ok) return patient;
		const ownerId = target.ownerId ?? idOf(patient.value.client);
		const body = given({
			patient: client.url(`patient/${patientId}`),
			client: ownerId === undefined ? undefined : client.url(`client/${ownerId}`),
			consultation:
				encounterId === undefined ? undefined : client.url(`consultation/${encounterId}`),
			title: words.subject,
		});
		const written = await writer.create({
			path: 'note',
			bodies: textOrNote(body, withMarker(words.text, marker)),
			operation,
			look: async () => {
				const rows = await clinical.freshNotes(patientId);
				return rows.ok ? ok(bearing(rows.value, marker)) : rows;
			},
		});
		if (!written.ok) return written;
		const note = 'found' in written.value ? written.value.found : written.value.sent;
		return ok({ note, result: writeResult(written.value) });
	};

	/** A note in the consultation [documented: consultation guide], else one of the patient. */
	const addNote = async (note: NoteInput, marker: string): Promise<Result<WriteResult>> => {
		const { encounterId } = note;
		if (encounterId === undefined) {
			if (!allowUnverifiedWrites) return switchedOff('a note of a patient');
			const written = await patientNote(note, note, marker, 'add the note');
			return written.ok ? ok(written.value.result) : written;
		}
		const words = withMarker([note.subject, note.text].filter(Boolean).join('\n\n'), marker);
		return await writer.createResult({
			path: `consultation/${encounterId}/consultationnote`,
			bodies: textOrNote({}, words),
			operation: 'add the note',
			look: async () => {
				const visit = await consultations.one(encounterId);
				if (!visit.ok) return visit;
				const rows = await consultations.rows(visit.value, 'notes');
				return rows.ok ? ok(bearing(rows.value, marker)) : rows;
			},
		});
	};

	const logCommunication = async (
		entry: CommunicationInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		if (!allowUnverifiedWrites) return switchedOff('a communication');
		const written = await patientNote(entry, entry, marker, 'record the communication');
		return written.ok ? ok(written.value.result) : written;
	};

	const filesOf = async (noteId: string): Promise<Result<Raw[]>> =>
		await client.list(`note/${noteId}/upload`, { operation: 'look for the document' });

	/**
	 * A note with the marker, then the file below it. The note is made for this file alone, so any file
	 * of this name below it is this file; a try that stopped in between goes on there.
	 */
	const uploadDocument = async (
		document: DocumentInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		if (!allowUnverifiedWrites) return switchedOff('a document');
		const operation = 'file the document';
		const { file } = document;
		const words = { subject: file.name, text: document.description ?? file.name };
		const written = await patientNote(document, words, marker, operation);
		if (!written.ok) return written;
		const noteId = idOf(written.value.note) ?? '';
		const isIt = (row: Raw): boolean => {
			const name = text(firstOf(row, 'name', 'filename', 'file_name', 'title'));
			return name === undefined || name === file.name;
		};
		const look = async (): Promise<Result<Raw | undefined>> => {
			const rows = await filesOf(noteId);
			return rows.ok ? ok(rows.value.find(isIt)) : rows;
		};
		const done = (status: WriteResult['status'], raw: unknown): Result<WriteResult> =>
			ok({ status, ref: noteId, raw });
		const before = written.value.result.status === 'found' ? await look() : ok(undefined);
		if (!before.ok) return before;
		if (before.value) return done('found', before.value);
		const path = `note/${noteId}/upload`;
		const answer = await retrying(
			async () =>
				await upload(
					{ method: 'POST', url: client.url(path) },
					{ description: withMarker(words.text, marker) },
					{ ...file, field: filePart },
				),
			false,
			policy,
		);
		if (answer.status >= 200 && answer.status < 300) return done('created', answer.body);
		if (answer.status !== 0 && answer.status < 500) return client.refused(answer, path, operation);
		const after = await look();
		return after.ok && after.value ? done('found', after.value) : unknownFate(system, operation);
	};

	return { addNote, logCommunication, uploadDocument };
}
