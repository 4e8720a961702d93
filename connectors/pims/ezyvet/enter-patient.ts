import { DateTime } from 'luxon';
import { ok, refuse, type Result } from '../../../core/result';
import type { Http } from '../../http';
import { withMarker } from '../marker';
import type { EncounterInput, PatientInput, WriteResult } from '../pims';
import type { EzyVetClient } from './client';
import { isActive } from '../names';
import { flag, identifier, text, type Raw } from '../normalise';
import { scopeOf } from './versions';
import { bearing, numbered } from './writes';

const letters = (value: unknown): string =>
	(text(value) ?? '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Fields that a site keeps as numbers of its own lists, by the words that are given. */
const coded = [
	['species', 'species_id'],
	['breed', 'breed_id'],
	['sex', 'sex_id'],
] as const;

const epochOf = (iso: string): number | undefined => {
	const at = DateTime.fromISO(iso, { zone: 'utc' });
	return at.isValid ? Math.floor(at.toSeconds()) : undefined;
};

/**
 * Enters patients and their visits: `POST /v1/animal` and `POST /v1/consult` [documented: clients].
 * The marker stands in the patient's notes and in the consult's description.
 */
export function createPatientEntry(client: EzyVetClient, { http }: { http: Http }) {
	const look = 'look for the patient';

	const ambiguous = (message: string) =>
		refuse(
			'ambiguous_patient',
			message,
			'Open the records in ezyVet, choose the right one or merge them, and give its ID.',
		);

	/** The patient with this chip, anywhere in the practice. */
	const byChip = async (patient: PatientInput): Promise<Result<Raw | undefined>> => {
		if (!patient.microchip) return ok(undefined);
		const got = await client.list('animal', { microchip_number: patient.microchip }, look);
		if (!got.ok) return got;
		const fits = got.value.filter(isActive);
		const [only] = fits;
		if (fits.length > 1) {
			return ambiguous(`${fits.length} patients in ezyVet carry the microchip of this patient.`);
		}
		if (only === undefined) return ok(undefined);
		if (identifier(only.contact_id) !== patient.clientId) {
			return ambiguous('The microchip of this patient belongs to a patient of another owner.');
		}
		if (flag(only.is_dead)) {
			return refuse(
				'patient_dead',
				'The patient with this microchip is recorded as dead in ezyVet.',
				'Check the microchip number, or correct the record in ezyVet.',
			);
		}
		return ok(only);
	};

	const find = async (patient: PatientInput, marker: string): Promise<Result<Raw | undefined>> => {
		const got = await client.list('animal', { contact_id: patient.clientId }, look);
		if (!got.ok) return got;
		const kept = got.value.filter(isActive);
		const own = bearing(kept, marker);
		if (own) return ok(own);
		const chipped = await byChip(patient);
		if (!chipped.ok || chipped.value) return chipped;
		const differs = (record: Raw): boolean =>
			patient.microchip !== undefined &&
			text(record.microchip_number) !== undefined &&
			text(record.microchip_number) !== patient.microchip;
		const fits = kept.filter(
			(record) =>
				letters(record.name) === letters(patient.name) && !flag(record.is_dead) && !differs(record),
		);
		return fits.length > 1
			? ambiguous(`This owner has ${fits.length} patients of this name in ezyVet.`)
			: ok(fits[0]);
	};

	/** Numbers of the site's lists for the words given, and the words it has no number for. */
	const codesOf = async (
		patient: PatientInput,
	): Promise<Result<{ codes: Raw; words: string[] }>> => {
		const codes: Raw = {};
		const words: string[] = [];
		for (const [resource, field] of coded) {
			const wanted = patient[resource];
			if (!wanted) continue;
			const got = await client.list(resource, {}, `list the ${resource} names`);
			if (!got.ok) return got;
			const named = got.value.filter(isActive);
			const exact = named.filter(({ name }) => letters(name) === letters(wanted));
			// "Canine" is one word of the site's "Canine (Dog)"; two that fit are none.
			const within = named.filter(({ name }) =>
				(text(name) ?? '')
					.split(/[^\p{L}\p{N}]+/u)
					.some((part) => letters(part) === letters(wanted)),
			);
			const fits = exact.length ? exact : within;
			const id = fits.length === 1 ? Number(identifier(fits[0]?.id)) : Number.NaN;
			if (Number.isFinite(id)) codes[field] = id;
			else words.push(`${resource}: ${wanted}`);
		}
		return ok({ codes, words });
	};

	const upsertPatient = async (
		patient: PatientInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		const born = patient.dateOfBirth === undefined ? undefined : epochOf(patient.dateOfBirth);
		if (patient.dateOfBirth !== undefined && born === undefined) {
			return refuse(
				'invalid_date',
				'The date of birth of the patient is not a date.',
				'Give it as YYYY-MM-DD.',
			);
		}
		const earlier = await find(patient, marker);
		if (!earlier.ok) return earlier;
		const coding = earlier.value ? ok({ codes: {}, words: [] }) : await codesOf(patient);
		if (!coding.ok) return coding;
		const { codes, words } = coding.value;
		const body = {
			name: patient.name,
			contact_id: Number(patient.clientId),
			...codes,
			...(born === undefined ? {} : { date_of_birth: born }),
			...(patient.microchip ? { microchip_number: patient.microchip } : {}),
			...(patient.weightKg ? { weight: String(patient.weightKg), weight_unit: 'kg' } : {}),
			notes: withMarker(words.join('; '), marker),
		};
		const again = async () => await find(patient, marker);
		const written = await client.write(
			async () => await http({ method: 'POST', url: client.writeUrl('animal'), body }),
			again,
			{ operation: 'enter the patient', scope: scopeOf('animal', 'write') },
		);
		return written.ok ? await numbered(written.value, again, 'patient') : written;
	};

	const createEncounter = async (
		encounter: EncounterInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		const at = epochOf(encounter.at);
		if (at === undefined) {
			return refuse(
				'invalid_time',
				'The time of the visit is not a time.',
				'Give it as an ISO time with offset, such as 2026-11-03T09:30:00+00:00.',
			);
		}
		const lookForIt = async (): Promise<Result<Raw | undefined>> => {
			const got = await client.list(
				'consult',
				{ animal_id: encounter.patientId },
				'look for the consult',
			);
			return got.ok ? ok(bearing(got.value.filter(isActive), marker)) : got;
		};
		const body = {
			animal_id: Number(encounter.patientId),
			...(encounter.vetId ? { vet_id: Number(encounter.vetId) } : {}),
			date: at,
			description: withMarker(encounter.reason, marker),
		};
		const written = await client.write(
			async () => await http({ method: 'POST', url: client.writeUrl('consult'), body }),
			lookForIt,
			{ operation: 'open the consult', scope: scopeOf('consult', 'write') },
		);
		return written.ok ? await numbered(written.value, lookForIt, 'consult') : written;
	};

	return { upsertPatient, createEncounter };
}
