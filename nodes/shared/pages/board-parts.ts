import { owesGroups, type BoardFilter } from '../../../core/board/board-query';
import { specialties } from '../../../core/profile/specialist';
import type { BoardFrame, BoardView, BoardViewName } from './board-input';
import { markup, safeHref, type Part, type SafeHtml } from './escape';
import type { BoardTexts } from './texts/en-board';
import type { Texts } from './texts/en';
import { showTime } from './times';

/** How long the watch may be silent before the board turns red, in minutes. */
export const heartbeatMinutes = 15;

/** Whether the watch has stopped: its last sign of life is too old, unreadable or was never given. */
export function isLate(heartbeatAt: string | undefined, now: string): boolean {
	const age = Date.parse(now) - Date.parse(heartbeatAt ?? '');
	return !(age <= heartbeatMinutes * 60_000);
}

/** The red banner; nothing while the watch lives. */
export function watchBanner({ heartbeatAt, now, clinic }: BoardFrame, texts: Texts): Part {
	if (!isLate(heartbeatAt, now)) return undefined;
	const last =
		heartbeatAt === undefined ? texts.board.never : showTime(heartbeatAt, clinic.timeZone, texts);
	return markup`<div class="flash refused" role="alert"><h2>${texts.board.late}</h2><p>${texts.board.lateHint}</p><p>${texts.board.lastSeen}: ${last}</p></div>`;
}

/** Leads from one view to the others; files are links as well. */
export function viewNav(view: BoardView | undefined, here: BoardViewName, words: BoardTexts): Part {
	if (!view) return undefined;
	const { filter = {} } = view;
	const only: BoardFilter = { clinic: filter.clinic };
	const entries: Array<[string, string, boolean]> = [
		[words.nav.board, view.url(only), here === 'board'],
		[words.nav.calls, view.url(only, { view: 'calls' }), here === 'calls'],
		[words.nav.report, view.url(only, { view: 'report' }), here === 'report'],
		[words.nav.csvCases, view.url(filter, { view: 'csv' }), false],
		[words.nav.csvFigures, view.url(only, { view: 'csv', of: 'figures' }), false],
	];
	return markup`<nav class="views noprint" aria-label="${words.nav.label}">${entries.map(
		([name, url, current]) => {
			const href = safeHref(url);
			if (href === undefined) return '';
			return markup`<a href="${href}"${current ? markup` aria-current="page"` : ''}>${name}</a>`;
		},
	)}</nav>`;
}

const isSet = (filter: BoardFilter): boolean => Object.values(filter).some(Boolean);

/** A GET form: the query of the board's own address travels on in hidden fields. */
export function filterForm(
	view: BoardView,
	fields: ReadonlyArray<keyof BoardFilter>,
	place: BoardViewName,
	texts: Texts,
	words: BoardTexts,
): Part {
	const { filter = {}, choices } = view;
	const own = view.url({}, place === 'board' ? {} : { view: place });
	const [address = '', query = ''] = own.split('?');
	const options: Record<keyof BoardFilter, [string, ReadonlyArray<readonly [string, string]>]> = {
		clinic: [words.clinic, choices?.clinics ?? []],
		owes: [texts.board.owes, owesEntries(texts)],
		urgency: [texts.facts.urgency, Object.entries(texts.urgencies)],
		specialty: [words.specialty, specialties.map((name) => [name, texts.specialties[name]])],
		hospital: [words.hospital, (choices?.hospitals ?? []).map((name) => [name, name])],
		text: ['', []],
	};
	const selects = fields
		.filter((name) => options[name][1].length > 1 || filter[name])
		.filter((name) => name !== 'text')
		.map((name) => select(name, options[name], filter[name], texts));
	const withText = fields.includes('text');
	if (selects.length === 0 && !withText) return undefined;
	const all = safeHref(own);
	const chosen = fields.flatMap((name) => {
		const value = filter[name];
		if (!value) return [];
		return [options[name][1].find(([entry]) => entry === value)?.[1] ?? value];
	});
	return markup`<details class="act noprint"><summary>${texts.board.filter}${
		chosen.length > 0 ? `: ${chosen.join(', ')}` : ''
	}</summary><form method="get" action="${address}">${[...new URLSearchParams(query)].map(
		([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
	)}<div class="pair">${selects}</div>${
		withText
			? markup`<div class="field"><label for="filter-text">${texts.board.search}</label><input type="search" id="filter-text" name="text" value="${filter.text}"></div>`
			: ''
	}<button type="submit">${texts.board.apply}</button></form></details>${
		isSet(filter) && all ? markup`<p class="noprint"><a href="${all}">${words.clear}</a></p>` : ''
	}`;
}

const owesEntries = (texts: Texts): Array<[string, string]> =>
	owesGroups.map((group) => [group, group === 'none' ? texts.board.groupNone : texts.owes[group]]);

function select(
	name: keyof BoardFilter,
	[label, entries]: readonly [string, ReadonlyArray<readonly [string, string]>],
	chosen: string | undefined,
	texts: Texts,
): SafeHtml {
	const known = entries.some(([value]) => value === chosen);
	const shown: ReadonlyArray<readonly [string, string]> =
		chosen && !known ? [...entries, [chosen, chosen]] : entries;
	return markup`<div class="field"><label for="filter-${name}">${label}</label><select id="filter-${name}" name="${name}"><option value="">${texts.board.all}</option>${shown.map(
		([value, words]) =>
			markup`<option value="${value}"${chosen === value ? markup` selected` : ''}>${words}</option>`,
	)}</select></div>`;
}
