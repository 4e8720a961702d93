import { ok, type Result } from '../../../core/result';
import type { DownloadFile, Http, UploadForm } from '../../http';
import { text } from '../normalise';
import { createLimiter, type RollingLimiter } from '../limiter';
import type { Operation, PimsConnector, Support } from '../pims';
import type { RetryPolicy } from '../retry';
import { createBooking } from './booking';
import { createChangedReads } from './changed';
import { createClient } from './client';
import { createClinical } from './clinical';
import { createConsultations } from './consultations';
import { createDocuments } from './documents';
import { createEntries } from './entries';
import { parseHint } from './hints';
import { createLaboratory } from './laboratory';
import { createLookups } from './lookups';
import { paced } from './pace';
import { createPeople } from './people';
import { createReferralReads } from './referrals';
import { createSearch } from './search';
import { createUpserts } from './upsert';
import { createWriter } from './writing';
import { system } from './words';

export interface ProvetCloudOptions {
	/** Scheme and host, e.g. `https://provetcloud.com`, without the number of the installation. */
	host: string;
	/** Number of the installation, the first part of every address. */
	provetId: string;
	/** Adds the bearer token and renews it on 401; this connector never sees it. */
	http: Http;
	download: DownloadFile;
	upload: UploadForm;
	/** Writes whose body the vendor does not publish: notes, files, tasks and referring practices. */
	allowUnverifiedWrites: boolean;
	/** Shared by all runs of a process; without it this connector counts for itself. */
	limiter?: RollingLimiter;
	/** Waits between tries; without it nothing is tried again and nothing is paced. */
	sleep?: RetryPolicy['sleep'];
	maxRetryWaitMs?: number;
	now: () => string;
}

/** What a referral needs to be read; the test asks for each, so a missing permission has a name. */
const neededReads = ['patient', 'client', 'consultation'] as const;

/** A connector to one Provet Cloud installation. Make one for each run: it keeps what it has read. */
export function createProvetCloud(options: ProvetCloudOptions): PimsConnector {
	const { provetId, now, sleep, allowUnverifiedWrites } = options;
	const baseUrl = `${options.host.replace(/\/+$/, '')}/${provetId}`;
	const policy: RetryPolicy = {
		now,
		...(sleep ? { sleep } : {}),
		...(options.maxRetryWaitMs === undefined ? {} : { maxTotalMs: options.maxRetryWaitMs }),
	};
	const limiter = options.limiter ?? (sleep ? createLimiter({ now, sleep }) : undefined);
	const tools = limiter ? paced(options, limiter, { baseUrl, now }) : options;
	const client = createClient({ baseUrl, http: tools.http, policy });
	const lookups = createLookups(client);
	const people = createPeople(client);
	const consultations = createConsultations(client, lookups);
	const clinical = createClinical(client, { people, consultations, lookups });
	const writer = createWriter(client, policy);
	const writing = { people, lookups, writer, allowUnverifiedWrites };
	const unverified: Support = allowUnverifiedWrites ? 'unverified' : 'none';

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
		listDocuments: 'unverified',
		downloadDocument: 'unverified',
		findReferrals: 'native',
		parseHint: 'native',
		listChanged: 'native',
		upsertClient: 'native',
		upsertPatient: 'native',
		setReferrer: unverified,
		createEncounter: 'native',
		// In a consultation, by the guide; the switch adds the unverified note of a patient to it.
		addNote: 'native',
		uploadDocument: unverified,
		logCommunication: unverified,
		createAppointment: 'native',
		createFollowUp: allowUnverifiedWrites ? 'unverified' : 'manual',
	});

	const test = async (): Promise<Result<{ site?: string; timeZone?: string }>> => {
		for (const resource of neededReads) {
			const got = await client.get(resource, `read the ${resource} records`, { page_size: '1' });
			if (!got.ok) return got;
		}
		const departments = await lookups.rows('department', 'list the departments');
		if (!departments.ok) return departments;
		const [only, ...others] = departments.value;
		const named = only && others.length === 0 ? text(only.name) : undefined;
		// Where a department says its time zone, if anywhere, is not documented.
		const timeZone = text(only?.timezone) ?? text(only?.time_zone);
		const number = `installation ${provetId}`;
		return ok({
			site: named ? `${named} (${number})` : number,
			...(timeZone ? { timeZone } : {}),
		});
	};

	return {
		id: 'provet',
		label: system,
		capabilities,
		test,
		searchPatients: createSearch(client, people),
		getPatient: people.getPatient,
		getClient: people.getClient,
		getReferrer: people.getReferrer,
		listEncounters: consultations.listEncounters,
		listNotes: clinical.listNotes,
		listMedications: clinical.listMedications,
		listVaccinations: clinical.listVaccinations,
		listLabResults: createLaboratory(client, clinical),
		...createDocuments(client, { clinical, consultations, download: tools.download, policy }),
		...createReferralReads(client, { people, consultations, now }),
		parseHint: (body) => parseHint(body, provetId),
		listChanged: createChangedReads(client, now),
		...createUpserts(client, writing),
		...createEntries(client, {
			people,
			clinical,
			consultations,
			writer,
			upload: tools.upload,
			policy,
			allowUnverifiedWrites,
		}),
		...createBooking(client, writing),
	};
}
