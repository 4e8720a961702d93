import { z } from 'zod';

const text = z.string();
const id = z.string().min(1);
/** The idempotency key as well: the same marker is the same entry and is answered 409 or `found`. */
const marker = z.string().min(1);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const instant = z.string().datetime({ offset: true });

const ofRecord = { patientId: id, encounterId: text.optional(), ownerId: text.optional(), marker };

/** What each entry says, by the type of the message that is posted to the filing address. */
export const filingData = {
	'file.report': z.object({
		...ofRecord,
		name: id,
		mimeType: id,
		description: text.optional(),
	}),
	'file.note': z.object({ ...ofRecord, subject: text, text }),
	'file.communication': z.object({ ...ofRecord, subject: text, text }),
	'file.appointment': z.object({
		...ofRecord,
		start: instant,
		durationMinutes: z.number().positive(),
		description: text,
		type: text.optional(),
		provider: text.optional(),
	}),
	'file.follow_up': z.object({
		...ofRecord,
		kind: z.enum(['recheck', 'check_in', 'test', 'medication', 'other']),
		what: text,
		due: date.optional(),
		start: instant.optional(),
		durationMinutes: z.number().positive().optional(),
		type: text.optional(),
		provider: text.optional(),
	}),
	'file.client': z.object({
		marker,
		firstName: text.optional(),
		lastName: id,
		email: text.optional(),
		phone: text.optional(),
		street: text.optional(),
		city: text.optional(),
		postCode: text.optional(),
	}),
	'file.patient': z.object({
		marker,
		clientId: id,
		name: id,
		species: text.optional(),
		breed: text.optional(),
		sex: text.optional(),
		dateOfBirth: date.optional(),
		microchip: text.optional(),
		weightKg: z.number().positive().optional(),
	}),
	'file.referrer': z.object({
		marker,
		patientId: id,
		clinic: id,
		vet: text.optional(),
		phone: text.optional(),
		email: text.optional(),
	}),
	'file.encounter': z.object({
		marker,
		patientId: id,
		clientId: text.optional(),
		at: instant,
		reason: text,
		vetId: text.optional(),
	}),
} as const;

export type FilingType = keyof typeof filingData;

const message = <T extends FilingType>(type: T) =>
	z.object({ type: z.literal(type), timestamp: instant, data: filingData[type] });

/**
 * What is posted to the filing address of a practice system that has no API of its own. A report comes as
 * multipart form data: this message as the text field `body`, and the file as the field `file`.
 */
export const filingSchema = z.discriminatedUnion('type', [
	message('file.report'),
	message('file.note'),
	message('file.communication'),
	message('file.appointment'),
	message('file.follow_up'),
	message('file.client'),
	message('file.patient'),
	message('file.referrer'),
	message('file.encounter'),
]);
