import { DateTime } from 'luxon';
import type { MarkedReferral, ReferralHint } from '../../connectors/pims/pims';

/** How a run that was started for a case ended, as far as n8n told. */
export type Outcome = 'well' | 'badly';

/** A case that was told and whose run has not been seen to end well. Ids only, never what a vet wrote. */
interface Told {
	/** Leads back to the record. */
	hint: ReferralHint;
	/** When it was told last, ISO UTC. */
	at: string;
	times: number;
	/** The process that told it last. */
	process: string;
	failed?: true;
}

/** Where polling stands, as the static data of the trigger holds it. */
export interface PollMemory {
	/** Everything before it was told; what is not settled of that stands in `open`. */
	cursor?: string;
	open?: Record<string, Told>;
	/** What was told beyond the cursor, while there is more than one poll may tell. */
	passed?: string[];
}

export interface At {
	process: string;
	/** ISO UTC. */
	now: string;
}

/** A run that was started so long ago, and of which nothing was heard, is told once more. */
export const settleMinutes = 15;
/** Pauses in minutes before a case whose run failed is told again; after the last it is given up. */
const pausesAfterFailure = [1, 5, 15, 60, 240, 1440];
const mostTimes = pausesAfterFailure.length + 1;
/** New cases that one poll tells; the rest waits for the next. */
export const mostPerPoll = 1000;
/** Cases told again in one poll: each has to be read again. */
export const mostAgain = 50;
/** Cases without an end; above this nothing new is told until some have settled. */
export const mostOpen = 2000;
const mostPassed = 10_000;

export const keyOf = ({ pimsEventId, version }: MarkedReferral): string =>
	`${pimsEventId}#${version}`;

/** What is left open after the runs that have ended: those that ended well are done with. */
export function settled(
	{ cursor, open = {}, passed = [] }: PollMemory,
	outcomes: ReadonlyMap<string, Outcome>,
): Required<Omit<PollMemory, 'cursor'>> & { cursor: string | null } {
	const left = Object.entries(open)
		.filter(([key]) => outcomes.get(key) !== 'well')
		.map(([key, told]): [string, Told] => [
			key,
			outcomes.get(key) === 'badly' ? { ...told, failed: true } : told,
		]);
	return { cursor: cursor ?? null, open: Object.fromEntries(left), passed };
}

type Next = 'again' | 'wait' | 'done' | 'lost';

/**
 * What to do about one open case. A run of another process may have died with it. One of this process
 * that failed is tried again with growing pauses; one that n8n says nothing about, once.
 */
function nextFor({ at, times, process, failed }: Told, here: At): Next {
	if (process !== here.process) return times < mostTimes ? 'again' : 'lost';
	const minutes = DateTime.fromISO(here.now).diff(DateTime.fromISO(at)).as('minutes');
	if (!failed) {
		if (minutes < settleMinutes) return 'wait';
		return times > 1 ? 'done' : 'again';
	}
	if (times >= mostTimes) return 'lost';
	return minutes >= (pausesAfterFailure[times - 1] ?? 0) ? 'again' : 'wait';
}

/** The open cases by what to do about them, oldest first; `lost` ones failed too often. */
export function reviewed(
	open: Record<string, Told>,
	here: At,
): { again: Array<[string, Told]>; done: string[]; lost: string[] } {
	const entries = Object.entries(open).sort(([, a], [, b]) => Date.parse(a.at) - Date.parse(b.at));
	const by = (wanted: Next) => entries.filter(([, told]) => nextFor(told, here) === wanted);
	const keys = (wanted: Next) => by(wanted).map(([key]) => key);
	return { again: by('again').slice(0, mostAgain), done: keys('done'), lost: keys('lost') };
}

/** Of the marks found, those to tell now, oldest first, and whether that is all of them. */
export function toTell(
	found: MarkedReferral[],
	{ open, passed }: { open: Record<string, Told>; passed: string[] },
): { now: MarkedReferral[]; isAll: boolean } {
	const told = new Set([...Object.keys(open), ...passed]);
	const fresh = found.filter((mark) => !told.has(keyOf(mark)));
	const room = Math.min(mostPerPoll, Math.max(0, mostOpen - Object.keys(open).length));
	return { now: fresh.slice(0, room), isAll: fresh.length <= room };
}

/** One more telling of a case. */
export const toldOnce = (mark: MarkedReferral, earlier: Told | undefined, here: At): Told => ({
	hint: mark.readAgain ?? {
		patientId: mark.patientId,
		...(mark.encounterId ? { encounterId: mark.encounterId } : {}),
	},
	at: here.now,
	times: (earlier?.times ?? 0) + 1,
	process: here.process,
});

/**
 * What to keep after a poll. The cursor moves only when everything up to it was told, so it is never
 * ahead of what was emitted; what was told and has not settled stays open.
 */
export function kept(
	before: { cursor: string | null; open: Record<string, Told>; passed: string[] },
	poll: { told: Record<string, Told>; closed: string[]; cursor: string; isAll: boolean },
): Required<Pick<PollMemory, 'open' | 'passed'>> & Pick<PollMemory, 'cursor'> {
	const closed = new Set(poll.closed);
	const open = Object.fromEntries(
		Object.entries({ ...before.open, ...poll.told }).filter(([key]) => !closed.has(key)),
	);
	if (poll.isAll) return { cursor: poll.cursor, open, passed: [] };
	const passed = [...new Set([...before.passed, ...Object.keys(poll.told)])].slice(-mostPassed);
	return { ...(before.cursor === null ? {} : { cursor: before.cursor }), open, passed };
}
