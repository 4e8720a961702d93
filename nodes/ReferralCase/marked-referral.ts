import { z } from 'zod';

const given = z.string().trim().min(1);
const optional = z
	.string()
	.optional()
	.nullable()
	.transform((value) => value ?? undefined);

/** What the PIMS Trigger says of a case that a vet marked for referral. Unknown fields stay out of the ledger. */
export const marked = z.object({
	pims: given,
	site: optional,
	eventId: given,
	version: given,
	patientId: given,
	encounterId: optional,
	vetName: optional,
	text: optional,
	markedAt: optional,
	clinicId: given,
	patientName: optional,
	parentCaseId: optional,
	test: z.boolean().optional(),
	release: z.unknown().optional(),
	/** The record itself, from a practice system that hands it in. */
	case: z.unknown().optional(),
});
