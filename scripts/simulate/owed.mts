import type { NextStep } from './core.mts';
import { hour } from './world.mts';

/** Steps with an effect outside: the workflows owe them as soon as they may be taken. */
const owedSteps: ReadonlyArray<NextStep['step']> = [
	'build',
	'touch',
	'redirect',
	'route',
	'followUp',
	'notice',
];

/** Runs die one after the other here and may hang for hours; a step that stands longer was left lying. */
export const mostIdleMs = 30 * hour;

/** How long steps stand due before they are done. */
export class Owed {
	private due?: { what: string; since: number };
	/** The step that stood longest, and for how long. */
	longest = { what: '', ms: 0 };

	/** What comes next from now on; `now` in epoch milliseconds. */
	note({ step, touch, notBefore, noticeId }: NextStep, now: number): void {
		const number = touch?.action === 'send' ? touch.number : undefined;
		const parts = [step, number, noticeId].filter((part) => part !== undefined);
		const what = owedSteps.includes(step) ? parts.join(' ') : '';
		const later = notBefore === undefined ? 0 : Date.parse(notBefore);
		// A try that is put off is due again at its new time.
		if (this.due?.what === what && later <= now) return;
		if (this.due && now - this.due.since > this.longest.ms) {
			this.longest = { what: this.due.what, ms: now - this.due.since };
		}
		this.due = what === '' ? undefined : { what, since: Math.max(now, later) };
	}
}
