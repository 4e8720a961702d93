import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { hostModules } from '../../test/support/paths.mts';
import type { Round } from './measure.mts';
import { variantNames, type VariantName } from './variants.mts';

/** What the ledger of a variant holds for a case, and what its guarantees rest on. */
export interface Kept {
	rows: number;
	events: number;
	/** Of one execution. */
	nodes: number;
	pdfs: number;
}

export const median = (values: number[]): number => {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2
		? (sorted[middle] ?? 0)
		: ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

function perCase(rounds: Round[], kept: Kept) {
	const cases = rounds.reduce((sum, one) => sum + one.cases, 0);
	const of = (side: 'practice' | 'receiver', what: string): number =>
		round(rounds.reduce((sum, one) => sum + (one[side][what] ?? 0), 0) / cases);
	return {
		record_reads: of('practice', 'records'),
		reads_refused: of('practice', 'refused'),
		file_reads: of('practice', 'downloads'),
		file_bytes_read: of('practice', 'fileBytes'),
		deliveries: of('receiver', 'deliveries'),
		signed: of('receiver', 'signed'),
		files_delivered: of('receiver', 'files'),
		files_verified: of('receiver', 'verified'),
		file_bytes_delivered: of('receiver', 'fileBytes'),
		pdfs_made: kept.pdfs,
		rows: kept.rows,
		events: kept.events,
		nodes_run: kept.nodes,
	};
}

/** Ratios of rounds that ran one after the other, so that a busy moment weighs on both alike. */
const ratio = (all: Round[], to: VariantName): number => {
	const of = (name: VariantName): number[] =>
		all.filter((one) => one.name === name).map(({ perSecond }) => perSecond);
	const others = of(to);
	return round(median(of('pack').map((value, index) => value / (others[index] ?? Number.NaN))));
};

const n8nVersion = (): string =>
	(
		JSON.parse(readFileSync(join(hostModules, 'n8n', 'package.json'), 'utf8')) as {
			version: string;
		}
	).version;

/** Everything that is written to .artifacts/bench.json. */
export function summary(all: Round[], kept: Record<VariantName, Kept>, settings: object) {
	const each = <T,>(what: (rounds: Round[], name: VariantName) => T): Record<VariantName, T> =>
		Object.fromEntries(
			variantNames.map((name) => [
				name,
				what(
					all.filter((one) => one.name === name),
					name,
				),
			]),
		) as Record<VariantName, T>;
	return {
		cases_per_s: each((rounds) => round(median(rounds.map(({ perSecond }) => perSecond)))),
		ratio_handbuilt: ratio(all, 'handbuilt'),
		ratio_handbuilt_safe: ratio(all, 'handbuilt_safe'),
		ratio_noop: ratio(all, 'noop'),
		p50_ms: each((rounds) => Math.round(median(rounds.map(({ p50 }) => p50)))),
		p95_ms: each((rounds) => Math.round(median(rounds.map(({ p95 }) => p95)))),
		/** CPU time of n8n for a case; absent where the system does not tell. */
		cpu_ms: each((rounds) => {
			const known = rounds.flatMap(({ cpuMs }) => cpuMs ?? []);
			return known.length > 0 ? Math.round(median(known)) : undefined;
		}),
		cases: each((rounds) => rounds.reduce((sum, one) => sum + one.cases, 0)),
		per_case: each((rounds, name) => perCase(rounds, kept[name])),
		rounds: all.map(({ name, cases, seconds, perSecond }) => ({
			name,
			cases,
			seconds: round(seconds),
			cases_per_s: round(perSecond),
		})),
		settings,
		machine: {
			cpu: cpus()[0]?.model ?? 'unknown',
			cores: cpus().length,
			memory_gb: Math.round(totalmem() / 1024 ** 3),
			node: process.version,
			n8n: n8nVersion(),
			database: 'sqlite',
		},
		at: new Date().toISOString(),
	};
}

export type Summary = ReturnType<typeof summary>;

const columns: Array<[string, (name: VariantName, all: Summary) => string | number]> = [
	['cases/s', (name, { cases_per_s }) => cases_per_s[name]],
	['p50 ms', (name, { p50_ms }) => p50_ms[name]],
	['p95 ms', (name, { p95_ms }) => p95_ms[name]],
	['CPU ms', (name, { cpu_ms }) => cpu_ms[name] ?? '-'],
	['cases', (name, { cases }) => cases[name]],
	['reads', (name, { per_case: of }) => `${of[name].record_reads}+${of[name].file_reads}`],
	['kB read', (name, { per_case: of }) => Math.round(of[name].file_bytes_read / 1000)],
	['kB sent', (name, { per_case: of }) => Math.round(of[name].file_bytes_delivered / 1000)],
	['files', (name, { per_case: of }) => of[name].files_delivered],
	['verified', (name, { per_case: of }) => of[name].files_verified],
	['signed', (name, { per_case: of }) => of[name].signed],
	['PDF', (name, { per_case: of }) => of[name].pdfs_made],
	['rows', (name, { per_case: of }) => of[name].rows],
	['events', (name, { per_case: of }) => of[name].events],
	['nodes', (name, { per_case: of }) => of[name].nodes_run],
];

/** The table for the terminal; all but the first five columns are per case. */
export function tableText(all: Summary): string {
	const rows = [
		['', ...columns.map(([head]) => head)],
		...variantNames.map((name) => [name, ...columns.map(([, value]) => String(value(name, all)))]),
	];
	const widths =
		rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
	const line = (row: string[]): string =>
		row
			.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
			.join('  ');
	return [
		...rows.map(line),
		'',
		`pack / handbuilt       ${all.ratio_handbuilt}`,
		`pack / handbuilt_safe  ${all.ratio_handbuilt_safe}`,
		`pack / noop            ${all.ratio_noop}`,
	].join('\n');
}
