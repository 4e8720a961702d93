import { ok, refuse, type Result } from '../../../core/result';
import type { DocumentRef } from '../../../core/packet/records';
import type { DownloadFile, StoredFile } from '../../http';
import type { Raw } from '../normalise';
import { retrying, type RetryPolicy } from '../retry';
import { isIgnored, type Clinical } from './clinical';
import type { ProvetClient } from './client';
import type { Consultations } from './consultations';
import { fileAddressOf, toDocument } from './map-clinical';
import { idOf, isRecord } from './relations';
import { refusalOf, system } from './words';

/** So many notes are still asked one by one for their files where the list of files cannot be used. */
const mostOneByOne = 300;

const absent = new Set(['pims_forbidden', 'pims_not_found']);

/**
 * Files of a patient and their bytes. The routes are documented, the fields of an upload and where
 * its bytes lie are [unknown].
 */
export function createDocuments(
	client: ProvetClient,
	{
		clinical,
		consultations,
		download,
		policy,
	}: {
		clinical: Clinical;
		consultations: Consultations;
		download: DownloadFile;
		policy: RetryPolicy;
	},
) {
	const belowNotes = async (notes: Raw[]): Promise<Result<DocumentRef[]>> => {
		if (notes.length > mostOneByOne) {
			return refuse(
				'pims_filter_ignored',
				`${system} cannot list the files of one patient here, and this patient has too many notes to ask each.`,
				'Attach the files that matter to the case by hand.',
			);
		}
		const documents: DocumentRef[] = [];
		for (const note of notes) {
			const id = idOf(note) ?? '';
			const got = await client.listIfAllowed(`note/${id}/upload`, {
				operation: `list the files of the note ${id}`,
			});
			if (!got.ok) return got;
			documents.push(...got.value.map((row) => toDocument(row, { type: 'Note', id })));
		}
		return ok(documents);
	};

	const listDocuments = async (patientId: string): Promise<Result<DocumentRef[]>> => {
		const notes = await clinical.patientNotes(patientId);
		if (!notes.ok) return notes;
		const visits = await consultations.of(patientId);
		if (!visits.ok) return visits;
		const noteIds = new Set(notes.value.map((row) => idOf(row)));
		const visitIds = new Set(visits.value.map((row) => idOf(row)));
		/** A file hangs on the patient, or on a note or consultation of the patient. */
		const belongs = (row: Raw): boolean | undefined => {
			const [patient, note, visit] = [idOf(row.patient), idOf(row.note), idOf(row.consultation)];
			if (patient === undefined && note === undefined && visit === undefined) {
				// Files of appointments and others say so; one that says nothing proves nothing.
				return 'patient' in row || 'note' in row ? false : undefined;
			}
			if (patient !== undefined) return patient === patientId;
			return noteIds.has(note) || visitIds.has(visit);
		};
		const got = await client.list('upload', {
			operation: 'list the documents',
			query: { patient__is: patientId },
			belongs,
		});
		if (!got.ok) {
			const isOther = !isIgnored(got) && !absent.has(got.refusal.code);
			return isOther ? got : await belowNotes(notes.value);
		}
		return ok(got.value.map((row) => toDocument(row, { type: 'Patient', id: patientId })));
	};

	/** The record of the file, read again where the list did not say where its bytes lie. */
	const addressOf = async (document: DocumentRef): Promise<Result<string>> => {
		const listed = isRecord(document.raw) ? fileAddressOf(document.raw) : undefined;
		if (listed !== undefined) return ok(listed);
		const route = document.recordType === 'Note' ? `note/${document.recordId}/upload` : 'upload';
		const record = await client.one(route, document.id, `read the document ${document.id}`);
		if (!record.ok) return record;
		const said = fileAddressOf(record.value);
		if (said !== undefined) return ok(said);
		return refuse(
			'pims_unreadable',
			`${system} does not say where the document ${document.id} lies.`,
			'Open the document in Provet Cloud and attach it to the case by hand.',
		);
	};

	/**
	 * Files may lie at a storage of the vendor: the credential signs only requests to its own host, so
	 * the log-in never goes there.
	 */
	const downloadDocument = async (document: DocumentRef): Promise<Result<StoredFile>> => {
		const operation = `download the document ${document.id}`;
		const said = await addressOf(document);
		if (!said.ok) return said;
		const own = new URL(client.url('upload'));
		const at = URL.canParse(said.value, own) ? new URL(said.value, own) : undefined;
		if (!at || (at.host !== own.host && at.protocol !== 'https:')) {
			return refuse(
				'document_elsewhere',
				`The address of the document ${document.id} cannot be used.`,
				'Open the document in Provet Cloud and attach it to the case by hand.',
			);
		}
		const answer = await retrying(
			async () => await download({ method: 'GET', url: at.toString() }, document),
			true,
			policy,
		);
		if (answer.status < 200 || answer.status > 299) {
			return refusalOf(answer, { operation, now: policy.now() });
		}
		if (answer.stored) return ok(answer.stored);
		return refuse(
			'pims_unreadable',
			`${system} answered without a file when asked to ${operation}.`,
			'Open the document in Provet Cloud to see whether it is still there.',
		);
	};

	return { listDocuments, downloadDocument };
}
