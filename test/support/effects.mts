/** What reached the outside, by a key that names it: `sms:REF-1:touch-2`, `packet:REF-1:v1`, … */
export interface EffectReport {
	/** Expected, but never seen. */
	lost: string[];
	/** Seen more than once. */
	doubled: string[];
	/** Seen, but not expected. */
	surprising: string[];
}

/** Compares what the simulators saw with what should have happened exactly once. */
export function compareEffects(expected: Iterable<string>, seen: Iterable<string>): EffectReport {
	const wanted = new Set(expected);
	const counts = new Map<string, number>();
	for (const key of seen) counts.set(key, (counts.get(key) ?? 0) + 1);
	const keys = [...counts.keys()];
	return {
		lost: [...wanted].filter((key) => !counts.has(key)).sort(),
		doubled: keys.filter((key) => (counts.get(key) ?? 0) > 1).sort(),
		surprising: keys.filter((key) => !wanted.has(key)).sort(),
	};
}

/** The report when everything happened exactly once. */
export const nothingWrong: EffectReport = { lost: [], doubled: [], surprising: [] };
