import { DateTime } from 'luxon';
import { ok, refuse, type Result } from '../../../core/result';
import type { Client, Patient, Referrer } from '../../../core/packet/records';
import type { Http } from '../../http';
import { nextPlace, readPlace } from '../cursor';
import { text, type Raw } from '../normalise';
import type {
	ChangedRecord,
	ChangedResource,
	Operation,
	PatientQuery,
	PimsConnector,
	Support,
} from '../pims';
import { operationNames } from '../describe';
import { notOffered } from '../refusals';
import type { RetryPolicy } from '../retry';
import { createBatch, literal, system, type Entity } from './batch';
import {
	instantOf,
	toClient,
	toEncounter,
	tookPlace,
	toMedication,
	toPatient,
	toVaccinations,
} from './map';

export interface DataPointOptions {
	/** `https://io.datapointapi.com` or another host. */
	baseUrl: string;
	/** Number of the site and name of its group, as IDEXX gave them. */
	siteId: string;
	groupSlug: string;
	/** Adds the bearer token and renews it on 401. */
	http: Http;
	sleep?: RetryPolicy['sleep'];
	now: () => string;
}

/** Every poll asks again for the last five minutes before the newest change it knows. */
const overlapSeconds = 300;

const entityOf: Record<ChangedResource, Entity> = {
	patients: 'Patients',
	clients: 'Clients',
	encounters: 'Appointments',
	appointments: 'Appointments',
};

const unverifiedWrite = (what: string) =>
	refuse(
		'unverified_write',
		`${system} was not asked to ${what}: IDEXX does not publish the body of this write, so nobody can check it.`,
		'Do it by hand in Cornerstone, or choose the hand-off, which prepares the slip for it.',
	);

/**
 * Cornerstone by IDEXX's DataPoint batch service, built from IDEXX's public sample of 2018 and untested
 * against IDEXX. It reads; notes, laboratory results and documents are not in it. What it knows is as
 * old as the last sync of the practice's server, hours or days.
 */
