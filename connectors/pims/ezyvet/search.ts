import { ok, refuse, type Result } from '../../../core/result';
import type { Patient } from '../../../core/packet/records';
import type { PatientQuery } from '../pims';
import type { EzyVetClient, Filters } from './client';
import { isActive } from '../names';
import { identifier, text } from '../normalise';
import type { Reads } from './reads';

/**
 * Finds patients by name, chip or owner. ezyVet compares exactly and minds case [documented]; the
 * wildcard of `like` is [unknown], so it is not used.
 */
export function createSearch(client: EzyVetClient, reads: Reads) {
	const ownersOf = async (query: PatientQuery): Promise<Result<string[] | undefined>> => {
		const ids: string[] = [];
		for (const value of [query.email, query.phone]) {
			if (!value) continue;
			const got = await client.list('contactdetail', { value }, 'search contact details');
			if (!got.ok) return got;
			ids.push(...got.value.flatMap(({ contact_id }) => identifier(contact_id) ?? []));
		}
		if (query.ownerName) {
			const words = query.ownerName.trim().split(/\s+/);
			const lastName = words[words.length - 1] ?? '';
			const got = await client.list('contact', { last_name: lastName }, 'search owners');
			if (!got.ok) return got;
			const first = words.length > 1 ? words[0]?.toLowerCase() : undefined;
			const fits = got.value.filter(
				({ first_name }) => !first || text(first_name)?.toLowerCase().startsWith(first),
			);
			ids.push(...fits.flatMap(({ id }) => identifier(id) ?? []));
		}
		const asked = query.email ?? query.phone ?? query.ownerName;
		return ok(asked ? ids : undefined);
	};

	return async (query: PatientQuery): Promise<Result<Patient[]>> => {
		const filters: Filters = {};
		if (query.name) filters.name = query.name;
		if (query.microchip) filters.microchip_number = query.microchip;
		const owners = await ownersOf(query);
		if (!owners.ok) return owners;
		if (owners.value === undefined && Object.keys(filters).length === 0) {
			return refuse(
				'nothing_to_search',
				'The search for patients names nothing to look for.',
				'Give a name, a microchip number, or the name, e-mail or phone of the owner.',
			);
		}
		const operation = 'search patients';
		const got =
			owners.value === undefined
				? await client.list('animal', filters, operation)
				: await client.listIn('animal', 'contact_id', owners.value, operation, filters);
		return got.ok ? await reads.toPatients(got.value.filter(isActive)) : got;
	};
}
