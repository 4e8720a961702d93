import { liveOneCase, type Verdict } from './one-case.mts';

/** What came of many cases; small, however many they are. */
export interface Tally {
	cases: number;
	vanished: number;
	doubled: number;
	events: number;
	effects: number;
	counts: Verdict['counts'];
	ends: Record<string, number>;
	/** The first cases that went wrong, in words. */
	shown: string[];
}

const mostShown = 10;

export const noCases = (): Tally => ({
	cases: 0,
	vanished: 0,
	doubled: 0,
	events: 0,
	effects: 0,
	counts: { crashes: 0, conflicts: 0, repeats: 0, lost: 0, late: 0 },
	ends: {},
	shown: [],
});

const addTo = <K extends string>(sums: Record<K, number>, more: Record<K, number>): void => {
	for (const name of Object.keys(more) as K[]) sums[name] = (sums[name] ?? 0) + more[name];
};

export function join(tally: Tally, other: Tally): Tally {
	for (const name of ['cases', 'vanished', 'doubled', 'events', 'effects'] as const) {
		tally[name] += other[name];
	}
	addTo(tally.counts, other.counts);
	addTo(tally.ends, other.ends);
	tally.shown = [...tally.shown, ...other.shown].slice(0, mostShown);
	return tally;
}

/** Lives `cases` cases one after the other; nothing of a case stays but its numbers. */
export function liveMany(seed: number, first: number, cases: number): Tally {
	const tally = noCases();
	for (let index = first; index < first + cases; index++) {
		const { caseId, vanished, doubled, end, events, effects, counts } = liveOneCase(seed, index);
		const wrong = [...vanished, ...doubled.map((what) => `twice: ${what}`)];
		join(tally, {
			cases: 1,
			vanished: vanished.length > 0 ? 1 : 0,
			doubled: doubled.length,
			events,
			effects,
			counts,
			ends: { [end]: 1 },
			shown:
				wrong.length > 0
					? [
							`case ${index} (${caseId}, ${end}): ${wrong.join('; ')} [--seed ${seed} --only ${index}]`,
						]
					: [],
		});
	}
	return tally;
}
