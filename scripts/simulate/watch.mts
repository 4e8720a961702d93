import { claimedTells, claimTells, nextStep, reproject, toldCommands } from './core.mts';
import type { Family, Member } from './family.mts';
import { minute } from './world.mts';

/** How often Watch comes round. */
export const roundMs = 5 * minute;

/** Watch comes round: new rules, what people have to hear, runs that have died, rows left over. */
export function watch(family: Family): void {
	if (family.sweeps > 0) {
		family.sweeps--;
		for (const { life } of family.members) {
			if (!life.row.open) continue;
			const columns = reproject(life.row, life.context);
			if (columns) life.row = { id: life.row.id, ...columns };
			life.owed.note(nextStep(life.state, life.context), life.world.now);
		}
	}
	for (const member of [...family.members]) {
		tell(member);
		goOn(member);
	}
}

/** Tells what is due. A message counts as told when it has left; until then it comes again. */
function tell({ life, team }: Member): void {
	const { world } = life;
	if (life.row.tellAt > world.iso) return;
	const claim = claimTells(life.row, life.context);
	if (!claim || life.save(claim) !== 'saved' || world.crashes()) return;
	const tells = claimedTells(life.row.handover);
	for (const { ask, at } of tells) {
		if (at > (life.told.get(ask.key) ?? '')) life.told.set(ask.key, at);
	}
	team.looksLater();
	if (world.crashes()) return;
	life.write(
		toldCommands(tells).map(({ type, key, data }) => life.say(type, data, undefined, key)),
	);
}

/** A run that has died is followed by another; one on a row too many takes that row away. */
function goOn({ life, runs }: Member): void {
	const { world } = life;
	const { row } = life;
	if (row.open && row.flow !== '' && row.runUntil <= world.iso) {
		runs.start(row.flow as 'refer' | 'outcome');
	}
	life.doubles = life.doubles.filter(
		({ flow, runUntil }) => flow === '' || runUntil > world.iso || world.crashes(),
	);
}

const timeOf = (iso: string): number => {
	const time = Date.parse(iso);
	return Number.isNaN(time) ? 0 : time;
};

/** When Watch next has anything to do, as far as the rows say. */
export function nextRound({ members, sweeps, world }: Family): number {
	if (sweeps > 0) return world.now;
	let next = Infinity;
	for (const { life } of members) {
		const { row, doubles } = life;
		next = Math.min(next, timeOf(row.tellAt));
		if (row.open && row.flow !== '') next = Math.min(next, timeOf(row.runUntil));
		for (const { flow, runUntil } of doubles) {
			if (flow !== '') next = Math.min(next, timeOf(runUntil));
		}
	}
	return next;
}
