import {
	asksOf,
	currentAppointment,
	latestReport,
	type Actor,
	type Ask,
	type Command,
	type EventData,
	type EventType,
} from './core.mts';
import type { Hospital } from './hospital.mts';
import type { Life } from './life.mts';
import { isOthers } from './steps.mts';
import { day, hour, minute } from './world.mts';

const vet: Actor = { role: 'referrer', name: 'Dr Vera Sample', via: 'page' };

const specialist = (service: string, channel: string) => ({
	id: service.toLowerCase().replace(' ', '-'),
	hospital: 'Example Animal Hospital',
	service,
	specialty: 'cardiology',
	channel,
});

/** The team of the clinic: some of them look at their list, some never do. */
export class Team {
	private readonly life: Life;
	private readonly hospital: Hospital;
	/** How often somebody still does what is on the list. */
	private patience: number;
	private clicks = 0;

	constructor(life: Life, hospital: Hospital) {
		this.life = life;
		this.hospital = hospital;
		const { random } = life.world;
		this.patience = random.chance(0.85) ? Infinity : Math.floor(random.between(0, 7));
	}

	private click<T extends EventType>(type: T, data: EventData[T]): Command {
		return this.life.say(type, data, vet, `click-${++this.clicks}`);
	}

	private does<T extends EventType>(type: T, data: EventData[T]): void {
		this.says(this.click(type, data));
	}

	/** Somebody who gets no answer on a page clicks again. */
	private says(...commands: Command[]): void {
		this.life.deliver(commands);
	}

	looksLater(): void {
		const { world } = this.life;
		world.later(world.random.between(5 * minute, 10 * hour), () => this.look());
	}

	/** Somebody who was told, or who looks at the board, does the first thing that is owed. */
	look(): void {
		const { life } = this;
		if (this.patience <= 0 || !life.row.open) return;
		const asks = asksOf(life.state, life.context);
		const ask = asks.find((one) => one.forPerson || one.dueAt <= life.world.iso);
		if (!ask) return;
		this.patience--;
		this.settle(ask.key.replace(/:.*/, ''), ask);
	}

	/** What a person does now and then although nobody asked. */
	whim(): void {
		const { random } = this.life.world;
		if (this.patience <= 0) return;
		const { state } = this.life;
		switch (
			random.pick({ note: 2, urgency: 4, again: 5, claims: 2, cancels: 2, books: 3, reopens: 1 })
		) {
			case 'note':
				return this.does('note.added', { text: 'Owner prefers mornings.' });
			case 'urgency': {
				const urgency = random.pick({ routine: 1, urgent: 1, emergency: 1 });
				return this.does('urgency.changed', { urgency, reason: 'looks different now' });
			}
			case 'again':
				return this.does('referral.resend_requested', { reason: 'They cannot find it.' });
			case 'claims':
				return state.decision.status === 'accepted'
					? this.does('visit.claimed', { text: 'The owner told us.' })
					: undefined;
			case 'cancels':
				return this.does('cancel.requested', { reason: 'the owner changed clinics' });
			case 'books':
				return state.decision.status === 'accepted' ? this.heardDate() : undefined;
			case 'reopens':
				return state.closed && state.closed.outcome !== 'redirected'
					? this.does('case.reopened', { reason: 'closed by mistake' })
					: undefined;
		}
	}

	private settle(kind: string, { key }: Ask): void {
		const { hospital, life } = this;
		const { random } = life.world;
		const rest = key.slice(kind.length + 1);
		switch (kind) {
			case 'release':
				return this.release();
			case 'gaps':
				if (random.chance(0.5)) return this.does('retry.requested', {});
				return this.does('gap.overridden', { reason: 'urgent', fields: ['exam'] });
			case 'packet':
			case 'transport':
			case 'resend':
			case 'send':
				if (random.chance(0.9)) return this.does('retry.requested', {});
				return kind === 'resend' ? undefined : this.close('closed_no_visit');
			case 'filing':
				return random.chance(0.85) ? this.does('retry.requested', {}) : this.filedByHand();
			case 'file':
				return this.filedByHand();
			case 'info':
				return this.does('info.supplied', { answer: '5 mg' });
			case 'declined':
				return random.chance(0.4) ? this.redirect() : this.close('declined_final');
			case 'deceased':
				if (random.chance(0.8)) return this.close('deceased');
				return this.does('deceased.corrected', { reason: 'another Biscuit' });
			case 'review':
				return this.review();
			case 'approve':
				return this.does('effect.approved', { effect: rest });
			case 'task':
				return this.does('followup.done', { key: rest });
			case 'question':
				return this.question(rest);
			case 'read':
				return this.says(this.click('report.read', {}), this.closing('closed'));
			case 'cancel':
				if (random.chance(0.25)) {
					return this.does('cancel.withdrawn', { reason: 'the owner wants to go after all' });
				}
				return this.does('cancel.confirmed', {});
			case 'emergency_call':
				return this.does('hospital.called', { spokeTo: 'Rita Reception' });
			case 'paused':
				if (random.chance(0.6)) return this.does('outreach.resumed', {});
				return this.heardDate();
			case 'notice':
				hospital.hear(rest, life.state.notices.find((one) => one.noticeId === rest)?.type ?? '');
				return this.does('hospital.called', { spokeTo: 'Rita Reception' });
			default:
				this.phone(kind);
		}
	}

