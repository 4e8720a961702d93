/**
 * Lives many referrals through the built core alone: an in-memory ledger, a hospital, an owner and a
 * clinic, on a net that loses, doubles, delays and reorders messages, with workflows that die between
 * intent and result. Counts cases that nobody has on a list, and whatever happened twice outside.
 */
import { parseArgs } from 'node:util';
import { liveOneCase, type Verdict } from './simulate/one-case.mts';

const { values } = parseArgs({
	options: {
		cases: { type: 'string', default: '10000' },
		seed: { type: 'string', default: '1' },
		/** Only this one, told in full. */
		only: { type: 'string' },
	},
});

const seed = Number(values.seed);
const first = Number(values.only ?? 0);
const cases = values.only === undefined ? Number(values.cases) : 1;
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(cases) || cases < 1) {
	console.error('Give whole numbers: --cases 10000 --seed 1');
	process.exit(2);
}

const mostShown = 10;
const ends = new Map<string, number>();
const totals = { events: 0, effects: 0, crashes: 0, conflicts: 0, repeats: 0, lost: 0, late: 0 };
let vanished = 0;
let doubled = 0;
let shown = 0;

function show(index: number, { caseId, vanished: gone, doubled: twice, end }: Verdict): void {
	if (shown++ >= mostShown) return;
	console.log(
		`case ${index} (${caseId}, ${end}): ${[...gone, ...twice.map((one) => `twice: ${one}`)].join('; ')}`,
	);
	console.log(`  again: npm run simulate -- --seed ${seed} --only ${index}`);
}

const since = performance.now();
for (let index = first; index < first + cases; index++) {
	const verdict = liveOneCase(seed, index);
	ends.set(verdict.end, (ends.get(verdict.end) ?? 0) + 1);
	totals.events += verdict.events;
	totals.effects += verdict.effects;
	for (const [name, count] of Object.entries(verdict.counts)) {
		totals[name as keyof Verdict['counts']] += count;
	}
	if (verdict.vanished.length > 0) vanished++;
	doubled += verdict.doubled.length;
	if (verdict.vanished.length > 0 || verdict.doubled.length > 0) show(index, verdict);
}
const seconds = (performance.now() - since) / 1000;

console.log(
	`Ends: ${[...ends]
		.sort((a, b) => b[1] - a[1])
		.map(([end, count]) => `${end} ${count}`)
		.join(', ')}`,
);
console.log(
	`Went wrong on the way: ${totals.crashes} crashes, ${totals.conflicts} lost writes, ${totals.lost} lost, ${totals.repeats} doubled and ${totals.late} late messages`,
);
console.log(
	`${totals.events} events and ${totals.effects} outside effects in ${seconds.toFixed(1)} s: ${Math.round(cases / seconds)} cases/s, peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
);
console.log(`${vanished} vanished, ${doubled} doubled, ${cases} cases`);
process.exitCode = vanished + doubled > 0 ? 1 : 0;
