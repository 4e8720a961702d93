/**
 * A distribution of durations that can be added to and merged in bounded memory: exact up to
 * {@link mostExact} values, afterwards counts in bins whose borders grow by a fixed factor.
 *
 * Error: a quantile of an exact sketch is exact. Of a binned one it is within {@link relativeError} of
 * the value an exact computation (nearest rank) gives; values below {@link smallest} count as 0.
 */
export interface Sketch {
	n: number;
	/** While there are few values. */
	exact?: number[];
	/** How many values are below {@link smallest}. */
	zero?: number;
	/** Number of values by bin index. */
	bins?: Record<string, number>;
}

/** 2 per cent: finer than anybody reads a median of waiting times. */
export const relativeError = 0.02;
export const mostExact = 100;
/** In the unit of the values (minutes everywhere in this pack). */
export const smallest = 0.1;

const growth = (1 + relativeError) / (1 - relativeError);
const logGrowth = Math.log(growth);
/** Bins end at about ten years of minutes: what is longer counts as that long. */
const largestBin = Math.ceil(Math.log(5_256_000) / logGrowth);

const binOf = (value: number): number =>
	Math.min(largestBin, Math.ceil(Math.log(value) / logGrowth));

/** The value of a bin that is nowhere further than the relative error from what fell into it. */
const valueOf = (bin: number): number => (2 * growth ** bin) / (growth + 1);

export const emptySketch = (): Sketch => ({ n: 0, exact: [] });

function count(sketch: Sketch, value: number): void {
	if (value < smallest) {
		sketch.zero = (sketch.zero ?? 0) + 1;
		return;
	}
	const bin = binOf(value);
	sketch.bins ??= {};
	sketch.bins[bin] = (sketch.bins[bin] ?? 0) + 1;
}

function toBins(sketch: Sketch): void {
	const values = sketch.exact;
	if (!values) return;
	delete sketch.exact;
	for (const value of values) count(sketch, value);
}

/** Adds a value, in place. Negative and unreadable values are no durations and are left out. */
export function addValue(sketch: Sketch, value: number): void {
	if (!(value >= 0) || !Number.isFinite(value)) return;
	sketch.n += 1;
	if (sketch.exact && sketch.exact.length < mostExact) {
		// Two digits behind the point are more than any of the clocks is good for.
		sketch.exact.push(Math.round(value * 100) / 100);
		return;
	}
	toBins(sketch);
	count(sketch, value);
}

/** Adds all values of another sketch, in place; the other stays as it is. */
export function mergeSketch(into: Sketch, other: Sketch): void {
	const together = (into.exact?.length ?? 0) + (other.exact?.length ?? 0);
	into.n += other.n;
	if (into.exact && other.exact && together <= mostExact) {
		into.exact.push(...other.exact);
		return;
	}
	toBins(into);
	for (const value of other.exact ?? []) count(into, value);
	if (other.zero) into.zero = (into.zero ?? 0) + other.zero;
	for (const [bin, n] of Object.entries(other.bins ?? {})) {
		into.bins ??= {};
		into.bins[bin] = (into.bins[bin] ?? 0) + n;
	}
}

/** Values with how often each occurs, ascending; of a binned sketch the values of its bins. */
export function valuesOf(sketch: Sketch): Array<[value: number, n: number]> {
	if (sketch.exact) {
		return [...sketch.exact].sort((a, b) => a - b).map((value) => [value, 1]);
	}
	const bins = Object.entries(sketch.bins ?? {})
		.map(([bin, n]): [number, number] => [valueOf(Number(bin)), n])
		.sort(([a], [b]) => a - b);
	return sketch.zero ? [[0, sketch.zero], ...bins] : bins;
}

/** The value at a rank from 1; undefined where there is none. */
function atRank(values: ReadonlyArray<[number, number]>, rank: number): number | undefined {
	let below = 0;
	for (const [value, n] of values) {
		below += n;
		if (below >= rank) return value;
	}
	return undefined;
}

/** How long something took over the cases that have it. */
export interface Spread {
	n: number;
	/** Mean of the middle two. */
	median?: number;
	/** Nearest rank: nine of ten took no longer. */
	p90?: number;
}

export function spreadOf(sketch: Sketch): Spread {
	const { n } = sketch;
	const values = valuesOf(sketch);
	const upper = atRank(values, Math.floor(n / 2) + 1);
	const lower = atRank(values, Math.floor((n - 1) / 2) + 1);
	const p90 = atRank(values, Math.ceil(0.9 * n));
	if (upper === undefined || lower === undefined || p90 === undefined) return { n: 0 };
	return { n, median: (upper + lower) / 2, p90 };
}

/**
 * How many values lie in each stretch between ascending borders: up to and with the first, …, above
 * the last. One entry more than there are borders.
 */
export function histogramOf(sketch: Sketch, borders: readonly number[]): number[] {
	const counts = new Array<number>(borders.length + 1).fill(0);
	for (const [value, n] of valuesOf(sketch)) {
		const index = borders.findIndex((border) => value <= border);
		const at = index < 0 ? borders.length : index;
		counts[at] = (counts[at] ?? 0) + n;
	}
	return counts;
}
