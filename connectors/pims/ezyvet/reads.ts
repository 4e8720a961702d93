import { ok, refuse, type Result } from '../../../core/result';
import type { Client, ContactPoint, Encounter, Patient } from '../../../core/packet/records';
import type { EzyVetClient } from './client';
import { epochSeconds, identifier, instant, firstOf, text, type Raw } from '../normalise';
import { personName, toClient, toContactPoint, toEncounter, toPatient } from './map-people';
import { isActive, type Names } from '../names';
import type { EzyVetResource } from './versions';

export interface Site {
	id?: string;
	name?: string;
	timeZone?: string;
}

export interface Reads {
	site(): Promise<Result<Site>>;
	/** IANA time zone of the site, `utc` when it does not say. */
	zone(): Promise<string>;
	names(resource: EzyVetResource, ids: unknown[]): Promise<Result<Names>>;
	consults(patientId: string): Promise<Result<Raw[]>>;
	/** Weights and vitals; empty where the site does not offer them. */
	vitals(patientId: string): Promise<Result<Raw[]>>;
	animal(id: string): Promise<Result<Raw>>;
	contact(id: string): Promise<Result<Raw>>;
	/** Patients with the names of what they point at. */
	toPatients(records: Raw[]): Promise<Result<Patient[]>>;
	getPatient(id: string): Promise<Result<Patient>>;
	getClient(id: string): Promise<Result<Client>>;
	listEncounters(patientId: string, since?: string): Promise<Result<Encounter[]>>;
}

/**
 * Reads of patients, owners and encounters. Lookups, the patient's record and the list of consults
 * are kept for the life of the connector, which is one run.
 */
