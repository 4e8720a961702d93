import {
	contextOf,
	deliveryIdFor,
	flowOf,
	latestReport,
	nextStep,
	noLease,
	noWake,
	type Command,
	type EventData,
	type NextStep,
	type ReferralState,
} from './core.mts';
import { minute, system, type Life } from './life.mts';

type Flow = 'refer' | 'outcome';

/** How the hospital answers when a packet comes. */
export type Receipt = 'taken' | 'taken_unanswered' | 'refused' | 'down';

export interface Outside {
	packet(deliveryId: string): Receipt;
	text(number: number): void;
	releasePage(): void;
}

/** Executions of the workflows Refer and Desk: claim, effect, record, each of them may be the last. */
export class Runs {
	private readonly life: Life;
	private readonly outside: Outside;
	private started = 0;
	private waiting = '';

	constructor(life: Life, outside: Outside) {
		this.life = life;
		this.outside = outside;
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
		for (let turn = 0; turn < 8; turn++) {
			if (!this.turn(me, flow)) return;
		}
	}

	/** One step; true when the same execution goes on with the next one. */
	private turn(me: string, flow: Flow): boolean {
		const { life } = this;
		const { row, iso } = life;
		const busy = row.runId !== '' && row.runId !== me && row.runUntil > iso;
		if (busy && (flow === 'refer' || row.wakeExecution !== row.runId)) return false;
		const { state } = life;
		const wanted = nextStep(state, contextOf(state, iso));
		if (flowOf(wanted.step) !== flow) {
			if (row.runId === me) life.tryWrite([], { ...noLease, ...noWake });
			return false;
		}
		const outcome = life.tryWrite(claimOf(state, wanted), this.kept(me, wanted));
		if (outcome === 'lost') return true;
		if (outcome === 'refused' || life.crashes()) return false;
		return this.act(me, wanted);
	}

	private kept(me: string, { step, until }: NextStep) {
		const { life } = this;
		if ((step === 'awaitAck' || step === 'awaitOwner') && until !== undefined) {
			const runUntil = new Date(Date.parse(until) + 3 * minute).toISOString();
			const wake = { wakeUrl: 'w', wakeNonce: me, wakeExecution: me, wakeUntil: until };
			return { ...wake, runId: me, runUntil };
		}
		if (step === 'call' || step === 'release') return { ...noWake, ...noLease };
		const runUntil = new Date(life.now + 10 * minute).toISOString();
		const waits = life.row.wakeExecution !== '' && life.row.wakeExecution !== me;
		return { ...(waits ? {} : noWake), runId: me, runUntil };
	}

	private act(me: string, next: NextStep): boolean {
		const { life } = this;
		switch (next.step) {
			case 'release':
				this.outside.releasePage();
				return false;
			case 'build':
				return this.build();
			case 'awaitAck':
			case 'awaitOwner':
				this.waiting = me;
				life.later(Math.max(0, Date.parse(next.until ?? life.iso) - life.now), () => {
					if (this.waiting !== me) return;
					this.waiting = '';
					if (!life.crashes()) this.run(me, 'refer');
				});
				return false;
			case 'touch':
				return this.touch();
			case 'route':
				return this.file();
			case 'followUp':
				return this.followUp();
			default:
				return false;
		}
	}

	private record(commands: Command[]): boolean {
		if (this.life.crashes()) return false;
		this.life.write(commands);
		return true;
	}

	private build(): boolean {
		const { life } = this;
		life.now += life.random.between(1000, minute);
		const { state } = life;
		const overridden = state.override !== undefined;
		const result = life.random.pick({ built: 90, gaps: overridden ? 1 : 12, failed: 4 });
		const patient = { pimsId: '77', name: 'Biscuit' };
		const about = { code: 'down', message: 'The practice system is down.', hint: 'Try again.' };
		if (result === 'failed') {
			this.record([life.say('packet.failed', about)]);
			return false;
		}
		const gap = { field: 'exam', label: 'Exam', level: 'required', howToFix: 'Write it.' };
		if (result === 'gaps') {
			this.record([life.say('packet.incomplete', { gaps: [gap], patient })]);
			return false;
		}
		const deliveryId = deliveryIdFor(state);
		const intent = { deliveryId, channel: 'webhook' };
		const built: EventData['packet.built'] = {
			packetVersion: 1,
			patient,
			owner: { name: 'Olive Owner', phone: '+15550300' },
			files: [],
			manifestSha256: '',
			gaps: [],
		};
		const attempt = String(state.transport.attempts + 1);
		const saved = life.tryWrite([
			life.say('packet.built', built),
			life.say('referral.sending', intent, system, `${deliveryId}.${attempt}`),
		]);
		if (saved !== 'saved') return saved === 'lost';
		if (life.crashes()) return false;
		const receipt = this.outside.packet(deliveryId);
		if (receipt === 'taken') {
			return this.record([life.say('transport.delivered', intent, system, deliveryId)]);
		}
		const code = receipt === 'refused' ? 'refused' : 'unavailable';
		const failed = { ...intent, ...about, code };
		this.record([life.say('transport.failed', failed, system, `${deliveryId}.${attempt}`)]);
		return false;
	}

