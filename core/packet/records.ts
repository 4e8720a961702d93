import { z } from 'zod';
import { documentKinds } from './kinds';

/**
 * What any practice system (PIMS) can tell about a case, in one vocabulary. Every time is ISO 8601
 * in UTC, every date `YYYY-MM-DD`. A field that the PIMS does not give is absent: nothing is
 * guessed. `raw` keeps the vendor's own record for people who need more.
 */
const instant = z.string().datetime({ offset: true });
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date as YYYY-MM-DD');
const raw = z.unknown().optional();

export const contactPointSchema = z.object({
	kind: z.enum(['mobile', 'phone', 'email', 'fax', 'post', 'other']),
	value: z.string().min(1),
	preferred: z.boolean().optional(),
	label: z.string().optional(),
});
export type ContactPoint = z.infer<typeof contactPointSchema>;

export const patientSchema = z.object({
	id: z.string().min(1),
	/** A second, vendor-wide id where the PIMS has one (ezyVet `uid`). */
	uid: z.string().optional(),
	name: z.string().min(1),
	species: z.string().optional(),
	breed: z.string().optional(),
	sex: z.string().optional(),
	neutered: z.boolean().optional(),
	dateOfBirth: date.optional(),
	dateOfBirthEstimated: z.boolean().optional(),
	colour: z.string().optional(),
	weightKg: z.number().positive().optional(),
	weightAt: instant.optional(),
	microchip: z.string().optional(),
	ownerId: z.string().optional(),
	dead: z.boolean().optional(),
	/** What staff noted about handling: hostile, muzzle. */
	handling: z.string().optional(),
	/** Warnings of the record that everybody should see, in the words of the clinic. */
	alerts: z.string().optional(),
	allergies: z.array(z.string().min(1)).optional(),
	insurance: z.string().optional(),
	referringClinicId: z.string().optional(),
	referringVetId: z.string().optional(),
	raw,
});
export type Patient = z.infer<typeof patientSchema>;

export const clientSchema = z.object({
	id: z.string().min(1),
	uid: z.string().optional(),
	name: z.string().min(1),
	contactPoints: z.array(contactPointSchema),
	language: z.string().optional(),
	address: z.string().optional(),
	raw,
});
/** The owner, with every way to reach them that the PIMS knows. */
export type Client = z.infer<typeof clientSchema>;

export const referrerSchema = z.object({
	clinicId: z.string().optional(),
	clinic: z.string().optional(),
	vetId: z.string().optional(),
	vet: z.string().optional(),
	contactPoints: z.array(contactPointSchema),
	raw,
});
export type Referrer = z.infer<typeof referrerSchema>;

export const encounterSchema = z.object({
	id: z.string().min(1),
	patientId: z.string().min(1),
	at: instant.optional(),
	vetId: z.string().optional(),
	vet: z.string().optional(),
	reason: z.string().optional(),
	modifiedAt: instant.optional(),
	raw,
});
export type Encounter = z.infer<typeof encounterSchema>;

export const noteSchema = z.object({
	id: z.string().min(1),
	kind: z.enum(['history', 'exam', 'assessment', 'plan', 'other']),
	at: instant.optional(),
	encounterId: z.string().optional(),
	author: z.string().optional(),
	text: z.string().min(1),
	raw,
});
export type Note = z.infer<typeof noteSchema>;

export const medicationSchema = z.object({
	id: z.string().min(1),
	name: z.string().min(1),
	dose: z.string().optional(),
	route: z.string().optional(),
	frequency: z.string().optional(),
	instructions: z.string().optional(),
	quantity: z.string().optional(),
	start: date.optional(),
	end: date.optional(),
	/** Absent when the PIMS does not say whether the drug is still given. */
	active: z.boolean().optional(),
	lastGiven: z.string().optional(),
	raw,
});
export type Medication = z.infer<typeof medicationSchema>;

export const vaccinationSchema = z.object({
	id: z.string().min(1),
	name: z.string().min(1),
	givenOn: date.optional(),
	dueOn: date.optional(),
	raw,
});
export type Vaccination = z.infer<typeof vaccinationSchema>;

export const labItemSchema = z.object({
	name: z.string().min(1),
	value: z.string(),
	unit: z.string().optional(),
	range: z.string().optional(),
	flag: z.string().optional(),
});
export type LabItem = z.infer<typeof labItemSchema>;

export const labReportSchema = z.object({
	id: z.string().min(1),
	name: z.string().min(1),
	at: instant.optional(),
	lab: z.string().optional(),
	reference: z.string().optional(),
	text: z.string().optional(),
	items: z.array(labItemSchema),
	raw,
});
export type LabReport = z.infer<typeof labReportSchema>;

export const documentRefSchema = z.object({
	id: z.string().min(1),
	/** Safe as a file name: no path separators, never empty. */
	name: z.string().min(1),
	mimeType: z.string().min(1),
	kind: z.enum(documentKinds).optional(),
	date: instant.optional(),
	recordType: z.string().min(1),
	recordId: z.string().min(1),
	size: z.number().int().nonnegative().optional(),
	sha256: z.string().optional(),
	raw,
});
export type DocumentRef = z.infer<typeof documentRefSchema>;

/** A part of the record that could not be read, kept so that it is shown rather than missed. */
export interface UnreadPart {
	part: string;
	code: string;
	message: string;
	hint: string;
}

/** Everything read about one patient at one time. */
export interface PatientRecord {
	patient: Patient;
	owner?: Client;
	referrer?: Referrer;
	encounters: Encounter[];
	notes: Note[];
	medications: Medication[];
	vaccinations: Vaccination[];
	labReports: LabReport[];
	documents: DocumentRef[];
	unread: UnreadPart[];
}
