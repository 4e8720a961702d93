/** What the fictional practice keeps; the export folder and the DataPoint feed show the same records. */
export interface Owner {
	id: string;
	title: string;
	firstName: string;
	lastName: string;
	address1: string;
	city: string;
	state: string;
	postalCode: string;
	phones: Array<{ name: string; number: string }>;
	email: string;
	/** Who sent this client to the practice: one line of free text. */
	referralSource: string;
}

export interface Medicine {
	code: string;
	description: string;
	quantity: number;
	instructions: string;
}

export interface Visit {
	/** `YYYY-MM-DD`, the practice's own day. */
	date: string;
	reason: string;
	vet: string;
	notes: string[];
	medicines?: Medicine[];
	/** Vaccinations as the practice charges them: code and words. */
	vaccines?: Array<{ code: string; description: string; dueInDays: number }>;
}

export interface Patient {
	id: string;
	ownerId: string | null;
	name: string;
	species: string;
	breed: string;
	color: string;
	gender: string;
	neutered: boolean;
	/** `YYYY-MM-DD`; '' when not recorded. */
	born: string;
	died: string;
	microchip: string;
	/** Kilograms; null when never weighed. */
	weight: number | null;
	rabiesTag: string;
	visits: Visit[];
}

/** Something a person typed into the record by hand. */
export interface Entry {
	patientId: string;
	kind: EntryKind;
	text: string;
	marker: string;
	by: string;
	/** ISO time. */
	at: string;
}
export const entryKinds = ['note', 'appointment', 'referrer', 'followUp', 'communication'] as const;
export type EntryKind = (typeof entryKinds)[number];

export interface Practice {
	name: string;
	timeZone: string;
	vets: string[];
	owners: Owner[];
	patients: Patient[];
	entries: Entry[];
}

export const ownerOf = (practice: Practice, patient: Patient): Owner | undefined =>
	practice.owners.find((owner) => owner.id === patient.ownerId);

export const patientOf = (practice: Practice, id: string): Patient | undefined =>
	practice.patients.find((patient) => patient.id === id);

/** The next free number in the style of the practice's own ids. */
const nextId = (rows: Array<{ id: string }>, from: number): string =>
	String(rows.reduce((highest, { id }) => Math.max(highest, Number(id) + 1), from));

export type NewPatient = { name: string; species?: string; ownerName?: string; email?: string };

/** A person at the desk registers a patient that was not known here, with its owner. */
export function register(practice: Practice, given: NewPatient): Patient {
	const [firstName = '', ...rest] = (given.ownerName ?? '').trim().split(/\s+/);
	let ownerId: string | null = null;
	if (given.ownerName) {
		const owner = blankOwner(nextId(practice.owners, 10_001), firstName, rest.join(' '));
		practice.owners.push({ ...owner, email: given.email ?? '' });
		ownerId = owner.id;
	}
	const patient = blankPatient(nextId(practice.patients, 20_001), ownerId, given.name);
	practice.patients.push({ ...patient, species: given.species ?? '' });
	return patientOf(practice, patient.id) as Patient;
}

/** An owner with nothing but a name; numbers are from the range kept free for fiction. */
export const blankOwner = (id: string, firstName: string, lastName: string): Owner => ({
	id,
	title: '',
	firstName,
	lastName,
	address1: '',
	city: '',
	state: '',
	postalCode: '',
	phones: [],
	email: '',
	referralSource: '',
});

/** A patient with nothing but a name. */
export const blankPatient = (id: string, ownerId: string | null, name: string): Patient => ({
	id,
	ownerId,
	name,
	species: '',
	breed: '',
	color: '',
	gender: '',
	neutered: false,
	born: '',
	died: '',
	microchip: '',
	weight: null,
	rabiesTag: '',
	visits: [],
});
