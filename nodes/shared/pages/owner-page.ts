import { allowedActions, type DeskAction } from '../../../core/desk/allowed-actions';
import { slotsAhead } from '../../../core/desk/owner-form';
import { viewFor, type OwnerView } from '../../../core/desk/redact';
import { timelineOf } from '../../../core/desk/timeline';
import { slotChoices } from './clinic-page';
import { visitFacts } from './case-facts';
import { isUsable, visitClaimFields, type Body } from './course-forms';
import { markup, safeHref, telHref, type Part, type SafeHtml } from './escape';
import { PageForm } from './form';
import type { CasePageInput } from './page-input';
import { card, facts, foldedForm, historyCard, openForm, prose, type FormOptions } from './parts';
import type { Texts } from './texts/en';

const bodies: Partial<Record<DeskAction, { body: Body; options?: FormOptions }>> = {
	pick_slot: {
		body: (form, texts, page, zone) => [
			form.choices('slot', texts.labels.offered, slotChoices(page, zone, texts)),
			form.textarea('note', texts.labels.note),
		],
	},
	ask_call: { body: (form, texts) => form.textarea('note', texts.labels.note) },
	cannot_come: { body: (form, texts) => form.textarea('reason', texts.labels.why) },
	cancel_referral: {
		body: (form, texts) => [
			form.textarea('reason', texts.labels.why),
			form.checkbox('sure', texts.labels.sure, { required: true }),
		],
		options: { kind: 'danger' },
	},
	we_were_there: {
		body: (form, texts, page, zone) => visitClaimFields(form, texts, page, zone, texts.labels.note),
	},
	patient_died: {
		body: (form, texts) => form.checkbox('sure', texts.labels.sure, { required: true }),
		options: { owner: true, kind: 'quiet' },
	},
	stop_messages: { body: () => '', options: { kind: 'quiet' } },
};

const callButton = (number: string | undefined, words: string, quiet: boolean): Part => {
	const href = telHref(number);
	return href
		? markup`<p><a class="button${quiet ? ' quiet' : ''}" href="${href}">${words}: ${number}</a></p>`
		: undefined;
};

/** What an owner sees: who, when, where, whom to call. Nothing clinical is in reach of this page. */
export function ownerBody(page: CasePageInput, zone: string, texts: Texts): SafeHtml {
	const view = viewFor(page.state, 'owner');
	const allowed = allowedActions(page.state, 'owner').filter(
		(action) =>
			isUsable(action, page) &&
			(action !== 'pick_slot' || slotsAhead(page.state, page.now).length > 0),
	);
	const show = (action: DeskAction, open: boolean): Part => {
		const entry = bodies[action];
		if (!entry) return undefined;
		const form = new PageForm(page, action, texts);
		return (open ? openForm : foldedForm)(
			form,
			entry.body(form, texts, page, zone),
			texts,
			entry.options,
		);
	};
	const rest = allowed.filter((action) => action !== 'pick_slot');
	return markup`${[
		visitCard(view, page, zone, texts),
		allowed.includes('pick_slot') ? show('pick_slot', true) : '',
		helpCard(view, page, texts),
		rest.length > 0 ? markup`<h2 class="noprint">${texts.page.moreActions}</h2>` : '',
		rest.map((action) => show(action, false)),
		historyCard(timelineOf(page.events ?? [], 'owner'), zone, texts),
	]}`;
}

function visitCard(view: OwnerView, page: CasePageInput, zone: string, texts: Texts): SafeHtml {
	const words = texts.owner;
	const visit = visitFacts(view, zone, texts);
	const over = view.milestones.seen !== undefined || view.cancelled || view.deceased;
	const bookable = !visit && !over ? safeHref(view.bookingUrl) : undefined;
	const directions = safeHref(page.specialist?.directionsUrl);
	return card(words.whereTitle, [
		visit ?? (over ? '' : markup`<p>${words.noVisit}</p>`),
		view.appointment?.claimed && !over ? markup`<p>${texts.course.ownerClaim}</p>` : '',
		view.saidVisited ? markup`<p>${texts.course.ownerVisited}</p>` : '',
		view.appointment?.status === 'requested' ? markup`<p>${words.waitConfirm}</p>` : '',
		bookable
			? markup`<p><a class="button" href="${bookable}" rel="noopener noreferrer">${words.book}</a></p>`
			: '',
		facts([
			[
				texts.facts.hospital,
				[view.hospital?.hospital, view.hospital?.service].filter(Boolean).join(', '),
			],
			[texts.facts.address, prose(view.hospital?.address)],
		]),
		directions
			? markup`<p><a href="${directions}" rel="noopener noreferrer">${words.directions}</a></p>`
			: '',
		view.instructions && !over
			? markup`<h3>${words.before}</h3><p class="pre">${view.instructions}</p>`
			: '',
		view.callRequested ? markup`<p>${words.callAsked}</p>` : '',
		view.messagesStopped ? markup`<p>${words.stopped}</p>` : '',
	]);
}

function helpCard(view: OwnerView, page: CasePageInput, texts: Texts): SafeHtml {
	return card(texts.owner.whoHelps, [
		markup`<p>${texts.owner.emergency}</p>`,
		callButton(page.clinic.phone, texts.owner.clinicPhone, false),
		callButton(view.hospital?.phone, texts.owner.hospitalPhone, true),
	]);
}
