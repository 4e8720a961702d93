/** Chance that can be repeated: the same seed always gives the same life. */
export class Random {
	private state: number;

	constructor(seed: number, stream: number) {
		this.state = (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0;
		for (let turn = 0; turn < 4; turn++) this.next();
	}

	/** From 0 up to, not including, 1 (mulberry32). */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	between(least: number, most: number): number {
		return least + this.next() * (most - least);
	}

	/** One of several, by weight. */
	pick<T extends string>(weights: Record<T, number>): T {
		const entries = Object.entries(weights) as Array<[T, number]>;
		let rest = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
		for (const [name, weight] of entries) {
			rest -= weight;
			if (rest < 0) return name;
		}
		return entries[0]![0];
	}
}
