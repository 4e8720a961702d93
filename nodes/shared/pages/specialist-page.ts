import { allowedActions, type DeskAction } from '../../../core/desk/allowed-actions';
import { viewFor } from '../../../core/desk/redact';
import { timelineOf } from '../../../core/desk/timeline';
import { packetCard, peopleCard, visitFacts } from './case-facts';
import { reasonAndPerson, urgencyBody, type Body } from './course-forms';
import { markup, type Part, type SafeHtml } from './escape';
import { PageForm, type Choice } from './form';
import type { CasePageInput } from './page-input';
import {
	askLine,
	card,
	fileList,
	foldedForm,
	historyCard,
	openForm,
	type FormOptions,
} from './parts';
import type { Texts } from './texts/en';
import { fieldTime, showTime } from './times';

const reason: Body = reasonAndPerson;

const slots: Body = (form, texts, page, zone) => [
	markup`<fieldset><legend>${texts.labels.slots}</legend><p class="soft">${texts.labels.slotsHint} ${texts.page.atHospital}: ${zone}.</p>${(
		['slot1', 'slot2', 'slot3'] as const
	).map((name, index) =>
		form.input(name, `${texts.labels.slot} ${index + 1}`, {
			type: 'datetime-local',
			min: fieldTime(page.now, zone),
		}),
	)}<div class="pair">${form.input('slotClinician', texts.labels.clinician)}${form.input(
		'slotLocation',
		texts.labels.location,
	)}</div></fieldset>`,
	form.input('bookingUrl', texts.labels.bookingUrl, {
		type: 'url',
		hint: texts.labels.bookingHint,
	}),
	form.textarea('instructions', texts.labels.instructions, {
		hint: texts.labels.instructionsHint,
		value: page.state.decision.instructions,
	}),
	form.person(true),
];

/** Fields of an appointment typed on the hospital's wall clock; the clinic uses them too. */
export const appointmentFields: Body = (form, texts, page, zone) => [
	form.input('start', texts.labels.start, {
		type: 'datetime-local',
		required: true,
		min: fieldTime(page.now, zone),
		hint: `${texts.page.atHospital}: ${zone}`,
	}),
	markup`<div class="pair">${form.input('clinician', texts.labels.clinician)}${form.input(
		'location',
		texts.labels.location,
	)}</div>`,
];

const report: Body = (form, texts, page, zone) => [
	form.files('files', texts.labels.reportFile, texts.labels.reportHint),
	form.textarea('text', texts.labels.reportText),
	markup`<div class="pair">${form.input('visitDate', texts.labels.visitDate, {
		type: 'date',
		max: fieldTime(page.now, zone).slice(0, 10),
	})}${form.input('recheckInDays', texts.labels.recheckInDays, { type: 'number', min: '1', max: '730' })}</div>`,
	form.select('recheckWhere', texts.labels.recheckWhere, [
		['referrer', texts.labels.recheckReferrer],
		['specialist', texts.labels.recheckSpecialist],
	]),
	form.person(true),
];

