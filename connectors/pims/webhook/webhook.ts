import { ok, refuse, type Result } from '../../../core/result';
import { classifyDocument, safeFileName } from '../../../core/packet/kinds';
import type { DocumentRef } from '../../../core/packet/records';
import type { DownloadFile, Http, HttpResponse, StoredFile, UploadForm } from '../../http';
import type { MarkedReferral, Operation, PimsConnector, Support, WriteResult } from '../pims';
import { statusRefusal, unknownFate } from '../refusals';
import { retrying, type RetryPolicy } from '../retry';
import { parseMarkedCase, type MarkedCase } from './payload';

export interface WebhookPimsOptions {
	http: Http;
	download: DownloadFile;
	upload: UploadForm;
	/** The body that came by webhook; only writes work without it. */
	payload?: unknown;
	/** Where reports and notes are posted; without it a person files them. */
	filingUrl?: string;
	sleep?: RetryPolicy['sleep'];
	now: () => string;
}

const system = 'The practice system';
const readOperations: Operation[] = [
	'searchPatients',
	'getPatient',
	'getClient',
	'getReferrer',
	'listEncounters',
	'listNotes',
	'listMedications',
	'listVaccinations',
	'listLabResults',
	'listDocuments',
	'downloadDocument',
	'parseHint',
];

const toReferral = (marked: MarkedCase): MarkedReferral => ({
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
	raw: { url },
});

/**
 * Any PIMS that can send a signed webhook: reads come from the payload, writes go to a filing
 * address or to a person. The caller has verified the signature.
 */
export function createWebhookPims(options: WebhookPimsOptions): PimsConnector {
	const { filingUrl, now } = options;
	const policy: RetryPolicy = { now, ...(options.sleep ? { sleep: options.sleep } : {}) };
	const parsed =
		options.payload === undefined
			? refuse(
					'not_in_payload',
					'There is no case from the webhook to read from.',
					'Connect this step to the trigger that received the case.',
				)
			: parseMarkedCase(options.payload);

	const read = async <T>(
		patientId: string,
		pick: (marked: MarkedCase) => T,
	): Promise<Result<T>> => {
		if (!parsed.ok) return parsed;
		if (parsed.value.patient.id === patientId) return ok(pick(parsed.value));
		return refuse(
			'not_in_payload',
			`The case from the webhook is not about the patient ${patientId}.`,
			'A practice system without an API tells only about the case it has sent.',
		);
	};

	const filed = (operation: string, answer: HttpResponse): Result<WriteResult> => {
		const body: Record<string, unknown> =
			typeof answer.body === 'object' && answer.body !== null ? { ...answer.body } : {};
		const ref = typeof body.ref === 'string' ? { ref: body.ref } : {};
		if (answer.status === 409) return ok({ status: 'found', ...ref, raw: answer.body });
		if (answer.status === 0 || answer.status >= 500) return unknownFate(system, operation);
		if (answer.status < 200 || answer.status > 299) {
			return statusRefusal(answer, { system, operation, now: now() });
		}
		const status = body.status === 'found' ? 'found' : 'created';
		return ok({ status, ...ref, raw: answer.body });
	};

	/** The marker is the idempotency key: the receiver answers a repeat with 409 or `found`. */
	const file = async (
		type: string,
		marker: string,
		send: (url: string, headers: Record<string, string>) => Promise<HttpResponse>,
	): Promise<Result<WriteResult>> => {
		if (!filingUrl) {
			const instruction = `Enter this in the practice system by hand, with the mark ${marker}.`;
			return ok({ status: 'awaitingHuman', instruction });
		}
		const headers = { 'idempotency-key': marker };
		const answer = await retrying(async () => await send(filingUrl, headers), true, policy);
		return filed(`take ${type}`, answer);
	};
	const fileData = async (type: string, data: object, marker: string) =>
		await file(type, marker, async (url, headers) => {
			const body = { type, timestamp: now(), data: { ...data, marker } };
			return await options.http({ method: 'POST', url, headers, body });
		});

	const downloadDocument = async (document: DocumentRef): Promise<Result<StoredFile>> => {
		const marked = parsed.ok ? parsed.value : undefined;
		const source = marked?.documents.find(({ id }) => id === document.id);
		const operation = `download the document ${document.id}`;
		if (!source) {
			return refuse(
				'pims_not_found',
				`The case from the webhook has no document ${document.id}.`,
				'Read the list of documents again.',
			);
		}
		const answer = await retrying(
			async () => await options.download({ method: 'GET', url: source.url }, document),
			true,
			policy,
		);
		if (answer.status < 200 || answer.status > 299 || !answer.stored) {
			return statusRefusal(answer, { system, operation, now: now() });
		}
		if (source.sha256 && source.sha256.toLowerCase() !== answer.stored.sha256) {
			return refuse(
				'document_changed',
				`The document ${document.id} is not the one the practice system announced.`,
				'Its checksum differs: have the case sent again from the practice system.',
			);
		}
		return ok(answer.stored);
	};

	const writing: Support = filingUrl ? 'native' : 'manual';
	const capabilities = (): Record<Operation, Support> => ({
		...(Object.fromEntries(readOperations.map((name) => [name, 'native'])) as Record<
			Operation,
			Support
		>),
		findReferrals: 'none',
		addNote: writing,
		uploadDocument: writing,
		logCommunication: writing,
		createAppointment: writing,
		createFollowUp: writing,
	});

	return {
		id: 'webhook',
		label: 'Any PIMS by signed webhook',
		capabilities,
		test: async () => ok({}),
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
				`The case from the webhook does not carry the owner ${id}.`,
				'Have the practice system send the owner with the case.',
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
		findReferrals: async () =>
			refuse(
				'no_polling',
				'This practice system cannot be asked for marked cases; it tells them by webhook.',
				"Use 'On webhook' in the trigger.",
			),
		parseHint: (body) => {
			const hinted = parseMarkedCase(body);
			if (!hinted.ok) return [];
			const { patient, encounterId } = hinted.value;
			return [{ patientId: patient.id, ...(encounterId ? { encounterId } : {}) }];
		},
		readReferral: async () => (parsed.ok ? ok([toReferral(parsed.value)]) : parsed),
		addNote: async (note, marker) => await fileData('file.note', note, marker),
		logCommunication: async (entry, marker) => await fileData('file.communication', entry, marker),
		createAppointment: async (appointment, marker) =>
			await fileData('file.appointment', appointment, marker),
		createFollowUp: async (followUp, marker) => await fileData('file.follow_up', followUp, marker),
		uploadDocument: async ({ file: document, ...about }, marker) =>
			await file('file.report', marker, async (url, headers) => {
				const data = { ...about, name: document.name, mimeType: document.mimeType, marker };
				const body = JSON.stringify({ type: 'file.report', timestamp: now(), data });
				const target = { method: 'POST' as const, url, headers };
				return await options.upload(target, { body }, { ...document, field: 'file' });
			}),
	};
}
