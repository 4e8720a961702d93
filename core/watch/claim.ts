import { DateTime } from 'luxon';
import { asksOf } from '../referral/asks';
import type { Command } from '../referral/decide';
import type { StepContext } from '../referral/next-step';
import { change, stateOf, type CaseRow, type Change } from '../referral/row';
import { tellsDue, type Tell } from '../referral/telling';
import { isDrill } from './drill';

/**
 * How long a message may be on its way before it counts as lost and is sent again: just less than the
 * time between two rounds of Watch, so that the next round takes it up.
 */
export const messageMinutes = 4;

const system = { role: 'system', via: 'workflow' } as const;
const keyOf = ({ ask, at }: Tell): string => `${ask.key}:${at}`;

/**
 * What people have to hear of a case now, claimed for one message: the write holds only if nobody else
 * has claimed it. What was claimed counts as told only when {@link toldCommands} are recorded, after
 * the message has left; until then it comes again. Nothing when there is nothing to say.
 */
export function claimTells(row: CaseRow, context: StepContext): Change | undefined {
	const state = stateOf(row);
	if (isDrill(state)) return undefined;
	const tells = tellsDue(state, asksOf(state, context), context.now);
	if (tells.length === 0) return undefined;
	const until = DateTime.fromISO(context.now, { zone: 'utc' }).plus({ minutes: messageMinutes });
	const commands = tells.map(
		(tell): Command => ({
			type: 'alert.sending',
			actor: system,
			key: keyOf(tell),
			data: { ask: tell.ask.key, dueAt: tell.at, until: until.toISO() ?? context.now },
		}),
	);
	const changed = change(row, commands, context, { handover: JSON.stringify({ tells }) });
	return changed.ok ? changed.value : undefined;
}

/** What a claimed row says is to be told. */
export function claimedTells(handover: string): Tell[] {
	const { tells } = JSON.parse(handover) as { tells?: Tell[] };
	return Array.isArray(tells) ? tells : [];
}

/** An event as the Ledger workflow takes it. */
export interface EventToRecord {
	type: 'timer.fired';
	key: string;
	data: { ask: string; dueAt: string };
}

/** What is recorded once the message has left: these were told. */
export const toldCommands = (tells: readonly Tell[]): EventToRecord[] =>
	tells.map((tell) => ({
		type: 'timer.fired',
		key: keyOf(tell),
		data: { ask: tell.ask.key, dueAt: tell.at },
	}));
