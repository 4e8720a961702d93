import { claimTells, claimedTells, toldCommands } from '../../../../core/watch/claim';
import { delivered, opened, type Story } from '../referral/story.mts';
import { contextOf, rowOf } from './watching.mts';

/** A small generator with a seed, so that a failing schedule can be played again. */
function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state / 2_147_483_648;
	};
}

interface Tally {
	/** By ask and step: messages that left. */
	left: Map<string, number>;
	/** By ask and step: how often the process died after the mail and before the ledger knew. */
	forgotten: Map<string, number>;
}
const add = (map: Map<string, number>, key: string): void => {
	map.set(key, (map.get(key) ?? 0) + 1);
};

/** Rounds of Watch at odd times, two of which may overlap; mails fail and processes die. */
function play(story: Story, seed: number, rounds: number, calm: number): Tally {
	const chance = random(seed);
	const tally: Tally = { left: new Map(), forgotten: new Map() };
	for (let round = 0; round < rounds; round++) {
		story.after(chance() / 3);
		const troubled = round < rounds - calm;
		const row = rowOf(story);
		if (row.tellAt > story.now) continue;
		const claim = claimTells(row, contextOf(story));
		if (!claim) continue;
		// A second round that read the same row has lost: the write holds for one version only.
		story.events = [...story.events, ...claim.appended];
		const luck = troubled ? chance() : 1;
		if (luck < 0.2) continue;
		const tells = claimedTells(claim.columns.handover);
		const keys = tells.map(({ ask, at }) => `${ask.key}:${at}`);
		if (luck < 0.4) continue;
		for (const key of keys) add(tally.left, key);
		if (luck < 0.6) {
			for (const key of keys) add(tally.forgotten, key);
			continue;
		}
		for (const { type, key, data } of toldCommands(tells)) {
			story.says(type, data, { key, role: 'system' });
		}
	}
	return tally;
}

const seeds = Array.from({ length: 60 }, (_, index) => index + 1);

test.each<[string, () => Story]>([
	['work of a person', opened],
	['an emergency nobody acknowledges', () => delivered({ urgency: 'emergency' })],
])('%s is told at least once, and twice only when a process died in between', (_, start) => {
	for (const seed of seeds) {
		const story = start();
		const { left, forgotten } = play(story, seed, 60, 6);
		expect({ seed, told: left.size > 0 }).toEqual({ seed, told: true });
		for (const [key, count] of left) {
			const most = 1 + (forgotten.get(key) ?? 0);
			expect({ seed, key, ok: count <= most }).toEqual({ seed, key, ok: true });
		}
		// In the end nothing that is due is left untold.
		expect({ seed, due: rowOf(story).tellAt > story.now }).toEqual({ seed, due: true });
	}
});
