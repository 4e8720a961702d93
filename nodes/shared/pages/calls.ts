import type { Call } from '../../../core/board/call-list';
import { boardPage, urgencyText } from './board';
import type { BoardFrame } from './board-input';
import { filterForm, viewNav, watchBanner } from './board-parts';
import { markup, safeHref, type Part, type SafeHtml } from './escape';
import { phone } from './parts';
import { boardTextsFor } from './texts/board-texts';
import type { BoardTexts } from './texts/en-board';
import type { Texts } from './texts/en';
import { textsFor } from './texts/texts-for';
import { distance, showTime } from './times';

export interface CallsInput extends BoardFrame {
	/** Most urgent first. */
	calls: readonly Call[];
	/** Address of the case page. */
	links: (call: Call) => string | undefined;
	/** There are more open cases than were read for the list. */
	partly?: boolean;
}

/** The calls that a person should make today, with what to say. Made to be printed as well. */
export function renderCalls(input: CallsInput): string {
	const { calls, clinic, view } = input;
	const texts = textsFor(clinic.language);
	const words = boardTextsFor(clinic.language);
	const noun = calls.length === 1 ? words.calls.leadOne : words.calls.leadMany;
	return boardPage(input, texts, {
		title: words.calls.title,
		under: markup`<p class="lead">${calls.length} ${noun}</p><p class="soft small">${words.calls.hint}</p>`,
		body: [
			watchBanner(input, texts),
			viewNav(view, 'calls', words),
			view ? filterForm(view, ['clinic'], 'calls', texts, words) : '',
			calls.length === 0
				? markup`<p class="card">${words.calls.none}</p>`
				: markup`<ol class="calls">${calls.map((call, index) => item(call, index + 1, input, texts, words))}</ol>`,
			input.partly ? markup`<p class="soft">${words.calls.partly}</p>` : '',
		],
	});
}

function item(
	call: Call,
	number: number,
	{ now, clinic, links }: CallsInput,
	texts: Texts,
	words: BoardTexts,
): SafeHtml {
	const href = safeHref(links(call));
	const urgent = call.urgency === 'emergency' ? ' bad' : call.urgency === 'urgent' ? ' warn' : '';
	const tag: Part =
		urgent === '' ? '' : markup`<span class="tag${urgent}">${urgencyText(call, texts)}</span>`;
	return markup`<li class="card call"><div><div class="rowhead"><strong>${number}. ${call.reason}</strong>${tag}</div><p class="number">${
		phone(call.phone) ?? words.calls.noNumber
	}</p><p>${call.callee === 'owner' ? words.calls.owner : words.calls.hospital}: ${call.name}</p><p class="soft small">${[
		call.patient,
		call.callee === 'owner' ? call.hospital : '',
		call.caseId,
	]
		.filter((part) => part !== '')
		.join(
			', ',
		)}<br>${words.calls.since} <time datetime="${call.since}">${showTime(call.since, clinic.timeZone, texts)}</time> (${distance(call.since, now)})</p></div><div><p class="small soft">${words.calls.say}</p><blockquote>${call.say}</blockquote><p class="small"><span class="soft">${words.calls.find}:</span> ${call.find}</p><p class="small"><span class="soft">${words.calls.what}:</span> ${call.what}</p>${
		href
			? markup`<p class="noprint"><a class="button quiet" href="${href}">${words.calls.open}</a></p>`
			: ''
	}</div></li>`;
}
