import { DateTime } from 'luxon';
import type {
	Client,
	ContactPoint,
	Encounter,
	Medication,
	Patient,
	Vaccination,
} from '../../../core/packet/records';
import { given } from '../names';
import { flag, kilograms, text, type Raw } from '../normalise';

/** An instant as ISO UTC. A time without offset is taken as UTC: the zone of the site is not told [unknown]. */
export function instantOf(value: unknown): string | undefined {
	const said = text(value);
	if (said === undefined) return undefined;
	const at = DateTime.fromISO(said, { zone: 'utc' });
	return at.isValid ? (at.toISO({ suppressMilliseconds: true }) ?? undefined) : undefined;
}

/** A calendar date: midnight UTC is that date, whatever offset it is written with. */
export function dateOf(value: unknown): string | undefined {
	const said = text(value);
	if (said === undefined) return undefined;
	const utc = DateTime.fromISO(said, { zone: 'utc' });
	if (!utc.isValid) return undefined;
	return utc.toMillis() % 86_400_000 === 0 ? (utc.toISODate() ?? undefined) : said.slice(0, 10);
}

function sexOf(value: unknown): string | undefined {
	const said = text(value);
	if (said === undefined) return undefined;
	if (/^f|female|spay/i.test(said)) return 'female';
	return /^m|male|castrat|neuter/i.test(said) ? 'male' : said;
}

export function toPatient(row: Raw): Patient {
	const id = text(row.pimsId) ?? '';
	return given({
		id,
		uid: text(row.dpUid),
		name: text(row.name) ?? `Patient ${text(row.pimsPatientIdentifier) ?? id}`,
		species: text(row.speciesDescription),
		breed: text(row.breedDescription),
		sex: sexOf(row.gender),
		neutered: flag(row.spayedOrNeutered),
		dateOfBirth: dateOf(row.dateOfBirth),
		colour: text(row.colorDescription),
		weightKg: kilograms(row.weight, row.weightUnit),
		microchip: text(row.microchipId),
		ownerId: text(row.clientPimsId),
		dead: text(row.dateOfDeath) === undefined ? undefined : true,
		raw: row,
	});
}

function pointsOf(row: Raw): ContactPoint[] {
	const phones = [1, 2, 3].flatMap((index): ContactPoint[] => {
		const value = text(row[`phone${index}`]);
		const label = text(row[`phoneName${index}`]);
		if (value === undefined) return [];
		const kind = /cell|mobile/i.test(label ?? '')
			? 'mobile'
			: /fax/i.test(label ?? '')
				? 'fax'
				: 'phone';
		return [given({ kind, value, label } as const)];
	});
	const email = text(row.email);
	return [...phones, ...(email ? [{ kind: 'email' as const, value: email }] : [])];
}

export function toClient(row: Raw): Client {
	const id = text(row.pimsId) ?? '';
	const name = [row.title, row.firstName, row.lastName].map(text).filter(Boolean).join(' ');
	const address = ['address1', 'address2', 'city', 'state', 'postalCode']
		.map((field) => text(row[field]))
		.filter(Boolean)
		.join(', ');
	return given({
		id,
		uid: text(row.dpUid),
		name: name || `Client ${text(row.pimsClientIdentifier) ?? id}`,
		contactPoints: pointsOf(row),
		address: address || undefined,
		raw: row,
	});
}

/** A past appointment stands for the visit: there is no entity for visits [documented absence]. */
export const toEncounter = (row: Raw): Encounter =>
	given({
		id: text(row.pimsId) ?? '',
		patientId: text(row.patientPimsId) ?? '',
		at: instantOf(row.date),
		vetId: text(row.resourceId),
		vet: text(row.resourceName),
		reason: [text(row.reason), text(row.notes)].filter(Boolean).join('. ') || undefined,
		modifiedAt: instantOf(row.dpModifiedDate),
		raw: row,
	});

/** Whether an appointment took place: not in the future, not called off. */
export const tookPlace = (row: Raw, now: string): boolean =>
	!/cancel|no.?show|delete/i.test(
		`${text(row.status) ?? ''} ${text(row.statusNormalizedDescription) ?? ''}`,
	) && Date.parse(instantOf(row.date) ?? now) <= Date.parse(now);

export const toMedication = (row: Raw): Medication =>
	given({
		id: text(row.pimsId) ?? '',
		name: text(row.description) ?? text(row.code) ?? 'Prescription',
		instructions: text(row.instructions),
		quantity: text(row.quantity),
		start: dateOf(row.administeredDate),
		raw: row,
	});

/** Words of vaccines; which codes a practice uses for them is its own choice [inferred]. */
const vaccineWords =
	/vaccin|\bvacc?\b|rabies|da2?pp|dhl?pp|dhpp|fvrcp|felv|bordetella|kennel cough|lepto|lyme|distemper|parvo|influenza|rcp\b/i;

/** Charges beside the vaccine itself, which name it too. */
const otherCharges = /\b(exam|examination|check|visit|consult|fee|tit(?:er|re)|certificate)\b/i;

/** Given vaccines from the charges, due dates from the reminders of the same code [inferred]. */
export function toVaccinations(charges: Raw[], reminders: Raw[]): Vaccination[] {
	const isVaccine = (row: Raw): boolean => {
		const said = text(row.description) ?? '';
		return vaccineWords.test(said) && !otherCharges.test(said);
	};
	const dueAfter = (code: string | undefined, on: string | undefined): string | undefined =>
		reminders
			.filter((row) => code !== undefined && text(row.code) === code)
			.flatMap((row) => dateOf(row.dueDate) ?? [])
			.filter((due) => on === undefined || due > on)
			.sort()[0];
	return charges
		.filter((row) => isVaccine(row) && row.isVoided !== true)
		.map((row) => {
			const givenOn = dateOf(row.transactionDate);
			return given({
				id: text(row.pimsId) ?? '',
				name: text(row.description) ?? 'Vaccination',
				givenOn,
				dueOn: dueAfter(text(row.code), givenOn),
				raw: row,
			});
		});
}
