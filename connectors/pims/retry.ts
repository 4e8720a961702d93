/** How long a connector may pause for a busy system; the pause itself is the shell's. */
export interface RetryPolicy {
	/** Without it nothing is retried. */
	sleep?: (milliseconds: number) => Promise<void>;
	/** All pauses of one call together stay below this. Default: one rate window and a half. */
	maxTotalMs?: number;
	now: () => string;
}

interface Answer {
	status: number;
	headers?: Record<string, string>;
	body?: unknown;
}

const defaultMaxTotalMs = 90_000;
/** Used when a 429 says nothing about the wait. */
const unknownWaitMs = 10_000;
/** Pauses before a read is tried again after a transport failure or a server error. */
const readPausesMs = [1_000, 3_000];
const transient = new Set([0, 500, 502, 503, 504]);
/** Above this, `x-ratelimit-reset` is a point in time, not a number of seconds [unknown]. */
const epochFrom = 1_000_000;

/**
 * How long a 429 asks to wait, in milliseconds: `Retry-After` (seconds), else "NN seconds" in the
 * text [documented: ezyVet clients], else `x-ratelimit-reset`; `undefined` when it does not say.
 */
export function askedWaitMs(answer: Answer, now: string): number | undefined {
	const header = Number(answer.headers?.['retry-after']);
	if (Number.isFinite(header) && header >= 0 && answer.headers?.['retry-after'] !== '') {
		return header * 1000;
	}
	const said = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? '');
	const inText = /(\d+(?:\.\d+)?)\s*s(?:ec|econd)?s?\b/i.exec(said)?.[1];
	if (inText) return Math.ceil(Number(inText) * 1000);
	const reset = Number(answer.headers?.['x-ratelimit-reset'] || Number.NaN);
	if (!Number.isFinite(reset)) return undefined;
	return reset < epochFrom ? reset * 1000 : Math.max(0, reset * 1000 - Date.parse(now));
}

/**
 * Makes a call again where that is safe: after 429 always (nothing was done), after a transport
 * failure or a 5xx only when `idempotent`. Answers with the last answer, good or bad.
 */
export async function retrying<T extends Answer>(
	call: () => Promise<T>,
	idempotent: boolean,
	policy: RetryPolicy,
): Promise<T> {
	const budget = policy.maxTotalMs ?? defaultMaxTotalMs;
	let waited = 0;
	let failures = 0;
	for (;;) {
		const answer = await call();
		if (!policy.sleep) return answer;
		let pause: number | undefined;
		if (answer.status === 429) {
			pause = Math.max(askedWaitMs(answer, policy.now()) ?? unknownWaitMs, 50);
		} else if (idempotent && transient.has(answer.status)) {
			pause = readPausesMs[failures++];
		}
		if (pause === undefined || waited + pause > budget) return answer;
		waited += pause;
		await policy.sleep(pause);
	}
}
