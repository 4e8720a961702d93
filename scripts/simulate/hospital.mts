import type { Actor, EventData, EventType } from './core.mts';
import { currentAppointment, mayLeave, openNotices } from './core.mts';
import { system, type Life } from './life.mts';
import type { Receipt } from './steps.mts';
import { day, hour, minute } from './world.mts';

/** The other side: takes packets, decides, books, sees the patient and reports, or does not. */
export class Hospital {
	private readonly life: Life;
	private sent = 0;
	private begun = false;
	/** It was told that the patient does not come. */
	private over = false;
	private readonly told = new Set<string>();
	/** Deliveries that arrived, by number. */
	readonly deliveries = new Set<string>();

	constructor(life: Life) {
		this.life = life;
		life.onNotice = (noticeId) => this.notice(noticeId);
	}

	private get byMail(): boolean {
		return this.life.state.release?.specialist.channel === 'email';
	}

	/** A webhook is answered; a mail only leaves, and nobody can ask whether it did. */
	packet(deliveryId: string): Receipt {
		const { life, byMail } = this;
		const { random } = life.world;
		const receipt = byMail
			? random.pick<Receipt>({ taken: 95, taken_unanswered: 0, refused: 5, down: 0 })
			: random.pick<Receipt>({ taken: 88, taken_unanswered: 5, refused: 3, down: 4 });
		// The hospital knows a delivery by its number: a repeat is answered as done.
		if (!byMail && this.deliveries.has(deliveryId)) return receipt === 'down' ? 'down' : 'taken';
		if (receipt === 'refused' || receipt === 'down') return receipt;
		const { retryRequestedAt = '', transport } = life.state;
		// Who asks again wants it again: only then may the same mail leave a second time.
		const asked = byMail ? [retryRequestedAt, transport.resend?.at].join(' ') : '';
		life.effect(`packet ${deliveryId} ${asked}`);
		this.deliveries.add(deliveryId);
		if (!this.begun) this.begin();
		return receipt;
	}

	say<T extends EventType>(pause: number, type: T, data: EventData[T]): void {
		if (this.over && this.life.world.random.chance(0.8)) return;
		const key = `msg-${++this.sent}`;
		const actor: Actor = {
			role: 'specialist',
			name: 'Dr Hugo Heart',
			via: this.byMail ? 'page' : 'webhook',
		};
		this.life.message(pause, () => [this.life.say(type, data, actor, key)], true);
	}

	private begin(): void {
		const { random } = this.life.world;
		if (random.chance(0.05)) return;
		this.begun = true;
		const pause = random.between(minute, 20 * hour);
		if (random.chance(0.8)) this.say(pause, 'ack.received', {});
		this.decide(pause + random.between(0, day));
	}

	private decide(pause: number): void {
		const { random } = this.life.world;
		switch (random.pick({ accept: 79, decline: 8, ask: 7, elsewhere: 2, urgent: 2, silent: 3 })) {
			case 'decline':
				return this.say(pause, 'decision.declined', { reason: 'no capacity' });
			case 'ask':
				return this.say(pause, 'info.requested', { question: 'Which dose?' });
			case 'elsewhere':
				return this.say(pause, 'redirect.proposed', { to: 'Eye service', reason: 'not the heart' });
			case 'urgent':
				this.say(pause, 'urgency.changed', { urgency: 'urgent', reason: 'sounds worse' });
				return this.accept(pause + hour);
			case 'accept':
				return this.accept(pause);
			default:
		}
	}

	private accept(pause: number): void {
		const { random, now } = this.life.world;
		const start = (days: number) => new Date(now + pause + days * day).toISOString();
		const offeredSlots = random.chance(0.6) ? [{ start: start(5) }, { start: start(6) }] : [];
		this.say(pause, 'decision.accepted', { offeredSlots });
		if (random.chance(0.03)) this.say(pause + day, 'info.requested', { question: 'Fasting?' });
		if (offeredSlots.length === 0) this.book(pause + random.between(hour, 2 * day), 5);
	}

	book(pause: number, days: number): void {
		const { now } = this.life.world;
		const start = now + pause + days * day;
		this.say(pause, 'appt.scheduled', { appointment: { start: new Date(start).toISOString() } });
		this.visit(start - now);
	}

