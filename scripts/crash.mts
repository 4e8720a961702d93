/**
 * Kills n8n (SIGKILL) at the boundaries of the loop and counts what happened outside: plays the three
 * fixtures once undisturbed, takes every boundary from that record, then kills at each, restarts and
 * lets the loop close. Boundaries are barriers in n8n, not times.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { boundariesOf, oneOfEach, roundsOf, type Boundary } from '../test/e2e/crash/boundaries.mts';
import { startPlace, type Place } from '../test/e2e/crash/place.mts';
import { playRound, type Outcome, type Plan } from '../test/e2e/crash/round.mts';
import { isFaultless, line, missedBy, summary } from '../test/e2e/crash/tally.mts';
import { caseNames } from './demo/play.mts';

const { values } = parseArgs({
	options: {
		/** Only boundaries whose name fits this regular expression. */
		only: { type: 'string', default: '' },
		/** One boundary of each `family` (node) or of each kind of what `remains`, instead of all of them. */
		one: { type: 'string' },
		/** How often a run is killed, each time further on, before it may close. */
		kills: { type: 'string', default: '3' },
		/** How many cases of each fixture are played at once. */
		width: { type: 'string', default: '4' },
		/** Plays only this part of the rounds: `1/2` and `2/2` can run side by side. */
		part: { type: 'string', default: '1/1' },
		/** Begins no further round after so many minutes. */
		minutes: { type: 'string', default: '100000' },
		/** Leaves out the boundaries that this file names, and adds those that were taken. */
		taken: { type: 'string' },
		/** Writes what was seen of runs that were not as expected to this file, as JSON. */
		record: { type: 'string' },
	},
});

const quiet: Plan = caseNames.map((fixture) => ({ fixture, boundaries: [] }));
const until = Date.now() + Number(values.minutes) * 60_000;

const groupBy = (text: string): 'family' | 'remains' => {
	if (text === 'family' || text === 'remains') return text;
	throw new Error('--one takes family or remains.');
};

const labelOf = ({ fixture, name }: Boundary): string => `${fixture}: ${name}`;

/** Boundaries of a record that are wanted and were not taken before. */
function wantedOf(all: Boundary[]): Boundary[] {
	const chosen = values.one === undefined ? all : oneOfEach(all, groupBy(values.one));
	const { taken } = values;
	const before = new Set(taken && existsSync(taken) ? readFileSync(taken, 'utf8').split('\n') : []);
	return chosen.filter(
		(boundary) => new RegExp(values.only).test(boundary.name) && !before.has(labelOf(boundary)),
	);
}

async function play(place: Place, plans: Plan[]): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	for (const plan of plans) {
		if (Date.now() > until) break;
		const played = await playRound(place, plan);
		outcomes.push(...played);
		for (const outcome of played) {
			console.log(line(outcome));
			const labels = outcome.killedAt.map((name) => `${outcome.name}: ${name}\n`);
			if (values.taken) appendFileSync(values.taken, labels.join(''));
		}
	}
	return outcomes;
}

async function main(): Promise<number> {
	const place = await startPlace(Number(values.width));
	let outcomes: Outcome[] = [];
	let planned = 0;
	try {
		const recorded = await playRound(place, quiet);
		for (const outcome of recorded) {
			if (!outcome.closed) throw new Error(`The undisturbed loop did not close: ${line(outcome)}`);
		}
		const all = recorded.flatMap(boundariesOf);
		const wanted = wantedOf(all);
		const [part = 1, parts = 1] = values.part.split('/').map(Number);
		const size = { kills: Number(values.kills), width: Number(values.width) };
		const plans = roundsOf(wanted, size).filter((_, index) => index % parts === part - 1);
		planned = plans.flat().flatMap(({ boundaries }) => boundaries).length;
		console.log(`${all.length} boundaries, ${planned} of them to be taken`);
		outcomes = await play(place, plans);
		// After an earlier kill a run may pass a boundary by; that one gets a run of its own.
		const missed = outcomes.flatMap((outcome) => {
			const names = missedBy(outcome);
			return wanted.filter(({ fixture, name }) => fixture === outcome.name && names.includes(name));
		});
		outcomes.push(...(await play(place, roundsOf(missed))));
	} finally {
		await place.close();
	}
	const odd = outcomes.filter((outcome) => !isFaultless(outcome));
	if (values.record) writeFileSync(values.record, JSON.stringify(odd, null, '\t'));
	for (const text of summary(outcomes)) console.log(text);
	const kills = outcomes.flatMap(({ killedAt }) => killedAt).length;
	const failed = odd.length + Math.max(0, planned - kills);
	console.log(`${kills} of ${planned} boundaries taken`);
	console.log(`${outcomes.length - odd.length} passed, ${failed} failed`);
	return failed > 0 ? 1 : 0;
}

process.exitCode = await main();
