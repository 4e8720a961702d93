import { parseRelease, urgencies, type Release, type Supplement } from '../packet/release';
import { snapshotOf } from '../referral/snapshot';
import type { ReferralState } from '../referral/state';
import type { FormReader } from './form-reader';
import { say, type DeskContext, type Saying } from './saying';

/** What the owner agreed to about texts; shown on the form and kept with the release as proof. */
export const smsConsentWording =
	'The owner agreed to get text messages about this referral (booking and reminders) at the number on file. ' +
	'Message and data rates may apply. Replying STOP ends them.';

/** Supplement fields that are plain text on the form, with the longest text each may have. */
export const supplementTexts = {
	exam: 20_000,
	toldOwner: 20_000,
	handling: 1000,
	insurance: 1000,
	diet: 1000,
	travel: 1000,
	parasiteControl: 1000,
	medicationTiming: 1000,
	anaesthesia: 1000,
	stabilisation: 20_000,
	ownerBestTime: 200,
	ownerSecondContact: 300,
	ownerDecides: 300,
} as const satisfies Partial<Record<keyof Supplement, number>>;
export type SupplementText = keyof typeof supplementTexts;

/** Reads the Release form. A release given anew after a failed try also asks to try again. */
export function readRelease(form: FormReader, state: ReferralState, ctx: DeskContext): Saying[] {
	const active = ctx.specialists.filter((entry) => entry.active);
	const specialistId = form.required('specialistId', 'The specialist', 200);
	const entry = active.find((candidate) => candidate.id === specialistId);
	if (specialistId !== '' && !entry) {
		form.bad('specialistId', 'The specialist', 'The specialist is not in the directory any more.');
	}
	const input = releaseInput(form, specialistId, ctx);
	if (form.refusal || !entry) return [];
	const parsed = parseRelease(input);
	if (!parsed.ok) {
		form.bad('release', 'The release', `${parsed.refusal.message} ${parsed.refusal.hint}`);
		return [];
	}
	const by = `${parsed.value.by.name} (${parsed.value.by.role})`;
	const release = say(
		'release.given',
		{ ...parsed.value, specialist: snapshotOf(entry, parsed.value.clinician) },
		{ name: by },
	);
	const again = state.release !== undefined || state.incomplete !== undefined;
	return again
		? [release, say('retry.requested', { reason: 'release changed' }, { name: by })]
		: [release];
}

function releaseInput(form: FormReader, specialistId: string, ctx: DeskContext): unknown {
	const urgency = form.requiredOneOf('urgency', 'The urgency', urgencies);
	const reasonForUrgency = form.optional('reasonForUrgency', 'The reason for the urgency');
	if (urgency !== undefined && urgency !== 'routine' && reasonForUrgency === undefined) {
		form.bad('reasonForUrgency', 'The reason for the urgency', `Say why the case is ${urgency}.`);
	}
	const clinicalQuestion = form.required('clinicalQuestion', 'The clinical question', 1000);
	const reason = form.required('reason', 'The reason for the referral', 20_000);
	const noteApproved = form.checked('noteApproved');
	if (!noteApproved) {
		form.bad(
			'noteApproved',
			'The approval',
			'The clinical note is not approved. Read it and tick the box.',
		);
	}
	const share = form.checked('consentShare');
	if (!share) {
		form.bad(
			'consentShare',
			'The consent',
			'The owner has not agreed to share the records. Ask the owner and tick the box.',
		);
	}
	const sms = form.checked('contactSms');
	return {
		specialistId,
		urgency,
		reasonForUrgency,
		clinicalQuestion,
		reason,
		noteApproved,
		consent: {
			share,
			by: form.required('consentBy', 'Who gave consent', 200),
			how: form.required('consentHow', 'How consent was given', 300),
			at: ctx.now,
		},
		contact: {
			hospital: form.checked('contactHospital'),
			sms,
			email: form.checked('contactEmail'),
			...(sms ? { wording: smsConsentWording } : {}),
			language: form.optional('language', 'The language', 35),
			preferredChannel: form.oneOf('preferredChannel', 'The preferred channel', [
				'sms',
				'email',
				'phone',
			]),
		},
		phoneCall: phoneCall(form, ctx, urgency === 'emergency'),
		clinician: form.optional('clinician', 'The clinician', 200),
		supplement: supplement(form),
		by: {
			name: form.required('name', 'Your name', 120),
			role: form.required('role', 'Your role', 80),
		},
	};
}

/** An emergency is never only sent and hoped for: a call is recorded, or somebody calls meanwhile. */
function phoneCall(form: FormReader, ctx: DeskContext, isEmergency: boolean): Release['phoneCall'] {
	const number = form.optional('callNumber', 'The number called', 50);
	const spokeTo = form.optional('callSpokeTo', 'The person spoken to', 200);
	const at = form.time('callAt', 'The time of the call', ctx.timeZone, 'past') ?? ctx.now;
	if (number === undefined && spokeTo === undefined) {
		if (isEmergency && !form.checked('callParallel')) {
			const message =
				'An emergency needs a call. Say whom you called, or tick that a person calls now.';
			form.bad('callNumber', 'The call', message);
		}
		return undefined;
	}
	if (number === undefined)
		form.bad('callNumber', 'The number called', 'The number called is missing.');
	if (spokeTo === undefined)
		form.bad('callSpokeTo', 'The person spoken to', 'The person spoken to is missing.');
	return { number: number ?? '', spokeTo: spokeTo ?? '', at };
}

function supplement(form: FormReader): Supplement {
	const given: Supplement = {};
	for (const [field, longest] of Object.entries(supplementTexts) as Array<
		[SupplementText, number]
	>) {
		const value = form.optional(field, field, longest);
		if (value !== undefined) given[field] = value;
	}
	const problems = form.lines('problemList', 'The problem list', 300, 50);
	if (problems.length > 0) given.problemList = problems;
	const allergies = form.lines('allergies', 'The allergies', 300, 50);
	if (allergies.length > 0) given.allergies = allergies;
	else if (form.checked('allergiesNone')) given.allergies = [];
	const pending = form.lines('pendingTests', 'The pending tests', 200, 30);
	if (pending.length > 0) given.pendingTests = pending.map((name) => ({ name }));
	else if (form.checked('pendingTestsNone')) given.pendingTests = [];
	const source = form.oneOf('microchipSource', 'How the microchip was read', ['scanned', 'record']);
	if (source !== undefined) given.microchipSource = source;
	return given;
}
