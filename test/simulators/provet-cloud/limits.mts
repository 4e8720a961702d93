import { detail } from './answers.mts';
import type { Answer } from './answers.mts';
import { DEFAULT_SIZE } from './lists.mts';
import { resources } from './resources.mts';
import type { Switches } from './switches.mts';

/** Most endpoints: so many calls a minute for a list, and for a write. */
const LIST = 100;
const WRITE = 300;
/** Endpoints outside the table of resources. */
const SPECIAL: Record<string, number> = { 'email/send': 30, upload_urls: 400 };

export type CallKind = 'list' | 'one' | 'write';

/** Calls a minute of an endpoint; one record has the list's number where none is named (inferred). */
export function perMinute(endpoint: string, kind: CallKind): number {
	const named = SPECIAL[endpoint];
	if (named !== undefined) return named;
	const limits = resources[endpoint]?.perMinute ?? {};
	if (kind === 'write') return limits.write ?? WRITE;
	return (kind === 'one' ? limits.one : undefined) ?? limits.list ?? LIST;
}

/** What a call weighs: a page of 1000 costs as much as 20 of the default size. */
export const weightOf = (kind: CallKind, pageSize: number): number =>
	kind === 'list' ? Math.max(1, Math.ceil(pageSize / DEFAULT_SIZE)) : 1;

export interface Limiter {
	/** Counts a call; the refusal when its endpoint's minute is full (refused calls are not counted). */
	count(client: string, endpoint: string, kind: CallKind, weight: number): Answer | null;
}

/** Weighted calls per client, endpoint and kind over a rolling window. */
export function createLimiter(switches: Switches, nowMs: () => number): Limiter {
	const calls = new Map<string, Array<{ at: number; weight: number }>>();
	return {
		count(client, endpoint, kind, weight) {
			if (switches.rateLimit === 'off') return null;
			const now = nowMs();
			const name = `${client} ${endpoint} ${kind}`;
			const recent = (calls.get(name) ?? []).filter(({ at }) => at > now - switches.rateWindowMs);
			calls.set(name, recent);
			const limit = perMinute(endpoint, kind) * (switches.rateLimit === 'generous' ? 20 : 1);
			let used = recent.reduce((sum, call) => sum + call.weight, 0);
			if (used + weight <= limit) {
				recent.push({ at: now, weight });
				return null;
			}
			let wait = switches.rateWindowMs;
			for (const call of recent) {
				used -= call.weight;
				wait = call.at + switches.rateWindowMs - now;
				if (used + weight <= limit) break;
			}
			return tooMany(Math.max(1, Math.ceil(wait / 1000)));
		},
	};
}

/** 429 with the seconds to wait in Retry-After. */
export const tooMany = (seconds: number): Answer =>
	detail(429, `Request was throttled. Expected available in ${seconds} seconds.`, {
		'retry-after': String(seconds),
	});
