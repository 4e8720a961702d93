/**
 * Lives many referrals through the built core alone: an in-memory ledger, a hospital, an owner and a
 * clinic, on a net that loses, doubles, delays and reorders messages, with workflows that die between
 * intent and result. Counts cases that nobody has on a list, and whatever happened twice outside.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { join, liveMany, noCases, type Tally } from './simulate/tally.mts';

const { values } = parseArgs({
	options: {
		cases: { type: 'string', default: '10000' },
		seed: { type: 'string', default: '1' },
		/** Only the case of this number. */
		only: { type: 'string' },
	},
});
const [cases, seed, only] = [values.cases, values.seed, values.only ?? 0].map(Number) as [
	number,
	number,
	number,
];

const inWorker = (first: number, count: number): Promise<Tally> =>
	new Promise((resolve, reject) => {
		const workerData = { seed, first, cases: count };
		const worker = new Worker(new URL('./simulate/worker.mts', import.meta.url), {
			workerData,
			resourceLimits: { maxOldGenerationSizeMb: 128 },
		});
		worker.once('message', resolve);
		worker.once('error', reject);
	});

/** Every core takes a share; a case depends on seed and number only, not on who lives it. */
async function liveAll(): Promise<Tally> {
	if (values.only !== undefined) return liveMany(seed, only, 1);
	const share = Math.ceil(cases / availableParallelism());
	const shares: Array<Promise<Tally>> = [];
	for (let first = 0; first < cases; first += share) {
		shares.push(inWorker(first, Math.min(share, cases - first)));
	}
	return (await Promise.all(shares)).reduce(join, noCases());
}

function report(tally: Tally, seconds: number): void {
	const { crashes, conflicts, lost, repeats, late } = tally.counts;
	const ends = Object.entries(tally.ends).sort((a, b) => b[1] - a[1]);
	const memory = Math.round(process.resourceUsage().maxRSS / 1024);
	for (const line of tally.shown) console.log(line);
	console.log(`Ends: ${ends.map(([end, count]) => `${end} ${count}`).join(', ')}`);
	console.log(
		`Went wrong on the way: ${crashes} crashes, ${conflicts} lost writes, ${lost} lost, ${repeats} doubled and ${late} late messages`,
	);
	console.log(
		`${tally.events} events and ${tally.effects} outside effects in ${seconds.toFixed(1)} s: ${Math.round(tally.cases / seconds)} cases/s, peak memory ${memory} MB`,
	);
	console.log(`${tally.vanished} vanished, ${tally.doubled} doubled, ${tally.cases} cases`);
}

async function main(): Promise<number> {
	if (
		![cases, seed, only].every((count) => Number.isSafeInteger(count) && count >= 0) ||
		cases < 1
	) {
		console.error('Give whole numbers: --cases 10000 --seed 1');
		return 2;
	}
	const since = performance.now();
	const tally = await liveAll();
	report(tally, (performance.now() - since) / 1000);
	return tally.vanished + tally.doubled > 0 ? 1 : 0;
}

process.exitCode = await main();
