import { ok, refuse, type Result } from '../../../core/result';
import {
	heard,
	type DownloadFile,
	type Http,
	type HttpResponse,
	type KeptFile,
	type UploadForm,
} from '../../http';
import type { Operation, PimsConnector, Support, WriteResult } from '../pims';
import { notOffered, statusRefusal, unknownFate } from '../refusals';
import { retrying, type RetryPolicy } from '../retry';
import { handedReads } from './reads';

export interface WebhookPimsOptions {
	http: Http;
	download: DownloadFile;
	upload: UploadForm;
	kept?: KeptFile;
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

/**
 * Any PIMS that can send a signed webhook: reads come from the payload, writes go to a filing
 * address or to a person. The caller has verified the signature.
 */
export function createWebhookPims(options: WebhookPimsOptions): PimsConnector {
	const { filingUrl, now } = options;
	const policy: RetryPolicy = { now, ...(options.sleep ? { sleep: options.sleep } : {}) };
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
		return filed(`take ${type}`, heard(answer));
	};
	const fileData = async (type: string, data: object, marker: string) =>
		await file(type, marker, async (url, headers) => {
			const body = { type, timestamp: now(), data: { ...data, marker } };
			return await options.http({ method: 'POST', url, headers, body });
		});

	const writing: Support = filingUrl ? 'native' : 'manual';
	const capabilities = (): Record<Operation, Support> => ({
		...(Object.fromEntries(readOperations.map((name) => [name, 'native'])) as Record<
			Operation,
			Support
		>),
		findReferrals: 'none',
		listChanged: 'none',
		upsertClient: writing,
		upsertPatient: writing,
		setReferrer: writing,
		createEncounter: writing,
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
		...handedReads({ ...options, policy, system }),
		findReferrals: async () =>
			refuse(
				'no_polling',
				'This practice system cannot be asked for marked cases; it tells them by webhook.',
				"Use 'On webhook' in the trigger.",
			),
		listChanged: async () => notOffered(system, 'list what has changed'),
		upsertClient: async (client, marker) => await fileData('file.client', client, marker),
		upsertPatient: async (patient, marker) => await fileData('file.patient', patient, marker),
		setReferrer: async (patientId, referrer, marker) =>
			await fileData('file.referrer', { patientId, ...referrer }, marker),
		createEncounter: async (encounter, marker) =>
			await fileData('file.encounter', encounter, marker),
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
