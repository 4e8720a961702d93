import { contextOf } from './clinic.mts';
import {
	change,
	graceMinutes,
	noticesToSend,
	stateOf,
	type Actor,
	type Carried,
	type CaseRow,
	type Change,
	type Command,
	type EventData,
	type EventType,
	type ReferralEvent,
	type ReferralState,
	type StepContext,
} from './core.mts';
import { Owed } from './owed.mts';
import { faults, hour, minute, day, type World } from './world.mts';

export const system: Actor = { role: 'system', via: 'workflow' };

/** A woken run has this long to take its case up before Watch takes it for dead. */
export const graceMs = graceMinutes * minute;

/** A write takes a moment; no two of one case stand at the same instant. */
const writeMs = 5;

/** Senders give up after this many tries. */
const mostTries = 10;

type Kept = Partial<Carried> | ((after: ReferralState) => Partial<Carried>);

/** One case: its row, and what the outside world has seen of it. */
export class Life {
	readonly world: World;
	readonly caseId: string;
	row!: CaseRow;
	/** Rows of further inserts whose runs died before they could settle. */
	doubles: CaseRow[] = [];
	/** What happened outside, by what it was: more than once is doubled. */
	readonly effects = new Map<string, number>();
	/** Until when people were really told of an ask, by its key. */
	readonly told = new Map<string, string>();
	readonly owed = new Owed();
	/** What the last write of this case really added. */
	appended: readonly ReferralEvent[] = [];
	/** Ids of events whose senders were told that they are recorded. */
	readonly promised = new Set<string>();
	onWake: () => void = () => {};
	onStart: (flow: 'refer' | 'outcome') => void = () => {};
	onNotice: (noticeId: string) => void = () => {};
	private depth = 0;

	constructor(world: World, caseId: string) {
		this.world = world;
		this.caseId = caseId;
	}

	/** To be read only. */
	get state(): ReferralState {
		return stateOf(this.row);
	}

	get context(): StepContext {
		const { flaw, iso, mode } = this.world;
		const context = contextOf(this.state, mode, iso);
		if (flaw === 'forgets_stops' && context.owner) context.owner.optedOut = [];
		return context;
	}

	effect(key: string): void {
		this.effects.set(key, (this.effects.get(key) ?? 0) + 1);
	}

	/** Something left the clinic that a person or a rule had stopped before. */
	trespass(what: string): void {
		this.world.trespasses.push(`${this.caseId}: ${what}`);
	}

	/** Somebody else gets in between reading and writing. */
	private interlude(): void {
		const { world } = this;
		if (this.depth > 1 || !world.random.chance(faults.conflict)) return;
		this.depth++;
		world.advance(world.now + 6 * hour);
		this.depth--;
	}

	/** One conditional update: holds only if the row has not moved on since it was read. */
	tryWrite(
		commands: readonly Command[],
		kept: Kept = {},
	): 'saved' | 'nothing' | 'refused' | 'lost' {
		const decided = change(this.row, commands, this.context, kept);
		if (!decided.ok) return 'refused';
		return decided.value.changed ? this.save(decided.value) : 'nothing';
	}

	save({ columns, expectedVersion, appended, next }: Change): 'saved' | 'lost' {
		const { id } = this.row;
		this.interlude();
		if (this.row.version !== expectedVersion) {
			this.world.counts.conflicts++;
			return 'lost';
		}
		this.row = Object.assign(columns, { id });
		this.world.now += writeMs;
		this.owed.note(next, this.world.now);
		this.appended = appended;
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
	receive(commands: readonly Command[]): 'answered' | 'unanswered' | 'refused' {
		const { world } = this;
		if (world.crashes()) return 'unanswered';
		for (;;) {
			const decided = change(this.row, commands, this.context, (after) => ({
				...this.leaseOfTelling(after),
				...this.leaseOfWoken(),
			}));
			if (!decided.ok) return 'refused';
			const { appended } = decided.value;
			if (appended.length === 0) return 'answered';
			if (world.flaw === 'answers_before_writing') {
				for (const { id } of appended) this.promised.add(id);
				if (world.crashes()) return 'answered';
			}
			if (this.save(decided.value) === 'lost') continue;
			if (world.crashes()) return 'unanswered';
			for (const { id } of appended) this.promised.add(id);
			break;
		}
		if (!world.crashes()) this.afterwards();
		return 'answered';
	}

	/** While the Desk itself tells the hospital, Watch does not. */
	private leaseOfTelling(after: ReferralState): Partial<Carried> {
		const { iso, now } = this.world;
		const tells = after.notices.some(
			({ status, intendedAt }) => status === 'intended' && intendedAt === iso,
		);
		if (!tells || this.row.runUntil > iso) return {};
		return { runId: '', runUntil: new Date(now + graceMs).toISOString() };
	}

	private leaseOfWoken(): Partial<Carried> {
		if (this.row.wakeUrl === '') return {};
		const runUntil = new Date(this.world.now + graceMs).toISOString();
		return runUntil < this.row.runUntil ? { runUntil } : {};
	}

	private afterwards(): void {
		const { row, world } = this;
		const waits = row.wakeUrl !== '';
		const busy = row.runId !== '' && row.runUntil > world.iso && !waits;
		if (waits && !world.random.chance(faults.lostWake)) world.later(1000, this.onWake);
		if (!waits && !busy && row.flow === 'refer') world.later(1000, () => this.onStart('refer'));
		if (row.flow === 'outcome' && row.step !== 'none' && !busy)
			world.later(1000, () => this.onStart('outcome'));
		for (const { noticeId } of noticesToSend(this.state, row.changedAt)) this.onNotice(noticeId);
	}

	/** A message of somebody outside, on a net that loses, doubles and delays. */
	message(pause: number, commands: () => readonly Command[], renumbers = false): void {
		const { world } = this;
		const { random, counts } = world;
		let delay = pause;
		if (random.chance(faults.lateMessage)) {
			counts.late++;
			delay += random.between(hour, 2 * day);
		}
		const said = commands();
		world.later(delay, () => this.deliver(said));
		if (!random.chance(faults.doubledMessage)) return;
		counts.repeats++;
		const again = random.chance(0.5) ? random.between(1, minute) : random.between(hour, 5 * day);
		// Some systems send a repeat under a new number.
		const isNew = renumbers && random.chance(0.3);
		const repeat = isNew ? said.map((one) => ({ ...one, key: `${one.key}-again` })) : said;
		world.later(delay + again, () => this.deliver(repeat));
	}

	/** A sender that gets no answer tries again under the same number. */
	deliver(said: readonly Command[], tries = 1): void {
		const { random, counts } = this.world;
		const isLost = tries < mostTries && random.chance(faults.lostMessage);
		if (isLost) counts.lost++;
		if (!isLost && this.receive(said) !== 'unanswered') return;
		if (tries === mostTries) return;
		this.world.later(random.between(5 * minute, 3 * hour), () => this.deliver(said, tries + 1));
	}
}
