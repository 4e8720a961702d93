import { DateTime } from 'luxon';
import { figuresOf } from '../../../core/metrics/figures';
import { shareOf } from '../../../core/metrics/share';
import { histogramOf, type Sketch } from '../../../core/metrics/sketch';
import { funnelSteps, maturityDays, type Summary } from '../../../core/metrics/summary';
import { boardPage } from './board';
import type { BoardFrame } from './board-input';
import { filterForm, viewNav, watchBanner } from './board-parts';
import { barChart, chartCard, columnChart, legend, numberTable } from './charts';
import { markup, type Part, type SafeHtml } from './escape';
import { minutesText, renderFigures } from './kpi-list';
import { boardTextsFor } from './texts/board-texts';
import type { BoardTexts } from './texts/en-board';
import { textsFor } from './texts/texts-for';
import { showDate, showTime } from './times';

export interface ReportInput extends BoardFrame {
	/** Left out while nothing has been counted yet. */
	summary?: Summary;
}

const HOUR = 60;
const DAY = 24 * HOUR;
/** Upper ends of the stretches in which times are shown, in minutes. */
const ackBorders = [15, HOUR, 4 * HOUR, DAY, 3 * DAY];
const reportBorders = [DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY];
/** Months in the chart; the table of cohorts goes back further. */
const chartMonths = 13;

/** The reports of a clinic: charts and figures, as they were counted last. */
export function renderReport(input: ReportInput): string {
	const { summary, clinic, now, view, heartbeatAt } = input;
	const texts = textsFor(clinic.language);
	const words = boardTextsFor(clinic.language);
	const head: Part[] = [
		watchBanner(input, texts),
		viewNav(view, 'report', words),
		view ? filterForm(view, ['clinic'], 'report', texts, words) : '',
	];
	if (!summary) {
		const none = markup`<p class="card">${words.report.none}</p>`;
		return boardPage(input, texts, { title: words.report.title, body: [head, none] });
	}
	const { all, overdue } = summary.open;
	return boardPage(input, texts, {
		title: words.report.title,
		under: markup`<p class="soft">${words.report.asOf} ${showTime(summary.asOf, clinic.timeZone, texts)}. ${words.report.period} ${showDate(summary.from, texts)} ${words.report.periodTo}</p><p class="lead">${words.report.open}: ${all}, ${overdue} ${words.report.overdue}</p>`,
		body: [
			head,
			funnelCard(summary, words),
			timeCard('ack', summary.spreads.ack, ackBorders, words),
			timeCard('report', summary.spreads.report, reportBorders, words),
			closuresCard(summary, words),
			cohortCard(summary, words),
			renderFigures(figuresOf(summary, now, heartbeatAt), texts, words),
		],
	});
}

const percentText = (count: number, n: number, words: BoardTexts): string => {
	const { percent } = shareOf(count, n);
	return percent === undefined ? words.report.tooFew : `${percent} %`;
};

function funnelCard({ funnel, sent }: Summary, words: BoardTexts): SafeHtml {
	const { funnelTitle: title, funnelDesc: description, count, share, table } = words.report;
	const bars = funnelSteps.map((step) => ({
		label: words.funnel[step],
		value: funnel[step],
		text:
			sent < 5
				? String(funnel[step])
				: `${funnel[step]} (${percentText(funnel[step], sent, words)})`,
	}));
	return chartCard(
		title,
		description,
		barChart({ id: 'chart-funnel', title, description }, bars, sent),
		numberTable(
			table,
			[words.report.step, count, share],
			funnelSteps.map((step) => [
				words.funnel[step],
				funnel[step],
				percentText(funnel[step], sent, words),
			]),
		),
	);
}

function timeCard(
	which: 'ack' | 'report',
	sketch: Sketch,
	borders: readonly number[],
	words: BoardTexts,
): SafeHtml {
	const { upTo, over, count, share, table, time } = words.report;
	const [title, description] =
		which === 'ack'
			? [words.report.ackTitle, words.report.ackDesc]
			: [words.report.reportTitle, words.report.reportDesc];
	const counts = histogramOf(sketch, borders);
	const label = (index: number): string => {
		const border = borders[index];
		return border === undefined
			? `${over} ${minutesText(borders[borders.length - 1] ?? 0)}`
			: `${upTo} ${minutesText(border)}`;
	};
	const bars = counts.map((value, index) => ({
		label: label(index),
		value,
		text: String(value),
	}));
	return chartCard(
		title,
		`${description} n = ${sketch.n}.`,
		barChart({ id: `chart-${which}`, title, description }, bars),
		numberTable(
			table,
			[time, count, share],
			counts.map((value, index) => [label(index), value, percentText(value, sketch.n, words)]),
		),
	);
}

/** Months up to that of `asOf`, oldest first. */
const monthsUntil = (asOf: string, months: number): DateTime[] => {
	const last = DateTime.fromISO(asOf, { zone: 'utc' }).startOf('month');
	return Array.from({ length: months }, (_, index) => last.minus({ months: months - 1 - index }));
};

function closuresCard({ closures, asOf }: Summary, words: BoardTexts): SafeHtml {
	const {
		closuresTitle: title,
		closuresDesc: description,
		month,
		withReport,
		otherwise,
	} = words.report;
	const columns = monthsUntil(asOf, chartMonths).map((at) => {
		const outcomes = closures[at.toFormat('yyyy-MM')] ?? {};
		const all = Object.values(outcomes).reduce((sum, n) => sum + n, 0);
		const closed = outcomes.closed ?? 0;
		return { at, values: [closed, all - closed] as const };
	});
	const chart = columnChart(
		{ id: 'chart-closures', title, description },
		columns.map(({ at, values }) => ({ label: at.setLocale('en').toFormat('LLL'), values })),
		7,
	);
	return chartCard(
		title,
		description,
		[chart, legend([withReport, otherwise])],
		numberTable(
			words.report.table,
			[month, withReport, otherwise],
			columns.map(({ at, values }) => [at.setLocale('en').toFormat('LLL yyyy'), ...values]),
		),
	);
}

/** Loop closure by month of sending; a month that may still change says so instead of a share. */
function cohortCard({ cohorts, asOf }: Summary, words: BoardTexts): SafeHtml {
	const { month, sent, ended, reported, filed, closed, maturing } = words.report;
	const rows = Object.entries(cohorts)
		.sort(([a], [b]) => (a < b ? 1 : -1))
		.map(([key, cohort]) => {
			const at = DateTime.fromISO(`${key}-01`, { zone: 'utc' });
			const matureAt = at.plus({ months: 1, days: maturityDays });
			const judged = matureAt <= DateTime.fromISO(asOf, { zone: 'utc' });
			return [
				at.setLocale('en').toFormat('LLL yyyy'),
				cohort.sent,
				cohort.ended,
				cohort.reported,
				cohort.filed,
				judged ? percentText(cohort.filed, cohort.sent, words) : maturing,
			];
		});
	return markup`<section class="card"><h2>${words.report.cohortTitle}</h2><p class="soft small">${words.report.cohortDesc}</p>${numberTable(
		words.report.table,
		[month, sent, ended, reported, filed, closed],
		rows,
	)}</section>`;
}
