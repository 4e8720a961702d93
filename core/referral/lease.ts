import { minutesAfter } from '../calendar/minutes-after';
import type { Lease } from './row';

/** How long a run may work on a case before others take it for dead. Sending a large packet fits in. */
export const leaseMinutes = 10;

/** What others may still be about to do (a woken run, a message on its way) gets this much time. */
export const graceMinutes = 3;

/**
 * The lease of a case after something has happened. Where no run has the case, its time says when the next
 * step was due; news may make that another step (a report comes while a reminder is planned for next week),
 * so that Watch looks again as soon as the grace time is over. The lease of a run stays.
 */
export function leaseAfterNews({ runId, runUntil }: Lease, now: string): Lease {
	const soon = minutesAfter(now, graceMinutes);
	return { runId, runUntil: runId === '' && runUntil > soon ? soon : runUntil };
}
