import { ok, refuse, type Result } from '../../../core/result';
import type { Http } from '../../http';
import type { ClientInput, WriteResult } from '../pims';
import type { EzyVetClient } from './client';
import { isActive } from '../names';
import { flag, identifier, text, type Raw } from '../normalise';
import { scopeOf } from './versions';
import { bearing, numbered, switchedOff } from './writes';

/** Contact detail type of an e-mail address: 1 in every client [documented]. */
const emailType = 1;
/** Words in a site's own list that mean a phone, best first; the numbers differ [documented]. */
const phoneTypes = [/mobile|cell/i, /phone|tel|home/i];

const same = (a: unknown, b: unknown): boolean =>
	text(a)?.toLowerCase() === text(b)?.toLowerCase() && text(a) !== undefined;

const digits = (value: unknown): string => (text(value) ?? '').replace(/[^\d+]/g, '');

/**
 * Finds an owner or enters one: `POST /v1/contact` [documented: client], then each contact point by
 * `POST /v1/contactdetail` [inferred from its scope]. The marker stands in the contact's `code`. A
 * repeat after a break adds what is missing.
 */
export function createOwnerEntry(
	client: EzyVetClient,
	options: { http: Http; allowUnverifiedWrites: boolean },
) {
	const contactsOf = async (ids: string[]): Promise<Result<Raw[]>> =>
		ids.length
			? await client.listIn('contact', 'id', ids, 'look for the owner')
			: await Promise.resolve(ok([]));

	const fitsName = (record: Raw, { firstName, lastName }: ClientInput): boolean => {
		if (flag(record.is_business)) return same(record.business_name, lastName);
		return same(record.last_name, lastName) && (!firstName || same(record.first_name, firstName));
	};

	/** Contacts that carry the e-mail or phone given. */
	const byContactPoint = async (owner: ClientInput): Promise<Result<Raw[]>> => {
		const ids: string[] = [];
		for (const value of [owner.email, owner.phone]) {
			if (!value) continue;
			const got = await client.list('contactdetail', { value }, 'look for the owner');
			if (!got.ok) return got;
			ids.push(
				...got.value.filter(isActive).flatMap(({ contact_id }) => identifier(contact_id) ?? []),
			);
		}
		return await contactsOf(ids);
	};

	const ambiguous = (count: number, { firstName, lastName }: ClientInput) =>
		refuse(
			'ambiguous_client',
			`${count} owners in ezyVet fit ${[firstName, lastName].filter(Boolean).join(' ')}.`,
			'Open them in ezyVet, choose the right one or merge them, and give its ID.',
		);

	const onlyOne = (records: Raw[], owner: ClientInput): Result<Raw | undefined> => {
		const kept = [
			...new Map(
				records.filter(isActive).map((record) => [identifier(record.id), record]),
			).values(),
		];
		return kept.length > 1 ? ambiguous(kept.length, owner) : ok(kept[0]);
	};

	/**
	 * The owner's record: by marker; by e-mail or phone with the same family name; by full name. A
	 * contact point alone is no proof: households and clinics share them.
	 */
	const find = async (owner: ClientInput, marker: string): Promise<Result<Raw | undefined>> => {
		const marked = await client.list('contact', { code: marker }, 'look for the owner');
		if (!marked.ok) return marked;
		const own = bearing(marked.value, marker);
		if (own) return ok(own);
		const reached = await byContactPoint(owner);
		if (!reached.ok) return reached;
		const fitting = reached.value.filter((record) => fitsName(record, owner));
		if (fitting.length) return onlyOne(fitting, owner);
		const namesakes = await client.list(
			'contact',
			{ last_name: owner.lastName },
			'look for the owner',
		);
		if (!namesakes.ok) return namesakes;
		// With an e-mail or a phone to tell them apart, a namesake without them is somebody else.
		const known = namesakes.value.filter((record) => fitsName(record, owner) && isActive(record));
		if (owner.email || owner.phone) {
			return known.length ? await withoutPoints(known, owner) : ok(undefined);
		}
		return onlyOne(known, owner);
	};

	/** Of namesakes, the one that has no contact points at all; it may be this owner, so it is not guessed. */
	const withoutPoints = async (
		known: Raw[],
		owner: ClientInput,
	): Promise<Result<Raw | undefined>> => {
		const ids = known.flatMap(({ id }) => identifier(id) ?? []);
		const details = await client.listIn('contactdetail', 'contact_id', ids, 'look for the owner');
		if (!details.ok) return details;
		const reachable = new Set(details.value.map(({ contact_id }) => identifier(contact_id)));
		const bare = known.filter(({ id }) => !reachable.has(identifier(id)));
		return bare.length ? ambiguous(bare.length, owner) : ok(undefined);
	};

	const phoneType = async (): Promise<Result<number | undefined>> => {
		const types = await client.list('contactdetailtype', {}, 'list the kinds of contact details');
		if (!types.ok) return types;
		const fits = phoneTypes.flatMap((words) =>
			types.value.filter(({ name }) => words.test(text(name) ?? '')),
		);
		const id = Number(identifier(fits[0]?.id));
		return ok(Number.isFinite(id) ? id : undefined);
	};

	/** Adds the contact points that the record does not have yet; answers with what a person must add. */
	const addPoints = async (id: string, owner: ClientInput): Promise<Result<string[]>> => {
		const wanted: Array<[string, number]> = [];
		const left: string[] = [];
		if (owner.email) wanted.push([owner.email, emailType]);
		if (owner.phone) {
			const type = await phoneType();
			if (!type.ok) return type;
			if (type.value === undefined) left.push(`the phone ${owner.phone}`);
			else wanted.push([owner.phone, type.value]);
		}
		for (const [value, type] of wanted) {
			const isIt = (detail: Raw): boolean =>
				same(detail.value, value) || (type !== emailType && digits(detail.value) === digits(value));
			const look = async (): Promise<Result<Raw | undefined>> => {
				const got = await client.list(
					'contactdetail',
					{ contact_id: id },
					'look for contact details',
				);
				return got.ok ? ok(got.value.filter(isActive).find(isIt)) : got;
			};
			const body = {
				contact_id: Number(id),
				contact_detail_type_id: type,
				name: 'From the referral',
				value,
			};
			const written = await client.write(
				async () =>
					await options.http({ method: 'POST', url: client.writeUrl('contactdetail'), body }),
				look,
				{ operation: 'enter a contact detail', scope: scopeOf('contactdetail', 'write') },
			);
			if (!written.ok) return written;
		}
		return ok(left);
	};

	return async (owner: ClientInput, marker: string): Promise<Result<WriteResult>> => {
		if (!options.allowUnverifiedWrites) return switchedOff('an owner');
		const body = {
			...(owner.firstName ? { first_name: owner.firstName } : {}),
			last_name: owner.lastName,
			code: marker,
			is_customer: true,
		};
		const written = await client.write(
			async () => await options.http({ method: 'POST', url: client.writeUrl('contact'), body }),
			async () => await find(owner, marker),
			{ operation: 'enter the owner', scope: scopeOf('contact', 'write') },
		);
		if (!written.ok) return written;
		const result = await numbered(written.value, async () => await find(owner, marker), 'owner');
		if (!result.ok) return result;
		// A record that others made is theirs to complete.
		if ('found' in written.value && !bearing([written.value.found], marker)) return result;
		const points = await addPoints(result.value.ref, owner);
		if (!points.ok) return points;
		const place = [owner.street, [owner.postCode, owner.city].filter(Boolean).join(' ')]
			.filter(Boolean)
			.join(', ');
		const byHand = [...points.value, ...(place ? [`the address ${place}`] : [])].join(' and ');
		return ok({
			...result.value,
			...(byHand ? { instruction: `Add by hand in ezyVet: ${byHand}.` } : {}),
		});
	};
}
