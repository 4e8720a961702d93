import type { Actor, EventData, EventType } from './core.mts';
import { currentAppointment } from './core.mts';
import { day, hour, minute, type Life } from './life.mts';
import type { Receipt } from './runs.mts';

const hospital: Actor = { role: 'specialist', name: 'Dr Hugo Heart', via: 'webhook' };

/** The other side: takes packets, decides, books, sees the patient and reports, or does not. */
export class Hospital {
	private readonly life: Life;
	private sent = 0;
	private taken = false;
	private readonly told = new Set<string>();

	constructor(life: Life) {
		this.life = life;
		life.onNotice = (noticeId, type) => this.notice(noticeId, type);
	}

	packet(deliveryId: string): Receipt {
		const { life } = this;
		const receipt = life.random.pick<Receipt>({
			taken: 88,
			taken_unanswered: 5,
			refused: 3,
			down: 4,
		});
		// The hospital knows a delivery by its number: a repeat is answered as done.
		if (life.effects.has(deliveryId)) return receipt === 'down' ? 'down' : 'taken';
		if (receipt === 'refused' || receipt === 'down') return receipt;
		life.effect(deliveryId);
		if (!this.taken) this.begin();
		this.taken = true;
		return receipt;
	}

	say<T extends EventType>(pause: number, type: T, data: EventData[T]): void {
		const key = `msg-${++this.sent}`;
		this.life.message(pause, () => [this.life.say(type, data, hospital, key)], true);
	}

	private begin(): void {
		const { random } = this.life;
		if (random.chance(0.05)) return;
		const pause = random.between(minute, 20 * hour);
		if (random.chance(0.8)) this.say(pause, 'ack.received', {});
		this.decide(pause + random.between(0, day));
	}

	private decide(pause: number): void {
		const { random } = this.life;
		const decision = random.pick({ accept: 82, decline: 8, ask: 7, silent: 3 });
		if (decision === 'decline') this.say(pause, 'decision.declined', { reason: 'no capacity' });
		if (decision === 'ask') this.say(pause, 'info.requested', { question: 'Which dose?' });
		if (decision === 'accept') this.accept(pause);
	}

	private accept(pause: number): void {
		const { life } = this;
		const start = (days: number) => new Date(life.now + pause + days * day).toISOString();
		const offeredSlots = life.random.chance(0.6) ? [{ start: start(5) }, { start: start(6) }] : [];
		this.say(pause, 'decision.accepted', { offeredSlots });
		if (offeredSlots.length === 0) this.book(pause + life.random.between(hour, 2 * day), 5);
	}

	book(pause: number, days: number): void {
		const start = this.life.now + pause + days * day;
		this.say(pause, 'appt.scheduled', { appointment: { start: new Date(start).toISOString() } });
		this.visit(start - this.life.now);
	}

	private visit(pause: number): void {
		const { random } = this.life;
		switch (random.pick({ comes: 78, moved: 6, cancelled: 5, noShow: 6, declined: 2, silent: 3 })) {
			case 'moved':
				this.say(pause - day, 'appt.rescheduled', {
					appointment: { start: new Date(this.life.now + pause + 2 * day).toISOString() },
				});
				return this.seen(pause + 2 * day);
			case 'cancelled':
				return this.say(pause - day, 'appt.cancelled', { by: 'hospital', reason: 'vet is ill' });
			case 'noShow':
				return this.say(pause + hour, 'appt.no_show', {});
			case 'declined':
				return this.say(pause - day, 'decision.declined', { reason: 'no capacity after all' });
			case 'comes':
				return this.seen(pause);
			default:
		}
	}

	seen(pause: number): void {
		const { random } = this.life;
		if (random.chance(0.85)) this.say(pause, 'visit.started', {});
		if (random.chance(0.2)) this.say(pause + day, 'interim.note', { text: 'stable' });
		if (random.chance(0.06)) return;
		const done = pause + random.between(hour, 6 * day);
		this.report(done, 'report.final', 'first');
		if (random.chance(0.1)) this.report(done + 5 * day, 'report.amended', 'second');
	}

	report(pause: number, type: 'report.final' | 'report.amended', contentHash: string): void {
		const report = { caseId: this.life.caseId, kind: 'final', patient: { name: 'Biscuit' } };
		this.say(pause, type, { report: report as never, files: [], contentHash });
	}

	/** What the clinic tells the hospital beside the packet; it may not arrive. */
	private notice(noticeId: string, type: string): void {
		const { life } = this;
		if (life.crashes()) return;
		life.later(life.random.between(1000, minute), () => {
			if (life.random.chance(0.06)) {
				const failed = { noticeId, type, message: 'm', hint: 'h' };
				life.write([life.say('notice.failed', failed, undefined, noticeId)]);
				return;
			}
			if (!this.told.has(noticeId)) {
				this.told.add(noticeId);
				life.effect(`notice ${noticeId}`);
				this.react(type);
			}
			if (life.crashes()) return;
			life.write([life.say('notice.sent', { noticeId, type }, undefined, noticeId)]);
		});
	}

	private react(type: string): void {
		const { life } = this;
		const pause = life.random.between(minute, day);
		if (life.random.chance(0.08)) return;
		if (type === 'info.supplied') return this.decide(pause);
		if (type === 'referral.cancel_requested') return this.say(pause, 'cancel.confirmed', {});
		const start = currentAppointment(life.state)?.start;
		const wanted = start === undefined ? life.now : Date.parse(start);
		this.book(pause, Math.max(1, (wanted - life.now - pause) / day));
	}
}
