import type { Mode } from './clinic.mts';
import type { Random } from './random.mts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** How often things go wrong. */
export const faults = {
	crash: 0.03,
	conflict: 0.08,
	lostWake: 0.1,
	lostMessage: 0.06,
	doubledMessage: 0.12,
	lateMessage: 0.12,
};

/** A rule broken on purpose, to see that the judge notices. */
export type Flaw =
	| 'repeats_blindly'
	| 'answers_before_writing'
	| 'nobody_watches'
	| 'forgets_stops';

export const noCounts = () => ({
	crashes: 0,
	conflicts: 0,
	repeats: 0,
	lost: 0,
	late: 0,
	children: 0,
});
export type Counts = ReturnType<typeof noCounts>;

interface Due {
	at: number;
	order: number;
	act: () => void;
}

/** Everything around the cases of one patient: the clock, what waits to happen, and chance. */
export class World {
	readonly random: Random;
	readonly flaw?: Flaw;
	now: number;
	/** The clinic's mode. */
	mode: Mode = 'live';
	readonly counts = noCounts();
	/** What left the clinic although somebody had stopped it, in words. */
	readonly trespasses: string[] = [];
	private readonly due: Due[] = [];
	private order = 0;
	private isoOf = { now: NaN, text: '' };

	constructor(random: Random, now: number, flaw?: Flaw) {
		this.random = random;
		this.now = now;
		this.flaw = flaw;
	}

	get iso(): string {
		if (this.isoOf.now !== this.now) {
			this.isoOf = { now: this.now, text: new Date(this.now).toISOString() };
		}
		return this.isoOf.text;
	}

	later(pause: number, act: () => void): void {
		this.due.push({ at: this.now + pause, order: this.order++, act });
	}

	/** Lets the next thing happen; false when nothing is left before `until`. */
	advance(until: number): boolean {
		const { due } = this;
		let found = -1;
		for (let index = 0; index < due.length; index++) {
			const one = due[index]!;
			const best = due[found];
			if (!best || one.at < best.at || (one.at === best.at && one.order < best.order)) {
				found = index;
			}
		}
		const next = due[found];
		if (!next || next.at > until) return false;
		due[found] = due[due.length - 1]!;
		due.pop();
		this.now = Math.max(this.now + 1, next.at);
		next.act();
		return true;
	}

	crashes(): boolean {
		if (!this.random.chance(faults.crash)) return false;
		this.counts.crashes++;
		return true;
	}
}
