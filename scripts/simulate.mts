/**
 * Lives many referrals through the built core alone: an in-memory ledger, a hospital, an owner and a
 * clinic, on a net that loses, doubles, delays and reorders messages, with workflows that die between
 * intent and result. Counts cases that nobody has on a list, and whatever happened twice outside.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { join, liveMany, noCases, type Share, type Tally } from './simulate/tally.mts';
import { mostIdleMs } from './simulate/owed.mts';
import { hour } from './simulate/world.mts';
import type { WorkerData } from './simulate/worker.mts';

/** About 90 MB each: this many stay well below half a gigabyte in all. */
const usualWorkers = 3;

const { values } = parseArgs({
	options: {
		cases: { type: 'string', default: '10000' },
		seed: { type: 'string', default: '1' },
		workers: { type: 'string', default: String(Math.min(availableParallelism(), usualWorkers)) },
		/** Only the case of this number. */
		only: { type: 'string' },
	},
});
const cases = Number(values.cases);
const seed = Number(values.seed);
const workers = Number(values.workers);

const megabytesEach = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 48 };
const ttyEveryMs = 1000;
const logEveryMs = 10_000;

const lived = new Int32Array(new SharedArrayBuffer(8));

const inWorker = (share: Share): Promise<Tally> =>
	new Promise((resolve, reject) => {
		const workerData: WorkerData = { share, lived };
		const worker = new Worker(new URL('./simulate/worker.mts', import.meta.url), {
			workerData,
			resourceLimits: megabytesEach,
		});
		worker.once('message', resolve);
		worker.once('error', reject);
	});

/** Says from time to time how far it is, on the side, so that the result stays clean. */
function reportProgress(since: number): () => void {
	const { isTTY } = process.stderr;
	const timer = setInterval(
		() => {
			const done = Atomics.load(lived, 0);
			const speed = Math.round(done / ((performance.now() - since) / 1000));
			const line = `${done} of ${cases} cases, ${Atomics.load(lived, 1)} wrong, ${speed} cases/s`;
			process.stderr.write(isTTY ? `\r${line}  ` : `${line}\n`);
		},
		isTTY ? ttyEveryMs : logEveryMs,
	);
	return () => {
		clearInterval(timer);
		if (isTTY) process.stderr.write('\n');
	};
}

async function liveAll(since: number): Promise<Tally> {
	if (values.only !== undefined) {
		return liveMany({ seed, first: Number(values.only), cases: 1 });
	}
	const stop = reportProgress(since);
	const each = Math.ceil(cases / workers);
	const shares: Array<Promise<Tally>> = [];
	for (let first = 0; first < cases; first += each) {
		shares.push(inWorker({ seed, first, cases: Math.min(each, cases - first) }));
	}
	const tallies = await Promise.all(shares);
	stop();
	return tallies.reduce(join, noCases());
}

function report(tally: Tally, seconds: number): void {
	const { crashes, conflicts, lost, repeats, late, children } = tally.counts;
	const ends = Object.entries(tally.ends).sort((a, b) => b[1] - a[1]);
	const memory = Math.round(process.resourceUsage().maxRSS / 1024);
	for (const line of tally.shown) console.log(line);
	console.log(`Ends: ${ends.map(([end, count]) => `${end} ${count}`).join(', ')}`);
	console.log(
		`Went wrong on the way: ${crashes} crashes, ${conflicts} lost writes, ${lost} lost, ${repeats} doubled and ${late} late messages`,
	);
	console.log(
		`${children} went on to another hospital; ${tally.trespasses} messages left although somebody had stopped them; ${tally.neglected} steps stood due for more than ${mostIdleMs / hour} hours`,
	);
	console.log(
		`${tally.events} events and ${tally.effects} outside effects in ${seconds.toFixed(1)} s: ${Math.round(tally.cases / seconds)} cases/s, peak memory ${memory} MB`,
	);
	console.log(`${tally.vanished} vanished, ${tally.doubled} doubled, ${tally.cases} cases`);
}

async function main(): Promise<number> {
	const numbers = [cases, seed, workers, Number(values.only ?? 0)];
	const isWhole = numbers.every((number) => Number.isSafeInteger(number) && number >= 0);
	if (!isWhole || cases < 1 || workers < 1) {
		console.error('Give whole numbers: --cases 10000 --seed 1 --workers 2');
		return 2;
	}
	const since = performance.now();
	const tally = await liveAll(since);
	report(tally, (performance.now() - since) / 1000);
	return tally.vanished + tally.doubled + tally.trespasses + tally.neglected > 0 ? 1 : 0;
}

process.exitCode = await main();
