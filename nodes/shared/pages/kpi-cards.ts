import type { Kpis, Share, Spread } from '../../../core/metrics/kpis';
import { markup, type SafeHtml } from './escape';
import type { Texts } from './texts/en';

/** Hours as people say them: "35 min", "3.5 h", "2 d". */
export function hoursText(hours: number): string {
	if (hours < 1.5) return `${Math.round(hours * 60)} min`;
	return hours < 48 ? `${Number(hours.toFixed(1))} h` : `${Number((hours / 24).toFixed(1))} d`;
}

const share = (value: Share, texts: Texts): SafeHtml =>
	value.percent === undefined
		? markup`<span class="big">${value.count} ${texts.kpis.of} ${value.n}</span>${
				value.n === 0
					? markup`<br>${texts.kpis.noData}`
					: markup`<br><span class="soft small">${texts.kpis.tooFew}</span>`
			}`
		: markup`<span class="big">${value.percent} %</span><br><span class="soft small">${value.count} ${texts.kpis.of} ${value.n}</span>`;

const spread = (value: Spread, texts: Texts): SafeHtml =>
	value.median === undefined
		? markup`<span class="big">${texts.board.none}</span><br><span class="soft small">n = 0</span>`
		: markup`<span class="big">${hoursText(value.median)}</span><br><span class="soft small">${texts.kpis.median}, n = ${
				value.n
			}${value.p90 === undefined || value.n < 5 ? '' : `; ${texts.kpis.p90} ${hoursText(value.p90)}`}</span>`;

/** The figures of the loop; each says of how many cases it speaks. */
export function renderKpis(kpis: Kpis, texts: Texts): SafeHtml {
	const words = texts.kpis;
	const entries: Array<[string, SafeHtml]> = [
		[words.cases, markup`<span class="big">${kpis.cases}</span>`],
		[words.closure, share(kpis.closed, texts)],
		[words.acknowledged, share(kpis.acknowledgedInTime, texts)],
		[words.ack, spread(kpis.hoursToAcknowledge, texts)],
		[words.schedule, spread(kpis.hoursToSchedule, texts)],
		[words.report, spread(kpis.hoursToReport, texts)],
	];
	return markup`<section class="card"><h2>${texts.board.kpis}</h2><dl class="numbers">${entries.map(
		([label, value]) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`,
	)}</dl></section>`;
}