const bodies: Partial<Record<DeskAction, { body: Body; options?: FormOptions }>> = {
	acknowledge: { body: (form) => form.person(false) },
	accept: { body: slots },
	offer_times: { body: slots },
	decline: {
		body: (form, texts) => [
			form.textarea('reason', texts.labels.reason, { required: true }),
			form.person(true),
		],
		options: { kind: 'danger' },
	},
	ask_info: {
		body: (form, texts) => [
			form.textarea('question', texts.labels.question, { required: true }),
			form.person(false),
		],
	},
	set_appointment: {
		body: (form, texts, page, zone) => [
			appointmentFields(form, texts, page, zone),
			form.person(false),
		],
	},
	cancel_appointment: { body: reason, options: { kind: 'danger' } },
	no_show: { body: (form) => form.person(false) },
	mark_seen: {
		body: (form, texts, page, zone) => [
			form.input('visitedAt', texts.labels.visitedAt, {
				type: 'datetime-local',
				hint: `${texts.labels.visitedHint} ${texts.page.atHospital}: ${zone}`,
				max: fieldTime(page.now, zone),
			}),
			form.person(false),
		],
	},
	interim_note: {
		body: (form, texts) => [
			form.textarea('text', texts.labels.text, { required: true }),
			form.checkbox('staying', texts.course.staying),
			form.person(false),
		],
	},
	propose_redirect: {
		body: (form, texts) => [
			form.input('to', texts.course.proposedTo, { required: true }),
			form.textarea('reason', texts.labels.reason, { required: true }),
			form.person(true),
		],
	},
	change_urgency: { body: urgencyBody },
	confirm_claim: {
		body: (form, texts, page, zone) => [
			form.choices(
				'claim',
				texts.course.claim,
				viewFor(page.state, 'specialist').claims.map(
					({ kind, says, when, side }): Choice => [
						kind,
						[
							texts.course.claims[says],
							when === undefined ? '' : showTime(when, zone, texts),
							texts.course.saidBy[side],
						]
							.filter((part) => part !== '')
							.join(', '),
					],
				),
			),
			form.person(true),
		],
	},
	send_report: { body: report, options: { upload: true } },
	confirm_cancellation: { body: (form) => form.person(false) },
	patient_died: {
		body: (form, texts) => [form.textarea('note', texts.labels.text), form.person(false)],
		options: { kind: 'danger' },
	},
};

/** The forms that answer what is owed now stand open; all others open on a click. */
function foremost(page: CasePageInput, allowed: readonly DeskAction[]): DeskAction[] {
	const { state } = page;
	const wanted: DeskAction[] =
		state.cancellation && !state.cancellation.confirmedAt
			? ['confirm_cancellation']
			: state.reports.length > 0
				? []
				: state.decision.status === 'accepted'
					? state.seenAt
						? ['send_report']
						: ['set_appointment']
					: state.decision.status === 'declined'
						? []
						: ['acknowledge', 'accept'];
	const passed = state.appointments.some(
		(entry) => entry.status === 'scheduled' && entry.start < page.now,
	);
	const forms: DeskAction[] = passed && !state.seenAt ? ['mark_seen', 'send_report'] : wanted;
	return (['confirm_claim', ...forms] as DeskAction[]).filter((action) => allowed.includes(action));
}

/** What the hospital sees: what is asked of it first, the packet in short, and its forms. */
export function specialistBody(page: CasePageInput, zone: string, texts: Texts): SafeHtml {
	const view = viewFor(page.state, 'specialist');
	const allowed = allowedActions(page.state, 'specialist');
	const first = foremost(page, allowed);
	const show = (action: DeskAction, open: boolean): Part => {
		const entry = bodies[action];
		if (!entry) return undefined;
		const form = new PageForm(page, action, texts);
		const body = entry.body(form, texts, page, zone);
		return (open ? openForm : foldedForm)(form, body, texts, entry.options);
	};
	const asks = page.asks.filter((ask) => ask.owes === 'hospital');
	const rest = allowed.filter((action) => !first.includes(action));
	const visit = visitFacts(view, zone, texts);
	const answer = first[0];
	return markup`<div class="cols facts"><div>${[
		asks.length > 0
			? card(texts.page.nowTitle, [
					markup`<ul class="plain">${asks.map((ask) => askLine(ask, page.now, zone, texts, false))}</ul>`,
					answer
						? markup`<p><a class="button quiet noprint" href="#form-${answer}">${texts.page.answerNow}</a></p>`
						: '',
				])
			: '',
		visit ? card(texts.facts.visit, visit) : '',
		packetCard(view, texts),
		card(texts.page.packetFiles, fileList(page.files, texts)),
		page.answerFiles?.length
			? card(texts.course.answerFiles, fileList(page.answerFiles, texts))
			: '',
		page.reportFiles.length > 0
			? card(texts.page.reportFiles, fileList(page.reportFiles, texts))
			: '',
		peopleCard(view, page.clinic, texts),
		historyCard(timelineOf(page.events ?? [], 'specialist'), zone, texts),
	]}</div><div>${[
		first.map((action) => show(action, true)),
		rest.length > 0 ? markup`<h2 class="noprint">${texts.page.moreActions}</h2>` : '',
		rest.map((action) => show(action, false)),
	]}</div></div>`;
}
