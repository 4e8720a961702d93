import { problem } from './answers.mts';
import type { Answer } from './answers.mts';
import type { Switches } from './switches.mts';

const PER_ENDPOINT = 60;
const IN_ALL = 180;

export interface Limiter {
	/** Counts one call; `refusal` is set when a limit is passed (refused calls are not counted). */
	count(client: string, endpoint: string): { headers: Record<string, string>; refusal?: Answer };
}

/** 60 calls a minute per endpoint and 180 in all, per client, over a sliding window. */
export function createLimiter(switches: Switches, nowMs: () => number): Limiter {
	const calls = new Map<string, number[]>();
	const recent = (name: string, since: number): number[] => {
		const kept = (calls.get(name) ?? []).filter((at) => at > since);
		calls.set(name, kept);
		return kept;
	};
	return {
		count(client, endpoint) {
			if (switches.rateLimit === 'off') return { headers: {} };
			const factor = switches.rateLimit === 'generous' ? 20 : 1;
			const now = nowMs();
			const window = switches.rateWindowMs;
			const buckets = [
				{ used: recent(`${client} ${endpoint}`, now - window), limit: PER_ENDPOINT * factor },
				{ used: recent(client, now - window), limit: IN_ALL * factor },
			];
			const full = buckets.filter(({ used, limit }) => used.length >= limit);
			const waits = (full.length > 0 ? full : buckets).map(({ used }) =>
				used.length > 0 ? Math.ceil(((used[0] as number) + window - now) / 1000) : 0,
			);
			const wait = Math.max(1, ...waits);
			if (full.length > 0)
				return { headers: headers(switches, 0, wait, now), refusal: tooMany(switches, wait) };
			for (const { used } of buckets) used.push(now);
			const remaining = Math.min(...buckets.map(({ used, limit }) => limit - used.length));
			return { headers: headers(switches, remaining, wait, now) };
		},
	};
}

/** 429 as seen live: the wait stands in the text only. */
export function tooMany(switches: Switches, waitSeconds: number): Answer {
	return problem(
		429,
		'RateLimitException',
		`Too many requests. Please wait ${waitSeconds} seconds before trying again.`,
		[],
		switches.shapes.retryAfter ? { 'retry-after': String(waitSeconds) } : undefined,
	);
}

function headers(
	switches: Switches,
	remaining: number,
	wait: number,
	now: number,
): Record<string, string> {
	const reset = switches.shapes.resetAs === 'epoch' ? Math.floor(now / 1000) + wait : wait;
	return { 'x-ratelimit-remaining': String(remaining), 'x-ratelimit-reset': String(reset) };
}
