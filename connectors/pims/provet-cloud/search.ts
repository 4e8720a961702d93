import { ok, refuse, type Result } from '../../../core/result';
import type { Patient } from '../../../core/packet/records';
import { flag, identifier, text, type Raw } from '../normalise';
import type { PatientQuery } from '../pims';
import type { ProvetClient } from './client';
import { toPatient } from './map-people';
import type { People } from './people';
import { inlined, isOf } from './relations';

/** Without regard to case and surrounding space, as `icontains` compares. */
export const holds = (value: unknown, part: string): boolean =>
	(text(value) ?? '').toLowerCase().includes(part.trim().toLowerCase());

export const isSame = (value: unknown, other: string): boolean =>
	(text(value) ?? '').toLowerCase() === other.trim().toLowerCase();

/** Digits that tell a phone number, without the ways to write them or a leading country code. */
const phoneTail = 8;
export const phoneDigits = (value: unknown): string =>
	(text(value) ?? '').replace(/\D/g, '').slice(-phoneTail);

export interface OwnerQuery {
	email?: string;
	phone?: string;
	lastName?: string;
}

/** So many owners share no phone number: the filter was ignored. */
const mostOfOnePhone = 20;

const isKept = (row: Raw): boolean => flag(row.archived) !== true;

async function clientsByPhone(
	client: ProvetClient,
	people: People,
	phone: string,
): Promise<Result<Raw[]>> {
	const operation = 'search owners by phone';
	const wanted = phoneDigits(phone);
	const has = (numbers: Raw[]): boolean =>
		numbers.some((row) => phoneDigits(row.phone_number) === wanted);
	const got = await client.list('client', {
		operation,
		query: { phonenumbers__icontains: phone.trim(), expose_phone_numbers: '' },
		belongs: ({ phone_numbers }) => {
			const numbers = inlined(phone_numbers);
			return numbers === undefined || has(numbers);
		},
	});
	if (!got.ok) return got;
	const unproven = got.value.filter((row) => inlined(row.phone_numbers) === undefined);
	if (unproven.length > mostOfOnePhone) {
		return refuse(
			'pims_filter_ignored',
			`Provet Cloud named ${unproven.length} owners when asked for one phone number.`,
			'Look the owner up by e-mail or name instead.',
		);
	}
	const found = got.value.filter((row) => inlined(row.phone_numbers) !== undefined);
	for (const row of unproven) {
		const numbers = await people.phones(row);
		if (!numbers.ok) return numbers;
		if (has(numbers.value)) found.push(row);
	}
	return ok(found);
}

/** Owners by e-mail, phone or last name: the filters of `/client/` that the guide documents. */
export async function findClients(
	client: ProvetClient,
	people: People,
	{ email, phone, lastName }: OwnerQuery,
): Promise<Result<Raw[]>> {
	const asks: Array<() => Promise<Result<Raw[]>>> = [];
	// The filter compares exactly [documented]; most addresses stand in small letters.
	for (const written of new Set(email ? [email.trim(), email.trim().toLowerCase()] : [])) {
		asks.push(
			async () =>
				await client.list('client', {
					operation: 'search owners by e-mail',
					query: { email__is: written },
					belongs: (row) => isSame(row.email, written),
				}),
		);
	}
	if (phone) asks.push(async () => await clientsByPhone(client, people, phone));
	if (lastName) {
		asks.push(
			async () =>
				await client.list('client', {
					operation: 'search owners by name',
					query: { lastname__icontains: lastName.trim() },
					belongs: (row) => holds(row.lastname, lastName),
				}),
		);
	}
	const found = new Map<string, Raw>();
	for (const ask of asks) {
		const got = await ask();
		if (!got.ok) return got;
		for (const row of got.value.filter(isKept)) found.set(identifier(row.id) ?? '', row);
	}
	return ok([...found.values()]);
}

/** Patients of an owner: the filter is a relation, so each row shows whether it was obeyed. */
export const patientsOf = async (client: ProvetClient, ownerId: string): Promise<Result<Raw[]>> => {
	const got = await client.list('patient', {
		operation: 'list the patients of an owner',
		query: { client__is: ownerId },
		belongs: isOf('client', ownerId),
	});
	return got.ok ? ok(got.value.filter(isKept)) : got;
};

export const patientsWithChip = async (
	client: ProvetClient,
	microchip: string,
): Promise<Result<Raw[]>> => {
	const got = await client.list('patient', {
		operation: 'search patients by microchip',
		query: { microchip__is: microchip.trim() },
		belongs: (row) => isSame(row.microchip, microchip),
	});
	return got.ok ? ok(got.value.filter(isKept)) : got;
};

/** Finds patients by name, chip or owner; without regard to case, as the filters do. */
export function createSearch(client: ProvetClient, people: People) {
	const ofOwners = async (query: PatientQuery): Promise<Result<Raw[]>> => {
		const names = query.ownerName?.trim().split(/\s+/) ?? [];
		const owners = await findClients(client, people, {
			email: query.email,
			phone: query.phone,
			lastName: names[names.length - 1],
		});
		if (!owners.ok) return owners;
		const first = names.length > 1 ? (names[0] ?? '') : '';
		const patients: Raw[] = [];
		for (const owner of owners.value.filter((row) => holds(row.firstname, first))) {
			const got = await patientsOf(client, identifier(owner.id) ?? '');
			if (!got.ok) return got;
			patients.push(...got.value);
		}
		return ok(patients);
	};

	const byName = async (name: string): Promise<Result<Raw[]>> =>
		await client.list('patient', {
			operation: 'search patients by name',
			query: { name__icontains: name.trim() },
			belongs: (row) => holds(row.name, name),
		});

	return async (query: PatientQuery): Promise<Result<Patient[]>> => {
		const { name, microchip, email, phone, ownerName } = query;
		let got: Result<Raw[]>;
		if (email || phone || ownerName) got = await ofOwners(query);
		else if (microchip) got = await patientsWithChip(client, microchip);
		else if (name) got = await byName(name);
		else {
			return refuse(
				'nothing_to_search',
				'The search for patients names nothing to look for.',
				'Give a name, a microchip number, or the name, e-mail or phone of the owner.',
			);
		}
		if (!got.ok) return got;
		const fits = (row: Raw): boolean =>
			isKept(row) &&
			(!name || holds(row.name, name)) &&
			(!microchip || isSame(row.microchip, microchip));
		return ok(got.value.filter(fits).map((row) => toPatient(row)));
	};
}
