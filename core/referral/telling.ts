import type { Ask } from './asks';
import type { ReferralState } from './state';

/** Sorts after every real time: nobody has to be told anything. */
export const never = '9999-12-31T00:00:00.000Z';

/**
 * When a person at the clinic hears of an ask: work of their own as soon as it arises and again when
 * it is overdue; what others owe only when it is overdue. Once more when it was overdue too long.
 */
const tellTimes = ({ forPerson, since, dueAt, escalateAt }: Ask): string[] => {
	const times = forPerson && since < dueAt ? [since, dueAt] : [dueAt];
	return escalateAt === undefined ? times : [...times, escalateAt];
};

/**
 * The next time somebody is to be told of this ask; {@link never} when all was said. While a message
 * is on its way nobody else sends one; it counts as said only when it has left.
 */
export function nextTell(state: ReferralState, ask: Ask): string {
	const told = state.raised[ask.key] ?? '';
	const at = tellTimes(ask).find((time) => time > told) ?? never;
	const onItsWay = state.telling[ask.key] ?? '';
	return at < onItsWay ? onItsWay : at;
}

/** The first time somebody is to be told of any of these asks; {@link never} when all was said. */
export const firstTell = (state: ReferralState, asks: readonly Ask[]): string =>
	asks.reduce((first, ask) => {
		const at = nextTell(state, ask);
		return at < first ? at : first;
	}, never);

export interface Tell {
	ask: Ask;
	/** The instant this telling stands for; makes it happen once. */
	at: string;
	overdue: boolean;
	/** It was told as overdue before, or should have been long ago: the second address hears of it too. */
	escalated: boolean;
}

/** Everything that is to be told now, most urgent first. Passed-over instants are told once, not twice. */
export function tellsDue(state: ReferralState, asks: readonly Ask[], now: string): Tell[] {
	return asks.flatMap((ask) => {
		if (nextTell(state, ask) > now) return [];
		const at = tellTimes(ask)
			.filter((time) => time <= now)
			.pop();
		if (at === undefined) return [];
		return [{ ask, at, overdue: ask.dueAt <= now, escalated: at === ask.escalateAt }];
	});
}
