import { fieldOf } from '../../../core/desk/form-reader';
import type { ActResult } from '../../../core/desk/worklist-acts';
import {
	isAsked,
	sortedWorklist,
	worklistGroups,
	type WorklistFilter,
	type WorklistGroup,
	type WorklistRow,
} from '../../../core/desk/worklist';
import { markup, safeHref, type Part, type SafeHtml } from './escape';
import { renderLayout } from './layout';
import type { Flash } from './page-input';
import type { Texts } from './texts/en';
import { textsFor } from './texts/texts-for';
import { showTime } from './times';
import { markForm } from './worklist-form';
import { worklistLine } from './worklist-line';
import { worklistTexts as words } from './worklist-texts';

export interface WorklistView {
	filter: WorklistFilter;
	/** From 1. */
	page: number;
	/** The group whose boxes are ticked beforehand. */
	tick?: string;
	/** Address of the worklist for a filter and a page, with its token. */
	url: (filter: WorklistFilter, page: number, tick?: string) => string;
}

export interface WorklistInput {
	hospital: string;
	/** Zone of the times in head and foot; every line has its own. */
	timeZone: string;
	rows: readonly WorklistRow[];
	now: string;
	view: WorklistView;
	/** A new random number for every rendering. */
	nonce: string;
	/** Address of the hospital's page of a case. */
	links: (row: WorklistRow) => string | undefined;
	flash?: Flash;
	/** The posted fields: name and role stay, ticks too after a refusal. */
	fields: Readonly<Record<string, string | undefined>>;
	/** What became of the cases that were ticked. */
	results?: ReadonlyArray<ActResult & { caseId: string; patientName: string }>;
}

/** Lines of one page: enough for a day, and few enough to tick. */
export const worklistPageSize = 100;

/** All open cases of a hospital by what it owes next; several can be marked at once. */
export function renderWorklist(input: WorklistInput): string {
	const texts = textsFor('en');
	const { filter } = input.view;
	const rows = sortedWorklist(input.rows, filter);
	const pages = Math.max(1, Math.ceil(rows.length / worklistPageSize));
	const current = Math.min(Math.max(1, Math.floor(input.view.page)), pages);
	const shown = rows.slice((current - 1) * worklistPageSize, current * worklistPageSize);
	const overdue = rows.filter((row) => row.overdue).length;
	const canMark = shown.some(({ can }) => can.length > 0);
	return renderLayout({
		title: words.title,
		over: input.hospital,
		under: markup`<p class="lead">${rows.length} ${words.open}, ${rows.filter(isAsked).length} ${words.asked}, <span${
			overdue > 0 ? markup` class="tag bad"` : ''
		}>${overdue} ${texts.board.overdue}</span></p>`,
		body: [
			flashBox(input, texts),
			resultsBox(input),
			filterForm(input, texts),
			canMark
				? markup`<p class="noprint"><a class="button quiet" href="#act">${words.toForm}</a></p>`
				: '',
			worklistGroups.map((group) => section(group, rows, shown, current, input, texts)),
			rows.length === 0 ? markup`<p class="card">${words.empty}</p>` : '',
			canMark ? markForm(input, texts) : '',
			pages > 1 ? pager(input.view, current, pages, texts) : '',
		],
		footer: markup`<p>${texts.page.shownIn} ${input.timeZone}. ${showTime(input.now, input.timeZone, texts)}</p>`,
		width: 'wide',
		texts,
		action: input.view.url({}, 1),
		failed: input.flash?.kind === 'refused',
	});
}

function flashBox({ flash }: WorklistInput, texts: Texts): Part {
	if (flash?.kind !== 'refused') return undefined;
	const field = fieldOf(flash.code ?? '');
	const target = field === 'ticks' ? undefined : field;
	return markup`<div class="flash refused" role="alert"><h2>${texts.page.refused}</h2><p>${flash.message}</p><p>${flash.hint}</p>${
		target ? markup`<p><a href="#act-${target}">${texts.page.goToField}</a></p>` : ''
	}</div>`;
}

