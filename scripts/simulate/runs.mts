import { claimOf, noLease, noWake, stepFor, type Command, type NextStep } from './core.mts';
import { graceMs, type Life } from './life.mts';
import type { Steps } from './steps.mts';
import { minute } from './world.mts';

export type Flow = 'refer' | 'outcome';

const mostTurns = 12;

/** Steps after which an execution has nothing more to do. */
const resting: ReadonlyArray<NextStep['step']> = ['none', 'call', 'release', 'hold', 'holdOutcome'];

/** Executions of the workflows Refer and Desk: claim, effect, record, each of them may be the last. */
export class Runs {
	private readonly life: Life;
	private readonly steps: Steps;
	private started = 0;
	private waiting = '';

	constructor(life: Life, steps: Steps) {
		this.life = life;
		this.steps = steps;
		life.onWake = () => this.wake();
		life.onStart = (flow) => this.start(flow);
	}

	start(flow: Flow): void {
		this.run(`run-${++this.started}`, flow);
	}

	/** The Desk knocks: the waiting execution goes on, and reads the row again. */
	private wake(): void {
		const { waiting } = this;
		if (waiting === '' || this.life.row.wakeNonce !== waiting) return;
		this.waiting = '';
		this.run(waiting, 'refer');
	}

	private run(me: string, flow: Flow): void {
		for (let turn = 0; turn < mostTurns; turn++) {
			if (!this.turn(me, flow)) return;
		}
	}

	/** One step; true when the same execution goes on with the next one. */
	private turn(me: string, flow: Flow): boolean {
		const { life } = this;
		const { row, state, world } = life;
		const isHeld = row.runId !== '' && row.runId !== me && row.runUntil > world.iso;
		const isBusy = isHeld && (flow === 'refer' || row.wakeExecution !== row.runId);
		const wanted = stepFor(flow, state, life.context);
		const isLater = wanted.notBefore !== undefined && wanted.notBefore > world.iso;
		const next: NextStep =
			isBusy || isLater ? { step: 'none', why: 'not for this run, or not yet' } : wanted;
		const kept = {
			...this.kept(me, next),
			...(isLater && !isBusy ? { runId: '', runUntil: wanted.notBefore } : {}),
			claim: next.step,
		};
		const outcome = life.tryWrite(claimOf(state, next), kept);
		if (outcome === 'lost') return true;
		if (outcome === 'refused' || world.crashes()) return false;
		return this.act(me, next);
	}

	private kept(me: string, { step, until }: NextStep) {
		const { row, world } = this.life;
		const leased = (from: number, ms: number) => ({
			runId: me,
			runUntil: new Date(from + ms).toISOString(),
		});
		if ((step === 'awaitAck' || step === 'awaitOwner') && until !== undefined) {
			const wake = { wakeUrl: 'w', wakeNonce: me, wakeExecution: me, wakeUntil: until };
			return { ...wake, ...leased(Date.parse(until), graceMs) };
		}
		const wake = row.wakeExecution === '' || row.wakeExecution === me ? noWake : {};
		if (resting.includes(step)) return { ...wake, ...(row.runId === me ? noLease : {}) };
		return { ...wake, ...leased(world.now, 10 * minute) };
	}

	private act(me: string, { step, until, noticeId = '' }: NextStep): boolean {
		const { life, steps } = this;
		switch (step) {
			case 'release':
				steps.outside.releasePage();
				return false;
			case 'build':
				return steps.build();
			case 'awaitAck':
			case 'awaitOwner':
				this.wait(me, until ?? life.world.iso);
				return false;
			case 'touch':
				return steps.touch();
			case 'redirect':
				return steps.redirect();
			case 'route':
				return steps.file();
			case 'followUp':
				return steps.followUp();
			case 'notice':
				return steps.outside.notice(noticeId);
			default:
				return false;
		}
	}

	private wait(me: string, until: string): void {
		const { world } = this.life;
		this.waiting = me;
		world.later(Math.max(0, Date.parse(until) - world.now), () => {
			if (this.waiting !== me) return;
			this.waiting = '';
			if (!world.crashes()) this.run(me, 'refer');
		});
	}
}

/** What a step reported, written by the same execution unless it dies before. */
export function record(life: Life, commands: readonly Command[]): boolean {
	if (life.world.crashes()) return false;
	life.write(commands);
	return true;
}
