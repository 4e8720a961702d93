import type { Row, Store } from '../store.mts';

const DAY = 86_400_000;

export interface Practice {
	store: Store;
	/** Epoch milliseconds so many days before the demo's day. */
	ago(days: number): number;
	/** The practice's main department and first vet. */
	department: number;
	vet: number;
}

export interface Owner {
	id: number;
	firstname: string;
	lastname: string;
	email: string;
	mobile: string;
}

export interface Animal {
	id: number;
	name: string;
	species: number;
	breed: number | null;
	gender: number;
	/** Years, so that the demo never grows old. */
	age: number | null;
	weight: number | null;
	microchip: string;
	color?: string;
	critical?: string;
}

export interface Visit {
	daysAgo: number;
	complaint: string;
	notes?: string[];
	diagnosis?: string;
	instruction?: string;
	/** Measured at the visit, by the name of the sub-resource: weight in kg, temperature in °C … */
	measured?: Record<string, number>;
	/** name, quantity, unit, instructions. */
	medicines?: Array<[string, number, string, string]>;
	/** Vaccines given: name and disease. */
	vaccines?: Array<[string, string]>;
	laboratory?: { name: string; reference: string; comment: string; items: LabItem[] };
}
/** name, value, unit, lowest and highest normal. */
export type LabItem = [string, string, string, string, string];

export const makePractice = (store: Store, nowMs: number): Practice => ({
	store,
	ago: (days) => Math.floor((nowMs - days * DAY) / 1000) * 1000,
	department: 1,
	vet: 21,
});

export const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** A client with a phone number. */
export function addOwner({ store, ago }: Practice, owner: Owner): Row {
	const { mobile, ...fields } = owner;
	const at = ago(700);
	const row = store.add(
		'client',
		{ ...fields, customer_type: 0, archived: false, no_sms: false, no_email: false, country: 'FI' },
		at,
	);
	store.add(
		'phonenumber',
		{ client: row.id, type_code: 'mobile', phone_number: mobile, description: 'Mobile' },
		at,
	);
	return row;
}

/** A patient; `client` null: nobody is known to own it. */
export function addAnimal({ store, ago }: Practice, animal: Animal, client: number | null): Row {
	const { age, critical, ...fields } = animal;
	return store.add(
		'patient',
		{
			...fields,
			client,
			critical_notes: critical ?? '',
			date_of_birth: age === null ? null : dayText(ago(Math.round(age * 365.25))),
			date_of_registration: dayText(ago(700)),
			deceased: false,
			archived: false,
		},
		ago(700),
	);
}

/** A finished consultation with everything that was written down at it, all dated to the visit. */
export function addVisit(practice: Practice, patient: Row, visit: Visit): Row {
	const { store } = practice;
	const at = practice.ago(visit.daysAgo);
	const consultation = store.add(
		'consultation',
		{
			client: patient.client,
			patients: [patient.id],
			complaint: visit.complaint,
			admitted_time: at,
			first_entry: at,
			started: at,
			finished: at + 1_800_000,
			ended: at + 1_800_000,
			status: 10,
			type: 1,
			department: practice.department,
			supervising_veterinarian: practice.vet,
		},
		at,
	);
	const links = { consultation: consultation.id, patient: patient.id };
	for (const text of visit.notes ?? []) {
		store.add('consultationnote', { consultation: consultation.id, text }, at);
	}
	if (visit.diagnosis) store.add('consultationdiagnosis', { ...links, name: visit.diagnosis }, at);
	if (visit.instruction) {
		store.add('consultationdischargeinstruction', { ...links, text: visit.instruction }, at);
	}
	for (const [name, value] of Object.entries(visit.measured ?? {})) {
		store.add(name, { patient: patient.id, value, measured_at: at }, at);
	}
	for (const [name, quantity, unit, instructions] of visit.medicines ?? []) {
		const medicine = { ...links, name, quantity, unit, instructions, vaccination: false, used: at };
		store.add('consultation_items/medicine', medicine, at);
	}
	for (const [name, vaccination_disease] of visit.vaccines ?? []) {
		store.add(
			'consultation_items/medicine',
			{
				...links,
				name,
				quantity: 1,
				unit: 'dose',
				vaccination: true,
				vaccination_disease,
				batch_number: `DEMO-${visit.daysAgo}`,
				used: at,
			},
			at,
		);
	}
	if (visit.laboratory) addLaboratory(practice, links, at, visit.laboratory);
	patient.last_consultation = consultation.id;
	return consultation;
}

function addLaboratory(
	{ store }: Practice,
	links: { consultation: number; patient: number },
	date: number,
	panel: NonNullable<Visit['laboratory']>,
): void {
	const { name, reference, comment, items } = panel;
	const group = store.add(
		'laboratoryanalysisgroup',
		{ ...links, name, reference, comment, date },
		date,
	);
	for (const [item, result, unit, reference_min, reference_max] of items) {
		const number = Number(result);
		const low = reference_min !== '' && number < Number(reference_min);
		const high = reference_max !== '' && number > Number(reference_max);
		const flag = low ? 'L' : high ? 'H' : '';
		const row = { ...links, group: group.id, name: item, result, unit, reference_min };
		store.add('laboratoryanalysis', { ...row, reference_max, flag, date }, date);
	}
}

/** A note on the patient with a file on it. */
export function addFileNote(
	{ store, ago }: Practice,
	patient: Row,
	daysAgo: number,
	file: { name: string; mimeType: string; title: string },
	bytes: Buffer,
): Row {
	const at = ago(daysAgo);
	const links = { patient: patient.id, client: patient.client };
	const note = store.add('note', { ...links, title: file.title, text: file.title }, at);
	return store.addFile(
		{ note: note.id, patient: patient.id, name: file.name, mime_type: file.mimeType },
		bytes,
		at,
	);
}
