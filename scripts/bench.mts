import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { artifacts } from '../test/support/paths.mts';
import { keptBy } from './bench/kept.mts';
import { longRecordText, measureLongRecord } from './bench/long-record.mts';
import { BenchFailed, measure, type Round } from './bench/measure.mts';
import { summary, tableText, type Kept } from './bench/report.mts';
import { variantNames, type VariantName } from './bench/variants.mts';
import { startBenchWorld } from './bench/world.mts';

const { values } = parseArgs({
	options: {
		rounds: { type: 'string', default: '3' },
		seconds: { type: 'string', default: '8' },
		connections: { type: 'string', default: '4' },
	},
});
const settings = {
	rounds: Math.max(1, Number(values.rounds)),
	seconds: Math.max(1, Number(values.seconds)),
	connections: Math.max(1, Number(values.connections)),
};
const warmUpSeconds = 3;

const started = Date.now();
const say = (what: string): void => {
	console.log(`${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s  ${what}`);
};

/** How many cases each variant has handled so far, the warm-up included. */
const handled = Object.fromEntries(variantNames.map((name) => [name, 0])) as Record<
	VariantName,
	number
>;

async function run(): Promise<void> {
	say('reading a long record');
	const long = await measureLongRecord();
	say('starting n8n, the practice and the hospital');
	const world = await startBenchWorld();
	try {
		const all: Round[] = [];
		for (let number = 0; number <= settings.rounds; number++) {
			// Each round begins with another variant, so that none always runs beside the same neighbour.
			const order = world.variants.map(
				(_, index, list) => list[(index + number) % list.length] as (typeof list)[number],
			);
			for (const variant of order) {
				const seconds = number === 0 ? warmUpSeconds : settings.seconds;
				const load = { connections: settings.connections, seconds };
				const one = await measure(world, variant, load, handled[variant.name]);
				handled[variant.name] += one.cases;
				if (number === 0) continue;
				all.push(one);
				say(`round ${number}  ${variant.name.padEnd(14)} ${one.perSecond.toFixed(2)} cases/s`);
			}
		}
		const kept = {} as Record<VariantName, Kept>;
		for (const variant of world.variants) {
			kept[variant.name] = await keptBy(world, variant, handled[variant.name]);
		}
		const told = { ...summary(all, kept, settings), long_record: long };
		mkdirSync(artifacts, { recursive: true });
		writeFileSync(join(artifacts, 'bench.json'), `${JSON.stringify(told, null, '\t')}\n`);
		console.log(`\n${tableText(told)}\n\n${longRecordText(long)}\n`);
	} finally {
		await world.close();
	}
}

try {
	await run();
} catch (error) {
	if (!(error instanceof BenchFailed)) throw error;
	console.error(`The run does not count. ${error.message}`);
	process.exitCode = 1;
}
