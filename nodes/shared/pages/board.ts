import {
	boardRows,
	groupOf,
	groupSize,
	isOverview,
	owesGroups,
	pageSize,
	type BoardGroup,
} from '../../../core/board/board-query';
import { phases } from '../../../core/referral/phases';
import type { CaseRow } from '../../../core/referral/row';
import { never } from '../../../core/referral/telling';
import type { BoardFrame, BoardInput } from './board-input';
import { filterForm, viewNav, watchBanner } from './board-parts';
import { markup, safeHref, type Part, type SafeHtml } from './escape';
import { renderLayout } from './layout';
import { boardTextsFor } from './texts/board-texts';
import type { BoardTexts } from './texts/en-board';
import type { Texts } from './texts/en';
import { textsFor } from './texts/texts-for';
import { distance, showTime } from './times';

export const isOverdue = (row: CaseRow, now: string): boolean => row.owes !== '' && row.dueAt < now;

/** One stretch of the board: the cases shown, and whether there are more of them. */
interface Section {
	group: BoardGroup;
	rows: CaseRow[];
	more: boolean;
}

/**
 * The board: who owes the next step on each open case, overdue first. Without a wish it shows the head
 * of every group; a group, a search or the next page is one list, turned page by page.
 */
export function renderBoard(input: BoardInput): string {
	const { clinic, view } = input;
	const texts = textsFor(clinic.language);
	const words = boardTextsFor(clinic.language);
	const filter = view?.filter ?? {};
	const rows = boardRows(input.rows, filter, view?.after);
	const overview = isOverview(filter, view?.after);
	const shown = overview ? rows : rows.slice(0, pageSize);
	const sections = owesGroups
		.map((group): Section => {
			const all = shown.filter((row) => groupOf(row) === group);
			return {
				group,
				rows: overview ? all.slice(0, groupSize) : all,
				more: overview && all.length > groupSize,
			};
		})
		.filter(({ rows: some }) => some.length > 0);
	const last = rows.length > shown.length ? shown[shown.length - 1] : undefined;
	const complete = !last && !view?.after && !sections.some(({ more }) => more);
	return boardPage(input, texts, {
		title: texts.board.title,
		under: markup`<p class="lead">${headline(input, rows, complete, texts, words)}</p>`,
		body: [
			watchBanner(input, texts),
			viewNav(view, 'board', words),
			view
				? filterForm(
						view,
						['clinic', 'owes', 'urgency', 'specialty', 'hospital', 'text'],
						'board',
						texts,
						words,
					)
				: '',
			sections.map((section) => sectionCard(section, input, texts, words)),
			rows.length === 0 ? markup`<p class="card">${texts.board.empty}</p>` : '',
			pager(input, last, words),
		],
	});
}

/** One page of the board in the common frame. */
export function boardPage(
	input: BoardFrame,
	texts: Texts,
	page: { title: string; under?: Part; body: Part },
): string {
	const { clinic, now, view } = input;
	return renderLayout({
		...page,
		over: input.title ?? clinic.name,
		footer: markup`<p>${texts.page.shownIn} ${clinic.timeZone}. ${showTime(now, clinic.timeZone, texts)}</p>`,
		width: 'wide',
		texts,
		action: view?.url({}) ?? undefined,
	});
}

const overdueTag = (overdue: number, texts: Texts): SafeHtml =>
	markup`<span${overdue > 0 ? markup` class="tag bad"` : ''}>${overdue} ${texts.board.overdue}</span>`;

/** Exact while all cases are on the page; else what was counted last, with the time of it. */
function headline(
	{ counted, view, now, clinic }: BoardInput,
	rows: readonly CaseRow[],
	complete: boolean,
	texts: Texts,
	words: BoardTexts,
): Part {
	const noun = (n: number): string => (n === 1 ? words.openCase : words.openCases);
	if (complete) {
		const overdue = rows.filter((row) => isOverdue(row, now)).length;
		return markup`${rows.length} ${noun(rows.length)}, ${overdueTag(overdue, texts)}`;
	}
	const narrowing = { ...view?.filter, clinic: undefined };
	if (!counted || Object.values(narrowing).some(Boolean)) {
		return markup`${words.moreThan} ${Math.min(rows.length, pageSize)} ${words.openCases}`;
	}
	return markup`${counted.all} ${noun(counted.all)}, ${overdueTag(counted.overdue, texts)} <span class="soft small">(${words.counted} ${showTime(counted.asOf, clinic.timeZone, texts)})</span>`;
}

