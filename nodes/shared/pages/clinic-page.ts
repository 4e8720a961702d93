import {
	allowedActions,
	closeOutcomes,
	openTasks,
	type DeskAction,
} from '../../../core/desk/allowed-actions';
import { slotsAhead } from '../../../core/desk/owner-form';
import { viewFor } from '../../../core/desk/redact';
import { timelineOf } from '../../../core/desk/timeline';
import { packetCard, peopleCard, visitFacts } from './case-facts';
import { callCard, claimsCard } from './course-cards';
import { courseBodies, isUsable, reasonAndPerson, type Body } from './course-forms';
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
	prose,
	type FormOptions,
} from './parts';
import { markedCard, releaseForm } from './release-page';
import { appointmentFields } from './specialist-page';
import type { Texts } from './texts/en';
import { showTime } from './times';

const reason: Body = reasonAndPerson;
const person: Body = (form) => form.person(false);

const heardFrom: Body = (form, texts) => [
	form.input('heardFrom', texts.labels.heardFrom, { required: true }),
	form.person(false),
];

const answered = (form: PageForm, texts: Texts): SafeHtml =>
	form.select('answered', texts.labels.answered, Object.entries(texts.answers));

/** Offered times as large choices, in the zone of the hospital. */
export const slotChoices = (page: CasePageInput, zone: string, texts: Texts): Choice[] =>
	slotsAhead(page.state, page.now).map((slot) => [
		slot.start,
		[showTime(slot.start, zone, texts), slot.clinician, slot.location].filter(Boolean).join(', '),
	]);

const bodies: Partial<Record<DeskAction, { body: Body; options?: FormOptions }>> = {
	...courseBodies,
	settle_question: {
		body: (form, texts, page) => {
			const entries = Object.entries(page.state.questions);
			return [
				form.select(
					'question',
					texts.labels.openQuestion,
					entries.map(([key, question]): Choice => [key, question.why]),
					{ required: true, value: entries.length === 1 ? entries[0]?.[0] : undefined },
				),
				form.textarea('answer', texts.labels.decision, { required: true }),
				form.person(false),
			];
		},
	},
	send_anyway: { body: reason },
	retry: { body: person },
	answer_question: {
		body: (form, texts, page) => [
			markup`<blockquote class="pre">${page.state.decision.question}</blockquote>`,
			form.textarea('answer', texts.labels.answer, { required: true }),
			form.files('files', texts.course.answerFiles, texts.course.answerFilesHint),
			form.person(false),
		],
		options: { upload: true },
	},
	confirm_review: {
		body: (form, texts, page) => [
			markup`<ul>${(page.state.filing.review?.reasons ?? []).map((entry) => markup`<li>${entry}</li>`)}</ul>`,
			form.checkbox('samePatient', texts.labels.samePatient, { required: true }),
			form.person(false),
		],
	},
	filed_by_hand: {
		body: (form, texts, page) => [
			prose(page.state.filing.awaitingHuman),
			form.input('where', texts.labels.filedWhere),
			form.person(false),
		],
	},
	read_and_close: {
		body: (form, texts, page) => [
			answered(form, texts),
			openTasks(page.state).length > 0
				? form.checkbox('tasksLeft', texts.labels.tasksLeft, { required: true })
				: '',
			form.person(false),
		],
	},
	mark_read: { body: person },
	question_answered: { body: (form, texts) => [answered(form, texts), form.person(false)] },
	follow_up_done: {
		body: (form, texts, page) => {
			const tasks = openTasks(page.state).map((item): Choice => [item.key, item.title]);
			return [
				form.select('task', texts.labels.task, tasks, {
					required: true,
					value: tasks.length === 1 ? tasks[0]?.[0] : undefined,
				}),
				form.person(false),
			];
		},
	},
	heard_decision: {
		body: (form, texts, page, zone) => [
			form.select(
				'said',
				texts.labels.said,
				[
					['acknowledged', texts.labels.saidAcknowledged],
					['accepted', texts.labels.saidAccepted],
					['declined', texts.labels.saidDeclined],
				],
				{ required: true },
			),
			form.textarea('reason', texts.labels.saidReason),
			form.textarea('instructions', texts.labels.instructions),
			heardFrom(form, texts, page, zone),
		],
	},
	heard_appointment: {
		body: (form, texts, page, zone) => [
			appointmentFields(form, texts, page, zone),
			heardFrom(form, texts, page, zone),
		],
	},
	heard_cancellation: { body: heardFrom },
	pick_slot: {
		body: (form, texts, page, zone) => [
			form.choices('slot', texts.labels.offered, slotChoices(page, zone, texts)),
			form.person(false),
		],
	},
	note: {
		body: (form, texts) => [
			form.textarea('text', texts.labels.text, { required: true }),
			form.person(false),
		],
	},
	cancel: { body: reason, options: { kind: 'danger' } },
	patient_died: {
		body: (form, texts) => [form.textarea('note', texts.labels.text), form.person(false)],
		options: { kind: 'danger' },
	},
	close: {
		body: (form, texts, page) => [
			form.select(
				'outcome',
				texts.labels.outcome,
				closeOutcomes(page.state).map((outcome): Choice => [outcome, texts.outcomes[outcome]]),
				{ required: true },
			),
			form.textarea('reason', texts.labels.reason, { required: true }),
			form.person(false),
		],
		options: { kind: 'danger' },
	},
	reopen: { body: reason },
};

