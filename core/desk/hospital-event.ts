import { createHash } from 'node:crypto';
import { z } from 'zod';
import { urgencies } from '../packet/release';
import { parseWith } from '../profile/parse';
import { isCaseId } from '../referral/case-id';
import { reportSchema } from '../report/schema';
import { ok, refuse, type Result } from '../result';

const instant = z
	.string()
	.datetime({ offset: true, message: 'must be a time as ISO 8601 with zone' });
const said = z.string().trim().min(1, 'must not be empty').max(4000);
const slot = z.object({
	start: instant,
	end: instant.optional(),
	clinician: z.string().max(200).optional(),
	location: z.string().max(300).optional(),
});
const by = z.object({
	name: z.string().trim().min(1).max(200),
	role: z.string().max(200).optional(),
});

/** A file inside an event; larger ones come by the upload on the case page. */
const document = z.object({
	name: z.string().min(1).max(255),
	mimeType: z.string().min(3).max(127),
	kind: z.string().max(60).default('report'),
	sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 in lower-case hex'),
	contentBase64: z.string().min(4),
});

const caseId = z.string().refine(isCaseId, 'is not a case number');
const about = { caseId, by: by.optional() };
const report = z.object({
	...about,
	report: reportSchema,
	documents: z.array(document).max(20).default([]),
});

const event = <T extends string, S extends z.ZodTypeAny>(type: T, data: S) =>
	z.object({ type: z.literal(type), timestamp: instant.optional(), data });

const eventSchema = z.discriminatedUnion('type', [
	event('ack.received', z.object({ ...about, reference: z.string().trim().max(100).optional() })),
	event(
		'decision.accepted',
		z.object({
			...about,
			offeredSlots: z.array(slot).max(10).optional(),
			bookingUrl: z.string().url().startsWith('https://').optional(),
			instructions: z.string().max(2000).optional(),
		}),
	),
	event('decision.declined', z.object({ ...about, reason: said })),
	event('info.requested', z.object({ ...about, question: said })),
	event('appt.scheduled', z.object({ ...about, appointment: slot })),
	event('appt.rescheduled', z.object({ ...about, appointment: slot })),
	event(
		'appt.cancelled',
		z.object({ caseId, by: z.union([z.enum(['owner', 'hospital']), by]).optional(), reason: said }),
	),
	event('appt.no_show', z.object(about)),
	event('visit.started', z.object({ ...about, at: instant.optional() })),
	event('interim.note', z.object({ ...about, text: said, staying: z.boolean().optional() })),
	event('redirect.proposed', z.object({ ...about, to: said, reason: said })),
	event('urgency.changed', z.object({ ...about, urgency: z.enum(urgencies), reason: said })),
	event('patient.deceased', z.object({ ...about, note: said.optional() })),
	event('report.final', report),
	event('report.amended', report),
	event('cancel.confirmed', z.object(about)),
]);

/** An event of a hospital's system, in the protocol of docs/hospital-webhook.md. */
export type HospitalMessage = z.infer<typeof eventSchema>;

export interface HospitalEvent {
	caseId: string;
	message: HospitalMessage;
}

/** Reads the body of a hospital event; the refusal names the field that cannot be used. */
export function parseHospitalEvent(body: string): Result<HospitalEvent> {
	const parsed = parseWith(eventSchema, body, {
		code: 'event_invalid',
		name: 'The event',
		hint: 'Correct the field and send the event again with the same webhook-id.',
	});
	if (!parsed.ok) return parsed;
	const damaged = damagedDocument(parsed.value);
	if (damaged !== undefined) {
		return refuse(
			'checksum',
			`Document ${damaged + 1} of the report did not arrive as it was sent: its SHA-256 differs.`,
			'Send the event again.',
		);
	}
	return ok({ caseId: parsed.value.data.caseId, message: parsed.value });
}

/** The place of the first document whose bytes do not match its checksum. */
function damagedDocument(message: HospitalMessage): number | undefined {
	if (message.type !== 'report.final' && message.type !== 'report.amended') return undefined;
	const index = message.data.documents.findIndex(
		({ contentBase64, sha256 }) =>
			createHash('sha256').update(Buffer.from(contentBase64, 'base64')).digest('hex') !== sha256,
	);
	return index < 0 ? undefined : index;
}