const groupTitle = (group: BoardGroup, texts: Texts): string =>
	({
		clinic: texts.board.groupClinic,
		hospital: texts.board.groupHospital,
		owner: texts.board.groupOwner,
		system: texts.board.groupSystem,
		none: texts.board.groupNone,
	})[group];

function sectionCard(
	{ group, rows, more }: Section,
	input: BoardInput,
	texts: Texts,
	words: BoardTexts,
): SafeHtml {
	const { view, counted } = input;
	const filter = view?.filter ?? {};
	const total = more && !Object.values(filter).some(Boolean) ? counted?.byOwes[group] : undefined;
	const count = more
		? `${total ?? `${rows.length}+`}, ${rows.length} ${texts.board.shown}`
		: rows.length;
	const all = more ? safeHref(view?.url({ ...filter, owes: group })) : undefined;
	return markup`<section class="card"><h2>${groupTitle(group, texts)} (${count})</h2><ul class="plain">${rows.map(
		(row) => line(row, input, texts),
	)}</ul>${all ? markup`<p class="noprint"><a class="button quiet" href="${all}">${words.showAll}</a></p>` : ''}</section>`;
}

function line(row: CaseRow, input: BoardInput, texts: Texts): SafeHtml {
	const href = safeHref(input.links(row));
	const name = row.patientName === '' ? row.caseId : row.patientName;
	const phase = phases.find((entry) => entry === row.phase);
	const urgent = row.urgency === 'emergency' ? ' bad' : row.urgency === 'urgent' ? ' warn' : '';
	const clinics = input.view?.choices?.clinics ?? [];
	const clinic =
		clinics.length > 1 ? (clinics.find(([id]) => id === row.clinicId)?.[1] ?? row.clinicId) : '';
	return markup`<li class="row"><div><div class="rowhead"><strong>${
		href ? markup`<a href="${href}">${name}</a>` : name
	}</strong>${urgent === '' ? '' : markup`<span class="tag${urgent}">${urgencyText(row, texts)}</span>`}</div><span class="soft small">${[
		row.ownerName,
		row.caseId,
		clinic,
	]
		.filter((value) => value !== '' && value !== name)
		.join(
			', ',
		)}</span></div><div>${[row.hospital, row.service].filter((value) => value !== '').join(', ')}<br><span class="soft small">${
		phase ? texts.phases[phase] : row.phase
	}</span></div><div>${due(row, input, texts)}</div></li>`;
}

export const urgencyText = ({ urgency }: Pick<CaseRow, 'urgency'>, texts: Texts): string =>
	Object.hasOwn(texts.urgencies, urgency)
		? texts.urgencies[urgency as keyof Texts['urgencies']]
		: urgency;

function due(row: CaseRow, input: BoardInput, texts: Texts): Part {
	if (row.owes === '') return undefined;
	const late = isOverdue(row, input.now)
		? markup`<span class="tag bad">${texts.page.overdue} ${distance(row.dueAt, input.now)}</span> `
		: '';
	const by =
		row.dueAt === never
			? ''
			: markup`<span class="soft small">${texts.page.by} <time datetime="${row.dueAt}">${showTime(row.dueAt, input.clinic.timeZone, texts)}</time></span>`;
	return markup`${row.ask}<br>${late}${by}`;
}

/** Lists are turned by where the last row stood, so no case is passed over while others move. */
function pager({ view }: BoardInput, last: CaseRow | undefined, words: BoardTexts): Part {
	if (!view || (!last && !view.after)) return undefined;
	const filter = view.filter ?? {};
	const begin = view.after ? safeHref(view.url(filter)) : undefined;
	const next = last
		? safeHref(view.url(filter, { after: { dueAt: last.dueAt, id: last.id } }))
		: undefined;
	return markup`<nav class="pages noprint" aria-label="${words.nextPage}">${
		begin ? markup`<a class="button quiet" href="${begin}">${words.firstPage}</a>` : ''
	}${next ? markup`<a class="button quiet" href="${next}">${words.nextPage}</a>` : ''}</nav>`;
}
