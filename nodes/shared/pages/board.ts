import type { Kpis } from '../../../core/metrics/kpis';
import type { ClinicProfile } from '../../../core/profile/clinic-profile';
import { phases } from '../../../core/referral/phases';
import type { CaseRow } from '../../../core/referral/row';
import {
	boardGroups,
	boardRows,
	groupOf,
	isLate,
	isOverdue,
	type BoardFilter,
	type BoardGroup,
} from './board-rows';
import { markup, safeHref, type Part, type SafeHtml } from './escape';
import { renderKpis } from './kpi-cards';
import { renderLayout } from './layout';
import type { Texts } from './texts/en';
import { textsFor } from './texts/texts-for';
import { distance, showTime } from './times';

export interface BoardInput {
	rows: readonly CaseRow[];
	now: string;
	clinic: ClinicProfile;
	/** Last sign of life of the Watch workflow; left out when there has been none. */
	heartbeatAt?: string;
	/** Address of the case page of a row; undefined for a row without one. */
	links: (row: CaseRow) => string | undefined;
	/** Filter form and paging; left out, the board shows the first page of everything. */
	view?: BoardView;
	kpis?: Kpis;
}

export interface BoardView {
	filter?: BoardFilter;
	/** From 1. */
	page?: number;
	/** Address of the board itself for a filter and a page, with its token. */
	url: (filter: BoardFilter, page: number) => string;
}

/** Rows of one page: 200 are about 120 kB of markup and quick on any phone. */
export const boardPageSize = 200;

/** The board of a clinic: who owes the next step on each open case, overdue first. */
export function renderBoard(input: BoardInput): string {
	const texts = textsFor(input.clinic.language);
	const filter = input.view?.filter ?? {};
	const rows = boardRows(input.rows, filter);
	const pages = Math.max(1, Math.ceil(rows.length / boardPageSize));
	const current = Math.min(Math.max(1, Math.floor(input.view?.page ?? 1)), pages);
	const shown = rows.slice((current - 1) * boardPageSize, current * boardPageSize);
	const overdue = rows.filter((row) => isOverdue(row, input.now)).length;
	return renderLayout({
		title: texts.board.title,
		over: input.clinic.name,
		under: markup`<p class="lead">${rows.length} ${texts.board.open}, <span${
			overdue > 0 ? markup` class="tag bad"` : ''
		}>${overdue} ${texts.board.overdue}</span></p>`,
		body: [
			banner(input, texts),
			input.view ? filterForm(input.view, filter, texts) : '',
			boardGroups.map((group) => section(group, rows, shown, input, texts)),
			rows.length === 0 ? markup`<p class="card">${texts.board.empty}</p>` : '',
			pages > 1 ? pager(input.view, filter, current, pages, texts) : '',
			input.kpis ? renderKpis(input.kpis, texts) : '',
		],
		footer: markup`<p>${texts.page.shownIn} ${input.clinic.timeZone}. ${showTime(input.now, input.clinic.timeZone, texts)}</p>`,
		width: 'wide',
		texts,
		action: input.view?.url({}, 1) ?? undefined,
	});
}

function banner(input: BoardInput, texts: Texts): Part {
	if (!isLate(input.heartbeatAt, input.now)) return undefined;
	const last =
		input.heartbeatAt === undefined
			? texts.board.never
			: showTime(input.heartbeatAt, input.clinic.timeZone, texts);
	return markup`<div class="flash refused" role="alert"><h2>${texts.board.late}</h2><p>${texts.board.lateHint}</p><p>${texts.board.lastSeen}: ${last}</p></div>`;
}

const groupTitle = (group: BoardGroup, texts: Texts): string =>
	({
		clinic: texts.board.groupClinic,
		hospital: texts.board.groupHospital,
		owner: texts.board.groupOwner,
		system: texts.board.groupSystem,
		none: texts.board.groupNone,
	})[group];