export function createDataPoint(options: DataPointOptions): PimsConnector {
	const { now } = options;
	const policy: RetryPolicy = { now, ...(options.sleep ? { sleep: options.sleep } : {}) };
	const batch = createBatch({ ...options, policy });
	const knownPatients = new Map<string, Raw>();

	const one = async (entity: Entity, id: string, what: string): Promise<Result<Raw>> => {
		const got = await batch.rows(entity, [`pimsId eq ${literal(id)}`], `read the ${what} ${id}`);
		if (!got.ok) return got;
		const [row] = got.value;
		return row
			? ok(row)
			: refuse(
					'pims_not_found',
					`${system} has no ${what} with the id ${id}.`,
					'Check the id. What was entered since the last sync is not there yet.',
				);
	};
	const patientRow = async (id: string): Promise<Result<Raw>> => {
		const known = knownPatients.get(id);
		if (known) return ok(known);
		const got = await one('Patients', id, 'patient');
		if (got.ok) knownPatients.set(id, got.value);
		return got;
	};
	const ofPatient = async (entity: Entity, id: string, operation: string): Promise<Result<Raw[]>> =>
		await batch.rows(entity, [`patientPimsId eq ${literal(id)}`], operation);

	const getPatient = async (id: string): Promise<Result<Patient>> => {
		const row = await patientRow(id);
		return row.ok ? ok(toPatient(row.value)) : row;
	};
	const getClient = async (id: string): Promise<Result<Client>> => {
		const row = await one('Clients', id, 'client');
		return row.ok ? ok(toClient(row.value)) : row;
	};

	/** Only a line that the practice keeps with the client, not a practice of its own. */
	const getReferrer = async (patientId: string): Promise<Result<Referrer | undefined>> => {
		const patient = await patientRow(patientId);
		if (!patient.ok) return patient;
		const ownerId = text(patient.value.clientPimsId);
		if (ownerId === undefined) return ok(undefined);
		const client = await one('Clients', ownerId, 'client');
		if (!client.ok) return client;
		const source = text(client.value.referralSource);
		return ok(source === undefined ? undefined : { clinic: source, contactPoints: [] });
	};

	/** Filters know no "contains" and no "or": owners are read by family name, e-mail or phone. */
	const ownersOf = async ({
		ownerName,
		email,
		phone,
	}: PatientQuery): Promise<Result<Raw[] | undefined>> => {
		const words = ownerName?.trim().split(/\s+/) ?? [];
		const filters = [
			...(ownerName ? [[`lastName eq ${literal(words[words.length - 1] ?? '')}`]] : []),
			...(email ? [[`email eq ${literal(email)}`]] : []),
			...(phone ? [1, 2, 3].map((index) => [`phone${index} eq ${literal(phone)}`]) : []),
		];
		if (filters.length === 0) return ok(undefined);
		const found: Raw[] = [];
		for (const filter of filters) {
			const got = await batch.rows('Clients', filter, 'search clients');
			if (!got.ok) return got;
			found.push(...got.value);
		}
		const first = words.length > 1 ? words[0]?.toLowerCase() : undefined;
		return ok(
			found.filter((row) => !first || text(row.firstName)?.toLowerCase().startsWith(first)),
		);
	};

	const searchPatients = async (query: PatientQuery): Promise<Result<Patient[]>> => {
		const own = [
			...(query.name ? [`name eq ${literal(query.name)}`] : []),
			...(query.microchip ? [`microchipId eq ${literal(query.microchip)}`] : []),
		];
		const owners = await ownersOf(query);
		if (!owners.ok) return owners;
		if (owners.value === undefined && own.length === 0) {
			return refuse(
				'nothing_to_search',
				'The search for patients names nothing to look for.',
				'Give a name, a microchip number, or the name, e-mail or phone of the owner.',
			);
		}
		const filters =
			owners.value === undefined
				? [own]
				: [...new Set(owners.value.map((row) => text(row.pimsId) ?? ''))].map((id) => [
						...own,
						`clientPimsId eq ${literal(id)}`,
					]);
		const found = new Map<string, Patient>();
		for (const filter of filters) {
			const got = await batch.rows('Patients', filter, 'search patients');
			if (!got.ok) return got;
			for (const row of got.value) found.set(text(row.pimsId) ?? '', toPatient(row));
		}
		return ok([...found.values()]);
	};

	const listChanged: PimsConnector['listChanged'] = async (resource, cursor) => {
		const place = readPlace(cursor, system, now());
		if (!place.ok) return place;
		const from = DateTime.fromSeconds(Math.max(0, place.value.since - overlapSeconds), {
			zone: 'utc',
		});
		const filter = `dpModifiedDate gt ${from.toISO({ suppressMilliseconds: true }) ?? ''}`;
		const got = await batch.rows(entityOf[resource], [filter], `list the ${resource} that changed`);
		if (!got.ok) return got;
		const keyOf = (row: Raw): string =>
			`${text(row.pimsId) ?? ''}@${text(row.dpModifiedDate) ?? ''}`;
		const seen = new Set(place.value.seen);
		const records = got.value
			.filter((row) => !seen.has(keyOf(row)))
			.flatMap((row): ChangedRecord[] => {
				const changedAt = instantOf(row.dpModifiedDate);
				return changedAt ? [{ id: text(row.pimsId) ?? '', changedAt, raw: row }] : [];
			})
			.sort((a, b) => Date.parse(a.changedAt) - Date.parse(b.changedAt));
		const changes = got.value.map((row) => ({
			at: Date.parse(instantOf(row.dpModifiedDate) ?? '') / 1000 || 0,
			keys: [keyOf(row)],
		}));
		return ok({ records, cursor: nextPlace(place.value, changes, overlapSeconds) });
	};

	const vaccinations: PimsConnector['listVaccinations'] = async (patientId) => {
		const charges = await ofPatient('Transactions', patientId, 'list the charges');
		if (!charges.ok) return charges;
		const reminders = await ofPatient('Reminders', patientId, 'list the reminders');
		return reminders.ok ? ok(toVaccinations(charges.value, reminders.value)) : reminders;
	};

	const asOf = async (): Promise<Result<string | undefined>> => {
		const site = await batch.site();
		return site.ok ? ok(instantOf(site.value.lastSyncDate)) : site;
	};

	const reads: Operation[] = ['searchPatients', 'getPatient', 'getClient', 'getReferrer'];
	const lists: Operation[] = [
		'listEncounters',
		'listMedications',
		'listVaccinations',
		'listChanged',
	];
	const notThere = async (what: string) => await Promise.resolve(notOffered(system, what));
	const refused = async (what: string) => await Promise.resolve(unverifiedWrite(what));

	return {
		id: 'datapoint',
		label: system,
		capabilities: () =>
			Object.fromEntries(
				(Object.keys(operationNames) as Operation[]).map((name): [Operation, Support] => [
					name,
					[...reads, ...lists].includes(name) ? 'unverified' : 'none',
				]),
			) as Record<Operation, Support>,
		test: async () => {
			const site = await batch.site();
			if (!site.ok) return site;
			const { name, pimsName } = site.value;
			const at = instantOf(site.value.lastSyncDate);
			const shown = [text(name), text(pimsName), `data as of ${at ?? 'an unknown time'}`];
			return ok({ site: shown.filter(Boolean).join(', ') });
		},
		asOf,
		searchPatients,
		getPatient,
		getClient,
		getReferrer,
		listEncounters: async (patientId, since) => {
			const got = await ofPatient('Appointments', patientId, 'list the visits');
			if (!got.ok) return got;
			const from = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since);
			return ok(
				got.value
					.filter((row) => tookPlace(row, now()))
					.map(toEncounter)
					.filter(({ at }) => at === undefined || Date.parse(at) >= from),
			);
		},
		listNotes: async () => await notThere('list clinical notes'),
		listMedications: async (patientId) => {
			const got = await ofPatient('Prescriptions', patientId, 'list the prescriptions');
			return got.ok ? ok(got.value.map(toMedication)) : got;
		},
		listVaccinations: vaccinations,
		listLabResults: async () => await notThere('list laboratory results'),
		listDocuments: async () => await notThere('list documents'),
		downloadDocument: async () => await notThere('download a document'),
		findReferrals: async () => await notThere('find cases marked for referral'),
		parseHint: () => [],
		readReferral: async () => await notThere('find cases marked for referral'),
		listChanged,
		upsertClient: async () => await refused('enter an owner'),
		upsertPatient: async () => await refused('enter a patient'),
		setReferrer: async () => await refused('enter the referring practice'),
		createEncounter: async () => await refused('open a visit'),
		addNote: async () => await refused('add a note'),
		uploadDocument: async () => await refused('file a document'),
		logCommunication: async () => await refused('log a communication'),
		createAppointment: async () => await refused('book an appointment'),
		createFollowUp: async () => await refused('arrange a follow-up'),
	};
}
