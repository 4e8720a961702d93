import { evolveClinical } from './evolve-clinical';
import { evolveOutreach } from './evolve-outreach';
import { evolveTransport } from './evolve-transport';
import { eventOrder } from './event-order';
import type { ReferralEvent } from './events';
import { emptyState, type ReferralState } from './state';

/**
 * Folds events into the state of a case. Known ids are ignored and the arrival order does not matter:
 * events are put in order by the time the ledger took them, so the same set always gives the same state.
 */
export function foldEvents(caseId: string, events: readonly ReferralEvent[]): ReferralState {
	const seen = new Set<string>();
	const ordered = events
		.filter((event) => {
			if (event.caseId !== caseId || seen.has(event.id)) return false;
			seen.add(event.id);
			return true;
		})
		.sort(eventOrder);
	const state = emptyState(caseId);
	for (const event of ordered) evolve(state, event);
	return state;
}

/** Applies one event to the state, in place. Each lane looks only at its own events. */
export function evolve(state: ReferralState, event: ReferralEvent): ReferralState {
	if (event.actor.role !== 'system' && event.at > (state.lastActAt ?? '')) {
		state.lastActAt = event.at;
	}
	evolveCase(state, event);
	evolveTransport(state, event);
	evolveOutreach(state, event);
	evolveClinical(state, event);
	return state;
}

function evolveCase(state: ReferralState, event: ReferralEvent): void {
	switch (event.type) {
		case 'referral.created':
			state.created ??= event;
			state.test = event.data.test === true;
			state.vetName ??= event.data.source.vetName;
			if (event.data.record) state.record ??= { files: event.data.record };
			return;
		case 'release.asked':
			state.releaseAskedAt ??= event.at;
			return;
		case 'release.given':
			state.release = { ...event.data, at: event.at };
			state.urgency = event.data.urgency;
			return;
		case 'urgency.changed':
			state.urgency = event.data.urgency;
			return;
		case 'cancel.requested':
			state.cancellation ??= {
				requestedAt: event.at,
				reason: event.data.reason,
				by: event.actor,
			};
			return;
		case 'cancel.confirmed':
			if (state.cancellation) state.cancellation.confirmedAt ??= event.at;
			return;
		case 'cancel.withdrawn':
			if (!state.cancellation || state.cancellation.confirmedAt) return;
			state.withdrawnCancellation = {
				requestedAt: state.cancellation.requestedAt,
				reason: event.data.reason,
			};
			delete state.cancellation;
			return;
		case 'patient.deceased':
			if (state.deceasedAt !== undefined) return;
			state.deceasedAt = event.at;
			state.deceasedBy = event.actor.role;
			state.deceasedNote = event.data.note;
			return;
		case 'deceased.corrected':
			delete state.deceasedAt;
			delete state.deceasedBy;
			delete state.deceasedNote;
			// Nothing goes out of the backlog by itself after such a mistake.
			state.outreach.paused = { reason: event.data.reason, at: event.at };
			return;
		case 'effect.held':
			state.held[event.data.effect] ??= event.at;
			return;
		case 'effect.approved':
			if (!state.approved.includes(event.data.effect)) state.approved.push(event.data.effect);
			return;
		case 'redirect.proposed':
			state.redirectProposed = { ...event.data, at: event.at };
			return;
		case 'redirect.chosen':
			state.redirect ??= { ...event.data, at: event.at };
			return;
		case 'redirect.confirmed':
			if (state.redirect) state.redirect.childCaseId = event.data.childCaseId;
			return;
		case 'hospital.called':
			state.hospitalCalls.push({
				at: event.data.calledAt ?? event.at,
				by: event.actor.name ?? event.actor.role,
				spokeTo: event.data.spokeTo,
				note: event.data.note,
			});
			return;
		case 'alert.sending':
			state.telling[event.data.ask] = event.data.until;
			return;
		case 'timer.fired':
			delete state.telling[event.data.ask];
			if (event.data.dueAt > (state.raised[event.data.ask] ?? '')) {
				state.raised[event.data.ask] = event.data.dueAt;
			}
			return;
		case 'case.closed':
			state.closed = { ...event.data, at: event.at, by: event.actor };
			return;
		case 'case.reopened':
			if (!state.closed && !state.cancellation?.confirmedAt) return;
			// Whoever reopens wants the referral to go on, also after a cancellation.
			delete state.closed;
			delete state.cancellation;
			delete state.redirect;
			return;
		case 'note.added':
			state.notes.push({
				at: event.at,
				by: event.actor.name ?? event.actor.role,
				text: event.data.text,
			});
			return;
		case 'person.asked':
			state.questions[event.data.key] = { why: event.data.why, at: event.at };
			return;
		case 'person.settled':
			delete state.questions[event.data.key];
			return;
		default:
			return;
	}
}
