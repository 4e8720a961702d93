import { cpuMs } from './cpu.mts';
import { runLoad } from './load.mts';
import { startBody } from './pack.mts';
import type { Counts } from './simulator.mts';
import type { Variant, VariantName } from './variants.mts';
import type { BenchWorld } from './world.mts';

export interface Round {
	name: VariantName;
	cases: number;
	seconds: number;
	perSecond: number;
	p50: number;
	p95: number;
	/** CPU time of n8n for a case, what the hospital fetched afterwards included. */
	cpuMs?: number;
	/** All of the round, from the simulators' own logs. */
	practice: Counts;
	receiver: Counts;
}

export interface Load {
	connections: number;
	seconds: number;
}

/** A case that did not arrive makes the numbers worthless. */
export class BenchFailed extends Error {}

const quantile = (sorted: number[], part: number): number =>
	sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

let lastEvent = 0;

const check = (what: string, is: number, expected: number): void => {
	if (is !== expected) throw new BenchFailed(`${what}: ${is} instead of ${expected}.`);
};

/** Runs one variant for a while and makes sure that every case it answered has really arrived. */
export async function measure(
	world: BenchWorld,
	variant: Variant,
	load: Load,
	before: number,
): Promise<Round> {
	const { name, url, workflowId, ends } = variant;
	await Promise.all([world.practice.take(), world.receiver.take()]);
	const next = (): string =>
		JSON.stringify(startBody(`bench-${++lastEvent}`, world.facts.encounterId));
	const cpuBefore = cpuMs(world.n8n.pid);
	const { cases, failed, seconds, times } = await runLoad(url, next, load);
	if (failed.length > 0) throw new BenchFailed(`${name}: ${failed.join('; ')}`);
	const [receiver, practice] = [await world.receiver.take(), await world.practice.take()];
	const cpuAfter = cpuMs(world.n8n.pid);
	const ended = await world.n8n.executions({ workflowId, status: ends, limit: 100_000 });
	check(`${name}: executions ${ends}`, ended.length, before + cases);
	const works = name !== 'noop';
	check(`${name}: deliveries`, receiver.deliveries ?? 0, works ? cases : 0);
	check(
		`${name}: deliveries refused or doubled`,
		(receiver.refused ?? 0) + (receiver.duplicates ?? 0),
		0,
	);
	check(
		`${name}: files read`,
		practice.downloads ?? 0,
		works ? cases * world.facts.files.length : 0,
	);
	if (name === 'pack' || name === 'handbuilt_safe') {
		check(`${name}: signed deliveries`, receiver.signed ?? 0, cases);
		check(`${name}: files with the promised checksum`, receiver.verified ?? 0, receiver.files ?? 0);
	}
	return {
		name,
		cases,
		seconds,
		perSecond: cases / seconds,
		p50: quantile(times, 0.5),
		p95: quantile(times, 0.95),
		...(cpuBefore === undefined || cpuAfter === undefined
			? {}
			: { cpuMs: (cpuAfter - cpuBefore) / cases }),
		practice,
		receiver,
	};
}
