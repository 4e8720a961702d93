import { z } from 'zod';
import { manifestDigest } from '../packet/manifest';
import type { ManifestEntry } from '../packet/schema';
import { urgencies } from '../packet/release';
import { parseWith } from '../profile/parse';
import { isCaseId } from '../referral/case-id';
import { ok, refuse, type Result } from '../result';

const said = z.string().trim().min(1);
const httpUrl = z
	.string()
	.url()
	.refine((url) => /^https?:/.test(url), 'must be an http or https address');
const caseId = z.string().refine(isCaseId, 'is not a case number');
const contact = { phone: z.string().optional(), email: z.string().optional() };

const fileSchema = z.object({
	name: said.max(255),
	kind: said,
	mimeType: said,
	size: z.number().int().nonnegative(),
	sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex'),
	url: httpUrl,
});
/** A file of a delivery: what it must be, and where it is fetched. */
export type AnnouncedFile = z.infer<typeof fileSchema>;

/** What a hospital needs of a referral (docs/hospital-webhook.md); other fields are left alone. */
const referralSchema = z.object({
	caseId,
	deliveryId: said.max(200),
	packetVersion: z.number().int().positive(),
	urgency: z.enum(urgencies),
	clinicalQuestion: said,
	reasonForUrgency: z.string().optional(),
	referrer: z.object({ clinic: said, vet: z.string().optional(), ...contact }),
	specialist: z.object({
		id: said,
		hospital: said,
		service: said,
		clinician: z.string().optional(),
	}),
	owner: z.object({ name: said, ...contact }),
	patient: z.object({
		name: said,
		species: z.string().optional(),
		breed: z.string().optional(),
		sex: z.string().optional(),
		dateOfBirth: z.string().optional(),
		weightKg: z.number().positive().optional(),
		microchip: z.string().optional(),
	}),
	packet: z.object({ reason: z.string().optional() }).default({}),
	files: z.array(fileSchema).max(500),
	manifestSha256: z.string(),
	reply: z.object({ eventsUrl: httpUrl, pageUrl: httpUrl, specialistId: said }),
});

/** A referral as a referring clinic delivered it. */
export type ReceivedReferral = z.infer<typeof referralSchema>;

/** What a clinic says about a case after the packet, in the words of the protocol. */
export const noticeTypes = [
	'appointment.requested',
	'appointment.cancelled',
	'info.supplied',
	'referral.cancel_requested',
	'referral.cancel_withdrawn',
	'referral.closed',
	'patient.deceased',
	'report.rejected',
] as const;
export type NoticeType = (typeof noticeTypes)[number];

const noticeSchema = z.object({ caseId }).passthrough();

export type Inbound =
	| { type: 'referral.requested'; data: ReceivedReferral }
	| { type: NoticeType; data: z.infer<typeof noticeSchema> };

const envelopeSchema = z.object({
	type: z.enum(['referral.requested', ...noticeTypes]),
	data: z.unknown(),
});

const what = {
	code: 'message_invalid',
	name: 'The message',
	hint: 'Correct the field and send it again; docs/hospital-webhook.md names every field.',
};

/**
 * Reads what a referring clinic posted. Refuses a body that does not fit the protocol and a list of
 * files that its own digest does not belong to (`manifest_mismatch`).
 */
export function parseInbound(body: unknown): Result<Inbound> {
	const envelope = parseWith(envelopeSchema, body, what);
	if (!envelope.ok) return envelope;
	const { type, data } = envelope.value;
	if (type !== 'referral.requested') {
		const notice = parseWith(noticeSchema, data, what);
		return notice.ok ? ok({ type, data: notice.value }) : notice;
	}
	const referral = parseWith(referralSchema, data, what);
	if (!referral.ok) return referral;
	const { files, manifestSha256 } = referral.value;
	if (manifestDigest(files as ManifestEntry[]) !== manifestSha256) {
		return refuse(
			'manifest_mismatch',
			'The list of files is not the one its digest was made of, so a file may be missing.',
			'Make the digest over the files in the order given and send the delivery again.',
		);
	}
	return ok({ type, data: referral.value });
}

/** Reads a stored referral again; it was checked when it came in. */
export const readReferral = (stored: unknown): Result<ReceivedReferral> =>
	parseWith(referralSchema, stored, {
		code: 'referral_unreadable',
		name: 'The stored referral',
		hint: "Pass the column 'referral' of the table vet_referral_intake.",
	});
