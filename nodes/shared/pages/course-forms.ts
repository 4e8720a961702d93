import { mayHaveVisited } from '../../../core/desk/claims';
import { previewOf } from '../../../core/desk/preview';
import type { DeskAction } from '../../../core/desk/allowed-actions';
import { heldEffects } from '../../../core/referral/mode';
import { markup, type Part, type SafeHtml } from './escape';
import type { Choice, PageForm } from './form';
import type { CasePageInput } from './page-input';
import { prose, type FormOptions } from './parts';
import type { Texts } from './texts/en';
import { fieldTime } from './times';

export type Body = (form: PageForm, texts: Texts, page: CasePageInput, zone: string) => Part;

/** Reason and name: what a change of course always asks for. */
export const reasonAndPerson: Body = (form, texts) => [
	form.textarea('reason', texts.labels.reason, { required: true }),
	form.person(false),
];

const redirect: Body = (form, texts, page) => {
	const { state, directory = [] } = page;
	const others = directory.filter(
		(entry) => entry.active && entry.id !== state.release?.specialistId,
	);
	const proposed = state.redirectProposed;
	return [
		proposed
			? markup`<p>${texts.course.proposal}: <strong>${proposed.to}</strong></p><blockquote class="pre">${proposed.reason}</blockquote>`
			: '',
		form.select(
			'specialistId',
			texts.course.otherSpecialist,
			others.map(
				(entry): Choice => [
					entry.id,
					`${entry.hospital}, ${entry.service} (${texts.specialties[entry.specialty]})`,
				],
			),
			{ required: true },
		),
		form.textarea('reason', texts.labels.reason, {
			required: true,
			value: proposed?.reason ?? state.decision.reason,
		}),
		form.person(false),
	];
};

/** Any urgency but the present one; used by both clinics. */
export const urgencyBody: Body = (form, texts, page) => [
	form.select(
		'urgency',
		texts.course.newUrgency,
		Object.entries(texts.urgencies).filter(([urgency]) => urgency !== page.state.urgency),
		{ required: true },
	),
	form.textarea('reason', texts.labels.reason, { required: true }),
	form.person(false),
];

/** When the visit was, in whose words; `zone` is where whoever says it reads the clock. */
export const visitClaimFields = (
	form: PageForm,
	texts: Texts,
	page: CasePageInput,
	zone: string,
	noteLabel: string,
): SafeHtml[] => [
	form.input('visitedAt', texts.course.whenThere, {
		type: 'datetime-local',
		hint: `${texts.course.whenThereHint} ${texts.page.shownIn} ${zone}.`,
		max: fieldTime(page.now, zone),
	}),
	form.textarea('note', noteLabel),
];

const preview = (page: CasePageInput, effect: string, texts: Texts): SafeHtml => {
	const { kind, to, lines } = previewOf(page.state, effect, page.clinic);
	return markup`<h3>${texts.course.effects[kind]}${to === '' ? '' : `: ${to}`}</h3><blockquote class="pre">${lines.join('\n')}</blockquote>`;
};

const approve: Body = (form, texts, page) => {
	const effects = heldEffects(page.state);
	return [
		effects.map((effect) => preview(page, effect, texts)),
		form.choices(
			'effect',
			texts.course.effect,
			effects.map((effect): Choice => {
				const { kind, to } = previewOf(page.state, effect, page.clinic);
				return [
					effect,
					to === '' ? texts.course.effects[kind] : `${texts.course.effects[kind]}: ${to}`,
				];
			}),
		),
		form.person(false),
	];
};

/** Forms with which the clinic changes the course of a case or puts something right. */
export const courseBodies: Partial<Record<DeskAction, { body: Body; options?: FormOptions }>> = {
	redirect: { body: redirect },
	resend: { body: reasonAndPerson },
	change_urgency: { body: urgencyBody },
	withdraw_cancellation: { body: reasonAndPerson },
	reject_review: {
		body: (form, texts) => [
			form.checkbox('otherPatient', texts.course.otherPatient, { required: true }),
			form.textarea('reason', texts.course.whatFits, { required: true }),
			form.person(false),
		],
		options: { kind: 'danger' },
	},
	owner_called: {
		body: (form, texts) => [
			form.select('result', texts.course.callResult, Object.entries(texts.course.results), {
				required: true,
			}),
			form.textarea('note', texts.course.callNote),
			form.person(false),
		],
	},
	hospital_called: {
		body: (form, texts, page) => [
			markup`<div class="pair">${form.input('spokeTo', texts.course.spokeTo, { required: true })}${form.input(
				'number',
				texts.course.number,
			)}</div>`,
			form.input('calledAt', texts.course.calledAt, {
				type: 'datetime-local',
				hint: `${texts.course.calledAtHint} ${texts.page.shownIn} ${page.clinic.timeZone}.`,
				max: fieldTime(page.now, page.clinic.timeZone),
			}),
			form.textarea('note', texts.course.callNote),
			form.person(false),
		],
	},
	alive_after_all: { body: reasonAndPerson },
	pause_messages: { body: reasonAndPerson },
	resume_messages: {
		body: (form, texts, page) => [
			prose(page.state.outreach.paused?.reason),
			form.textarea('reason', texts.labels.reason),
			form.person(false),
		],
	},
	visit_claimed: {
		body: (form, texts, page) => [
			visitClaimFields(form, texts, page, page.clinic.timeZone, texts.course.whatOwnerSaid),
			form.person(false),
		],
	},
	withdraw_links: { body: reasonAndPerson, options: { kind: 'danger' } },
	approve_effect: { body: approve },
};

/** What the directory and the clock leave of the allowed actions. */
export function isUsable(action: DeskAction, page: CasePageInput): boolean {
	const { state, directory = [], now } = page;
	if (action === 'redirect') {
		return directory.some((entry) => entry.active && entry.id !== state.release?.specialistId);
	}
	if (action === 'visit_claimed' || action === 'we_were_there') return mayHaveVisited(state, now);
	return true;
}
