import { ok, refuse, type Result } from '../../../core/result';
import type { Medication, Note, Vaccination } from '../../../core/packet/records';
import type { Raw } from '../normalise';
import type { ProvetClient } from './client';
import type { Consultations } from './consultations';
import type { Lookups } from './lookups';
import { isVaccination, toMedication, toNote, toVaccination } from './map-clinical';
import type { People } from './people';
import { idOf, idsOf, inlined, isOfPatient } from './relations';
import { readVitals } from './vitals';

/** So many records are still read one by one where a list ignores its filter. */
const mostOneByOne = 300;

export const isIgnored = (result: Result<unknown>): boolean =>
	!result.ok && result.refusal.code === 'pims_filter_ignored';

const tooMany = (what: string) =>
	refuse(
		'pims_filter_ignored',
		`Provet Cloud cannot list the ${what} of one patient here, and this patient has too many to read one by one.`,
		'Send the history of this patient as a document instead.',
	);

export type Clinical = ReturnType<typeof createClinical>;

/** Reads of the clinical record: from lists where the API has one that can be trusted. */
export function createClinical(
	client: ProvetClient,
	{
		people,
		consultations,
		lookups,
	}: { people: People; consultations: Consultations; lookups: Lookups },
) {
	const knownItems = new Map<string, Raw[]>();
	const knownNotes = new Map<string, Raw[]>();

	/**
	 * Notes and communication of a patient as they are now: inlined in the patient, which saves a
	 * request for each, else by filter, else one by one.
	 */
	const freshNotes = async (patientId: string): Promise<Result<Raw[]>> => {
		const patient = await client.one('patient', patientId, 'read the notes', { expose_notes: '' });
		if (!patient.ok) return patient;
		const { notes } = patient.value;
		const whole = Array.isArray(notes) ? inlined(notes) : undefined;
		if (whole) return ok(whole);
		const got = await client.listIfAllowed('note', {
			operation: 'read the notes',
			query: { patient__is: patientId },
			belongs: (row) => isOfPatient(row, patientId),
		});
		if (!isIgnored(got)) return got;
		const ids = idsOf(notes);
		if (ids.length > mostOneByOne) return tooMany('notes');
		const rows: Raw[] = [];
		for (const id of ids) {
			const row = await client.one('note', id, `read the note ${id}`);
			if (!row.ok) return row;
			rows.push(row.value);
		}
		return ok(rows);
	};

	/** As `freshNotes`, read once for the run. */
	const patientNotes = async (patientId: string): Promise<Result<Raw[]>> => {
		const known = knownNotes.get(patientId);
		if (known) return ok(known);
		const got = await freshNotes(patientId);
		if (got.ok) knownNotes.set(patientId, got.value);
		return got;
	};

	/** Items of the consultations of a patient by the list of their kind, else below each consultation. */
	const items = async (patientId: string, list: string, below: string): Promise<Result<Raw[]>> => {
		const key = `${list} ${patientId}`;
		const known = knownItems.get(key);
		if (known) return ok(known);
		let got = await client.listIfAllowed(list, {
			operation: `read the ${below}`,
			query: { patient__is: patientId },
			belongs: (row) => isOfPatient(row, patientId),
		});
		if (isIgnored(got)) {
			const visits = await consultations.of(patientId);
			if (!visits.ok) return visits;
			const holding = visits.value.filter(
				({ consultation_items }) =>
					!Array.isArray(consultation_items) || consultation_items.length > 0,
			);
			if (holding.length > mostOneByOne) return tooMany(below);
			const rows: Raw[] = [];
			for (const visit of holding) {
				const id = idOf(visit) ?? '';
				const part = await client.list(`consultation/${id}/${below}`, {
					operation: `read the ${below} of the consultation ${id}`,
				});
				if (!part.ok) return part;
				// A consultation may be about several patients; an item that names none is of them all.
				rows.push(...part.value.filter((row) => isOfPatient(row, patientId) !== false));
			}
			got = ok(rows);
		}
		if (got.ok) knownItems.set(key, got.value);
		return got;
	};

	const medicines = async (patientId: string): Promise<Result<Raw[]>> =>
		await items(patientId, 'consultation_items/medicine', 'medicines');

	const listNotes = async (of: {
		patientId: string;
		encounterId?: string;
	}): Promise<Result<Note[]>> => {
		const { patientId, encounterId } = of;
		const staff = await lookups.users();
		if (!staff.ok) return staff;
		const visits = await consultations.of(patientId);
		if (!visits.ok) return visits;
		const notes: Array<Note | undefined> = [];
		for (const visit of visits.value) {
			const id = idOf(visit) ?? '';
			if (encounterId && id !== encounterId) continue;
			const written = await consultations.rows(visit, 'notes');
			if (!written.ok) return written;
			const told = await consultations.rows(visit, 'instructions');
			if (!told.ok) return told;
			const isTheirs = (row: Raw): boolean => isOfPatient(row, patientId) !== false;
			const add = (rows: Raw[], source: string, kind: Note['kind']): void => {
				for (const row of rows.filter(isTheirs)) {
					notes.push(toNote(row, { source, kind, encounterId: id }, staff.value));
				}
			};
			add(written.value, 'consultationnote', 'history');
			add(told.value, 'discharge', 'plan');
		}
		const general = await patientNotes(patientId);
		if (!general.ok) return general;
		// History from other systems; the route is documented, its fields are [unknown].
		const imported = await client.listIfAllowed('importedhistory', {
			operation: 'read the imported history',
			query: { patient__is: patientId },
			belongs: (row) => isOfPatient(row, patientId),
		});
		if (!imported.ok) return imported;
		const measured = await readVitals(client, people, patientId);
		if (!measured.ok) return measured;
		notes.push(...measured.value);
		for (const row of general.value) {
			notes.push(toNote(row, { source: 'note', kind: 'other' }, staff.value));
		}
		for (const row of imported.value) {
			notes.push(toNote(row, { source: 'imported', kind: 'history' }, staff.value));
		}
		return ok(
			notes.filter(
				(note): note is Note =>
					note !== undefined && (!encounterId || note.encounterId === encounterId),
			),
		);
	};

	const listMedications = async (patientId: string): Promise<Result<Medication[]>> => {
		const got = await medicines(patientId);
		if (!got.ok) return got;
		return ok(got.value.filter((row) => !isVaccination(row)).map(toMedication));
	};

	/** Medicines marked as vaccinations, and those given elsewhere [inferred]. */
	const listVaccinations = async (patientId: string): Promise<Result<Vaccination[]>> => {
		const given = await medicines(patientId);
		if (!given.ok) return given;
		const elsewhere = await client.listIfAllowed(`patient/${patientId}/external_vaccination`, {
			operation: 'list the vaccinations given elsewhere',
			belongs: (row) => isOfPatient(row, patientId) ?? true,
		});
		if (!elsewhere.ok) return elsewhere;
		return ok([
			...given.value.filter(isVaccination).map((row) => toVaccination(row, 'medicine')),
			...elsewhere.value.map((row) => toVaccination(row, 'external')),
		]);
	};

	return { items, patientNotes, freshNotes, listNotes, listMedications, listVaccinations };
}
