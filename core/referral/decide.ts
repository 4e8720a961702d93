import { createHash } from 'node:crypto';
import { ok, refuse, type Result } from '../result';
import type { Actor, EventData, EventType, ReferralEvent } from './events';
import { evolve } from './evolve';
import { guard } from './guards';
import { whyAsked } from './asked-words';
import { phaseOf } from './phase';
import type { Phase } from './phases';
import { reactionTo, rules } from './reactions';
import { alreadySo } from './repeats';
import { mayHaveArrived, type ReferralState } from './state';

/**
 * Something an actor wants to say about a case. `key` makes the event's id deterministic: use what
 * identifies the act itself (a webhook id, a form's nonce, a delivery id), so that a repeat is known.
 */
export interface Command<T extends EventType = EventType> {
	type: T;
	data: EventData[T];
	actor: Actor;
	key?: string;
	/** When it happened (ISO UTC), if that is not now. */
	at?: string;
}

const digest = (value: unknown): string =>
	createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/** The id an event of this command gets. */
export function eventId(caseId: string, command: Command, now: string): string {
	const key = command.key ?? digest([caseId, command.data, command.at ?? now]);
	return `${command.type}:${key}`;
}

function toEvent(state: ReferralState, command: Command, now: string): ReferralEvent {
	return {
		id: eventId(state.caseId, command, now),
		caseId: state.caseId,
		type: command.type,
		at: command.at ?? now,
		receivedAt: now,
		actor: command.actor,
		data: command.data,
	} as ReferralEvent;
}

/**
 * Decides a command against the present state: the events to append, none when it is already so, or a
 * refusal to show to whoever asked. `now` is ISO UTC; `known` are the ids the ledger already holds.
 */
export function decide(
	state: ReferralState,
	command: Command,
	now: string,
	known: ReadonlySet<string>,
): Result<ReferralEvent[]> {
	const event = toEvent(state, command, now);
	if (known.has(event.id)) return ok([]);
	if (!rules[command.type].roles.includes(command.actor.role)) {
		return refuse(
			'not_allowed',
			`This cannot be said by the ${command.actor.role} of a referral.`,
			'Use the link of the side that has to say it, or ask the other clinic to record it.',
		);
	}
	if (alreadySo(state, command)) return ok([]);
	const refusal = guard(state, command);
	if (refusal) return { ok: false, refusal };

	const phase = phaseOf(state);
	const events = [event];
	if (reactionTo(phase, command.type) === 'ask') {
		events.push(askPerson(state, command, now, phase));
	}
	return ok([...events, ...consequences(state, command, now)]);
}

function askPerson(
	state: ReferralState,
	command: Command,
	now: string,
	phase: Phase,
): ReferralEvent {
	const key = `${command.type}@${phase}`;
	return toEvent(
		state,
		{
			type: 'person.asked',
			actor: { role: 'system', via: 'workflow' },
			key: `${key}:${command.key ?? now}`,
			data: {
				key,
				why: whyAsked(command.type, command.actor.role, phase),
			},
		},
		now,
	);
}

/** What follows at once and by rule from an event, so that both stand in one write. */
function consequences(state: ReferralState, command: Command, now: string): ReferralEvent[] {
	const close = (outcome: EventData['case.closed']['outcome'], reason: string) =>
		toEvent(
			state,
			{
				type: 'case.closed',
				actor: command.actor,
				key: `${outcome}:${command.key ?? now}`,
				data: { outcome, reason },
			},
			now,
		);
	if (command.type === 'report.rejected') {
		const reason = state.cancellation?.reason;
		return [
			...unfile(state, command, now),
			...(reason !== undefined && isAllThatHeldItOpen(state, command)
				? [close('cancelled', reason)]
				: []),
		];
	}
	if (state.closed) return [];
	// A report that came in spite of the cancellation is read and closed like any other.
	if (command.type === 'cancel.confirmed' && state.reports.length === 0) {
		return [close('cancelled', state.cancellation?.reason ?? 'cancelled')];
	}
	if (command.type === 'cancel.requested' && !mayHaveArrived(state)) {
		// Nothing has left the clinic: there is no other side that would have to confirm.
		return [close('cancelled', (command.data as EventData['cancel.requested']).reason)];
	}
	if (command.type === 'redirect.confirmed') {
		return [close('redirected', (command.data as EventData['redirect.confirmed']).childCaseId)];
	}
	return [];
}

/** A confirmed cancellation that waited only for this report ends the case without it. */
function isAllThatHeldItOpen(state: ReferralState, command: Command): boolean {
	const { version } = command.data as EventData['report.rejected'];
	return (
		!state.closed &&
		state.cancellation?.confirmedAt !== undefined &&
		state.reports.every((report) => report.version === version)
	);
}

/** A report that turns out to be another patient's after it was filed has to be taken out by a person. */
function unfile(state: ReferralState, command: Command, now: string): ReferralEvent[] {
	const { version } = command.data as EventData['report.rejected'];
	const { filing } = state;
	if (filing.version !== version || filing.status === 'none') return [];
	const refs = filing.refs.map(({ kind, id }) => `${kind} ${id}`).join(', ');
	const key = `unfile:${version}`;
	const why = `Take the rejected report out of the patient record${refs ? `: ${refs}` : ', if it is there'}.`;
	const actor = { role: 'system', via: 'workflow' } as const;
	return [toEvent(state, { type: 'person.asked', actor, key, data: { key, why } }, now)];
}

/** Decides several commands one after the other, each against the state the earlier ones left. */
export function decideAll(
	state: ReferralState,
	commands: readonly Command[],
	now: string,
	known: ReadonlySet<string>,
): Result<ReferralEvent[]> {
	const ids = new Set(known);
	const events: ReferralEvent[] = [];
	for (const command of commands) {
		const decided = decide(state, command, now, ids);
		if (!decided.ok) return decided;
		for (const event of decided.value) {
			ids.add(event.id);
			events.push(event);
			evolve(state, event);
		}
	}
	return ok(events);
}
