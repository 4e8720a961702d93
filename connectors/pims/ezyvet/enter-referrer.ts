import { ok, refuse, type Result } from '../../../core/result';
import type { Http } from '../../http';
import type { ReferrerInput, WriteResult } from '../pims';
import type { EzyVetClient } from './client';
import { isActive } from '../names';
import { flag, identifier, text, type Raw } from '../normalise';
import { scopeOf } from './versions';
import { bearing, numbered, switchedOff, writeResult } from './writes';

const titles = /^(dr|drs|prof|mr|mrs|ms|mx)\.?$/i;

/** First and family name of a vet as written, without titles. */
function partsOf(name: string): { first: string; last: string } {
	const words = name
		.trim()
		.split(/\s+/)
		.filter((word) => !titles.test(word));
	return { first: words.slice(0, -1).join(' '), last: words[words.length - 1] ?? name.trim() };
}

const same = (a: unknown, b: string): boolean => text(a)?.toLowerCase() === b.toLowerCase();

/**
 * Sets who referred a patient: `referring_clinic_id` and `referring_vet_id` of the animal, which are
 * contacts [documented: fields]. `PATCH /v1/animal/{id}` [documented: clients]. Contacts that are not
 * there yet are entered when unverified writes are on.
 */
export function createReferrerEntry(
	client: EzyVetClient,
	{ http, allowUnverifiedWrites }: { http: Http; allowUnverifiedWrites: boolean },
) {
	/** The number of the one contact that fits, entered when there is none. */
	const contactFor = async (
		filter: Record<string, string>,
		fits: (record: Raw) => boolean,
		body: Raw,
		marker: string,
	): Promise<Result<string>> => {
		const find = async (): Promise<Result<Raw | undefined>> => {
			const got = await client.list('contact', filter, 'look for the referring practice');
			if (!got.ok) return got;
			const kept = got.value.filter(isActive);
			const own = bearing(kept, marker);
			if (own) return ok(own);
			const fitting = kept.filter(fits);
			if (fitting.length < 2) return ok(fitting[0]);
			return refuse(
				'ambiguous_client',
				`${fitting.length} contacts in ezyVet fit the referring practice or vet.`,
				'Merge them in ezyVet, or set the referring clinic of the patient by hand.',
			);
		};
		const known = await find();
		if (!known.ok) return known;
		const id = identifier(known.value?.id);
		if (id) return ok(id);
		if (!allowUnverifiedWrites) return switchedOff('a referring practice');
		const written = await client.write(
			async () => await http({ method: 'POST', url: client.writeUrl('contact'), body }),
			find,
			{ operation: 'enter the referring practice', scope: scopeOf('contact', 'write') },
		);
		if (!written.ok) return written;
		const made = await numbered(written.value, find, 'referring practice');
		return made.ok ? ok(made.value.ref) : made;
	};

	return async (
		patientId: string,
		referrer: ReferrerInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		const clinic = await contactFor(
			{ business_name: referrer.clinic },
			(record) => same(record.business_name, referrer.clinic),
			{ business_name: referrer.clinic, is_business: true, code: `${marker}/clinic` },
			`${marker}/clinic`,
		);
		if (!clinic.ok) return clinic;
		const fields: Record<string, number> = { referring_clinic_id: Number(clinic.value) };
		if (referrer.vet) {
			const { first, last } = partsOf(referrer.vet);
			const vet = await contactFor(
				{ last_name: last },
				(record) => flag(record.is_vet) === true && (!first || same(record.first_name, first)),
				{
					...(first ? { first_name: first } : {}),
					last_name: last,
					is_vet: true,
					code: `${marker}/vet`,
				},
				`${marker}/vet`,
			);
			if (!vet.ok) return vet;
			fields.referring_vet_id = Number(vet.value);
		}
		/** Setting the same fields again changes nothing, so the fields themselves are the mark. */
		const look = async (): Promise<Result<Raw | undefined>> => {
			const got = await client.list('animal', { id: patientId }, 'read the patient');
			if (!got.ok) return got;
			const isSet = (record: Raw): boolean =>
				Object.entries(fields).every(([field, id]) => identifier(record[field]) === String(id));
			return ok(got.value.find((record) => identifier(record.id) === patientId && isSet(record)));
		};
		const url = client.writeUrl('animal', `/${encodeURIComponent(patientId)}`);
		const written = await client.write(
			async () => await http({ method: 'PATCH', url, body: fields }),
			look,
			{ operation: 'set the referring practice', scope: scopeOf('animal', 'write') },
		);
		return written.ok
			? ok({ ...writeResult(written.value, ({ id }) => id), ref: patientId })
			: written;
	};
}
