/** Chance that can be repeated: the same seed and stream always give the same life (sfc32). */
export class Random {
	private a: number;
	private b: number;
	private c: number;
	private turn = 1;

	constructor(seed: number, stream: number) {
		this.a = seed >>> 0;
		this.b = stream >>> 0;
		this.c = 0x9e3779b9;
		for (let round = 0; round < 12; round++) this.next();
	}

	/** From 0 up to, not including, 1. */
	next(): number {
		const sum = (((this.a + this.b) | 0) + this.turn) | 0;
		this.turn = (this.turn + 1) | 0;
		this.a = this.b ^ (this.b >>> 9);
		this.b = (this.c + (this.c << 3)) | 0;
		this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
		return (sum >>> 0) / 4294967296;
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	between(least: number, most: number): number {
		return least + this.next() * (most - least);
	}

	/** One of several, by weight. */
	pick<T extends string>(weights: Record<T, number>): T {
		let sum = 0;
		for (const name in weights) sum += weights[name];
		let rest = this.next() * sum;
		let last!: T;
		for (const name in weights) {
			last = name;
			rest -= weights[name];
			if (rest < 0) break;
		}
		return last;
	}
}
