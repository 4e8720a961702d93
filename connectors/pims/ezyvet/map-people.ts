import type { Client, ContactPoint, Encounter, Patient } from '../../../core/packet/records';
import { given, named, type Names } from '../names';
import { sexOf } from '../sex';
import { calendarDate, flag, identifier, instant, kilograms, text, type Raw } from '../normalise';

export function personName(record: Raw): string | undefined {
	const person = [text(record.first_name), text(record.last_name)].filter(Boolean).join(' ');
	const business = text(record.business_name);
	if (flag(record.is_business) && business) return business;
	return person || business || text(record.name);
}

export interface PatientNames {
	species: Names;
	breed: Names;
	sex: Names;
	colour: Names;
}

export function toPatient(record: Raw, names: PatientNames, zone: string): Patient {
	const id = identifier(record.id) ?? '';
	return given({
		id,
		uid: text(record.uid),
		name: text(record.name) ?? `Patient ${id}`,
		species: named(names.species, record.species_id),
		breed: named(names.breed, record.breed_id),
		...sexOf(named(names.sex, record.sex_id), instant(record.date_of_desex)),
		dateOfBirth: calendarDate(record.date_of_birth, zone),
		dateOfBirthEstimated: flag(record.is_estimated_date_of_birth),
		colour: named(names.colour, record.animalcolour_id),
		weightKg: kilograms(record.weight, record.weight_unit),
		microchip: text(record.microchip_number),
		ownerId: identifier(record.contact_id),
		dead: flag(record.is_dead),
		handling: flag(record.is_hostile) ? 'Marked hostile in the record' : undefined,
		alerts: text(record.notes_important),
		referringClinicId: identifier(record.referring_clinic_id),
		referringVetId: identifier(record.referring_vet_id),
		raw: record,
	});
}

/**
 * Kind of a contact point. The types are each site's own list; without it only type 1 = email is
 * safe [documented: every client], and the value itself tells the rest.
 */
export function toContactPoint(record: Raw, types: Names): ContactPoint | undefined {
	const value = text(record.value);
	if (value === undefined) return undefined;
	const label = named(types, record.contact_detail_type_id);
	const byLabel: Array<[ContactPoint['kind'], RegExp]> = [
		['email', /mail(?!ing)/i],
		['mobile', /mobile|cell|sms/i],
		['fax', /fax/i],
		['post', /post|mailing|address/i],
		['phone', /phone|home|work|tel|landline/i],
	];
	const byValue =
		value.includes('@') || identifier(record.contact_detail_type_id) === '1'
			? 'email'
			: /^[+()\d\s./-]{5,}$/.test(value)
				? 'phone'
				: 'other';
	const kind = byLabel.find(([, pattern]) => label !== undefined && pattern.test(label))?.[0];
	return given({
		kind: kind ?? byValue,
		value,
		preferred: flag(record.preferred),
		label: text(record.name) ?? label,
	});
}

export function toClient(record: Raw, contactPoints: ContactPoint[], address?: Raw): Client {
	const id = identifier(record.id) ?? '';
	const lines = ['street_1', 'street_2', 'suburb', 'city', 'region', 'post_code']
		.map((field) => text(address?.[field]))
		.filter(Boolean);
	return given({
		id,
		uid: text(record.uid),
		name: personName(record) ?? `Contact ${id}`,
		contactPoints,
		address: lines.length ? lines.join(', ') : undefined,
		raw: record,
	});
}

export const toEncounter = (record: Raw, staff: Names): Encounter =>
	given({
		id: identifier(record.id) ?? '',
		patientId: identifier(record.animal_id) ?? '',
		at: instant(record.date) ?? instant(record.created_at),
		vetId: identifier(record.vet_id),
		vet: named(staff, record.vet_id),
		reason: text(record.description),
		modifiedAt: instant(record.modified_at),
		raw: record,
	});
