import { ok, refuse, type Result } from '../../../core/result';
import { sexOf } from '../sex';
import { given } from '../names';
import { flag, identifier, text, type Raw } from '../normalise';
import { carriesMarker, withMarker } from '../marker';
import type { ClientInput, PatientInput, ReferrerInput, WriteResult } from '../pims';
import type { ProvetClient } from './client';
import type { Lookups } from './lookups';
import { nameOf } from './map-people';
import type { People } from './people';
import { createReferralRecord } from './referral-record';
import { idOf } from './relations';
import { findClients, isSame, patientsOf, patientsWithChip, phoneDigits } from './search';
import { switchedOff, writeResult, type Writer } from './writing';
import { system } from './words';

/** 0 = private person, 1 = company [documented: client guide]. */
const privatePerson = 0;

/** 2 came back as "Female" [documented: usage example]; 1 for male follows from it [inferred]. */
const genders: Array<[RegExp, number]> = [
	[/female|spay|queen|bitch|mare|^f$/i, 2],
	[/male|neuter|castrat|^m$/i, 1],
];

const found = (record: Raw): WriteResult => writeResult({ found: record });

const ambiguous = (code: 'ambiguous_client' | 'ambiguous_patient', message: string) =>
	refuse(
		code,
		message,
		'Open Provet Cloud, choose or merge the right record, and run this step again with its id.',
	);

