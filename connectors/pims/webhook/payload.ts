import { z } from 'zod';
import {
	clientSchema,
	documentRefSchema,
	encounterSchema,
	labReportSchema,
	medicationSchema,
	noteSchema,
	patientSchema,
	referrerSchema,
	vaccinationSchema,
} from '../../../core/packet/records';
import { ok, refuse, type Result } from '../../../core/result';

const documentSchema = documentRefSchema
	.omit({ recordType: true, recordId: true, raw: true })
	.extend({
		/** Where the file can be fetched, without a log-in, until the case is sent. */
		url: z
			.string()
			.url()
			.regex(/^https?:\/\//, 'must be an http or https address'),
	});

/** A document whose bytes came with the case; its checksum says which file it is. */
const handedDocumentSchema = documentRefSchema
	.omit({ recordType: true, recordId: true, raw: true })
	.extend({
		url: z.undefined().optional(),
		sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex'),
	});

/**
 * "Case marked for referral", told by any PIMS with a signed webhook. It carries the record itself,
 * so the PIMS needs no API of its own; a part that is left out counts as not given.
 */
export const markedCaseSchema = z.object({
	/** Id of the marking in the PIMS; the same id and version is the same case. */
	eventId: z.string().min(1).max(200),
	version: z.coerce.string().min(1).max(50).default('1'),
	markedAt: z.string().datetime({ offset: true }),
	text: z.string().default(''),
	vetId: z.string().optional(),
	encounterId: z.string().optional(),
	patient: patientSchema.omit({ raw: true }),
	owner: clientSchema
		.omit({ raw: true })
		.extend({ contactPoints: clientSchema.shape.contactPoints.default([]) })
		.optional(),
	referrer: referrerSchema
		.omit({ raw: true })
		.extend({ contactPoints: referrerSchema.shape.contactPoints.default([]) })
		.optional(),
	encounters: z.array(encounterSchema.omit({ raw: true, patientId: true })).default([]),
	notes: z.array(noteSchema.omit({ raw: true })).default([]),
	medications: z.array(medicationSchema.omit({ raw: true })).default([]),
	vaccinations: z.array(vaccinationSchema.omit({ raw: true })).default([]),
	labResults: z.array(labReportSchema.omit({ raw: true })).default([]),
	documents: z.array(documentSchema).default([]),
	/** The approval, when a person gave it in the PIMS; read with `parseRelease`. */
	release: z.unknown().optional(),
});

/** The same case as it is kept: documents are addresses, or files that were handed in with it. */
export const handedCaseSchema = markedCaseSchema.extend({
	documents: z.array(z.union([documentSchema, handedDocumentSchema])).default([]),
});
export type MarkedCase = z.infer<typeof handedCaseSchema>;

function read<T extends MarkedCase>(
	schema: z.ZodType<T, z.ZodTypeDef, unknown>,
	body: unknown,
): Result<T> {
	const parsed = schema.safeParse(body);
	if (parsed.success) return ok(parsed.data);
	const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'the body');
	return refuse(
		'marked_case_invalid',
		`The case cannot be read: ${[...new Set(fields)].slice(0, 10).join(', ')}.`,
		'Compare these fields with the description of a marked case and send it again.',
	);
}

/** Reads the webhook body; the refusal names the fields, never their contents. */
export const parseMarkedCase = (body: unknown): Result<MarkedCase> => read(markedCaseSchema, body);

/** Reads a case that is kept; the refusal names the fields, never their contents. */
export const parseHandedCase = (body: unknown): Result<MarkedCase> => read(handedCaseSchema, body);
