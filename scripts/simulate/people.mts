import {
	asksOf,
	contextOf,
	currentAppointment,
	never,
	ownerTextCommands,
	tellsDue,
	type Actor,
	type Command,
	type EventData,
	type EventType,
} from './core.mts';
import type { Hospital } from './hospital.mts';
import { day, hour, minute, type Life } from './life.mts';

const vet: Actor = { role: 'referrer', name: 'Dr Vera Sample', via: 'page' };
const owner: Actor = { role: 'owner', name: 'Olive Owner', via: 'page' };

const release: EventData['release.given'] = {
	specialistId: 'heart',
	specialist: {
		id: 'heart',
		hospital: 'Example Animal Hospital',
		service: 'Heart service',
		specialty: 'cardiology',
		channel: 'webhook',
	},
	urgency: 'routine',
	clinicalQuestion: 'Is this heart failure?',
	reason: 'Murmur',
	noteApproved: true,
	consent: { share: true, by: 'Olive Owner', at: '2026-11-02T15:00:00Z', how: 'spoken' },
	contact: { hospital: true, sms: true },
	supplement: {},
	overrides: [],
	by: { name: 'Dr Vera Sample', role: 'vet' },
};

/** The owner, and the team of the clinic: some of them look at their list, some never do. */
export class People {
	private readonly life: Life;
	private readonly hospital: Hospital;
	/** How often somebody still does what is on the list. */
	private patience: number;
	private clicks = 0;

	constructor(life: Life, hospital: Hospital) {
		this.life = life;
		this.hospital = hospital;
		const { random } = life;
		this.patience = random.chance(0.85) ? Infinity : Math.floor(random.between(0, 7));
	}

	private click<T extends EventType>(type: T, data: EventData[T], actor = vet): Command {
		return this.life.say(type, data, actor, `click-${++this.clicks}`);
	}

	/** The owner reads a text, and does something or nothing. */
	text(): void {
		const { life } = this;
		const pause = life.random.between(5 * minute, 2 * day);
		const book = { books: 50, silent: 25, writes: 10, stops: 4, calls: 4, cancels: 4, dies: 3 };
		const does = life.random.pick(book);
		if (does === 'silent') return;
		if (does === 'writes' || does === 'stops') {
			const text = does === 'stops' ? 'STOP' : 'Is it expensive?';
			const messageId = `SM${++this.clicks}`;
			life.message(pause, () => ownerTextCommands({ text, messageId, language: 'en' }));
			return;
		}
		const slot = { start: new Date(life.now + pause + 4 * day).toISOString() };
		const said = {
			books: this.click('appt.requested', { slot }, owner),
			calls: this.click('owner.call_requested', {}, owner),
			cancels: this.click('cancel.requested', { reason: 'too far' }, owner),
			dies: this.click('patient.deceased', {}, owner),
		}[does];
		life.message(pause, () => [said]);
	}

	releasePage(): void {
		this.life.later(this.life.random.between(minute, day), () => this.look());
	}

	/** Somebody who was told, or who looks at the board, does the first thing that is owed. */
	look(): void {
		const { life } = this;
		const { state } = life;
		if (this.patience <= 0 || !life.row.open) return;
		const asks = asksOf(state, contextOf(state, life.iso));
		const ask = asks.find((one) => one.forPerson || one.dueAt <= life.iso);
		if (!ask) return;
		this.patience--;
		const commands = this.settle(ask.key.replace(/:.*/, ''), ask.key);
		if (commands.length > 0) life.receive(commands);
		else this.phone(ask.key);
	}

	private settle(kind: string, key: string): Command[] {
		const { random, state } = this.life;
		switch (kind) {
			case 'release': {
				if (random.chance(0.05)) return [this.click('cancel.requested', { reason: 'not needed' })];
				const urgency = random.pick({ routine: 60, urgent: 30, emergency: 10 });
				return [this.click('release.given', { ...release, urgency })];
			}
			case 'gaps':
				return random.chance(0.5)
					? [this.click('gap.overridden', { reason: 'urgent', fields: ['exam'] })]
					: [this.click('retry.requested', {})];
			case 'packet':
			case 'transport':
			case 'filing':
			case 'follow_up':
				if (random.chance(0.85)) return [this.click('retry.requested', {})];
				if (kind === 'filing') return [this.filedByHand()];
				return kind === 'follow_up' ? [] : this.close('closed_no_visit');
			case 'info':
				return [this.click('info.supplied', { answer: '5 mg' })];
			case 'declined':
				return this.close('declined_final');
			case 'deceased':
				return this.close('deceased');
			case 'review':
				return [this.click('report.review_confirmed', { version: state.reports.length })];
			case 'file':
				return [this.filedByHand()];
			case 'task':
				return [this.click('followup.done', { key: key.slice('task:'.length) })];
			case 'question':
				return [this.click('person.settled', { key: key.slice('question:'.length), answer: 'ok' })];
			case 'read':
				return [this.click('report.read', {}), ...this.close('closed')];
			case 'cancel':
				return [this.click('cancel.confirmed', {})];
			default:
				return [];
		}
	}

	private filedByHand = (): Command =>
		this.click('report.filed', { version: this.life.state.reports.length, refs: [] });

	private close = (outcome: EventData['case.closed']['outcome']): Command[] => [
		this.click('case.closed', { outcome, reason: 'settled by phone' }),
	];

	/** What only a call settles: the hospital or the owner then says so, or the clinic relays it. */
	private phone(key: string): void {
		const { life, hospital } = this;
		if (life.random.chance(0.15)) return;
		const start = new Date(life.now + 3 * day).toISOString();
		if (key === 'ack' || key === 'decision') {
			const accepts = life.random.chance(0.8);
			const said = accepts
				? this.click('decision.accepted', {})
				: this.click('cancel.requested', { reason: 'no answer' });
			life.receive([said]);
		} else if (key === 'visit') hospital.seen(hour);
		else if (key === 'report') hospital.report(day, 'report.final', 'first');
		else if (key === 'follow_up') {
			for (const { key: item } of life.state.followUp.items) {
				life.receive([this.click('followup.done', { key: item })]);
			}
		} else if (currentAppointment(life.state)?.status !== 'scheduled') {
			if (life.random.chance(0.25)) life.receive(this.close('closed_no_visit'));
			else {
				life.receive([this.click('appt.scheduled', { appointment: { start } })]);
				hospital.seen(3 * day);
			}
		}
	}

	/** Watch: tells what is due, each once. A crash after the claim loses the mail, not the ask. */
	tell(): void {
		const { life } = this;
		const { row, iso, state } = life;
		if (row.tellAt > iso || row.tellAt === never) return;
		const tells = tellsDue(state, asksOf(state, contextOf(state, iso)), iso);
		const claims = tells.map(({ ask, at }) =>
			life.say('timer.fired', { ask: ask.key, dueAt: at }, undefined, `${ask.key}:${at}`),
		);
		if (claims.length === 0 || life.tryWrite(claims) !== 'saved' || life.crashes()) return;
		for (const { ask, at } of tells) life.effect(`told ${ask.key} ${at}`);
		life.later(life.random.between(10 * minute, 2 * day), () => this.look());
	}
}
