import type { ReferralState } from './state';

/**
 * Minutes after a failed try until the next: the schedule of Standard Webhooks 1.0 without its first
 * seconds, 75.5 hours in all. Afterwards only a person tries again.
 */
const pauses = [5, 30, 120, 300, 600, 840, 1200, 1440];

/** Failures that pass by themselves: the other system is down, slow or cannot be reached. */
const passing = new Set([
	'unknown_fate',
	'unavailable',
	'pims_unreachable',
	'pims_unavailable',
	'pims_rate_limited',
]);

const minuteMs = 60_000;

/** When a failed try is made again without a person (ISO UTC); undefined when a person decides. */
export function nextTryAt(code: string, failedAt: string, tries: number): string | undefined {
	const pause = passing.has(code) ? pauses[Math.max(0, tries - 1)] : undefined;
	return pause === undefined
		? undefined
		: new Date(Date.parse(failedAt) + pause * minuteMs).toISOString();
}

/** The next try to read the record, or undefined. */
export const nextBuildAt = ({ packetFailure }: ReferralState): string | undefined =>
	packetFailure && nextTryAt(packetFailure.code, packetFailure.at, packetFailure.tries);

/** The next try to send the packet. A mail that may have gone out is never repeated by itself. */
export function nextSendingAt({ transport }: ReferralState): string | undefined {
	const { status, failure, failedAt, attempts, channel } = transport;
	if (status !== 'failed' || !failure || failedAt === undefined || channel === 'email') {
		return undefined;
	}
	return nextTryAt(failure.code, failedAt, attempts);
}

/** The next try to file the report; each looks into the record before it writes. */
export function nextFilingAt({ filing }: ReferralState): string | undefined {
	const { status, failure, failedAt, attempts } = filing;
	if (status !== 'failed' || !failure || failedAt === undefined) return undefined;
	return nextTryAt(failure.code, failedAt, attempts);
}
