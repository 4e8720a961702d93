import { ok, refuse, type Result } from '../../../core/result';
import type { DocumentRef, Referrer } from '../../../core/packet/records';
import type { DownloadFile, Http, StoredFile, UploadForm } from '../../http';
import type { Operation, PimsConnector, Support } from '../pims';
import { createLimiter, type RollingLimiter } from '../limiter';
import { statusRefusal } from '../refusals';
import { retrying, type RetryPolicy } from '../retry';
import { createBooking } from './booking';
import { createChangedReads } from './changed';
import { createClient } from './client';
import { createClinicalReads } from './clinical-reads';
import { createOwnerEntry } from './enter-owner';
import { createPatientEntry } from './enter-patient';
import { createReferrerEntry } from './enter-referrer';
import { identifier } from '../normalise';
import { callsPerMinute, paced } from './pace';
import { createPrescriptions } from './prescribe';
import { createReads } from './reads';
import { createReferralReads, parseHint } from './referrals';
import { createSearch } from './search';
import {
	defaultVersions,
	defaultWriteVersions,
	scopeOf,
	type EzyVetVersions,
	type EzyVetWriteVersions,
} from './versions';
import { createWrites } from './writes';

export interface EzyVetOptions {
	/** `https://api.ezyvet.com`, `https://api.trial.ezyvet.com` or another host. */
	baseUrl: string;
	/** Adds the bearer token and renews it on 401; this connector never sees it. */
	http: Http;
	download: DownloadFile;
	upload: UploadForm;
	/** Writes whose body the vendor does not publish in full: documents, communications, owners. */
	allowUnverifiedWrites: boolean;
	versions?: Partial<EzyVetVersions>;
	writeVersions?: Partial<EzyVetWriteVersions>;
	/** Calls a minute in all, a third of them for one endpoint; 0 = no limit of ours. Default 180. */
	requestsPerMinute?: number;
	/** Shared by all that use this connection; without it this connector counts alone. */
	limiter?: RollingLimiter;
	/** Waits between tries; without it nothing is tried again. */
	sleep?: RetryPolicy['sleep'];
	maxRetryWaitMs?: number;
	now: () => string;
}

/** A connector to one ezyVet site. Make one for each run: it keeps lookups it has read. */
export function createEzyVet(options: EzyVetOptions): PimsConnector {
	const { now, allowUnverifiedWrites } = options;
	const baseUrl = options.baseUrl.replace(/\/+$/, '');
	const policy: RetryPolicy = {
		now,
		...(options.sleep ? { sleep: options.sleep } : {}),
		...(options.maxRetryWaitMs === undefined ? {} : { maxTotalMs: options.maxRetryWaitMs }),
	};
	const perMinute = options.requestsPerMinute ?? callsPerMinute;
	const limiter =
		options.limiter ?? (options.sleep ? createLimiter({ now, sleep: options.sleep }) : undefined);
	const { http, download, upload } =
		perMinute > 0 && limiter ? paced(options, limiter, { baseUrl, perMinute, now }) : options;
	const versions = { ...defaultVersions, ...options.versions };
	const writeVersions = { ...defaultWriteVersions, ...options.writeVersions };
	const client = createClient({ baseUrl, http, versions, writeVersions, policy });
	const reads = createReads(client);
	const clinical = createClinicalReads(client, reads);
	const writing = { http, upload, allowUnverifiedWrites, now };
	const writes = createWrites(client, writing);
	const booking = createBooking(client, reads, {
		http,
		baseUrl,
		now,
		...(allowUnverifiedWrites
			? {
					logCommunication: writes.logCommunication,
					prescribe: createPrescriptions(client, writing),
				}
			: {}),
	});
	const unverified: Support = allowUnverifiedWrites ? 'unverified' : 'none';

	const getReferrer = async (patientId: string): Promise<Result<Referrer | undefined>> => {
		const animal = await reads.animal(patientId);
		if (!animal.ok) return animal;
		const clinicId = identifier(animal.value.referring_clinic_id);
		const vetId = identifier(animal.value.referring_vet_id);
		const clinic = clinicId ? await reads.getClient(clinicId) : undefined;
		if (clinic && !clinic.ok) return clinic;
		const vet = vetId ? await reads.getClient(vetId) : undefined;
		if (vet && !vet.ok) return vet;
		if (!clinic && !vet) return ok(undefined);
		return ok({
			...(clinic ? { clinicId: clinic.value.id, clinic: clinic.value.name } : {}),
			...(vet ? { vetId: vet.value.id, vet: vet.value.name } : {}),
			contactPoints: [...(vet?.value.contactPoints ?? []), ...(clinic?.value.contactPoints ?? [])],
			raw: { clinic: clinic?.value.raw, vet: vet?.value.raw },
		});
	};

	const downloadDocument = async (document: DocumentRef): Promise<Result<StoredFile>> => {
		const operation = `download the document ${document.id}`;
		const url = client.url('attachment', `/download/${encodeURIComponent(document.id)}`);
		const answer = await retrying(
			async () => await download({ method: 'GET', url }, document),
			true,
			policy,
		);
		if (answer.status < 200 || answer.status > 299) {
			const scope = scopeOf('attachment', 'read');
			return statusRefusal(answer, { system: 'ezyVet', operation, scope, now: now() });
		}
		if (!answer.stored) {
			return refuse(
				'pims_unreadable',
				`ezyVet answered without a file when asked to ${operation}.`,
				'Open the document in ezyVet to see whether it is still there.',
			);
		}
		return ok(answer.stored);
	};

	const capabilities = (): Record<Operation, Support> => ({
		searchPatients: 'native',
		getPatient: 'native',
		getClient: 'native',
		getReferrer: 'native',
		listEncounters: 'native',
		listNotes: 'native',
		listMedications: 'native',
		listVaccinations: 'native',
		listLabResults: 'unverified',
		listDocuments: 'native',
		downloadDocument: 'native',
		findReferrals: 'native',
		parseHint: 'native',
		listChanged: 'native',
		upsertClient: unverified,
		upsertPatient: 'native',
		setReferrer: 'native',
		createEncounter: 'native',
		addNote: allowUnverifiedWrites ? 'asCommunication' : 'none',
		uploadDocument: unverified,
		logCommunication: unverified,
		createAppointment: 'native',
		createFollowUp: 'asAppointment',
	});

	return {
		id: 'ezyvet',
		label: 'ezyVet',
		capabilities,
		test: async () => {
			const site = await reads.site();
			if (!site.ok) return site;
			const { id, name, timeZone } = site.value;
			const shown = name ?? id;
			return ok({ ...(shown ? { site: shown } : {}), ...(timeZone ? { timeZone } : {}) });
		},
		searchPatients: createSearch(client, reads),
		getPatient: reads.getPatient,
		getClient: reads.getClient,
		getReferrer,
		listEncounters: reads.listEncounters,
		...clinical,
		downloadDocument,
		...createReferralReads(client, reads, now),
		parseHint,
		listChanged: createChangedReads(client, now),
		upsertClient: createOwnerEntry(client, writing),
		...createPatientEntry(client, writing),
		setReferrer: createReferrerEntry(client, writing),
		// No write route for clinical notes is known: the note becomes a communication "Done".
		addNote: writes.logCommunication,
		...writes,
		...booking,
	};
}
