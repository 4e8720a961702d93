import type { FaultSwitches } from '../../shared/faults.mts';
import { mergeSwitches } from '../../shared/switches.mts';
import type { SwitchRules } from '../../shared/switches.mts';
import { defaultCaps } from './entities.mts';

/** What a test may turn at run time, by code or by POST /_sim/switches. */
export interface Switches extends FaultSwitches {
	/** The next n calls answer 401 although the token is good; -1 until switched off. */
	tokens401: number;
	/** The next n calls answer 429; -1 until switched off. No limit is documented. */
	rateLimited: { next: number; waitSeconds: number };
	/** How long a token lives, in seconds; 0: for ever. The vendor's life is unknown. */
	tokenSeconds: number;
	/** Rows an answer holds at most, by entity. */
	caps: Record<string, number>;
	/** Serve the newer token address too (its body is not documented, the same is taken). */
	newerTokenPath: boolean;
	shapes: {
		/** `$top` over the cap: fewer rows (default) or 400 (not documented which). */
		overTop: 'clamp' | 'reject';
		/** The order of rows (not documented); `wandering` is another one at each call. */
		order: 'first' | 'reverse' | 'wandering';
		/** Times of the practice as UTC, with the site's offset, without any, or local marked as UTC. */
		times: 'utc' | 'offset' | 'naive' | 'mislabelled';
		/** How a good answer has changed: a bare array, other names, or capitalised fields. */
		changed: 'no' | 'array' | 'renamed' | 'capitalised';
		/** Whether 429 carries Retry-After (not documented). */
		retryAfter: boolean;
	};
}

export const defaultSwitches = (): Switches => ({
	down: false,
	nonsense: { kind: 'html', next: 0 },
	lostAnswers: 0,
	slowMs: 0,
	tokens401: 0,
	rateLimited: { next: 0, waitSeconds: 30 },
	tokenSeconds: 0,
	caps: { ...defaultCaps },
	newerTokenPath: false,
	shapes: {
		overTop: 'clamp',
		order: 'first',
		times: 'utc',
		changed: 'no',
		retryAfter: false,
	},
});

const rules: SwitchRules = {
	choices: {
		down: [false, 'reset', '503'],
		'nonsense.kind': ['html', 'truncated', 'latin1'],
		'shapes.overTop': ['clamp', 'reject'],
		'shapes.order': ['first', 'reverse', 'wandering'],
		'shapes.times': ['utc', 'offset', 'naive', 'mislabelled'],
		'shapes.changed': ['no', 'array', 'renamed', 'capitalised'],
	},
	nullableText: [],
	open: [],
};

/** Sets the given switches; answers with what makes no sense (then nothing was set), or null. */
export const setSwitches = (switches: Switches, patch: unknown): string | null =>
	mergeSwitches(switches, patch, rules);
