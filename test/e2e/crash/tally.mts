import type { Outcome } from './round.mts';

/** Nothing may have happened twice outside, whatever else. */
export const isDouble = ({ counts }: Outcome): boolean =>
	counts.packets > 1 || counts.texts > 1 || counts.filed > 1 || counts.sameMark > 1;

const isUnaided = ({ closed, left }: Outcome): boolean => closed && left.length === 0;

/** Closed without help, everything outside once, all files kept, and killed where it was meant to be. */
export const isFaultless = (outcome: Outcome): boolean => {
	const { counts, kept, boundary, killed } = outcome;
	const { packets, texts, filed, wishes } = counts;
	const isOnce = [packets, texts, filed, wishes].every((count) => count === 1);
	return isUnaided(outcome) && isOnce && !isDouble(outcome) && kept && (killed || boundary === '');
};

/** One line of the table: boundary, how it ended, and the counts of the outside systems. */
export function line(outcome: Outcome): string {
	const { name, boundary, killed, counts, left, kept, seconds } = outcome;
	const { packets, repeats, wishes, texts, filed, sameMark } = counts;
	const end = !killed && boundary !== '' ? 'NOT REACHED' : isUnaided(outcome) ? 'closed' : 'LEFT';
	return [
		isFaultless(outcome) ? 'ok ' : 'ODD',
		`${name}: ${boundary || 'undisturbed'}`.padEnd(62),
		end.padEnd(11),
		`packets ${packets}${repeats ? ` (+${repeats} known repeat)` : ''}`,
		`texts ${texts}`,
		`filed ${filed}`,
		`wishes ${wishes}`,
		...(sameMark > 1 ? [`SAME MARK ${sameMark}`] : []),
		...(kept ? [] : ['FILES NOT KEPT']),
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
		`Closed unaided: ${share(outcomes.filter(isUnaided).length)}; doubles: ${outcomes.filter(isDouble).length}; boundary not reached: ${outcomes.filter(({ killed }) => !killed).length}`,
		...left.map(
			({ name, boundary, left: why }) => `Left to a person: ${name} ${boundary}: ${why.join('; ')}`,
		),
	];
}
