import { ok, type Result } from '../../../core/result';
import type { Client, Patient, Referrer } from '../../../core/packet/records';
import { identifier, text, type Raw } from '../normalise';
import type { ProvetClient } from './client';
import { measuredAt, nameOf, toClient, toPatient, toReferrer, type Referring } from './map-people';
import { idOf, inlined, isOfPatient, isRecord } from './relations';

export interface People {
	/** The record as first read in this run. */
	patient(id: string): Promise<Result<Raw>>;
	client(id: string): Promise<Result<Raw>>;
	/** Phone numbers of a client, as far as they are allowed. */
	phones(client: Raw): Promise<Result<Raw[]>>;
	/** Weights of a patient, read once for the run. */
	weights(patientId: string): Promise<Result<Raw[]>>;
	getPatient(id: string): Promise<Result<Patient>>;
	getClient(id: string): Promise<Result<Client>>;
	getReferrer(patientId: string): Promise<Result<Referrer | undefined>>;
}

/** What an address below the API is of: `…/api/0.1/referrer/5/` is `referrer` 5. */
const routeOf = (address: string): string | undefined =>
	/\/api\/0\.1\/([a-z_/]+?)\/\d+\/?$/.exec(address)?.[1];

/** Patients, owners and who referred them; the patient's record is kept for the run. */
export function createPeople(client: ProvetClient): People {
	const knownPatients = new Map<string, Raw>();
	const knownClients = new Map<string, Raw>();
	const knownWeights = new Map<string, Raw[]>();

	const patient: People['patient'] = async (id) => {
		const known = knownPatients.get(id);
		if (known) return ok(known);
		const got = await client.one('patient', id, `read the patient ${id}`);
		if (got.ok) knownPatients.set(id, got.value);
		return got;
	};

	const clientRecord: People['client'] = async (id) => {
		const known = knownClients.get(id);
		if (known) return ok(known);
		const got = await client.one('client', id, `read the client ${id}`, {
			expose_phone_numbers: '',
		});
		if (got.ok) knownClients.set(id, got.value);
		return got;
	};

	const phones: People['phones'] = async (record) => {
		const whole = inlined(record.phone_numbers);
		if (whole) return ok(whole);
		const rows: Raw[] = [];
		// A client has two or three; a filter by client is not documented for phone numbers.
		for (const relation of record.phone_numbers as unknown[]) {
			const id = idOf(relation);
			if (id === undefined) continue;
			const got = await client.one('phonenumber', id, 'read the phone numbers');
			if (got.ok) rows.push(got.value);
			else if (!['pims_forbidden', 'pims_not_found'].includes(got.refusal.code)) return got;
		}
		return ok(rows);
	};

	const weights: People['weights'] = async (patientId) => {
		const known = knownWeights.get(patientId);
		if (known) return ok(known);
		const got = await client.listIfAllowed(`patient/${patientId}/weight`, {
			operation: 'read the weights',
			belongs: (row) => isOfPatient(row, patientId) ?? true,
		});
		if (got.ok) knownWeights.set(patientId, got.value);
		return got;
	};

	const getPatient: People['getPatient'] = async (id) => {
		const record = await patient(id);
		if (!record.ok) return record;
		if (text(record.value.weight) === undefined) return ok(toPatient(record.value));
		const measured = await weights(id);
		if (!measured.ok) return measured;
		const times = measured.value.flatMap((row) => measuredAt(row) ?? []).sort();
		return ok(toPatient(record.value, times[times.length - 1]));
	};

	const getClient: People['getClient'] = async (id) => {
		const record = await clientRecord(id);
		if (!record.ok) return record;
		const rows = await phones(record.value);
		return rows.ok ? ok(toClient(record.value, rows.value)) : rows;
	};

	/** A referring field holds a name or points at a record; which is [unknown], so both are read. */
	const referring = async (field: unknown): Promise<Result<Referring>> => {
		if (isRecord(field)) {
			return ok({ id: identifier(field.id), name: nameOf(field), raw: field });
		}
		const said = text(field);
		const route = said === undefined ? undefined : routeOf(said);
		if (said === undefined || route === undefined) return ok(said ? { name: said } : {});
		const id = idOf(said) ?? '';
		const got = await client.one(route, id, 'read the referring practice');
		if (got.ok) return ok({ id, name: nameOf(got.value) ?? `Referrer ${id}`, raw: got.value });
		const isAbsent = ['pims_forbidden', 'pims_not_found'].includes(got.refusal.code);
		return isAbsent ? ok({ id, name: `Referrer ${id}` }) : got;
	};

	/** The fields stand on the client [documented: client guide], not on the patient. */
	const getReferrer: People['getReferrer'] = async (patientId) => {
		const record = await patient(patientId);
		if (!record.ok) return record;
		const ownerId = idOf(record.value.client);
		if (ownerId === undefined) return ok(undefined);
		const owner = await clientRecord(ownerId);
		if (!owner.ok) return owner;
		const { referring_organization, parent_referring_organization, referring_vet } = owner.value;
		const clinic = await referring(referring_organization ?? parent_referring_organization);
		if (!clinic.ok) return clinic;
		const vet = await referring(referring_vet);
		if (!vet.ok) return vet;
		return ok(toReferrer(clinic.value, vet.value));
	};

	return {
		patient,
		client: clientRecord,
		phones,
		weights,
		getPatient,
		getClient,
		getReferrer,
	};
}