	private visit(pause: number): void {
		const { random, now } = this.life.world;
		switch (random.pick({ comes: 77, moved: 6, cancelled: 5, noShow: 7, declined: 2, silent: 3 })) {
			case 'moved':
				this.say(pause - day, 'appt.rescheduled', {
					appointment: { start: new Date(now + pause + 2 * day).toISOString() },
				});
				return this.seen(pause + 2 * day);
			case 'cancelled':
				return this.say(pause - day, 'appt.cancelled', { by: 'hospital', reason: 'vet is ill' });
			case 'noShow':
				this.say(pause + hour, 'appt.no_show', {});
				if (random.chance(0.4)) this.book(pause + day, random.between(2, 9));
				return;
			case 'declined':
				return this.say(pause - day, 'decision.declined', { reason: 'no capacity after all' });
			case 'comes':
				return this.seen(pause);
			default:
		}
	}

	seen(pause: number): void {
		const { random } = this.life.world;
		if (random.chance(0.85)) this.say(pause, 'visit.started', {});
		if (random.chance(0.2)) this.say(pause + day, 'interim.note', { text: 'stable' });
		if (random.chance(0.02)) this.say(pause + day, 'patient.deceased', {});
		if (random.chance(0.06)) return;
		const done = pause + random.between(hour, 6 * day);
		// Now and then the report of another patient goes into the envelope.
		this.report(done, 'report.final', random.chance(0.04) ? 'other' : 'right');
		if (random.chance(0.1)) {
			this.report(done + random.between(day, 40 * day), 'report.amended', 'amended');
		}
	}

	report(pause: number, type: 'report.final' | 'report.amended', content: string): void {
		const report = { caseId: this.life.caseId, kind: 'final', patient: { name: 'Biscuit' } };
		this.say(pause, type, { report: report as never, files: [], contentHash: content });
	}

	/** What the clinic tells the hospital beside the packet, right after a change; it may get lost. */
	private notice(noticeId: string): void {
		const { world } = this.life;
		if (world.crashes()) return;
		world.later(world.random.between(1000, minute), () => void this.tell(noticeId));
	}

	/** One try to tell it; false when the run dies before it can say how it went. */
	tell(noticeId: string): boolean {
		const { life } = this;
		const { world, state } = life;
		const notice = openNotices(state).find((one) => one.noticeId === noticeId);
		if (!notice) return true;
		const { type } = notice;
		const attempt = state.notices.find((one) => one.noticeId === noticeId)?.attempts ?? 1;
		const isAllowed = mayLeave(state, world.mode, `notice:${noticeId}`);
		if (!isAllowed || world.random.chance(0.06)) {
			const failed = { noticeId, type, message: 'm', hint: 'h' };
			life.write([life.say('notice.failed', failed, system, `${noticeId}.${attempt}`)]);
			return true;
		}
		if (this.byMail || !this.told.has(noticeId)) life.effect(`notice ${noticeId}`);
		this.hear(noticeId, type);
		if (world.crashes()) return false;
		life.write([life.say('notice.sent', { noticeId, type }, system, noticeId)]);
		return true;
	}

	/** What it does when it hears of something, in writing or on the phone. */
	hear(noticeId: string, type: string): void {
		const { life, told } = this;
		if (told.has(noticeId)) return;
		told.add(noticeId);
		const { random, now } = life.world;
		const pause = random.between(minute, day);
		if (type === 'referral.closed' || type === 'patient.deceased') this.over = true;
		if (random.chance(0.08)) return;
		switch (type) {
			case 'info.supplied':
				return this.decide(pause);
			case 'referral.cancel_requested':
				return this.say(pause, 'cancel.confirmed', {});
			case 'referral.cancel_withdrawn':
				return currentAppointment(life.state) ? undefined : this.accept(pause);
			case 'report.rejected':
				return this.report(pause, 'report.final', 'right');
			case 'appointment.requested': {
				const start = currentAppointment(life.state)?.start;
				const wanted = start === undefined ? now : Date.parse(start);
				return this.book(pause, Math.max(1, (wanted - now - pause) / day));
			}
			default:
		}
	}
}
