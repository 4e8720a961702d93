import { urgencies } from '../packet/release';
import { ownerCallResults } from '../referral/events';
import { latestReport, type ReferralState } from '../referral/state';
import type { DeskAction } from './allowed-actions';
import { mayHaveVisited } from './claims';
import type { FormReader } from './form-reader';
import { personOf, say, type DeskContext, type FormHandler, type Saying } from './saying';

const reasonOf = (form: FormReader): string => form.required('reason', 'The reason', 1000);
const who = (form: FormReader): { name: string } => ({ name: personOf(form, false) });

/** How urgent the case is now, with the reason; said by either clinic. */
export const changeUrgency: FormHandler = (form) => {
	const urgency = form.requiredOneOf('urgency', 'The urgency', urgencies);
	const reason = reasonOf(form);
	const named = who(form);
	return urgency === undefined ? [] : [say('urgency.changed', { urgency, reason }, named)];
};

/** "We were there": when, if known, and in whose words. Refused while the visit lies ahead. */
export function readVisitClaim(
	form: FormReader,
	state: ReferralState,
	ctx: DeskContext,
	timeZone: string | undefined,
): Saying {
	if (!mayHaveVisited(state, ctx.now)) {
		form.bad('visitedAt', 'The visit', 'The time of the visit has not come yet.');
	}
	const visitedAt = form.time('visitedAt', 'The time of the visit', timeZone, 'past');
	const text = form.optional('note', 'The message', 500);
	return say('visit.claimed', {
		...(visitedAt === undefined ? {} : { visitedAt }),
		...(text === undefined ? {} : { text }),
	});
}

/** Open questions of these kinds are answered by what was done. */
const settled = (
	{ questions }: ReferralState,
	kinds: readonly string[],
	answer: string,
	more: { name: string },
): Saying[] =>
	Object.keys(questions)
		.filter((key) => kinds.some((kind) => key.startsWith(kind)))
		.map((key) => say('person.settled', { key, answer }, { ...more, part: key }));

const redirect: FormHandler = (form, state, ctx) => {
	const others = ctx.specialists.filter(
		(entry) => entry.active && entry.id !== state.release?.specialistId,
	);
	const specialistId = form.required('specialistId', 'The specialist', 200);
	const entry = others.find((candidate) => candidate.id === specialistId);
	if (specialistId !== '' && !entry) {
		form.bad('specialistId', 'The specialist', 'Choose another service of the directory.');
	}
	const reason = reasonOf(form);
	const named = who(form);
	if (!entry) return [];
	const to = `${entry.hospital}, ${entry.service}`;
	return [
		say('redirect.chosen', { specialistId, to, reason }, named),
		...settled(state, ['redirect.proposed@'], `The patient goes to ${to}.`, named),
	];
};

const ownerCalled: FormHandler = (form, state) => {
	const result = form.requiredOneOf('result', 'What came of the call', ownerCallResults);
	const note = form.optional('note', 'The note', 1000);
	const named = { ...who(form), via: 'phone' } as const;
	if (result === undefined) return [];
	const said = say('owner.called', { result, ...(note === undefined ? {} : { note }) }, named);
	// Nobody answered: what the owner wrote or asked still waits for a person.
	if (result === 'no_answer') return [said];
	return [said, ...settled(state, ['reply:', 'owner.'], note ?? 'Called the owner.', named)];
};

const hospitalCalled: FormHandler = (form, _state, ctx) => {
	const spokeTo = form.required('spokeTo', 'The person spoken to', 200);
	const number = form.optional('number', 'The number called', 50);
	const calledAt = form.time('calledAt', 'The time of the call', ctx.timeZone, 'past');
	const note = form.optional('note', 'The note', 1000);
	return [
		say(
			'hospital.called',
			{
				spokeTo,
				...(number === undefined ? {} : { number }),
				...(note === undefined ? {} : { note }),
				...(calledAt === undefined ? {} : { calledAt }),
			},
			{ ...who(form), via: 'phone' },
		),
	];
};

const approveEffect: FormHandler = (form, state) => {
	const effect = form.requiredOneOf('effect', 'What may leave', Object.keys(state.held));
	const named = who(form);
	return effect === undefined
		? []
		: [say('effect.approved', { effect }, { ...named, part: effect })];
};

/** What the clinic says when the course of a case changes, and what it puts right. */
export const courseForms: Partial<Record<DeskAction, FormHandler>> = {
	redirect,
	resend: (form) => [say('referral.resend_requested', { reason: reasonOf(form) }, who(form))],
	change_urgency: changeUrgency,
	withdraw_cancellation: (form) => [say('cancel.withdrawn', { reason: reasonOf(form) }, who(form))],
	reject_review: (form, state) => {
		if (!form.checked('otherPatient')) {
			form.bad('otherPatient', 'The check', 'Tick that the report is about another patient.');
		}
		const version = latestReport(state)?.version ?? 1;
		return [say('report.rejected', { version, reason: reasonOf(form) }, who(form))];
	},
	owner_called: ownerCalled,
	hospital_called: hospitalCalled,
	alive_after_all: (form) => [say('deceased.corrected', { reason: reasonOf(form) }, who(form))],
	pause_messages: (form) => [say('outreach.paused', { reason: reasonOf(form) }, who(form))],
	resume_messages: (form) => {
		const reason = form.optional('reason', 'The reason', 1000);
		return [say('outreach.resumed', reason === undefined ? {} : { reason }, who(form))];
	},
	visit_claimed: (form, state, ctx) => {
		const claim = readVisitClaim(form, state, ctx, ctx.timeZone);
		return [{ ...claim, name: `${personOf(form, false)}, heard from the owner`, via: 'phone' }];
	},
	withdraw_links: (form) => [say('links.withdrawn', { reason: reasonOf(form) }, who(form))],
	approve_effect: approveEffect,
};