/** Owners, patients and who referred them. */
export function createUpserts(
	client: ProvetClient,
	{
		people,
		lookups,
		writer,
		allowUnverifiedWrites,
	}: { people: People; lookups: Lookups; writer: Writer; allowUnverifiedWrites: boolean },
) {
	/** Numbers are records of their own; one that stands there already is left alone. */
	const addPhone = async (owner: Raw, phone: string): Promise<Result<void>> => {
		const id = idOf(owner) ?? '';
		const look = async (): Promise<Result<Raw | undefined>> => {
			const record = await client.one('client', id, `read the client ${id}`, {
				expose_phone_numbers: '',
			});
			if (!record.ok) return record;
			const rows = await people.phones(record.value);
			if (!rows.ok) return rows;
			const wanted = phoneDigits(phone);
			return ok(rows.value.find((row) => phoneDigits(row.phone_number) === wanted));
		};
		const written = await writer.create({
			path: 'phonenumber',
			bodies: [{ client: client.url(`client/${id}`), phone_number: phone.trim() }],
			operation: 'enter the phone number of the owner',
			look,
		});
		return written.ok ? ok(undefined) : written;
	};

	const isNamed = (row: Raw, input: ClientInput): boolean =>
		[row.lastname, row.organization_name].some((name) => isSame(name, input.lastName));

	/** The one client that is meant; `undefined` when there is none. */
	const clientMeant = async (
		input: ClientInput,
		marker: string,
	): Promise<Result<Raw | undefined>> => {
		const { email, phone, lastName, firstName } = input;
		const candidates = await findClients(client, people, { email, phone, lastName });
		if (!candidates.ok) return candidates;
		const marked = candidates.value.find(({ remarks }) => carriesMarker(remarks, marker));
		if (marked) return ok(marked);
		const reached: Raw[] = [];
		for (const row of candidates.value) {
			const sameMail = email ? isSame(row.email, email) : false;
			const numbers = !sameMail && phone ? await people.phones(row) : ok<Raw[]>([]);
			if (!numbers.ok) return numbers;
			const wanted = phoneDigits(phone);
			const samePhone = numbers.value.some((one) => phoneDigits(one.phone_number) === wanted);
			if (sameMail || samePhone) reached.push(row);
		}
		const named = reached.filter((row) => isNamed(row, input));
		// Without e-mail and phone, the whole name must be the same.
		const byName = candidates.value.filter(
			(row) => isNamed(row, input) && isSame(row.firstname, firstName ?? ''),
		);
		const fits = email || phone ? named : byName;
		if (fits.length === 1) return ok(fits[0]);
		if (fits.length > 1) {
			return ambiguous(
				'ambiguous_client',
				`${system} has ${fits.length} owners that fit this one.`,
			);
		}
		if (reached.length === 0) return ok(undefined);
		return ambiguous(
			'ambiguous_client',
			`${system} has an owner with this e-mail or phone under another name.`,
		);
	};

	/**
	 * Some sites refuse an owner without communication preferences [documented: seen on a tenant]: no
	 * consent to messages of Provet Cloud is known, so none is claimed.
	 */
	const upsertClient = async (input: ClientInput, marker: string): Promise<Result<WriteResult>> => {
		const { firstName, lastName, email, phone, street, city, postCode } = input;
		const body = given({
			firstname: firstName ?? '',
			lastname: lastName,
			email,
			customer_type: privatePerson,
			street_address: street,
			zip_code: postCode,
			city,
			remarks: withMarker('', marker),
		});
		const written = await writer.create({
			path: 'client',
			bodies: [body, { ...body, no_sms: true, no_email: true }],
			operation: 'enter the owner',
			look: async () => await clientMeant(input, marker),
		});
		if (!written.ok) return written;
		const result = writeResult(written.value);
		const owner = 'found' in written.value ? written.value.found : written.value.sent;
		// A number that an earlier try did not come to; a client of the site's own is left as it is.
		const isOurs = 'sent' in written.value || carriesMarker(owner.remarks, marker);
		if (!phone || !isOurs) return ok(result);
		const added = await addPhone(owner, phone);
		return added.ok ? ok(result) : added;
	};

	/** The one patient that is meant: by marker, by chip, then by name among the living of this owner. */
	const patientMeant = async (
		input: PatientInput,
		marker: string,
	): Promise<Result<Raw | undefined>> => {
		const theirs = await patientsOf(client, input.clientId);
		if (!theirs.ok) return theirs;
		const marked = theirs.value.find(({ remarks }) => carriesMarker(remarks, marker));
		if (marked) return ok(marked);
		const isDead = (row: Raw): boolean => flag(row.deceased) ?? text(row.deceased) !== undefined;
		if (input.microchip) {
			const chipped = await patientsWithChip(client, input.microchip);
			if (!chipped.ok) return chipped;
			const [only, ...others] = chipped.value;
			if (only && (others.length > 0 || idOf(only.client) !== input.clientId)) {
				const message =
					others.length > 0
						? `${system} has ${chipped.value.length} patients with this microchip.`
						: `${system} has a patient with this microchip under another owner.`;
				return ambiguous('ambiguous_patient', message);
			}
			if (only && isDead(only)) {
				return refuse(
					'patient_deceased',
					`The patient with this microchip is marked as dead in ${system}.`,
					'Check the microchip with the referring practice before anything is entered.',
				);
			}
			if (only) return ok(only);
		}
		const named = theirs.value.filter((row) => isSame(row.name, input.name) && !isDead(row));
		// A chip that differs says that it is another animal, whatever its name.
		const fits = named.filter(
			({ microchip }) =>
				!input.microchip || text(microchip) === undefined || isSame(microchip, input.microchip),
		);
		if (fits.length > 1) {
			return ambiguous(
				'ambiguous_patient',
				`${system} has ${fits.length} patients of this owner with this name.`,
			);
		}
		return ok(fits[0]);
	};

	/** Codes go in and names come out; what has no code stands in the remarks in words. */
	const patientBody = async (input: PatientInput, marker: string): Promise<Result<Raw>> => {
		const { name, species, breed, sex, dateOfBirth, microchip, weightKg } = input;
		const speciesCode = species ? await lookups.speciesCode(species) : ok(undefined);
		if (!speciesCode.ok) return speciesCode;
		const breedCode = breed
			? await lookups.codeOf('breeds', breed, speciesCode.value)
			: ok(undefined);
		if (!breedCode.ok) return breedCode;
		const gender = genders.find(([pattern]) => sex !== undefined && pattern.test(sex))?.[1];
		const isPlain = /^(fe)?male$/i.test(sex ?? '');
		const inWords = [
			breed && breedCode.value === undefined ? `Breed: ${breed}.` : '',
			sex && !(gender !== undefined && isPlain) ? `Sex: ${sex}.` : '',
		].filter(Boolean);
		const numeric = (code: string | undefined): number | string | undefined =>
			code !== undefined && /^\d+$/.test(code) ? Number(code) : code;
		return ok(
			given({
				name,
				client: client.url(`client/${input.clientId}`),
				species: numeric(speciesCode.value),
				breed: numeric(breedCode.value),
				gender,
				date_of_birth: dateOfBirth,
				microchip,
				weight: weightKg,
				remarks: withMarker(inWords.join(' '), marker),
			}),
		);
	};

	/** The code of a gender is not documented in full: one that came back as another word is taken out. */
	const correctGender = async (record: Raw, sex: string | undefined): Promise<void> => {
		const sexIn = (words: string | undefined): string | undefined =>
			(sexOf(words, undefined) as { sex?: string }).sex;
		const [said, meant] = [sexIn(text(record.gender)), sexIn(sex)];
		if (said === undefined || meant === undefined || said === meant) return;
		const words = `${text(record.remarks) ?? ''} Sex: ${sex ?? ''}.`.trim();
		const change = { gender: null, remarks: words };
		await writer.change(`patient/${idOf(record) ?? ''}`, change, 'correct the sex of the patient');
	};

	const upsertPatient = async (
		input: PatientInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		// Looked for before the codes below, so that a repeat costs no lookups.
		const meant = await patientMeant(input, marker);
		if (!meant.ok) return meant;
		if (meant.value) return ok(found(meant.value));
		const body = await patientBody(input, marker);
		if (!body.ok) return body;
		const written = await writer.createResult({
			path: 'patient',
			bodies: [body.value],
			operation: 'enter the patient',
			look: async () => await patientMeant(input, marker),
		});
		if (written.ok && written.value.status === 'created') {
			await correctGender(written.value.raw as Raw, input.sex);
		}
		return written;
	};

	/** `/referrer/` is documented, its body is [unknown]; the one there is, or a new one. */
	const referrerOf = async (input: ReferrerInput, marker: string): Promise<Result<string>> => {
		const look = async (): Promise<Result<Raw | undefined>> => {
			const rows = await client.list('referrer', { operation: 'look for the referring practice' });
			return rows.ok ? ok(rows.value.find((row) => isSame(nameOf(row), input.clinic))) : rows;
		};
		const body = given({
			name: input.clinic,
			veterinarian: input.vet,
			email: input.email,
			phone_number: input.phone,
			remarks: withMarker('', marker),
		});
		const written = await writer.create({
			path: 'referrer',
			bodies: [body],
			operation: 'enter the referring practice',
			look,
		});
		if (!written.ok) return written;
		const record = 'found' in written.value ? written.value.found : written.value.sent;
		return ok(client.url(`referrer/${idOf(record) ?? ''}`));
	};

	const recordReferral = createReferralRecord(client, writer);

	/**
	 * The referring fields stand on the client; whether they take a name or an address of `/referrer/`
	 * is [unknown], so the address is tried first and the name after a 400.
	 */
	const setReferrer = async (
		patientId: string,
		input: ReferrerInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		if (!allowUnverifiedWrites) return switchedOff('a referring practice');
		const patient = await people.patient(patientId);
		if (!patient.ok) return patient;
		const ownerId = idOf(patient.value.client);
		if (ownerId === undefined) {
			return refuse(
				'no_owner',
				`The patient ${patientId} has no owner in ${system}, and the referring practice stands with the owner.`,
				'Give the patient an owner in Provet Cloud and run this step again.',
			);
		}
		const owner = await client.one('client', ownerId, `read the client ${ownerId}`);
		if (!owner.ok) return owner;
		if (carriesMarker(owner.value.remarks, marker)) return ok(found(owner.value));
		const referrer = await referrerOf(input, marker);
		if (!referrer.ok) return referrer;
		const words = `Referred by ${[input.vet, input.clinic].filter(Boolean).join(', ')}`;
		const recorded = await recordReferral(
			{ patientId, ownerId, referrer: referrer.value, words },
			marker,
		);
		if (!recorded.ok) return recorded;
		// Last, because it is what tells a repeat that all is done.
		const remarks = [text(owner.value.remarks), withMarker(words, marker)]
			.filter(Boolean)
			.join('\n');
		const path = `client/${ownerId}`;
		const operation = 'enter the referring practice';
		const names = given({ referring_vet: input.vet, remarks });
		let changed = await writer.change(
			path,
			{ ...names, referring_organization: referrer.value },
			operation,
		);
		if (!changed.ok && changed.refusal.code === 'pims_rejected') {
			changed = await writer.change(
				path,
				{ ...names, referring_organization: input.clinic },
				operation,
			);
		}
		if (!changed.ok) return changed;
		return ok({ status: 'created', ref: identifier(ownerId) ?? ownerId, raw: changed.value });
	};

	return { upsertClient, upsertPatient, setReferrer };
}