function resultsBox({ results }: WorklistInput): Part {
	if (!results) return undefined;
	const failed = results.some(({ status }) => status === 'changed' || status === 'impossible');
	return markup`<div class="flash${failed ? ' warn' : ''} noprint" role="status"><h2>${words.result}</h2><ul class="plain">${results.map(
		({ status, caseId, patientName, message }) =>
			markup`<li><strong>${words.statuses[status]}</strong>${
				caseId === '' ? '' : `: ${[patientName, caseId].filter((value) => value !== '').join(', ')}`
			}${message ? markup`<br>${message}` : ''}</li>`,
	)}</ul></div>`;
}

function section(
	group: WorklistGroup,
	all: readonly WorklistRow[],
	shown: readonly WorklistRow[],
	page: number,
	input: WorklistInput,
	texts: Texts,
): Part {
	const rows = shown.filter((row) => row.group === group);
	if (rows.length === 0) return undefined;
	const total = all.filter((row) => row.group === group).length;
	const partly = total > rows.length ? `, ${rows.length} ${texts.board.shown}` : '';
	const { view, fields, flash } = input;
	const kept = flash?.kind === 'refused' ? fields : {};
	const markable = rows.filter(({ can }) => can.length > 0).length;
	const tickAll = markable > 1 ? safeHref(view.url(view.filter, page, group)) : undefined;
	return markup`<section class="card" id="group-${group}"><h2>${words.groups[group]} (${total}${partly})</h2>${
		tickAll
			? markup`<p class="noprint small"><a href="${tickAll}#group-${group}">${words.tickAll}: ${words.groups[group]}</a></p>`
			: ''
	}<ul class="plain">${rows.map((row) =>
		worklistLine(row, {
			href: safeHref(input.links(row)),
			ticked: view.tick === group || kept[`tick_${row.rowId}`] !== undefined,
			now: input.now,
			texts,
		}),
	)}</ul></section>`;
}

/** A GET form: the token in the worklist's own address travels on in a hidden field. */
function filterForm({ view, rows }: WorklistInput, texts: Texts): SafeHtml {
	const { filter } = view;
	const [address = '', query = ''] = view.url({}, 1).split('?');
	const choice = (
		name: keyof WorklistFilter,
		label: string,
		entries: ReadonlyArray<readonly [string, string]>,
	) =>
		markup`<div class="field"><label for="filter-${name}">${label}</label><select id="filter-${name}" name="${name}"><option value="">${texts.board.all}</option>${entries.map(
			([value, label_]) =>
				markup`<option value="${value}"${filter[name] === value ? markup` selected` : ''}>${label_}</option>`,
		)}</select></div>`;
	const distinct = (pairs: ReadonlyArray<readonly [string, string]>) =>
		[...new Map(pairs)].sort(([, a], [, b]) => (a < b ? -1 : 1));
	const isSet = [filter.clinic, filter.service, filter.urgency, filter.text].some(Boolean);
	return markup`<details class="act noprint"${isSet ? markup` open` : ''}><summary>${texts.board.filter}</summary><form method="get" action="${address}">${[
		...new URLSearchParams(query),
	].map(
		([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
	)}<div class="pair">${[
		choice('clinic', words.clinic, distinct(rows.map((row) => [row.clinicId, row.clinicName]))),
		choice('service', words.service, distinct(rows.map((row) => [row.service, row.service]))),
		choice('urgency', texts.facts.urgency, Object.entries(texts.urgencies)),
	]}<div class="field"><label for="filter-text">${words.search}</label><input type="search" id="filter-text" name="text" value="${filter.text}"></div></div><button type="submit">${texts.board.apply}</button></form></details>`;
}

function pager(view: WorklistView, current: number, pages: number, texts: Texts): SafeHtml {
	const to = (page: number, label: string): Part => {
		const href = page >= 1 && page <= pages ? safeHref(view.url(view.filter, page)) : undefined;
		return href ? markup`<a class="button quiet" href="${href}">${label}</a>` : '';
	};
	return markup`<nav class="pages noprint" aria-label="${texts.board.pageOf}">${to(current - 1, texts.board.previous)}<span>${texts.board.pageOf} ${current} / ${pages}</span>${to(
		current + 1,
		texts.board.next,
	)}</nav>`;
}
