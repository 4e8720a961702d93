import { csvOf } from '../../../core/board/csv';
import { figuresOf, type Figure } from '../../../core/metrics/figures';
import type { Summary } from '../../../core/metrics/summary';
import type { CaseRow } from '../../../core/referral/row';
import { never } from '../../../core/referral/telling';
import { isOverdue } from './board';
import { codeText } from './kpi-list';
import { boardTextsFor, figureTexts } from './texts/board-texts';
import type { BoardTexts } from './texts/en-board';
import type { Texts } from './texts/en';
import { textsFor } from './texts/texts-for';

/** Open cases as a table for a spreadsheet, in the order of the board. */
export function casesCsv(rows: readonly CaseRow[], now: string, language: string): string {
	const texts = textsFor(language);
	const { cases, yes, no } = boardTextsFor(language).csv;
	return csvOf([
		cases,
		...rows.map((row) => [
			row.caseId,
			row.clinicId,
			row.patientName,
			row.ownerName,
			row.hospital,
			row.service,
			row.specialty,
			row.urgency,
			texts.phases[row.phase] ?? row.phase,
			row.owes,
			row.ask,
			row.dueAt === never ? '' : row.dueAt,
			isOverdue(row, now) ? yes : no,
			row.openedAt,
			row.changedAt,
		]),
	]);
}

type Cell = string | number;
const rounded = (value: number | undefined): Cell =>
	value === undefined ? '' : Math.round(value * 10) / 10;

/** Count, of, percent, n, median, 90 %, part. */
function cells(figure: Figure, texts: Texts, words: BoardTexts): Cell[][] {
	const { value, detail = [], spreads = [] } = figure;
	const name = (code: string): string => codeText(code, texts, words);
	const counted = (entries: ReadonlyArray<[string, number]>): Cell[][] =>
		entries.map(([code, count]) => [count, '', '', '', '', '', name(code)]);
	switch (value.kind) {
		case 'share': {
			const { count, n, percent } = value.share;
			return [[count, n, percent ?? '', n, '', '', ''], ...counted(detail)];
		}
		case 'time': {
			const line = ({ n, median, p90 }: typeof value.spread, part: string): Cell[] => [
				'',
				'',
				'',
				n,
				rounded(median),
				n < 5 ? '' : rounded(p90),
				part,
			];
			return [line(value.spread, ''), ...spreads.map(([code, spread]) => line(spread, name(code)))];
		}
		case 'parts':
			return [[value.total, '', '', '', '', '', ''], ...counted([...value.parts, ...detail])];
		case 'age':
			return [['', '', '', '', rounded(value.minutes), '', '']];
		case 'absent':
			return [['', '', '', '', '', '', words.report.notHeld]];
	}
}

/** The figures with what they count and what they may be held against; one line for each part. */
export function figuresCsv(
	summary: Summary | undefined,
	now: string,
	language: string,
	heartbeatAt?: string,
): string {
	const texts = textsFor(language);
	const words = boardTextsFor(language);
	const figures = summary ? figuresOf(summary, now, heartbeatAt) : [];
	return csvOf([
		words.csv.figures,
		...figures.flatMap((figure) => {
			const { name, definition, benchmark } = figureTexts[figure.id];
			const source = (benchmark?.sources ?? []).map(([, url]) => url).join(' ');
			return cells(figure, texts, words).map((parts) => [
				name,
				...parts,
				definition,
				benchmark?.says ?? '',
				source,
				summary?.asOf ?? '',
			]);
		}),
	]);
}
