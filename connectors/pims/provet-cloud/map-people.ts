import type { Client, ContactPoint, Patient, Referrer } from '../../../core/packet/records';
import { sexOf } from '../sex';
import { given } from '../names';
import {
	calendarDate,
	firstOf,
	flag,
	identifier,
	instant,
	kilograms,
	text,
	type Raw,
} from '../normalise';
import { idOf } from './relations';

/** Names that Provet Cloud gives for "not set" [documented: answer of a create, `breed: "None"`]. */
const told = (value: unknown): string | undefined => {
	const name = text(value);
	return name === 'None' ? undefined : name;
};

/** `deceased` is null, a flag or the day of death: which is [unknown]. */
const isDead = (value: unknown): boolean | undefined =>
	flag(value) ?? (text(value) === undefined ? undefined : true);

export function toPatient(record: Raw, weightAt?: string): Patient {
	const id = identifier(record.id) ?? '';
	const insurance = [text(record.insurance_company), text(record.insurance)].filter(Boolean);
	return given({
		id,
		name: text(record.name) ?? text(record.official_name) ?? `Patient ${id}`,
		species: told(record.species),
		breed: told(record.breed),
		...sexOf(told(record.gender), undefined),
		dateOfBirth: calendarDate(record.date_of_birth, 'utc'),
		colour: text(record.color),
		// The unit is not documented; the field is taken as kilograms [inferred].
		weightKg: kilograms(record.weight, undefined),
		weightAt,
		microchip: text(record.microchip),
		ownerId: idOf(record.client),
		dead: isDead(record.deceased),
		alerts: text(record.critical_notes),
		insurance: insurance.length ? insurance.join(' ') : undefined,
		raw: record,
	});
}

/** When a measurement was taken; names of the fields are [unknown]. */
export const measuredAt = (record: Raw): string | undefined =>
	instant(firstOf(record, 'measured_at', 'date', 'datetime', 'created'));

export function personName(record: Raw): string | undefined {
	const person = [text(record.firstname), text(record.lastname)].filter(Boolean).join(' ');
	const organisation = text(record.organization_name);
	// 0 is a private person [documented: client guide].
	const isPrivate = (text(record.customer_type) ?? '0') === '0';
	return (isPrivate ? person || organisation : organisation || person) || undefined;
}

/** What the codes of `type_code` mean is [unknown]; words of the description tell a mobile. */
export function toPhone(record: Raw): ContactPoint | undefined {
	const value = text(record.phone_number);
	if (value === undefined) return undefined;
	const label = text(record.description);
	const isMobile = /mobile|cell|sms/i.test(label ?? '');
	const isFax = /fax/i.test(label ?? '');
	return given({
		kind: isMobile ? ('mobile' as const) : isFax ? ('fax' as const) : ('phone' as const),
		value,
		preferred: flag(record.preferred_reminders),
		label,
	});
}

const emails = (record: Raw): ContactPoint[] => {
	const others = Array.isArray(record.alt_emails)
		? record.alt_emails.map(text)
		: (text(record.alt_emails)?.split(/[;,\s]+/) ?? []);
	return [text(record.email), ...others]
		.filter((value): value is string => value?.includes('@') === true)
		.map((value) => ({ kind: 'email' as const, value }));
};

export function toClient(record: Raw, phones: Raw[]): Client {
	const id = identifier(record.id) ?? '';
	const lines = ['street_address', 'street_address_2', 'zip_code', 'city', 'country']
		.map((field) => text(record[field]))
		.filter(Boolean);
	return given({
		id,
		name: personName(record) ?? `Client ${id}`,
		contactPoints: [...phones.flatMap((row) => toPhone(row) ?? []), ...emails(record)],
		address: lines.length ? lines.join(', ') : undefined,
		raw: record,
	});
}

/** A name in the client's own field, or a related record whose fields are [unknown]. */
export interface Referring {
	id?: string;
	name?: string;
	raw?: Raw;
}

const pointsOf = (record: Raw | undefined): ContactPoint[] => {
	if (!record) return [];
	const phone = text(firstOf(record, 'phone_number', 'phone', 'telephone'));
	return [...emails(record), ...(phone ? [{ kind: 'phone' as const, value: phone }] : [])];
};

export function toReferrer(clinic: Referring, vet: Referring): Referrer | undefined {
	if (!clinic.name && !vet.name) return undefined;
	return given({
		clinicId: clinic.id,
		clinic: clinic.name,
		vetId: vet.id,
		vet: vet.name,
		contactPoints: [...pointsOf(vet.raw), ...pointsOf(clinic.raw)],
		raw: { clinic: clinic.raw ?? clinic.name, vet: vet.raw ?? vet.name },
	});
}

/** The name of a referrer or user, whichever of the usual fields it stands in [inferred]. */
export const nameOf = (record: Raw): string | undefined =>
	text(firstOf(record, 'name', 'full_name', 'title_and_name')) ?? personName(record);