export function createReads(client: EzyVetClient): Reads {
	const knownNames = new Map<EzyVetResource, Names>();
	const knownAnimals = new Map<string, Raw>();
	const knownConsults = new Map<string, Raw[]>();
	const knownVitals = new Map<string, Raw[]>();
	let knownSite: Result<Site> | undefined;

	const site: Reads['site'] = async () => {
		if (knownSite?.ok) return knownSite;
		const got = await client.single('siteInformation', 'read the site information');
		if (!got.ok) return (knownSite = got);
		const record = got.value ?? {};
		const id = text(firstOf(record, 'uid', 'id', 'site_uid'));
		const name = text(firstOf(record, 'name', 'site_name'));
		const timeZone = text(firstOf(record, 'timeZone', 'timezone', 'time_zone'));
		return (knownSite = ok({
			...(id ? { id } : {}),
			...(name ? { name } : {}),
			...(timeZone ? { timeZone } : {}),
		}));
	};

	const zone: Reads['zone'] = async () => {
		const got = knownSite ?? (await site());
		return (got.ok && got.value.timeZone) || 'utc';
	};

	const names: Reads['names'] = async (resource, ids) => {
		const known = knownNames.get(resource) ?? new Map<string, string>();
		knownNames.set(resource, known);
		const wanted = ids
			.map(identifier)
			.filter((id): id is string => id !== undefined && !known.has(id));
		if (wanted.length === 0) return ok(known);
		const got = await client.listIfAllowed(resource, 'id', wanted, `look up ${resource} names`);
		if (!got.ok) return got;
		for (const record of got.value) {
			const name = text(record.name) ?? personName(record);
			if (name) known.set(identifier(record.id) ?? '', name);
		}
		return ok(known);
	};

	const one = async (resource: EzyVetResource, id: string, what: string): Promise<Result<Raw>> => {
		const got = await client.list(resource, { id }, `read the ${what} ${id}`);
		if (!got.ok) return got;
		const record = got.value.find((candidate) => identifier(candidate.id) === id);
		if (record) return ok(record);
		return refuse(
			'pims_not_found',
			`ezyVet has no ${what} with the id ${id}.`,
			'Check the id; the record may have been merged or deleted.',
		);
	};
	const animal: Reads['animal'] = async (id) => {
		const known = knownAnimals.get(id);
		if (known) return ok(known);
		const got = await one('animal', id, 'patient');
		if (got.ok) knownAnimals.set(id, got.value);
		return got;
	};
	const contact: Reads['contact'] = async (id) => await one('contact', id, 'contact');

	const toPatients: Reads['toPatients'] = async (records) => {
		const species = await names(
			'species',
			records.map((record) => record.species_id),
		);
		if (!species.ok) return species;
		const breed = await names(
			'breed',
			records.map((record) => record.breed_id),
		);
		if (!breed.ok) return breed;
		const sex = await names(
			'sex',
			records.map((record) => record.sex_id),
		);
		if (!sex.ok) return sex;
		const colour = await names(
			'animalcolour',
			records.map((record) => record.animalcolour_id),
		);
		if (!colour.ok) return colour;
		const lists = {
			species: species.value,
			breed: breed.value,
			sex: sex.value,
			colour: colour.value,
		};
		const siteZone = await zone();
		return ok(records.map((record) => toPatient(record, lists, siteZone)));
	};

	const vitals: Reads['vitals'] = async (patientId) => {
		const known = knownVitals.get(patientId);
		if (known) return ok(known);
		const got = await client.listIfAllowed(
			'healthstatus',
			'animal_id',
			[patientId],
			'read the weights and vitals',
		);
		if (!got.ok) return got;
		const kept = got.value.filter(isActive);
		knownVitals.set(patientId, kept);
		return ok(kept);
	};

	/** When the latest weight was taken; field names are [unknown], so it may be absent. */
	const latestWeightAt = async (id: string): Promise<Result<string | undefined>> => {
		const got = await vitals(id);
		if (!got.ok) return got;
		const times = got.value
			.filter((record) => text(record.weight) !== undefined)
			.map((record) => epochSeconds(firstOf(record, 'timestamp', 'date', 'created_at')))
			.filter((seconds): seconds is number => seconds !== undefined);
		return ok(times.length ? instant(Math.max(...times)) : undefined);
	};

	const getPatient: Reads['getPatient'] = async (id) => {
		const record = await animal(id);
		if (!record.ok) return record;
		const patients = await toPatients([record.value]);
		if (!patients.ok) return patients;
		const [patient] = patients.value as [Patient];
		if (patient.weightKg === undefined) return ok(patient);
		const weightAt = await latestWeightAt(id);
		if (!weightAt.ok) return weightAt;
		return ok(weightAt.value ? { ...patient, weightAt: weightAt.value } : patient);
	};

	const contactPointsOf = async (record: Raw): Promise<Result<ContactPoint[]>> => {
		const id = identifier(record.id) ?? '';
		const details = await client.listIfAllowed(
			'contactdetail',
			'contact_id',
			[id],
			'read contact details',
		);
		if (!details.ok) return details;
		const embedded = Array.isArray(record.contact_detail_list)
			? (record.contact_detail_list as Raw[])
			: [];
		const rows = (details.value.length ? details.value : embedded).filter(isActive);
		const types = await names(
			'contactdetailtype',
			rows.map((row) => row.contact_detail_type_id),
		);
		if (!types.ok) return types;
		return ok(rows.flatMap((row) => toContactPoint(row, types.value) ?? []));
	};

	const getClient: Reads['getClient'] = async (id) => {
		const record = await contact(id);
		if (!record.ok) return record;
		const points = await contactPointsOf(record.value);
		if (!points.ok) return points;
		const physical = record.value.address_physical;
		const addressId = identifier(physical);
		if (addressId === undefined) {
			const nested = typeof physical === 'object' && physical !== null ? (physical as Raw) : {};
			return ok(toClient(record.value, points.value, nested));
		}
		const address = await client.listIfAllowed('address', 'id', [addressId], 'read the address');
		if (!address.ok) return address;
		return ok(toClient(record.value, points.value, address.value[0]));
	};

	const consults: Reads['consults'] = async (patientId) => {
		const known = knownConsults.get(patientId);
		if (known) return ok(known);
		const got = await client.list('consult', { animal_id: patientId }, 'list the consults');
		if (!got.ok) return got;
		const kept = got.value.filter(isActive);
		knownConsults.set(patientId, kept);
		return ok(kept);
	};

	const listEncounters: Reads['listEncounters'] = async (patientId, since) => {
		const got = await consults(patientId);
		if (!got.ok) return got;
		const staff = await names(
			'user',
			got.value.map((record) => record.vet_id),
		);
		if (!staff.ok) return staff;
		const from = epochSeconds(since) ?? Number.NEGATIVE_INFINITY;
		return ok(
			got.value
				.map((record) => toEncounter(record, staff.value))
				.filter(({ at }) => at === undefined || (epochSeconds(at) ?? 0) >= from),
		);
	};

	return {
		site,
		zone,
		names,
		consults,
		vitals,
		animal,
		contact,
		toPatients,
		getPatient,
		getClient,
		listEncounters,
	};
}
