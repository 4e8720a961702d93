import { liveOneCase } from './one-case.mts';
import { noCounts, type Counts, type Flaw } from './world.mts';

/** What came of many cases; small, however many they are. */
export interface Tally {
	cases: number;
	vanished: number;
	doubled: number;
	trespasses: number;
	neglected: number;
	events: number;
	effects: number;
	counts: Counts;
	ends: Record<string, number>;
	/** The first cases that went wrong, in words. */
	shown: string[];
}

const mostShown = 10;

const sums = [
	'cases',
	'vanished',
	'doubled',
	'trespasses',
	'neglected',
	'events',
	'effects',
] as const;

export const noCases = (): Tally => ({
	cases: 0,
	vanished: 0,
	doubled: 0,
	trespasses: 0,
	neglected: 0,
	events: 0,
	effects: 0,
	counts: noCounts(),
	ends: {},
	shown: [],
});

const addTo = <K extends string>(to: Record<K, number>, more: Record<K, number>): void => {
	for (const name in more) to[name] = (to[name] ?? 0) + more[name];
};

export function join(tally: Tally, other: Tally): Tally {
	for (const name of sums) tally[name] += other[name];
	addTo(tally.counts, other.counts);
	addTo(tally.ends, other.ends);
	tally.shown = [...tally.shown, ...other.shown].slice(0, mostShown);
	return tally;
}

export interface Share {
	seed: number;
	/** The number of the first case; a case depends on seed and number only, not on who lives it. */
	first: number;
	cases: number;
	flaw?: Flaw;
}

/** Lives cases one after the other; nothing of a case stays but its numbers. */
export function liveMany(
	{ seed, first, cases, flaw }: Share,
	lived = (_wrong: number) => {},
): Tally {
	const tally = noCases();
	for (let index = first; index < first + cases; index++) {
		const verdict = liveOneCase(seed, index, flaw);
		const { vanished, doubled, trespasses, neglected } = verdict;
		tally.cases++;
		tally.vanished += vanished.length > 0 ? 1 : 0;
		tally.doubled += doubled.length;
		tally.trespasses += trespasses.length;
		tally.neglected += neglected.length;
		tally.events += verdict.events;
		tally.effects += verdict.effects;
		addTo(tally.counts, verdict.counts);
		for (const end of verdict.ends) tally.ends[end] = (tally.ends[end] ?? 0) + 1;
		const wrong = [
			...vanished,
			...doubled.map((what) => `twice: ${what}`),
			...trespasses.map((what) => `stopped: ${what}`),
			...neglected,
		];
		if (wrong.length > 0 && tally.shown.length < mostShown) {
			tally.shown.push(`case ${index}: ${wrong.join('; ')} [--seed ${seed} --only ${index}]`);
		}
		lived(wrong.length > 0 ? 1 : 0);
	}
	return tally;
}
