import { liveMany, type Tally } from '../../../scripts/simulate/tally.mts';
import type { Flaw } from '../../../scripts/simulate/world.mts';

jest.mock('../../../scripts/simulate/built.mts', () => ({
	built: (path: string) => jest.requireActual<object>(`../../../${path}`),
}));

const live = (seed: number, cases: number, flaw?: Flaw): Tally =>
	liveMany({ seed, first: 0, cases, flaw });

describe('many referrals on a bad net, with runs that die', () => {
	test.each([1, 2, 3, 4])('seed %i: none vanishes, nothing happens twice', (seed) => {
		const tally = live(seed, 60);
		expect(tally.shown).toEqual([]);
		expect(tally).toMatchObject({
			cases: 60,
			vanished: 0,
			doubled: 0,
			trespasses: 0,
			neglected: 0,
		});
		expect(tally.counts.crashes).toBeGreaterThan(60);
	});

	test('many ends are reached, so that there is something to judge', () => {
		const { ends, counts } = live(5, 120);
		const reached = ['closed', 'cancelled', 'redirected', 'closed_no_visit', 'declined_final'];
		expect(Object.keys(ends)).toEqual(expect.arrayContaining(reached));
		for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
	});

	test('a case depends on seed and number only', () => {
		const alone = liveMany({ seed: 1, first: 17, cases: 1 });
		expect(liveMany({ seed: 1, first: 17, cases: 1 })).toEqual(alone);
		expect(liveMany({ seed: 2, first: 17, cases: 1 })).not.toEqual(alone);
	});
});

describe('a rule that is broken on purpose is seen', () => {
	test('effects that are repeated without looking happen twice', () => {
		const { doubled, shown } = live(1, 150, 'repeats_blindly');
		expect(doubled).toBeGreaterThan(0);
		expect(shown[0]).toMatch(/twice: .*\[--seed 1 --only \d+\]$/);
	});

	test('an answer before the write loses what it confirmed', () => {
		expect(live(1, 60, 'answers_before_writing').vanished).toBeGreaterThan(0);
	});

	test('without Watch nobody hears of what is overdue, and steps stand due for days', () => {
		const { vanished, neglected } = live(1, 30, 'nobody_watches');
		expect(vanished).toBeGreaterThan(0);
		expect(neglected).toBeGreaterThan(0);
	});

	test('a stop that is not read again is passed over', () => {
		expect(live(1, 400, 'forgets_stops').trespasses).toBeGreaterThan(0);
	});
});
