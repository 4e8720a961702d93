import { ownerTextCommands, type Actor, type EventData, type EventType } from './core.mts';
import type { Life } from './life.mts';
import { day, minute } from './world.mts';

const owner: Actor = { role: 'owner', name: 'Olive Owner', via: 'page' };

/** Messages with higher numbers remind of a visit that is booked. */
const mostInvitations = 10;

/** The owner reads a message, and does something or nothing. */
export class Owner {
	private readonly life: Life;
	private acts = 0;

	constructor(life: Life) {
		this.life = life;
	}

	private says<T extends EventType>(pause: number, type: T, data: EventData[T]): void {
		const said = this.life.say(type, data, owner, `owner-${++this.acts}`);
		this.life.message(pause, () => [said]);
	}

	message(number: number): void {
		const { life } = this;
		const { random, now } = life.world;
		const pause = random.between(5 * minute, 2 * day);
		if (number > mostInvitations) {
			if (random.chance(0.05)) this.says(pause, 'appt.cancelled', { by: 'owner', reason: 'ill' });
			return;
		}
		const does = {
			books: 50,
			silent: 24,
			writes: 10,
			stops: 4,
			calls: 4,
			cancels: 4,
			dies: 3,
			went: 1,
		};
		switch (random.pick(does)) {
			case 'writes':
				return this.replies(pause, 'Is it expensive?');
			case 'stops':
				return this.replies(pause, 'STOP');
			case 'books': {
				const slot = { start: new Date(now + pause + 4 * day).toISOString() };
				return this.says(pause, 'appt.requested', { slot });
			}
			case 'calls':
				return this.says(pause, 'owner.call_requested', {});
			case 'cancels':
				return this.says(pause, 'cancel.requested', { reason: 'too far' });
			case 'dies':
				return this.says(pause, 'patient.deceased', {});
			case 'went':
				return this.says(pause, 'visit.claimed', { text: 'We have been there on Tuesday.' });
			default:
		}
	}

	private replies(pause: number, text: string): void {
		const messageId = `SM${++this.acts}`;
		this.life.message(pause, () => ownerTextCommands({ text, messageId, language: 'en' }));
	}
}
