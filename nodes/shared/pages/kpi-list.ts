import type { Figure, FigureId } from '../../../core/metrics/figures';
import type { Share } from '../../../core/metrics/share';
import type { Spread } from '../../../core/metrics/sketch';
import { markup, safeHref, type Part, type SafeHtml } from './escape';
import { figureTexts } from './texts/board-texts';
import type { BoardTexts } from './texts/en-board';
import type { Texts } from './texts/en';

/** Minutes as people say them: "35 min", "3.5 h", "2 d". */
export function minutesText(minutes: number): string {
	if (minutes < 1) return '< 1 min';
	if (minutes < 90) return `${Math.round(minutes)} min`;
	const hours = minutes / 60;
	return hours < 48 ? `${Number(hours.toFixed(1))} h` : `${Number((hours / 24).toFixed(1))} d`;
}

export function shareText(share: Share, words: BoardTexts): string {
	const of = `${share.count} ${words.report.of} ${share.n}`;
	return share.percent === undefined ? of : `${share.percent} %`;
}

export const codeText = (code: string, texts: Texts, words: BoardTexts): string =>
	words.codes[code] ??
	(Object.hasOwn(texts.specialties, code)
		? texts.specialties[code as keyof Texts['specialties']]
		: code);

const big = (text: string): SafeHtml => markup`<p class="big">${text}</p>`;
const small = (text: Part): SafeHtml => markup`<p class="soft small">${text}</p>`;

function shareLines(share: Share, sampled: boolean | undefined, words: BoardTexts): Part {
	const { count, n, percent } = share;
	if (n === 0) return [big('–'), small(`n = 0, ${words.report.noCase}`)];
	if (percent === undefined) return [big(shareText(share, words)), small(words.report.tooFew)];
	const of = `${count} ${words.report.of} ${n}`;
	return [big(shareText(share, words)), small(sampled ? `${of}, ${words.report.sampled}` : of)];
}

function spreadLines({ n, median, p90 }: Spread, rounded: boolean, words: BoardTexts): Part {
	if (median === undefined || p90 === undefined)
		return [big('–'), small(`n = 0, ${words.report.noCase}`)];
	const parts = [
		words.report.median,
		...(n >= 5 ? [`${words.report.p90} ${minutesText(p90)}`] : []),
		`n = ${n}`,
		...(rounded ? [words.report.rounded] : []),
	];
	return [big(minutesText(median)), small(parts.join(', '))];
}

const list = (entries: ReadonlyArray<readonly [string, string | number]>): Part =>
	entries.length === 0
		? undefined
		: small(entries.map(([name, value]) => `${name} ${value}`).join('; '));

function valueLines({ value, detail, spreads }: Figure, texts: Texts, words: BoardTexts): Part {
	const name = (code: string): string => codeText(code, texts, words);
	switch (value.kind) {
		case 'share':
			return [
				shareLines(value.share, value.sampled, words),
				list((detail ?? []).map(([code, count]) => [name(code), count])),
			];
		case 'time':
			return [
				spreadLines(value.spread, value.rounded, words),
				list(
					(spreads ?? []).map(([code, { n, median = 0 }]) => [
						name(code),
						`${minutesText(median)} (n = ${n})`,
					]),
				),
			];
		case 'parts':
			return [
				big(String(value.total)),
				list([...value.parts, ...(detail ?? [])].map(([code, count]) => [name(code), count])),
			];
		case 'age':
			return value.minutes === undefined
				? big(words.report.never)
				: big(`${minutesText(value.minutes)} ${words.report.age}`);
		case 'absent':
			return big(words.report.notHeld);
	}
}

/** One figure: its value, of how many cases it speaks, what it counts, and what others have measured. */
function figureItem(figure: Figure, texts: Texts, words: BoardTexts): SafeHtml {
	const { name, definition, benchmark, target } = figureTexts[figure.id];
	return markup`<div class="figure"><h3>${name}</h3>${valueLines(figure, texts, words)}<p class="small">${definition}</p>${
		benchmark
			? markup`<p class="small soft">${words.report.benchmark}: ${benchmark.says}. ${benchmark.sources.map(
					([source, url], index) =>
						markup`${index > 0 ? ', ' : ''}<a href="${safeHref(url)}" rel="noopener noreferrer">${source}</a>`,
				)}</p>`
			: ''
	}${target ? markup`<p class="small soft">${words.report.target}: ${target}</p>` : ''}</div>`;
}

/** All figures, by what they are about. */
export function renderFigures(
	figures: readonly Figure[],
	texts: Texts,
	words: BoardTexts,
): SafeHtml[] {
	const byId = new Map<FigureId, Figure>(figures.map((figure) => [figure.id, figure]));
	return words.figureGroups.map(
		([title, ids]) =>
			markup`<section class="card"><h2>${title}</h2><div class="grid">${ids.map((id) => {
				const figure = byId.get(id);
				return figure ? figureItem(figure, texts, words) : '';
			})}</div></section>`,
	);
}
