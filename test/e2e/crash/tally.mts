import type { Outcome } from './round.mts';

/** Nothing may have happened twice outside, whatever else. */
export const isDouble = ({ counts }: Outcome): boolean =>
	counts.packets > 1 || counts.texts > 1 || counts.filed > 1 || counts.sameMark > 1;

const isUnaided = ({ closed, left }: Outcome): boolean => closed && left.length === 0;

/** The boundaries that a run was to be killed at and did not come to. */
export const missedBy = ({ boundaries, killedAt }: Outcome): string[] =>
	boundaries.filter((boundary) => !killedAt.includes(boundary));

/** Closed without help, everything outside once, and all files kept. */
export const isFaultless = (outcome: Outcome): boolean => {
	const { counts, kept } = outcome;
	const { packets, texts, filed, wishes } = counts;
	const isOnce = [packets, texts, filed, wishes].every((count) => count === 1);
	return isUnaided(outcome) && isOnce && !isDouble(outcome) && kept;
};

/** One line of the table: boundary, how it ended, and the counts of the outside systems. */
export function line(outcome: Outcome): string {
	const { name, boundaries, counts, left, kept, seconds } = outcome;
	const { packets, repeats, wishes, texts, filed, sameMark } = counts;
	const end = isUnaided(outcome) ? 'closed' : 'LEFT';
	const missed = missedBy(outcome);
	return [
		isFaultless(outcome) ? 'ok ' : 'ODD',
		`${name}: ${boundaries.join(', ') || 'undisturbed'}`,
		end,
		`packets ${packets}${repeats ? ` (+${repeats} known repeat)` : ''}`,
		`texts ${texts}`,
		`filed ${filed}`,
		`wishes ${wishes}`,
		...(sameMark > 1 ? [`SAME MARK ${sameMark}`] : []),
		...(kept ? [] : ['FILES NOT KEPT']),
		...(missed.length > 0 ? [`NOT REACHED: ${missed.join(', ')}`] : []),
		`${seconds} s`,
		...(outcome.skips > 0 ? [`after ${outcome.skips} x 20 min`] : []),
		...left,
	].join('  ');
}

export function summary(outcomes: Outcome[]): string[] {
	const share = (count: number): string =>
		`${count} of ${outcomes.length} (${((100 * count) / Math.max(1, outcomes.length)).toFixed(1)} %)`;
	const left = outcomes.filter((outcome) => !isUnaided(outcome));
	return [
		`Closed unaided: ${share(outcomes.filter(isUnaided).length)} runs; doubles: ${outcomes.filter(isDouble).length}`,
		...left.map(
			({ name, boundaries, left: why }) =>
				`Left to a person: ${name} ${boundaries.join(', ')}: ${why.join('; ')}`,
		),
	];
}
