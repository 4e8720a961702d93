import { ok, type Result } from '../../core/result';
import { unknownFate } from './refusals';
import { retrying, type RetryPolicy } from './retry';

interface Answer {
	status: number;
	headers?: Record<string, string>;
	body?: unknown;
}

export type WrittenOnce<T> = { found: T } | { sent: T };

/**
 * Sends a write once (429 apart, when nothing was done): looks for it first, and looks again when its
 * fate is unknown. `read` turns a 2xx answer into the record, `undefined` when it proves nothing;
 * `refused` tells of any other status.
 */
export async function writeOnce<T>(of: {
	system: string;
	operation: string;
	policy: RetryPolicy;
	look(): Promise<Result<T | undefined>>;
	send(): Promise<Answer>;
	read(answer: Answer): T | undefined;
	refused(answer: Answer): Result<never>;
}): Promise<Result<WrittenOnce<T>>> {
	const before = await of.look();
	if (!before.ok) return before;
	if (before.value !== undefined) return ok({ found: before.value });
	const answer = await retrying(of.send, false, of.policy);
	const isUnknown = answer.status === 0 || answer.status >= 500;
	if (!isUnknown && (answer.status < 200 || answer.status > 299)) return of.refused(answer);
	const record = isUnknown ? undefined : of.read(answer);
	if (record !== undefined) return ok({ sent: record });
	const after = await of.look();
	if (after.ok && after.value !== undefined) return ok({ found: after.value });
	return unknownFate(of.system, of.operation);
}
