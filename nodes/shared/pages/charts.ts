import { markup, type Part, type SafeHtml } from './escape';

export interface Bar {
	label: string;
	value: number;
	/** Stands at the end of the line, e.g. "42 (84 %)". */
	text: string;
}

interface ChartWords {
	/** Unique on the page. */
	id: string;
	title: string;
	description: string;
}

/**
 * Charts are drawn in percent across and in the height of a letter downwards, so that they can be read
 * on a phone, on a wide screen and with large letters. Each stands beside a table with the same numbers.
 */
const named = ({ id, title, description }: ChartWords, height: number, body: Part): SafeHtml =>
	markup`<svg class="chart" role="img" width="100%" height="${em(height)}" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>${body}</svg>`;

const percent = (part: number): string => `${Math.round(part * 10_000) / 100}%`;

const em = (letters: number): string => `${Math.round(letters * 100) / 100}em`;

/** A line of text and a bar below it, in letters. */
const rowHeight = 3.4;
const lineBase = 1.1;

/** Bars across, longest is the largest value (or `full`, when the bars are parts of something). */
export function barChart(words: ChartWords, bars: readonly Bar[], full?: number): SafeHtml {
	const most = Math.max(full ?? 0, ...bars.map(({ value }) => value));
	return named(
		words,
		bars.length * rowHeight,
		bars.map(({ label, value, text }, index) => {
			const top = index * rowHeight;
			return markup`<text x="0" y="${em(top + lineBase)}">${label}</text><text x="100%" y="${em(top + lineBase)}" text-anchor="end">${text}</text><rect class="track" x="0" y="${em(top + 1.6)}" width="100%" height="1.1em" rx="3"></rect>${
				value > 0
					? markup`<rect class="bar" x="0" y="${em(top + 1.6)}" width="${percent(value / most)}" height="1.1em" rx="3"></rect>`
					: ''
			}`;
		}),
	);
}

export interface Column {
	label: string;
	/** From the bottom up; as many as there are series. */
	values: readonly number[];
}

/** In letters. */
const plot = { top: 1.6, height: 11 };

/** Stacked columns side by side with a line at the highest; at most `labels` of them are named. */
export function columnChart(
	words: ChartWords,
	columns: readonly Column[],
	labels: number,
): SafeHtml {
	const total = ({ values }: Column): number => values.reduce((sum, value) => sum + value, 0);
	const most = Math.max(1, ...columns.map(total));
	const width = 1 / Math.max(1, columns.length);
	const every = Math.max(1, Math.ceil(columns.length / labels));
	const { top, height } = plot;
	const stack = (column: Column, index: number): SafeHtml[] => {
		let below = 0;
		return column.values.map((value, series) => {
			const from = top + height - ((below + value) / most) * height;
			below += value;
			return value > 0
				? markup`<rect class="series${series}" x="${percent((index + 0.12) * width)}" width="${percent(0.76 * width)}" y="${em(from)}" height="${em((value / most) * height)}"></rect>`
				: markup``;
		});
	};
	return named(
		words,
		top + height + 1.8,
		markup`<line x1="0" x2="100%" y1="${em(top)}" y2="${em(top)}"></line><text x="0" y="${em(top - 0.4)}">${most}</text><line x1="0" x2="100%" y1="${em(top + height)}" y2="${em(top + height)}"></line>${columns.map(
			(column, index) =>
				markup`${stack(column, index)}${
					(columns.length - 1 - index) % every === 0
						? markup`<text x="${percent((index + 0.5) * width)}" y="${em(top + height + 1.3)}" text-anchor="middle">${column.label}</text>`
						: ''
				}`,
		)}`,
	);
}

/** What the colours of stacked columns stand for. */
export const legend = (names: readonly string[]): SafeHtml =>
	markup`<p class="legend small">${names.map(
		(name, series) =>
			markup`<span><svg class="chart" width="14" height="14" aria-hidden="true"><rect class="series${series}" width="14" height="14" rx="2"></rect></svg> ${name}</span>`,
	)}</p>`;

/** The numbers of a chart. The first cell of each row names it. */
export const numberTable = (
	caption: string,
	head: readonly string[],
	rows: ReadonlyArray<ReadonlyArray<Part>>,
): SafeHtml =>
	markup`<table class="figures"><caption>${caption}</caption><thead><tr>${head.map(
		(cell) => markup`<th scope="col">${cell}</th>`,
	)}</tr></thead><tbody>${rows.map(
		([name, ...cells]) =>
			markup`<tr><th scope="row">${name}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`,
	)}</tbody></table>`;

/** A chart with its table beside it, or below it on a narrow screen. */
export const chartCard = (
	title: string,
	description: string,
	chart: Part,
	table: SafeHtml,
): SafeHtml =>
	markup`<section class="card"><h2>${title}</h2><p class="soft small">${description}</p><div class="beside"><div>${chart}</div>${table}</div></section>`;