/** Answers to what the clinic owes; they stand open. */
const urgentActions: readonly DeskAction[] = [
	'settle_question',
	'approve_effect',
	'send_anyway',
	'retry',
	'answer_question',
	'confirm_review',
	'filed_by_hand',
	'read_and_close',
	'resume_messages',
];

/** Forms that stand open because of what is owed now. */
const openFor: ReadonlyArray<[action: DeskAction, asks: readonly string[]]> = [
	['hospital_called', ['emergency_call', 'ack_stop']],
	['redirect', ['declined']],
	['owner_called', ['call', 'call_owner', 'touch', 'no_shows']],
	['reject_review', ['review']],
];

const isForemost = (action: DeskAction, page: CasePageInput): boolean =>
	urgentActions.includes(action) ||
	(action === 'redirect' && page.state.redirectProposed !== undefined) ||
	openFor.some(
		([wanted, keys]) => wanted === action && page.asks.some(({ key }) => keys.includes(key)),
	);

type Group = keyof Texts['course']['groups'];

/** Where a folded form stands; whatever is not named is about the case. */
const groupOf: Partial<Record<DeskAction, Group>> = {
	hospital_called: 'hospital',
	heard_decision: 'hospital',
	heard_appointment: 'hospital',
	heard_cancellation: 'hospital',
	redirect: 'hospital',
	resend: 'hospital',
	change_urgency: 'hospital',
	owner_called: 'owner',
	pick_slot: 'owner',
	visit_claimed: 'owner',
	pause_messages: 'owner',
	mark_read: 'report',
	question_answered: 'report',
	follow_up_done: 'report',
	reject_review: 'report',
};

function show(
	action: DeskAction,
	open: boolean,
	page: CasePageInput,
	zone: string,
	texts: Texts,
): Part {
	const entry = bodies[action];
	if (!entry) return undefined;
	const form = new PageForm(page, action, texts);
	const body = entry.body(form, texts, page, zone);
	return (open ? openForm : foldedForm)(form, body, texts, entry.options);
}

/** Forms that are needed seldom, in groups; a group without any is left out. */
const folded = (
	actions: readonly DeskAction[],
	page: CasePageInput,
	zone: string,
	texts: Texts,
): Part =>
	(Object.keys(texts.course.groups) as Group[]).map((group) => {
		const own = actions.filter((action) => (groupOf[action] ?? 'case') === group);
		if (own.length === 0) return undefined;
		return markup`<h3 class="noprint">${texts.course.groups[group]}</h3>${own.map((action) =>
			show(action, false, page, zone, texts),
		)}`;
	});

