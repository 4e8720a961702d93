import { caseIdOf } from './core.mts';
import { Family } from './family.mts';
import { Random } from './random.mts';
import { verdictOf, type Verdict } from './verdict.mts';
import { nextRound, roundMs, watch } from './watch.mts';
import { day, hour, World, type Flaw } from './world.mts';

const dawn = Date.parse('2026-11-02T14:00:00.000Z');
const horizon = 150 * day;
const boardLooks = 40;

/** The clinic tries it out in shadow mode first, or pauses for a while, or neither. */
function chooseMode(family: Family): void {
	const { world } = family;
	const { random } = world;
	switch (random.pick({ live: 86, shadow: 6, pauses: 8 })) {
		case 'shadow':
			world.mode = 'shadow';
			if (random.chance(0.2)) return;
			return world.later(random.between(hour, 40 * day), () => family.setMode('live'));
		case 'pauses': {
			const from = random.between(0, 30 * day);
			world.later(from, () => family.setMode('paused'));
			world.later(from + random.between(hour, 6 * day), () => family.setMode('live'));
		}
	}
}

/** People look at the board from time to time, whether or not they were told of anything. */
function lookNowAndThen(family: Family): void {
	const { world, members } = family;
	const { random } = world;
	for (let look = 1; look <= boardLooks; look++) {
		world.later(look * 3 * day + random.between(0, day), () => {
			for (const { team } of members) team.look();
		});
	}
	if (random.chance(0.3)) {
		world.later(random.between(0, 30 * day), () => members[members.length - 1]?.team.whim());
	}
}

/** Lives one case to its end, or until it only waits for people who never look. */
export function liveOneCase(seed: number, index: number, flaw?: Flaw): Verdict {
	const random = new Random(seed, index);
	const world = new World(random, dawn + random.between(0, 7 * day), flaw);
	const family = new Family(world);
	chooseMode(family);
	family.marked(caseIdOf({ pims: 'webhook', site: '', eventId: `${seed}/${index}`, version: '1' }));
	lookNowAndThen(family);
	const until = world.now + horizon;
	for (let watched = 0; ; ) {
		const due =
			flaw === 'nobody_watches'
				? Infinity
				: Math.max(nextRound(family), watched + roundMs, world.now);
		if (world.advance(Math.min(due, until))) continue;
		if (due > until) break;
		world.now = Math.max(world.now + 1, due);
		watched = world.now;
		watch(family);
	}
	world.now = Math.max(world.now, until);
	return verdictOf(family);
}
