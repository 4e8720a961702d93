/** One limit that a call falls under: at most `most` in any window, of which the call takes `weight`. */
export interface CallLimit {
	/** What is counted together: an endpoint, or all calls of an account. */
	key: string;
	most: number;
	/** What the call costs; default 1. A call dearer than the whole limit waits for an empty window. */
	weight?: number;
}

export interface LimiterOptions {
	/** ISO time. */
	now: () => string;
	sleep: (milliseconds: number) => Promise<void>;
	/** Length of the vendor's rolling window. Default: a minute. */
	windowMs?: number;
	/** A call that has waited so long goes all the same, and the vendor decides. Default: two windows. */
	mostWaitMs?: number;
}

/**
 * Keeps calls below the limits of a vendor before they are hit. It counts in memory: executions of
 * one n8n process that are given the same limiter share it; workers of a queue and other users of
 * the account do not, and are known only by what the vendor's answers say is left (`learn`).
 */
export interface RollingLimiter {
	/** Milliseconds until a call under these limits may be made; 0 = now. */
	waitMs(limits: readonly CallLimit[]): number;
	/** Waits until the call may be made and counts it. */
	admit(limits: readonly CallLimit[]): Promise<void>;
	/** What an answer said is left under a key, for so many milliseconds. */
	learn(key: string, left: { remaining: number; resetMs: number }): void;
}

interface Spent {
	at: number;
	weight: number;
}

const oneMinuteMs = 60_000;

/** A limiter over a rolling window; several keys, each with its own limit and weights. */
export function createLimiter(options: LimiterOptions): RollingLimiter {
	const { now, sleep, windowMs = oneMinuteMs } = options;
	const mostWaitMs = options.mostWaitMs ?? 2 * windowMs;
	const spent = new Map<string, Spent[]>();
	const told = new Map<string, { left: number; until: number }>();
	const clock = (): number => Date.parse(now());

	/** What counts at this time. A clock that was put back does not stop calls for longer than a window. */
	const counting = (key: string, at: number): Spent[] => {
		const kept = (spent.get(key) ?? [])
			.filter((call) => call.at > at - windowMs)
			.map((call) => (call.at > at ? { ...call, at } : call));
		if (kept.length) spent.set(key, kept);
		else spent.delete(key);
		return kept;
	};

	const waitOf = ({ key, most, weight = 1 }: CallLimit, at: number): number => {
		const calls = counting(key, at);
		let over = calls.reduce((sum, call) => sum + call.weight, 0) + Math.min(weight, most) - most;
		let wait = 0;
		for (const call of calls) {
			if (over <= 0) break;
			over -= call.weight;
			wait = call.at + windowMs - at;
		}
		const said = told.get(key);
		if (said === undefined) return wait;
		if (said.until <= at) told.delete(key);
		else if (said.left < weight) wait = Math.max(wait, said.until - at);
		return wait;
	};

	const waitMs: RollingLimiter['waitMs'] = (limits) => {
		const at = clock();
		return Math.max(0, ...limits.map((limit) => waitOf(limit, at)));
	};

	const count = (limits: readonly CallLimit[]): void => {
		const at = clock();
		for (const { key, weight = 1 } of limits) {
			spent.set(key, [...counting(key, at), { at, weight }]);
			const said = told.get(key);
			if (said) said.left -= weight;
		}
	};

	return {
		waitMs,
		// Looking and counting are one step without a pause between, so two calls never take one place.
		admit: async (limits) => {
			let waited = 0;
			for (;;) {
				const wait = Math.min(waitMs(limits), mostWaitMs - waited);
				if (wait <= 0) return count(limits);
				waited += wait;
				await sleep(wait);
			}
		},
		learn: (key, { remaining, resetMs }) => {
			if (!(remaining >= 0) || !(resetMs > 0)) return;
			told.set(key, { left: remaining, until: clock() + Math.min(resetMs, windowMs) });
		},
	};
}
