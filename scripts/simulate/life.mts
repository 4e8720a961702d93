import {
	change,
	contextOf,
	newNotices,
	openNotices,
	stateOf,
	type Actor,
	type Carried,
	type CaseRow,
	type Change,
	type Command,
	type EventData,
	type EventType,
	type ReferralState,
} from './core.mts';
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

export const system: Actor = { role: 'system', via: 'workflow' };

interface Due {
	at: number;
	order: number;
	act: () => void;
}

/** One case: its row, its clock, what waits to happen, and what the outside world has seen. */
export class Life {
	readonly random: Random;
	readonly caseId: string;
	row!: CaseRow;
	now: number;
	/** What happened outside, by what it was: more than once is doubled. */
	readonly effects = new Map<string, number>();
	/** Ids of events whose senders were told that they are recorded. */
	readonly promised = new Set<string>();
	readonly counts = { crashes: 0, conflicts: 0, repeats: 0, lost: 0, late: 0 };
	calm = false;
	onWake: () => void = () => {};
	onStart: (flow: 'refer' | 'outcome') => void = () => {};
	onNotice: (noticeId: string, type: string) => void = () => {};
	private due: Due[] = [];
	private order = 0;
	private depth = 0;
	private folded?: { row: CaseRow; state: ReferralState };

	constructor(random: Random, caseId: string, now: number) {
		this.random = random;
		this.caseId = caseId;
		this.now = now;
	}

	get iso(): string {
		return new Date(this.now).toISOString();
	}

	/** To be read only; folded once for each version of the row. */
	get state(): ReferralState {
		if (this.folded?.row !== this.row) this.folded = { row: this.row, state: stateOf(this.row) };
		return this.folded.state;
	}

	later(pause: number, act: () => void): void {
		this.due.push({ at: this.now + pause, order: this.order++, act });
	}

	/** Lets the next thing happen; false when nothing is left before `until`. */
	advance(until: number): boolean {
		let next: Due | undefined;
		for (const entry of this.due) {
			if (!next || entry.at < next.at || (entry.at === next.at && entry.order < next.order)) {
				next = entry;
			}
		}
		if (!next || next.at > until) return false;
		this.due.splice(this.due.indexOf(next), 1);
		this.now = Math.max(this.now + 1, next.at);
		next.act();
		return true;
	}

	crashes(): boolean {
		if (this.calm || !this.random.chance(faults.crash)) return false;
		this.counts.crashes++;
		return true;
	}

	effect(key: string): void {
		this.effects.set(key, (this.effects.get(key) ?? 0) + 1);
	}

	/** Somebody else gets in between reading and writing. */
	private interlude(): void {
		if (this.calm || this.depth > 1 || !this.random.chance(faults.conflict)) return;
		this.depth++;
		this.advance(this.now + 6 * hour);
		this.depth--;
	}

	/** One conditional update: holds only if the row has not moved on since it was read. */
	tryWrite(
		commands: readonly Command[],
		kept: Partial<Carried> | ((after: ReferralState) => Partial<Carried>) = {},
	): 'saved' | 'nothing' | 'refused' | 'lost' {
		const decided = change(this.row, commands, contextOf(this.state, this.iso), kept);
		if (!decided.ok) return 'refused';
		return decided.value.changed ? this.save(decided.value) : 'nothing';
	}

	private save({ columns, expectedVersion }: Change): 'saved' | 'lost' {
		const { id } = this.row;
		this.interlude();
		if (this.row.version !== expectedVersion) {
			this.counts.conflicts++;
			return 'lost';
		}
		this.row = { id, ...columns };
		return 'saved';
	}

	/** As the Ledger workflow: reads again and decides again while somebody else was quicker. */
	write(commands: readonly Command[]): 'saved' | 'nothing' | 'refused' {
		for (;;) {
			const outcome = this.tryWrite(commands);
			if (outcome !== 'lost') return outcome;
		}
	}

	say<T extends EventType>(
		type: T,
		data: EventData[T],
		actor: Actor = system,
		key?: string,
	): Command {
		return { type, data, actor, key } as Command;
	}

	/** A page, a signed event or a text: decided, written, answered, and only then acted upon. */
	receive(commands: readonly Command[]): boolean {
		for (;;) {
			const first = change(this.row, commands, contextOf(this.state, this.iso));
			if (!first.ok) return false;
			if (!first.value.changed) return true;
			const intents = newNotices(first.value.state).map(({ noticeId, type }) =>
				this.say('notice.sending', { noticeId, type }, system, noticeId),
			);
			const outcome =
				intents.length > 0 ? this.tryWrite([...commands, ...intents]) : this.save(first.value);
			if (outcome === 'lost') continue;
			for (const { id } of first.value.appended) this.promised.add(id);
			break;
		}
		if (this.crashes()) return true;
		this.afterwards();
		return true;
	}

	private afterwards(): void {
		const { row } = this;
		const waits = row.wakeUrl !== '';
		const busy = row.runUntil > this.iso && !waits;
		if (waits && !this.random.chance(faults.lostWake)) this.later(1000, this.onWake);
		if (!waits && !busy && row.flow === 'refer') this.later(1000, () => this.onStart('refer'));
		if (row.flow === 'outcome' && !busy) this.later(1000, () => this.onStart('outcome'));
		for (const { noticeId, type } of openNotices(this.state)) this.onNotice(noticeId, type);
	}

	/** A message of somebody outside, on a net that loses, doubles and delays. */
	message(pause: number, commands: () => readonly Command[], renumbers = false): void {
		const { random, counts } = this;
		let delay = pause;
		if (random.chance(faults.lostMessage)) {
			// The sender got no answer and tries again with the same id.
			counts.lost++;
			delay += random.between(5 * minute, 3 * hour);
		}
		if (random.chance(faults.lateMessage)) {
			counts.late++;
			delay += random.between(hour, 2 * day);
		}
		const said = commands();
		this.later(delay, () => this.receive(said));
		if (!random.chance(faults.doubledMessage)) return;
		counts.repeats++;
		const again = random.chance(0.5) ? random.between(1, minute) : random.between(hour, 5 * day);
		// Some systems send a repeat under a new number.
		const isNew = renumbers && random.chance(0.3);
		const repeat = isNew ? said.map((one) => ({ ...one, key: `${one.key}-again` })) : said;
		this.later(delay + again, () => this.receive(repeat));
	}
}
