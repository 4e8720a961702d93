import { viewFor } from '../../../core/desk/redact';
import { milestonesOf, phaseOf } from '../../../core/referral/phase';
import { currentAppointment } from '../../../core/referral/state';
import { clinicBody, releaseBody } from './clinic-page';
import { markup, type Part } from './escape';
import { renderLayout } from './layout';
import { renderMilestones } from './milestones';
import { ownerBody } from './owner-page';
import type { CasePageInput } from './page-input';
import { flashBox } from './parts';
import { specialistBody } from './specialist-page';
import { urgencyTag } from './case-facts';
import { textsFor } from './texts/texts-for';
import type { Texts } from './texts/en';
import { zoneOr } from './times';

/**
 * The page of one case for one role: a complete HTML document that works without scripts. What the
 * role may not see is cut off before anything is rendered. Times stand in the reader's zone; visits
 * and offered times on the owner's page and in every field stand in the hospital's.
 */
export function renderCasePage(page: CasePageInput): string {
	const { clinic, specialist, state } = page;
	const there = zoneOr(specialist?.timeZone, clinic.timeZone);
	const zone = page.role === 'clinic' || page.role === 'release' ? clinic.timeZone : there;
	const language =
		page.role === 'owner'
			? (state.release?.contact.language ?? state.owner?.language)
			: clinic.language;
	const texts = textsFor(language ?? clinic.language);
	return renderLayout({
		title: titleOf(page, texts),
		over: clinic.name,
		under: underTitle(page, zone, texts),
		body: [flashBox(page, texts), bodyOf(page, zone, there, texts)],
		footer: markup`<p>${texts.page.caseNumber} ${state.caseId}. ${texts.page.shownIn} ${zone}.</p>`,
		width: page.role === 'clinic' || page.role === 'specialist' ? 'two' : undefined,
		texts,
		action: page.action,
		failed: page.flash?.kind === 'refused',
	});
}

function bodyOf(page: CasePageInput, zone: string, there: string, texts: Texts): Part {
	if (page.role === 'owner') return ownerBody(page, zone, texts);
	if (page.role === 'specialist') return specialistBody(page, zone, texts);
	if (page.role === 'release') return releaseBody(page, zone, texts);
	return clinicBody(page, zone, there, texts);
}

function titleOf(page: CasePageInput, texts: Texts): string {
	const view = viewFor(page.state, 'owner');
	const base = texts.page[page.role];
	return view.patientName === '' ? base : `${base}: ${view.patientName}`;
}

function underTitle(page: CasePageInput, zone: string, texts: Texts): Part {
	const { state, role } = page;
	const phase = phaseOf(state);
	const view = viewFor(state, 'owner');
	const ownerWords =
		phase === 'scheduled' && view.appointment?.claimed
			? texts.course.ownerUnconfirmed
			: (texts.ownerPhases[phase] ?? texts.owner.noVisit);
	const words = role === 'owner' ? ownerWords : texts.phases[phase];
	const service = [view.hospital?.hospital, view.hospital?.service].filter(Boolean).join(', ');
	return [
		service === '' ? '' : markup`<p class="soft">${service}</p>`,
		markup`<div class="rowhead"><p class="lead">${words}</p>${role === 'owner' || !state.release ? '' : urgencyTag(state.urgency, texts)}</div>`,
		state.test ? markup`<div class="flash warn"><p>${texts.page.test}</p></div>` : '',
		role === 'release' && !state.transport.doneAt
			? ''
			: renderMilestones(milestonesOf(state), zone, texts, visitOf(state), role === 'owner'),
	];
}

function visitOf(state: CasePageInput['state']): { start: string; claimed?: boolean } | undefined {
	const visit = currentAppointment(state);
	if (visit?.status === 'scheduled') return { start: visit.start, claimed: visit.claimed };
	return visit?.status === 'attended' ? { start: visit.start } : undefined;
}
