import { z } from 'zod';
import { ok, refuse, type Result } from '../result';
import { medicationSchema } from './records';

export const urgencies = ['routine', 'urgent', 'emergency'] as const;
export type Urgency = (typeof urgencies)[number];

const text = (label: string, longest = 2000) =>
	z
		.string({ required_error: `${label} is missing`, invalid_type_error: `${label} must be text` })
		.trim()
		.min(1, `${label} is empty`)
		.max(longest, `${label} is longer than ${longest} characters`);
const longText = 20_000;
const instant = (label: string) =>
	z
		.string({ required_error: `${label} is missing` })
		.datetime({ offset: true, message: `${label} must be a time such as 2026-11-03T09:30:00Z` });

const person = z.object({
	name: text('The name of the person who releases the case', 200),
	role: text('The role of the person who releases the case', 100),
});

/**
 * What only the referring team knows and no PIMS field holds. Each part is optional: what is not
 * given is listed as a gap, never filled in.
 */
export const supplementSchema = z.object({
	problemList: z.array(text('A problem', 300)).max(50).optional(),
	/** Given and empty means "none known". */
	allergies: z.array(text('An allergy', 300)).max(50).optional(),
	toldOwner: text('What the owner was told', longText).optional(),
	exam: text('The physical exam', longText).optional(),
	handling: text('Handling', 1000).optional(),
	diet: text('Diet', 1000).optional(),
	travel: text('Travel', 1000).optional(),
	parasiteControl: text('Parasite control', 1000).optional(),
	insurance: text('Insurance and estimate', 1000).optional(),
	anaesthesia: text('Anaesthesia risk and last meal', 1000).optional(),
	/** Stabilisation given, vitals trend, expected arrival, transport. */
	stabilisation: text('Stabilisation', longText).optional(),
	microchipSource: z.enum(['scanned', 'record']).optional(),
	/** Said about medicines that the PIMS does not list (over the counter, from another clinic). */
	medications: z
		.array(medicationSchema.omit({ id: true, raw: true }))
		.max(50)
		.optional(),
	medicationTiming: text('Timing of medicines', 1000).optional(),
	/** Given and empty means "no tests pending". */
	pendingTests: z
		.array(
			z.object({
				name: text('The name of a pending test', 200),
				lab: z.string().trim().min(1).max(200).optional(),
				sampledOn: z.string().date().optional(),
				expectedOn: z.string().date().optional(),
				forwardedBy: z.string().trim().min(1).max(200).optional(),
			}),
		)
		.max(30)
		.optional(),
	ownerBestTime: text('Best time for the owner', 200).optional(),
	ownerSecondContact: text('Second contact', 300).optional(),
	ownerDecides: text('Who may decide', 300).optional(),
});
export type Supplement = z.infer<typeof supplementSchema>;

export const releaseSchema = z.object({
	specialistId: text('The specialist', 200),
	urgency: z.enum(urgencies, {
		errorMap: () => ({ message: 'Urgency must be routine, urgent or emergency' }),
	}),
	reasonForUrgency: text('The reason for the urgency').optional(),
	clinicalQuestion: text('The clinical question', 1000),
	reason: text('The reason for the referral', longText),
	/** The clinical note goes out as it stands in the record; a vet has read and approved it. */
	noteApproved: z.boolean({ required_error: 'The approval of the clinical note is missing' }),
	consent: z.object(
		{
			share: z.boolean({ required_error: 'Consent to share the record is missing' }),
			by: text('Who gave consent', 200),
			at: instant('The time of consent'),
			how: text('How consent was given', 300),
		},
		{ required_error: 'The consent of the owner is missing' },
	),
	contact: z.object(
		{
			/** The hospital may call or write to the owner. */
			hospital: z.boolean({ required_error: 'Consent to be contacted is missing' }),
			sms: z.boolean({ required_error: 'Consent to text messages is missing' }),
			email: z.boolean().optional(),
			/** The wording the owner agreed to, kept as proof of consent to texts. */
			wording: z.string().trim().min(1).max(2000).optional(),
			language: z.string().trim().min(2).max(35).optional(),
			preferredChannel: z.enum(['sms', 'email', 'phone']).optional(),
		},
		{ required_error: 'What the owner agreed to about messages is missing' },
	),
	/** For an emergency: the call that went ahead of the packet. */
	phoneCall: z
		.object({
			number: text('The number called', 50),
			spokeTo: text('The person spoken to', 200),
			at: instant('The time of the call'),
		})
		.optional(),
	clinician: z.string().trim().min(1).max(200).optional(),
	supplement: supplementSchema.default({}),
	/** Required parts that a person decided to do without, and why. */
	overrides: z
		.array(
			z.object({
				field: text('The field that is overridden', 100),
				reason: text('The reason for sending without it'),
			}),
		)
		.max(50)
		.default([]),
	by: person,
});
/** A person's decision that this case may go out: to whom, how urgent, and with whose consent. */
export type Release = z.infer<typeof releaseSchema>;

/**
 * Reads a release and refuses unless the owner agreed to share the record and a vet approved the
 * note: nothing leaves the clinic without both. Urgent cases need a reason for the urgency.
 */
export function parseRelease(input: unknown): Result<Release> {
	const parsed = releaseSchema.safeParse(input);
	if (!parsed.success) {
		const said = parsed.error.issues.map((issue) => {
			const path = issue.path.join('.');
			return path ? `${path}: ${issue.message}` : issue.message;
		});
		return refuse(
			'release_incomplete',
			`The release is not complete: ${said.join('; ')}`,
			'Fill in these fields on the release form and send it again.',
		);
	}
	const release = parsed.data;
	if (!release.consent.share) {
		return refuse(
			'no_consent',
			'The owner has not agreed to share the record, so nothing was sent.',
			'Ask the owner, record who agreed and how, and release the case again.',
		);
	}
	if (!release.noteApproved) {
		return refuse(
			'note_not_approved',
			'No vet has approved the clinical note, so nothing was sent.',
			'Have a vet read the note in the practice system and tick the approval.',
		);
	}
	if (release.urgency !== 'routine' && !release.reasonForUrgency) {
		return refuse(
			'urgency_without_reason',
			`The case is marked ${release.urgency}, but the reason for the urgency is missing.`,
			'State in a sentence why it cannot wait, or choose routine.',
		);
	}
	return ok(release);
}
