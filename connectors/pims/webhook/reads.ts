import { classifyDocument, safeFileName } from '../../../core/packet/kinds';
import type { DocumentRef } from '../../../core/packet/records';
import { ok, refuse, type Result } from '../../../core/result';
import type { DownloadFile, KeptFile, StoredFile } from '../../http';
import type { MarkedReferral, PimsConnector } from '../pims';
import { statusRefusal } from '../refusals';
import { retrying, type RetryPolicy } from '../retry';
import { parseHandedCase, type MarkedCase } from './payload';

/** What is read from a case that was handed in, instead of from an API. */
export type HandedReads = Pick<
	PimsConnector,
	| 'searchPatients'
	| 'getPatient'
	| 'getClient'
	| 'getReferrer'
	| 'listEncounters'
	| 'listNotes'
	| 'listMedications'
	| 'listVaccinations'
	| 'listLabResults'
	| 'listDocuments'
	| 'downloadDocument'
	| 'parseHint'
	| 'readReferral'
>;

export interface HandedCase {
	/** The case, as the practice system or a person gave it; without it nothing can be read. */
	payload?: unknown;
	download: DownloadFile;
	kept?: KeptFile;
	policy: RetryPolicy;
	/** The system as the subject of a refusal, e.g. `Cornerstone`. */
	system: string;
}

/** The mark that a handed-in case stands for. */
export const toReferral = (marked: MarkedCase): MarkedReferral => ({
	pimsEventId: marked.eventId,
	version: marked.version,
	patientId: marked.patient.id,
	...(marked.encounterId ? { encounterId: marked.encounterId } : {}),
	text: marked.text,
	...(marked.vetId ? { vetId: marked.vetId } : {}),
	markedAt: new Date(marked.markedAt).toISOString(),
	...(marked.release === undefined ? {} : { release: marked.release }),
});

const toDocument = (
	{ url, ...document }: MarkedCase['documents'][number],
	patientId: string,
): DocumentRef => ({
	...document,
	name: safeFileName(document.name, document.mimeType),
	kind: document.kind ?? classifyDocument(document),
	recordType: 'Patient',
	recordId: patientId,
	raw: url === undefined ? {} : { url },
});

const none = refuse(
	'not_in_payload',
	'There is no handed-in case to read from.',
	'Connect this step to the trigger that received the case.',
);

const changed = (id: string): Result<never> =>
	refuse(
		'document_changed',
		`The document ${id} is not the one the practice system announced.`,
		'Its checksum differs: have the case sent again from the practice system.',
	);

/** The one patient and the one record that a handed-in case tells of, and nothing about others. */
export function handedReads({ payload, download, kept, policy, system }: HandedCase): HandedReads {
	const parsed = payload === undefined ? none : parseHandedCase(payload);

	const read = async <T>(
		patientId: string,
		pick: (marked: MarkedCase) => T,
	): Promise<Result<T>> => {
		if (!parsed.ok) return parsed;
		if (parsed.value.patient.id === patientId) return ok(pick(parsed.value));
		return refuse(
			'not_in_payload',
			`The handed-in case is not about the patient ${patientId}.`,
			'A practice system without an API tells only about the case it has handed in.',
		);
	};

	const keptDocument = async (id: string, sha256: string): Promise<Result<StoredFile>> => {
		const file = await kept?.(sha256);
		if (file) return ok(file);
		return refuse(
			'record_gone',
			`The file ${id} that was handed in with the case is not kept any more.`,
			'Hand the case in again with its files; nothing was sent.',
		);
	};

	const downloadDocument = async (document: DocumentRef): Promise<Result<StoredFile>> => {
		const marked = parsed.ok ? parsed.value : undefined;
		const source = marked?.documents.find(({ id }) => id === document.id);
		if (!source) {
			return refuse(
				'pims_not_found',
				`The handed-in case has no document ${document.id}.`,
				'Read the list of documents again.',
			);
		}
		const { url, sha256 } = source;
		if (url === undefined) return await keptDocument(source.id, sha256);
		const answer = await retrying(
			async () => await download({ method: 'GET', url }, document),
			true,
			policy,
		);
		if (answer.status < 200 || answer.status > 299 || !answer.stored) {
			const operation = `download the document ${document.id}`;
			return statusRefusal(answer, { system, operation, now: policy.now() });
		}
		if (sha256 && sha256.toLowerCase() !== answer.stored.sha256) return changed(document.id);
		return ok(answer.stored);
	};

	return {
		searchPatients: async ({ name, microchip }) => {
			if (!parsed.ok) return parsed;
			const { patient } = parsed.value;
			const fits =
				(microchip ? patient.microchip === microchip : true) &&
				(name ? patient.name.toLowerCase() === name.toLowerCase() : true);
			return ok(fits ? [patient] : []);
		},
		getPatient: async (id) =>
			await read(id, ({ patient, owner }) => ({
				...patient,
				...(owner ? { ownerId: owner.id } : {}),
			})),
		getClient: async (id) => {
			if (!parsed.ok) return parsed;
			const { owner } = parsed.value;
			if (owner?.id === id) return ok(owner);
			return refuse(
				'not_in_payload',
				`The handed-in case does not carry the owner ${id}.`,
				'Have the owner sent with the case.',
			);
		},
		getReferrer: async (patientId) => await read(patientId, ({ referrer }) => referrer),
		listEncounters: async (patientId, since) =>
			await read(patientId, ({ encounters }) =>
				encounters
					.map((encounter) => ({ ...encounter, patientId }))
					.filter(({ at }) => !since || !at || Date.parse(at) >= Date.parse(since)),
			),
		listNotes: async ({ patientId, encounterId }) =>
			await read(patientId, ({ notes }) =>
				notes.filter((note) => !encounterId || note.encounterId === encounterId),
			),
		listMedications: async (patientId) => await read(patientId, (marked) => marked.medications),
		listVaccinations: async (patientId) => await read(patientId, (marked) => marked.vaccinations),
		listLabResults: async (patientId) => await read(patientId, (marked) => marked.labResults),
		listDocuments: async (patientId) =>
			await read(patientId, ({ documents }) =>
				documents.map((document) => toDocument(document, patientId)),
			),
		downloadDocument,
		parseHint: (body) => {
			const hinted = parseHandedCase(body);
			if (!hinted.ok) return [];
			const { patient, encounterId } = hinted.value;
			return [{ patientId: patient.id, ...(encounterId ? { encounterId } : {}) }];
		},
		readReferral: async () => (parsed.ok ? ok([toReferral(parsed.value)]) : parsed),
	};
}