	/** The directory entry: half of the hospitals take signed events, the others read mail. */
	private release(): void {
		const { life } = this;
		const { random } = life.world;
		if (random.chance(0.05)) return this.does('cancel.requested', { reason: 'not needed' });
		const { proposal } = life.state.created?.data ?? {};
		const service = proposal?.specialistId === 'eye-service' ? 'Eye service' : 'Heart service';
		const to = specialist(service, random.chance(0.3) ? 'email' : 'webhook');
		const byMail = random.chance(0.2);
		this.does('release.given', {
			specialistId: to.id,
			specialist: to,
			urgency: random.pick({ routine: 60, urgent: 30, emergency: 10 }),
			clinicalQuestion: 'Is this heart failure?',
			reason: 'Murmur',
			noteApproved: true,
			consent: { share: true, by: 'Olive Owner', at: life.world.iso, how: 'spoken' },
			contact: { hospital: true, sms: !byMail, email: byMail },
			supplement: {},
			overrides: [],
			by: { name: 'Dr Vera Sample', role: 'vet' },
		});
	}

	private redirect(): void {
		const from = this.life.state.release?.specialistId;
		const to = from === 'eye-service' ? 'Heart service' : 'Eye service';
		const { id } = specialist(to, '');
		this.does('redirect.chosen', { specialistId: id, to, reason: 'they have room' });
	}

	/** A report about another patient goes back, unless somebody does not look. */
	private review(): void {
		const report = latestReport(this.life.state);
		if (!report) return;
		const { version, contentHash } = report;
		if (isOthers(contentHash) && this.life.world.random.chance(0.9)) {
			return this.does('report.rejected', { version, reason: 'another microchip' });
		}
		this.does('report.review_confirmed', { version });
	}

	private question(key: string): void {
		const { life } = this;
		if (key.startsWith('redirect.proposed') && life.world.random.chance(0.7)) {
			this.redirect();
		}
		this.says(this.click('person.settled', { key, answer: 'ok' }));
	}

	private filedByHand(): void {
		const report = latestReport(this.life.state);
		if (report) this.does('report.filed', { version: report.version, refs: [] });
	}

	private closing = (outcome: EventData['case.closed']['outcome']): Command =>
		this.click('case.closed', { outcome, reason: 'settled by phone' });

	private close(outcome: EventData['case.closed']['outcome']): void {
		this.says(this.closing(outcome));
	}

	/** A date the clinic heard of on the phone: second-hand until the hospital says so. */
	private heardDate(): void {
		const { life, hospital } = this;
		const start = new Date(life.world.now + 3 * day).toISOString();
		this.does('appt.scheduled', { appointment: { start } });
		hospital.seen(3 * day);
	}

	/** What only a call settles: the hospital or the owner then says so, or the clinic relays it. */
	private phone(kind: string): void {
		const { life, hospital } = this;
		const { random } = life.world;
		if (random.chance(0.15)) return;
		switch (kind) {
			case 'ack':
			case 'decision':
				if (random.chance(0.8)) return this.does('decision.accepted', {});
				return random.chance(0.5)
					? this.redirect()
					: this.does('cancel.requested', { reason: 'no answer' });
			case 'visit':
			case 'appointment':
				return hospital.seen(hour);
			case 'report':
				return hospital.report(day, 'report.final', 'right');
			case 'stale':
				return this.close('closed_no_visit');
			case 'follow_up':
				for (const { key } of life.state.followUp.items) this.does('followup.done', { key });
				return;
			case 'call':
			case 'call_owner':
			case 'touch':
			case 'booking':
				return this.callOwner();
			case 'slot':
				return this.heardDate();
			default:
				if (currentAppointment(life.state)?.status !== 'scheduled') return;
		}
	}

	private callOwner(): void {
		const { random } = this.life.world;
		const result = random.pick({ will_book: 1, booked: 6, no_answer: 3, declined: 1, other: 1 });
		this.does('owner.called', { result });
		if (result === 'booked') this.heardDate();
		if (result === 'declined' && random.chance(0.8)) this.close('closed_no_visit');
	}
}
