import { milestones, type Milestone } from '../../../core/referral/phases';
import { html, type SafeHtml } from './escape';
import type { Texts } from './texts/en';
import { showTime } from './times';

/** The line every page shows: referred, scheduled, seen, reported, each with its time or "not yet". */
export function renderMilestones(
	reached: Record<Milestone, string | undefined>,
	zone: string,
	texts: Texts,
): SafeHtml {
	const next = milestones.find((milestone) => reached[milestone] === undefined);
	return html`<ol class="line">${milestones.map((milestone) => {
		const at = reached[milestone];
		return html`<li${at === undefined ? '' : html` class="done"`}${
			milestone === next ? html` aria-current="step"` : ''
		}><strong>${at === undefined ? '' : '✓ '}${texts.milestones[milestone]}</strong>${
			at === undefined
				? html`<span class="soft">${texts.page.notYet}</span>`
				: html`<time datetime="${at}">${showTime(at, zone, texts)}</time>`
		}</li>`;
	})}</ol>`;
}