	private touch(): boolean {
		const { life } = this;
		const touch = life.state.outreach.touches.find(({ status }) => status === 'intended');
		if (!touch) return true;
		const key = `text ${touch.number}`;
		const found = touch.attempts > 1 && life.effects.has(key);
		if (!found && life.random.chance(0.03)) {
			const failure = { code: 'bad_number', message: 'm', hint: 'h' };
			const failed = { number: touch.number, ...failure };
			return this.record([
				life.say('outreach.failed', failed, system, `${touch.number}.${touch.attempts}`),
			]);
		}
		if (!found) {
			life.effect(key);
			this.outside.text(touch.number);
		}
		const sent = { number: touch.number, channel: touch.channel };
		return this.record([life.say('outreach.sent', sent, system, String(touch.number))]);
	}

	private file(): boolean {
		const { life } = this;
		const { state } = life;
		const version = latestReport(state)?.version ?? 1;
		const doubted = state.filing.review?.confirmedAt !== undefined;
		const result = life.random.pick({ filed: 85, review: doubted ? 0 : 5, slip: 5, failed: 5 });
		const key = `${version}.${state.filing.attempts}`;
		const about = { version, code: 'down', message: 'm', hint: 'h' };
		if (result === 'review') {
			const reasons = ['another microchip'];
			return this.record([life.say('report.needs_review', { version, reasons }, system, key)]);
		}
		if (result === 'slip') {
			const slip = 'This system takes no files.';
			return this.record([life.say('report.awaiting_human', { version, slip }, system, key)]);
		}
		if (result === 'failed') {
			return this.record([life.say('report.filing_failed', about, system, key)]);
		}
		// The connector looks for its marker before it writes.
		if (!life.effects.has(`filed ${version}`)) life.effect(`filed ${version}`);
		return this.record([life.say('report.filed', { version, refs: [] }, system, String(version))]);
	}

	private followUp(): boolean {
		const { life } = this;
		const version = latestReport(life.state)?.version ?? 1;
		if (!life.effects.has(`follow-up ${version}`)) life.effect(`follow-up ${version}`);
		const status = life.random.pick({ created: 75, task: 20, failed: 5 });
		const items = [{ key: `v${version}`, kind: 'recheck', title: 'Recheck', status }];
		const key = `${version}.${life.state.followUp.attempts}`;
		return this.record([life.say('followup.created', { version, items }, system, key)]);
	}
}

/** What Referral Case writes before a step, so that a repeat of the step is known as one. */
function claimOf(state: ReferralState, next: NextStep): Command[] {
	const claim = (type: string, key: string, data: object): Command[] => [
		{ type, actor: system, key, data } as unknown as Command,
	];
	const version = latestReport(state)?.version ?? 1;
	switch (next.step) {
		case 'release':
			return claim('release.asked', 'first', {});
		case 'call':
			return claim('outreach.exhausted', next.why, { reason: next.why });
		case 'route':
			return claim('report.filing', `${version}.${state.filing.attempts + 1}`, { version });
		case 'followUp':
			return claim('followup.scheduling', `${version}.${state.followUp.attempts + 1}`, { version });
		case 'touch': {
			if (next.touch?.action !== 'send') return [];
			const { number, channel } = next.touch;
			const touch = state.outreach.touches.find((one) => one.number === number);
			const key = `${number}.${(touch?.attempts ?? 0) + 1}`;
			return claim('outreach.sending', key, { number, channel, kind: 'book' });
		}
		default:
			return [];
	}
}
