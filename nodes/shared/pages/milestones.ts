import { milestones, type Milestone } from '../../../core/referral/phases';
import { secondHand } from './course-cards';
import { markup, type SafeHtml } from './escape';
import type { Texts } from './texts/en';
import { showTime } from './times';

/** The line every page shows: referred, scheduled, seen, reported, each with its time or "not yet". */
export function renderMilestones(
	reached: Record<Milestone, string | undefined>,
	zone: string,
	texts: Texts,
	/** The booked visit, what people look for under "scheduled"; `claimed` when it is only heard of. */
	visit?: { start: string; claimed?: boolean },
	forOwner = false,
): SafeHtml {
	const stamp = (start: string | undefined, at: string): SafeHtml =>
		markup`${start === undefined ? '' : `${texts.page.visitOn} `}<time datetime="${start ?? at}">${showTime(start ?? at, zone, texts)}</time>`;
	const next = milestones.find((milestone) => reached[milestone] === undefined);
	return markup`<ol class="line">${milestones.map((milestone) => {
		const at = reached[milestone];
		return markup`<li${at === undefined ? '' : markup` class="done"`}${
			milestone === next ? markup` aria-current="step"` : ''
		}><strong>${at === undefined ? '' : '✓ '}${texts.milestones[milestone]}</strong>${
			at === undefined
				? markup`<span class="soft">${texts.page.notYet}</span>`
				: stamp(milestone === 'scheduled' ? visit?.start : undefined, at)
		}${milestone === 'scheduled' && at !== undefined && visit?.claimed ? markup` ${secondHand(texts, forOwner)}` : ''}</li>`;
	})}</ol>`;
}
