import { caseNames } from '../../scripts/demo/play.mts';
import { boundariesOf, oneOfEach, roundsOf, type Boundary } from './crash/boundaries.mts';
import { startPlace, type Place } from './crash/place.mts';
import { playRound, type Outcome, type Plan } from './crash/round.mts';
import { isDouble, isFaultless, line, missedBy, summary } from './crash/tally.mts';

/**
 * The whole set of boundaries takes about an hour (`npm run test:crash`), one of each kind of remains some
 * minutes (`-- --one remains`); here it is every other one of these.
 */
jest.setTimeout(900_000);

const width = 3;
const quiet: Plan = caseNames.map((name) => ({ fixture: name, boundaries: [] }));

let place: Place | undefined;
let boundaries: Boundary[] = [];
const outcomes: Outcome[] = [];

beforeAll(async () => {
	place = await startPlace(width);
});
afterAll(async () => await place?.close());

test('left alone, every loop closes, and what it did tells where it can be killed', async () => {
	if (!place) throw new Error('The world did not start.');
	const recorded = await playRound(place, quiet);
	expect(recorded.filter((outcome) => !isFaultless(outcome)).map(line)).toEqual([]);
	boundaries = recorded.flatMap(boundariesOf);
	const kinds = new Set(boundaries.map(({ kind }) => kind));
	expect([...kinds].sort()).toEqual(['answer', 'call', 'effect', 'start', 'wait', 'write']);
	for (const name of caseNames) {
		expect(boundaries.filter(({ fixture }) => fixture === name).length).toBeGreaterThan(150);
	}
});

test('killed at boundaries of many kinds, the loop closes and nothing happens twice outside', async () => {
	if (!place) throw new Error('The world did not start.');
	const everyOther = oneOfEach(boundaries, 'remains').filter((_, index) => index % 2 === 0);
	for (const plan of roundsOf(everyOther, { width })) {
		outcomes.push(...(await playRound(place, plan)));
	}
	const told = outcomes.map(line).join('\n');
	expect(outcomes.length).toBeGreaterThan(10);
	// Tells the whole table when it fails.
	expect(`${told}\n${summary(outcomes).join('\n')}`).not.toMatch(/^ODD/m);
	expect(outcomes.filter(isDouble)).toEqual([]);
	expect(outcomes.flatMap(missedBy)).toEqual([]);
});
