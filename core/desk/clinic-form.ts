import type { EventData } from '../referral/events';
import type { ReferralState } from '../referral/state';
import { closeOutcomes, openTasks, type DeskAction } from './allowed-actions';
import type { FormReader } from './form-reader';
import { readSlot } from './owner-form';
import { readRelease } from './release-form';
import { personOf, say, type FormHandler } from './saying';
import { readAppointment } from './specialist-form';

/** "Nina Nurse, heard from Dr Spot": what came by phone is never shown as said by the hospital itself. */
function heard(form: FormReader): { name: string; via: 'phone' } {
	const name = personOf(form, false);
	return {
		name: `${name}, heard from ${form.required('heardFrom', 'Whom you heard it from', 120)}`,
		via: 'phone',
	};
}

const reportVersion = (state: ReferralState): number => state.reports.length;

const sendAnyway: FormHandler = (form, state) => {
	const required = (state.incomplete?.gaps ?? []).filter((gap) => gap.level === 'required');
	return [
		say(
			'gap.overridden',
			{
				reason: form.required('reason', 'The reason', 1000),
				fields: (required.length > 0 ? required : (state.incomplete?.gaps ?? [])).map(
					(gap) => gap.field,
				),
			},
			{ name: personOf(form, false) },
		),
	];
};

const heardDecision: FormHandler = (form) => {
	const said = form.requiredOneOf('said', 'What the hospital said', [
		'acknowledged',
		'accepted',
		'declined',
	]);
	const who = heard(form);
	if (said === 'accepted') {
		const instructions = form.optional('instructions', 'The instructions for the owner');
		return [say('decision.accepted', instructions === undefined ? {} : { instructions }, who)];
	}
	if (said === 'declined') {
		return [say('decision.declined', { reason: form.required('reason', 'The reason', 1000) }, who)];
	}
	return [say('ack.received', {}, who)];
};

const answered = (form: FormReader): EventData['question.answered'] | undefined => {
	const value = form.oneOf('answered', 'Whether the question was answered', [
		'yes',
		'partly',
		'no',
	]);
	return value === undefined ? undefined : { answered: value };
};

const readAndClose: FormHandler = (form, state) => {
	const name = personOf(form, false);
	const answer = answered(form);
	const left = openTasks(state);
	if (left.length > 0 && !form.checked('tasksLeft')) {
		form.bad(
			'tasksLeft',
			'The follow-up',
			'Follow-up tasks are still open. Do them first, or tick that the case is closed anyway.',
		);
	}
	return [
		say('report.read', {}, { name }),
		...(answer ? [say('question.answered', answer, { name })] : []),
		say(
			'case.closed',
			{
				outcome: 'closed',
				reason:
					left.length === 0
						? 'Report read and filed'
						: `Report read and filed; left open: ${left.map((item) => item.title).join('; ')}`.slice(
								0,
								1000,
							),
			},
			{ name },
		),
	];
};

const close: FormHandler = (form, state) => {
	const outcome = form.requiredOneOf('outcome', 'The outcome', closeOutcomes(state));
	const reason = form.required('reason', 'The reason', 1000);
	const name = personOf(form, false);
	return outcome === undefined ? [] : [say('case.closed', { outcome, reason }, { name })];
};

const followUpDone: FormHandler = (form, state) => {
	const keys = state.followUp.items.map((item) => item.key);
	const key = form.requiredOneOf('task', 'The task', keys);
	const name = personOf(form, false);
	return key === undefined ? [] : [say('followup.done', { key }, { name, part: key })];
};

const settle: FormHandler = (form) => {
	const key = form.required('question', 'The question', 300);
	const answer = form.required('answer', 'Your decision', 1000);
	const name = personOf(form, false);
	return [say('person.settled', { key, answer }, { name, part: key })];
};

const filedByHand: FormHandler = (form, state) => [
	say(
		'report.filed',
		{
			version: reportVersion(state),
			refs: [
				{
					kind: 'by_hand',
					id: form.optional('where', 'Where it is filed', 200) ?? 'filed by hand',
				},
			],
		},
		{ name: personOf(form, false) },
	),
];

/** What the referring clinic can say on its page and on the Release page. */
export const clinicForms: Partial<Record<DeskAction, FormHandler>> = {
	release: readRelease,
	cancel: (form) => [
		say(
			'cancel.requested',
			{ reason: form.required('reason', 'The reason', 1000) },
			{ name: personOf(form, false) },
		),
	],
	send_anyway: sendAnyway,
	retry: (form) => [say('retry.requested', {}, { name: personOf(form, false) })],
	answer_question: (form, _state, ctx) => {
		const files = [...(ctx.files ?? [])];
		return [
			say(
				'info.supplied',
				{
					answer: form.required('answer', 'The answer', 5000),
					...(files.length > 0 ? { files } : {}),
				},
				{ name: personOf(form, false) },
			),
		];
	},
	heard_decision: heardDecision,
	heard_appointment: (form, state, ctx) => [
		{ ...readAppointment(form, state, ctx), ...heard(form) },
	],
	heard_cancellation: (form) => [say('cancel.confirmed', {}, heard(form))],
	pick_slot: (form, state, ctx) => {
		const slot = readSlot(form, state, ctx);
		const name = personOf(form, false);
		return slot
			? [say('appt.requested', { slot }, { name: `${name}, heard from the owner`, via: 'phone' })]
			: [];
	},
	confirm_review: (form, state) => {
		if (!form.checked('samePatient')) {
			form.bad('samePatient', 'The check', 'Tick that report and patient belong together.');
		}
		return [
			say(
				'report.review_confirmed',
				{ version: reportVersion(state) },
				{ name: personOf(form, false) },
			),
		];
	},
	filed_by_hand: filedByHand,
	mark_read: (form) => [say('report.read', {}, { name: personOf(form, false) })],
	question_answered: (form) => {
		const answer = answered(form);
		if (!answer) form.bad('answered', 'The answer', 'Choose yes, partly or no.');
		const name = personOf(form, false);
		return answer ? [say('question.answered', answer, { name })] : [];
	},
	follow_up_done: followUpDone,
	read_and_close: readAndClose,
	settle_question: settle,
	close,
	reopen: (form) => [
		say(
			'case.reopened',
			{ reason: form.required('reason', 'The reason', 1000) },
			{ name: personOf(form, false) },
		),
	],
	note: (form) => [
		say(
			'note.added',
			{ text: form.required('text', 'The note', 5000) },
			{ name: personOf(form, false) },
		),
	],
	patient_died: (form) => {
		const note = form.optional('note', 'The note', 1000);
		return [
			say('patient.deceased', note === undefined ? {} : { note }, { name: personOf(form, false) }),
		];
	},
};