/** Everything about the case, what is owed by whom first. `zone` is the clinic's, `there` the hospital's. */
export function clinicBody(
	page: CasePageInput,
	zone: string,
	there: string,
	texts: Texts,
): SafeHtml {
	const { state } = page;
	const view = viewFor(state, 'clinic');
	const allowed = allowedActions(state, 'clinic').filter(
		(action) =>
			action !== 'release' &&
			isUsable(action, page) &&
			(action !== 'pick_slot' || slotsAhead(state, page.now).length > 0),
	);
	const first = allowed.filter((action) => isForemost(action, page));
	const rest = allowed.filter((action) => !first.includes(action));
	const visit = visitFacts(view, zone, texts);
	const release = allowedActions(state, 'clinic').includes('release');
	return markup`<div class="cols"><div>${[
		callCard(page, texts),
		asksCard(page, zone, texts),
		claimsCard(view.claims, zone, texts),
		visit ? card(texts.facts.visit, visit) : '',
		page.reportFiles.length > 0 || state.reports.length > 0 ? reportCard(page, texts) : '',
		state.transport.status === 'done' ? '' : markedCard(page, texts),
		release ? releaseForm(page, texts) : '',
		first.map((action) => show(action, true, page, there, texts)),
		markup`<h2 class="noprint">${texts.page.moreActions}</h2>`,
		folded(rest, page, there, texts),
	]}</div><div>${[
		packetCard(view, texts),
		peopleCard(view, page.clinic, texts),
		card(texts.page.packetFiles, fileList(page.files, texts)),
		page.answerFiles?.length
			? card(texts.course.answerFiles, fileList(page.answerFiles, texts))
			: '',
		state.interim.map((entry) => card(interimTitle(entry, zone, texts), prose(entry.text))),
		state.notes.map((entry) =>
			card(`${entry.by}, ${showTime(entry.at, zone, texts)}`, prose(entry.text)),
		),
		historyCard(timelineOf(page.events ?? [], 'clinic'), zone, texts),
	]}</div></div>`;
}

const interimTitle = (
	{ at, staying }: { at: string; staying?: boolean },
	zone: string,
	texts: Texts,
): string =>
	[texts.facts.interim, showTime(at, zone, texts), staying ? texts.course.stays : '']
		.filter((part) => part !== '')
		.join(', ');

const asksCard = (page: CasePageInput, zone: string, texts: Texts): SafeHtml =>
	card(
		texts.page.nowTitle,
		page.asks.length > 0
			? markup`<ul class="plain">${page.asks.map((ask) => askLine(ask, page.now, zone, texts))}</ul>`
			: markup`<p class="soft">${texts.page.nothingOwed}</p>`,
	);

function reportCard(page: CasePageInput, texts: Texts): SafeHtml {
	const latest = page.state.reports[page.state.reports.length - 1];
	return card(texts.page.reportFiles, [
		page.reportFiles.length > 0 ? fileList(page.reportFiles, texts) : '',
		latest?.report.text ? markup`<p class="pre">${latest.report.text}</p>` : '',
	]);
}

/** The Release page: what the record said, and the form; once released, how it goes on. */
export function releaseBody(page: CasePageInput, zone: string, texts: Texts): SafeHtml {
	const allowed = allowedActions(page.state, 'release');
	const open = allowed.includes('release');
	return markup`${[
		callCard(page, texts),
		open ? markedCard(page, texts) : asksCard(page, zone, texts),
		open ? releaseForm(page, texts) : packetCard(viewFor(page.state, 'release'), texts),
		allowed.includes('cancel') ? show('cancel', false, page, zone, texts) : '',
	]}`;
}