function section(
	group: BoardGroup,
	all: readonly CaseRow[],
	shown: readonly CaseRow[],
	input: BoardInput,
	texts: Texts,
): Part {
	const rows = shown.filter((row) => groupOf(row) === group);
	if (rows.length === 0) return undefined;
	const total = all.filter((row) => groupOf(row) === group).length;
	const partly = total > rows.length ? `, ${rows.length} ${texts.board.shown}` : '';
	return markup`<section class="card"><h2>${groupTitle(group, texts)} (${total}${partly})</h2><ul class="plain">${rows.map(
		(row) => line(row, input, texts),
	)}</ul></section>`;
}

function line(row: CaseRow, input: BoardInput, texts: Texts): SafeHtml {
	const href = safeHref(input.links(row));
	const name = row.patientName === '' ? row.caseId : row.patientName;
	const phase = phases.find((entry) => entry === row.phase);
	const urgent = row.urgency === 'emergency' ? ' bad' : row.urgency === 'urgent' ? ' warn' : '';
	const urgency = Object.hasOwn(texts.urgencies, row.urgency)
		? texts.urgencies[row.urgency as keyof Texts['urgencies']]
		: '';
	return markup`<li class="row"><div><div class="rowhead"><strong>${
		href ? markup`<a href="${href}">${name}</a>` : name
	}</strong>${urgent === '' ? '' : markup`<span class="tag${urgent}">${urgency}</span>`}</div><span class="soft small">${[
		row.ownerName,
		row.caseId,
	]
		.filter((value) => value !== '' && value !== name)
		.join(
			', ',
		)}</span></div><div>${[row.hospital, row.service].filter((value) => value !== '').join(', ')}<br><span class="soft small">${
		phase ? texts.phases[phase] : row.phase
	}</span></div><div>${due(row, input, texts)}</div></li>`;
}

function due(row: CaseRow, input: BoardInput, texts: Texts): Part {
	if (row.owes === '') return undefined;
	return markup`${row.ask}<br>${
		isOverdue(row, input.now)
			? markup`<span class="tag bad">${texts.page.overdue} ${distance(row.dueAt, input.now)}</span> `
			: ''
	}<span class="soft small">${texts.page.by} <time datetime="${row.dueAt}">${showTime(row.dueAt, input.clinic.timeZone, texts)}</time></span>`;
}

/** A GET form: the query of the board's own address travels on in hidden fields. */
function filterForm(view: BoardView, filter: BoardFilter, texts: Texts): SafeHtml {
	const [address = '', query = ''] = view.url({}, 1).split('?');
	const kept = [...new URLSearchParams(query)];
	const choice = (
		name: keyof BoardFilter,
		label: string,
		entries: ReadonlyArray<[string, string]>,
	) =>
		markup`<div class="field"><label for="filter-${name}">${label}</label><select id="filter-${name}" name="${name}"><option value="">${texts.board.all}</option>${entries.map(
			([value, words]) =>
				markup`<option value="${value}"${filter[name] === value ? markup` selected` : ''}>${words}</option>`,
		)}</select></div>`;
	return markup`<details class="act noprint"${
		filter.owes || filter.urgency || filter.text ? markup` open` : ''
	}><summary>${texts.board.filter}</summary><form method="get" action="${address}">${kept.map(
		([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
	)}<div class="pair">${[
		choice('owes', texts.board.owes, Object.entries(texts.owes)),
		choice('urgency', texts.facts.urgency, Object.entries(texts.urgencies)),
	]}</div><div class="field"><label for="filter-text">${texts.board.search}</label><input type="search" id="filter-text" name="text" value="${filter.text}"></div><button type="submit">${texts.board.apply}</button></form></details>`;
}

function pager(
	view: BoardView | undefined,
	filter: BoardFilter,
	current: number,
	pages: number,
	texts: Texts,
): SafeHtml {
	const to = (page: number, words: string): Part => {
		const href = page >= 1 && page <= pages ? safeHref(view?.url(filter, page)) : undefined;
		return href ? markup`<a class="button quiet" href="${href}">${words}</a>` : '';
	};
	return markup`<nav class="pages" aria-label="${texts.board.pageOf}">${to(current - 1, texts.board.previous)}<span>${texts.board.pageOf} ${current} / ${pages}</span>${to(
		current + 1,
		texts.board.next,
	)}</nav>`;
}
