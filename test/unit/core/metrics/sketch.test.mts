import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
	addValue,
	emptySketch,
	histogramOf,
	mergeSketch,
	mostExact,
	relativeError,
	smallest,
	spreadOf,
	type Sketch,
} from '../../../../core/metrics/sketch';

const sketchOf = (values: readonly number[]): Sketch => {
	const sketch = emptySketch();
	for (const value of values) addValue(sketch, value);
	return sketch;
};

/** The slow way: sort everything. */
const exactly = (values: readonly number[]) => {
	const sorted = [...values].sort((a, b) => a - b);
	const at = (rank: number): number => sorted[rank - 1] ?? Number.NaN;
	const n = sorted.length;
	return {
		lower: at(Math.floor((n - 1) / 2) + 1),
		upper: at(Math.floor(n / 2) + 1),
		p90: at(Math.ceil(0.9 * n)),
	};
};

const minutes = fc.double({ min: 0, max: 2_000_000, noNaN: true });
const close = (told: number, truth: number): boolean =>
	Math.abs(told - truth) <= relativeError * truth + smallest + 1e-9;

describe('a sketch of durations', () => {
	test.each([
		[[], { n: 0 }],
		[[3], { n: 1, median: 3, p90: 3 }],
		[[1, 2, 3, 10], { n: 4, median: 2.5, p90: 10 }],
		[[10, 1, 9, 2, 8, 3, 7, 4, 6, 5], { n: 10, median: 5.5, p90: 9 }],
		[[-1, Number.NaN, 2, Number.POSITIVE_INFINITY], { n: 1, median: 2, p90: 2 }],
	])('of %j is exact while it is small', (values, expected) => {
		expect(spreadOf(sketchOf(values))).toEqual(expected);
	});

	test('stays within its stated error of the exact median and 90 % value', () => {
		fc.assert(
			fc.property(fc.array(minutes, { minLength: 1, maxLength: 400 }), (values) => {
				const { n, median = Number.NaN, p90 = Number.NaN } = spreadOf(sketchOf(values));
				const truth = exactly(values);
				expect(n).toBe(values.length);
				expect(close(median, (truth.lower + truth.upper) / 2)).toBe(true);
				expect(close(p90, truth.p90)).toBe(true);
			}),
			{ numRuns: 300 },
		);
	});

	test('tells the same whatever the parts and their order', () => {
		const parts = fc.array(fc.array(minutes, { maxLength: 90 }), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(parts, (lists) => {
				const merged = (from: number[][]): Sketch =>
					from.reduce<Sketch>((into, values) => {
						mergeSketch(into, sketchOf(values));
						return into;
					}, emptySketch());
				const whole = spreadOf(sketchOf(lists.flat()));
				for (const told of [spreadOf(merged(lists)), spreadOf(merged([...lists].reverse()))]) {
					expect(told.n).toBe(whole.n);
					expect(close(told.median ?? 0, whole.median ?? 0)).toBe(true);
					expect(close(told.p90 ?? 0, whole.p90 ?? 0)).toBe(true);
				}
			}),
			{ numRuns: 200 },
		);
	});

	test('does not grow with the number of values', () => {
		const sketch = emptySketch();
		for (let index = 0; index < 50_000; index += 1) addValue(sketch, (index * 7919) % 3_000_000);
		expect(sketch.n).toBe(50_000);
		expect(sketch.exact).toBeUndefined();
		expect(JSON.stringify(sketch).length).toBeLessThan(8_000);
		expect(mostExact).toBeLessThanOrEqual(100);
	});

	test('counts every value in one stretch of a histogram', () => {
		expect(histogramOf(sketchOf([0, 15, 15.1, 60, 500, 9999]), [15, 60, 240])).toEqual([
			2, 2, 0, 2,
		]);
		fc.assert(
			fc.property(fc.array(minutes, { maxLength: 300 }), (values) => {
				const counts = histogramOf(sketchOf(values), [15, 60, 240, 1440]);
				expect(counts.reduce((sum, n) => sum + n, 0)).toBe(values.length);
			}),
		);
	});
});
