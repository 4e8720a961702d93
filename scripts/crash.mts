/**
 * Kills n8n (SIGKILL) at the boundaries of the loop and counts what happened outside: plays the three
 * fixtures once undisturbed, takes every boundary from that record, then kills at each, restarts and
 * lets the loop close. Boundaries are barriers in n8n, not times.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { boundariesOf, oneOfEach, roundsOf } from '../test/e2e/crash/boundaries.mts';
import { startPlace } from '../test/e2e/crash/place.mts';
import { playRound, type Outcome } from '../test/e2e/crash/round.mts';
import { isFaultless, line, summary } from '../test/e2e/crash/tally.mts';

const { values } = parseArgs({
	options: {
		/** How often every boundary is taken. */
		rounds: { type: 'string', default: '1' },
		/** Only boundaries whose name fits this regular expression. */
		only: { type: 'string', default: '' },
		/** One boundary of each `family` (node) or of each kind of what `remains`, instead of all of them. */
		one: { type: 'string' },
		/** Skips this many kills, and stops after so many. */
		skip: { type: 'string', default: '0' },
		kills: { type: 'string', default: '100000' },
		/** Begins no further kill after so many minutes. */
		minutes: { type: 'string', default: '100000' },
		/** Writes what was seen of runs that were not as expected to this file, as JSON. */
		record: { type: 'string' },
	},
});

const quiet = { cardiology: undefined, oncology: undefined, surgery: undefined };

const groupBy = (text: string): 'family' | 'remains' => {
	if (text === 'family' || text === 'remains') return text;
	throw new Error('--one takes family or remains.');
};

async function main(): Promise<number> {
	const outcomes: Outcome[] = [];
	const until = Date.now() + Number(values.minutes) * 60_000;
	const place = await startPlace();
	try {
		const recorded = await playRound(place, quiet);
		for (const outcome of recorded) {
			if (!outcome.closed) throw new Error(`The undisturbed loop did not close: ${line(outcome)}`);
		}
		const all = recorded.flatMap(boundariesOf);
		const chosen = values.one === undefined ? all : oneOfEach(all, groupBy(values.one));
		const wanted = chosen.filter(({ name }) => new RegExp(values.only).test(name));
		console.log(`${all.length} boundaries, ${wanted.length} of them to be taken`);
		const plans = roundsOf(wanted).slice(Number(values.skip));
		const kills = Array.from({ length: Number(values.rounds) }, () => plans).flat();
		for (const plan of kills.slice(0, Number(values.kills))) {
			if (Date.now() > until) break;
			const played = await playRound(place, plan);
			outcomes.push(...played);
			for (const outcome of played) console.log(line(outcome));
		}
	} finally {
		await place.close();
	}
	if (values.record) {
		const odd = outcomes.filter((outcome) => !isFaultless(outcome));
		writeFileSync(values.record, JSON.stringify(odd, null, '\t'));
	}
	const failed = outcomes.filter((outcome) => !isFaultless(outcome)).length;
	for (const text of summary(outcomes)) console.log(text);
	console.log(`${outcomes.length - failed} passed, ${failed} failed`);
	return failed > 0 ? 1 : 0;
}

process.exitCode = await main();
