import type { SpecialistView } from '../../../core/desk/redact';
import type { Specialist } from '../../../core/profile/specialist';
import { markup, telHref, type Part, type SafeHtml } from './escape';
import type { CasePageInput } from './page-input';
import { card } from './parts';
import type { Texts } from './texts/en';
import { showTime } from './times';

/** Second-hand facts, shown apart from what the hospital said itself. */
export function claimsCard(
	claims: SpecialistView['claims'],
	zone: string,
	texts: Texts,
): SafeHtml | undefined {
	if (claims.length === 0) return undefined;
	const words = texts.course;
	return card(
		words.claimsTitle,
		markup`<ul class="plain">${claims.map(
			({ says, when, side }) =>
				markup`<li><div class="rowhead"><strong>${words.claims[says]}</strong>${secondHand(texts)}</div><span class="soft small">${
					when === undefined
						? ''
						: markup`<time datetime="${when}">${showTime(when, zone, texts)}</time>, `
				}${words.saidBy[side]}</span></li>`,
		)}</ul>`,
	);
}

/** The mark of something heard from others; a word, so that it does not rest on colour. */
export const secondHand = (texts: Texts, forOwner = false): SafeHtml =>
	markup`<span class="tag warn">${forOwner ? texts.course.unconfirmed : texts.course.secondHand}</span>`;

const callLink = (number: string | undefined, words: string): Part => {
	const href = telHref(number);
	return href ? markup`<a class="button quiet" href="${href}">${words}: ${number}</a> ` : undefined;
};

const numbersOf = (
	entry: Pick<Specialist, 'phone' | 'onCallPhone' | 'service'>,
	texts: Texts,
): Part => [callLink(entry.phone, entry.service), callLink(entry.onCallPhone, texts.course.onCall)];

/** Services that could take the patient if this one does not answer: the same specialty, then emergency. */
function nextServices({ state, directory = [] }: CasePageInput): Specialist[] {
	const { release } = state;
	const others = directory.filter(
		(entry) =>
			entry.active &&
			entry.id !== release?.specialistId &&
			(entry.phone !== '' || entry.onCallPhone !== undefined),
	);
	const same = others.filter((entry) => entry.specialty === release?.specialist.specialty);
	const emergency = others.filter(
		(entry) => entry.specialty === 'emergency' && !same.includes(entry),
	);
	return [...same, ...emergency];
}

/**
 * Whom to call when nobody at the hospital has acknowledged: for an emergency at once, else when the
 * acknowledgment is overdue. The service itself comes first, then whoever is next on call.
 */
export function callCard(page: CasePageInput, texts: Texts): SafeHtml | undefined {
	const { state, specialist, asks, now } = page;
	const { release, decision, urgency, reports, closed, cancellation, redirect } = state;
	if (!release || decision.status !== 'none' || reports.length > 0) return undefined;
	if (closed ?? cancellation ?? redirect ?? state.deceasedAt) return undefined;
	const isLate = asks.some(({ key, dueAt }) => key === 'ack' && dueAt <= now);
	if (urgency !== 'emergency' && !isLate) return undefined;
	const words = texts.course;
	const own = {
		service: release.specialist.service,
		phone: specialist?.phone ?? release.specialist.phone ?? '',
		onCallPhone: specialist?.onCallPhone,
	};
	const title = urgency === 'emergency' ? words.callTitle : words.callOverdueTitle;
	return markup`<section class="flash refused"><h2>${title}</h2><ol class="plain"><li><strong>${words.callFirst}: ${
		release.specialist.hospital
	}</strong><br>${numbersOf(own, texts)}</li>${nextServices(page).map(
		(entry) =>
			markup`<li><strong>${words.callNext}: ${entry.hospital}</strong><br>${numbersOf(entry, texts)}</li>`,
	)}</ol>${state.hospitalCalls.map(
		(call) =>
			markup`<p class="small">${words.called}: ${call.spokeTo}, ${showTime(call.at, page.clinic.timeZone, texts)} (${call.by})</p>`,
	)}</section>`;
}
