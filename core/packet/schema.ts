import { z } from 'zod';
import { documentKinds } from './kinds';
import {
	contactPointSchema,
	encounterSchema,
	labReportSchema,
	medicationSchema,
	noteSchema,
	patientSchema,
	vaccinationSchema,
} from './records';
import { releaseSchema, supplementSchema, urgencies } from './release';

const instant = z.string().datetime({ offset: true });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex');

export const manifestEntrySchema = z.object({
	name: z.string().min(1),
	kind: z.enum(documentKinds),
	loinc: z.string().optional(),
	mimeType: z.string().min(1),
	size: z.number().int().nonnegative(),
	sha256,
	/** When the study or document was made, as far as the PIMS says. */
	date: instant.optional(),
	/** Id of the document in the referring PIMS. */
	documentId: z.string().optional(),
});
export type ManifestEntry = z.infer<typeof manifestEntrySchema>;

export const manifestSchema = z.object({
	entries: z.array(manifestEntrySchema),
	/** Digest over all entries: two manifests are equal exactly when this is. */
	sha256,
});
export type Manifest = z.infer<typeof manifestSchema>;

export const gapSchema = z.object({
	field: z.string().min(1),
	label: z.string().min(1),
	level: z.enum(['required', 'recommended']),
	reason: z.string().min(1),
	howToFix: z.string().min(1),
	/** Why a person decided to send without it; such a gap no longer blocks. */
	override: z.string().optional(),
});
/** Something a packet lacks. Required gaps block sending until filled or overridden with a reason. */
export type Gap = z.infer<typeof gapSchema>;

const unreadPartSchema = z.object({
	part: z.string(),
	code: z.string(),
	message: z.string(),
	hint: z.string(),
});

/** One reading of everything a specialist is sent about a case (packet layout version 1). */
export const packetSchema = z.object({
	schemaVersion: z.literal(1),
	caseId: z.string().min(1),
	packetVersion: z.number().int().positive(),
	createdAt: instant,
	urgency: z.enum(urgencies),
	reasonForUrgency: z.string().optional(),
	phoneCall: releaseSchema.shape.phoneCall,
	referrer: z.object({
		clinicId: z.string().min(1),
		clinic: z.string().min(1),
		/** The vet who answers questions about this case. */
		vet: z.string().optional(),
		phone: z.string().optional(),
		email: z.string().optional(),
		timeZone: z.string().min(1),
		address: z.string().optional(),
	}),
	specialist: z.object({
		id: z.string().min(1),
		hospital: z.string().min(1),
		service: z.string().min(1),
		specialty: z.string().min(1),
		clinician: z.string().optional(),
		phone: z.string().optional(),
	}),
	owner: z.object({
		pimsId: z.string().optional(),
		name: z.string().optional(),
		contactPoints: z.array(contactPointSchema),
		phone: z.string().optional(),
		email: z.string().optional(),
		language: z.string().optional(),
		preferredChannel: z.enum(['sms', 'email', 'phone']).optional(),
		bestTime: z.string().optional(),
		secondContact: z.string().optional(),
		decides: z.string().optional(),
		address: z.string().optional(),
	}),
	consent: z.object({
		share: releaseSchema.shape.consent,
		contact: releaseSchema.shape.contact,
	}),
	releasedBy: releaseSchema.shape.by,
	patient: patientSchema
		.omit({ raw: true, id: true, ownerId: true, allergies: true })
		.extend({ pimsId: z.string().min(1), microchipSource: supplementSchema.shape.microchipSource }),
	clinicalQuestion: z.string().min(1),
	reason: z.string().min(1),
	/** Absent = not stated; empty = stated that there are none (so in the lists below). */
	problemList: z.array(z.string()).optional(),
	allergies: z.array(z.string()).optional(),
	encounters: z.array(encounterSchema.omit({ raw: true, patientId: true })),
	history: z.array(noteSchema.omit({ raw: true })),
	/** Notes and results older than the history window, left out and counted. */
	olderEntries: z.number().int().nonnegative(),
	medications: z.array(medicationSchema.omit({ raw: true, id: true })),
	medicationTiming: z.string().optional(),
	vaccinations: z.array(vaccinationSchema.omit({ raw: true, id: true })),
	labs: z.array(labReportSchema.omit({ raw: true })),
	pendingTests: supplementSchema.shape.pendingTests,
	exam: z.string().optional(),
	toldOwner: z.string().optional(),
	diet: z.string().optional(),
	travel: z.string().optional(),
	parasiteControl: z.string().optional(),
	anaesthesia: z.string().optional(),
	stabilisation: z.string().optional(),
	files: manifestSchema,
	/** Documents of the record that are not among the files, and why; `code` where a check kept it here. */
	filesLeftOut: z.array(
		z.object({ name: z.string(), reason: z.string(), code: z.string().optional() }),
	),
	gaps: z.array(gapSchema),
	overrides: z.array(z.object({ field: z.string(), reason: z.string(), by: z.string() })),
	/** Parts of the record that could not be read. */
	unread: z.array(unreadPartSchema),
});
export type Packet = z.infer<typeof packetSchema>;
