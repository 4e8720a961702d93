import { z } from 'zod';

/*
 * The hospital's own reading of docs/hospital-webhook.md, written from the document and not from
 * the sender's code. Unknown keys are refused: a hospital that maps fields to its own system would
 * lose them silently. `packet` alone is open, its content has a schema of its own.
 */

const text = z.string().trim().min(1);
const known = text.nullish();
const isoInstant = z.string().datetime({ offset: true });
const httpUrl = z
	.string()
	.url()
	.refine((value) => /^https?:/.test(value), 'must be an http or https address');
const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits');

const file = z.strictObject({
	name: text,
	kind: text,
	mimeType: z.string().regex(/^[\w.+-]+\/[\w.+-]+(;.*)?$/, 'must be a MIME type'),
	size: z.number().int().nonnegative(),
	sha256: sha256Hex,
	url: httpUrl,
});

const referral = z.strictObject({
	caseId: text,
	deliveryId: text,
	packetVersion: z.number().int().positive(),
	urgency: z.enum(['emergency', 'urgent', 'routine']),
	specialty: text,
	clinicalQuestion: text,
	reasonForUrgency: known,
	referrer: z.strictObject({
		clinic: text,
		vet: text,
		phone: known,
		email: known,
		timeZone: known,
	}),
	specialist: z.strictObject({ id: text, hospital: text, service: text, clinician: known }),
	owner: z
		.strictObject({
			name: text,
			phone: known,
			email: known,
			language: known,
			preferredChannel: known,
		})
		.refine((owner) => Boolean(owner.phone ?? owner.email), 'needs a phone number or an e-mail'),
	patient: z.strictObject({
		name: text,
		species: text,
		breed: known,
		sex: known,
		dateOfBirth: known,
		weightKg: z.number().positive().nullish(),
		microchip: known,
		pimsId: known,
	}),
	packet: z.record(z.unknown()),
	files: z.array(file),
	manifestSha256: sha256Hex,
	reply: z.strictObject({ eventsUrl: httpUrl, pageUrl: httpUrl, specialistId: text }),
});

const appointmentRequest = z.strictObject({
	caseId: text,
	slot: z.strictObject({
		start: isoInstant,
		end: isoInstant.nullish(),
		clinician: known,
		location: known,
	}),
	owner: z.strictObject({ name: text, phone: known }),
	note: known,
	reply: z.strictObject({ eventsUrl: httpUrl }),
});

const infoSupplied = z.strictObject({ caseId: text, answer: text, files: z.array(file) });
const cancelRequest = z.strictObject({ caseId: text, reason: text });

const envelope = <T extends string, D extends z.ZodTypeAny>(type: T, data: D) =>
	z.strictObject({ type: z.literal(type), timestamp: isoInstant, data });

export const inboundMessage = z.discriminatedUnion('type', [
	envelope('referral.requested', referral),
	envelope('appointment.requested', appointmentRequest),
	envelope('appointment.cancelled', z.strictObject({ caseId: text, start: text, reason: known })),
	envelope('info.supplied', infoSupplied),
	envelope('referral.cancel_requested', cancelRequest),
	envelope('referral.cancel_withdrawn', cancelRequest),
	envelope('referral.closed', z.strictObject({ caseId: text, outcome: text, reason: text })),
	envelope('patient.deceased', z.strictObject({ caseId: text, note: known })),
	envelope(
		'report.rejected',
		z.strictObject({ caseId: text, version: z.number().int().min(1), reason: text }),
	),
]);

export type InboundMessage = z.infer<typeof inboundMessage>;
export type ReferralRequest = z.infer<typeof referral>;
export type ReferralFile = z.infer<typeof file>;
export type AppointmentRequest = z.infer<typeof appointmentRequest>;
export type InfoSupplied = z.infer<typeof infoSupplied>;
