import type { EventType, ReferralEvent } from '../referral/events';
import { phaseOf } from '../referral/phase';
import { isTerminal } from '../referral/phases';
import type { ReferralState } from '../referral/state';
import { ok, refuse, type Refusal, type Result } from '../result';
import { FormReader, type FormFields } from './form-reader';
import { personOf } from './saying';
import { worklistActions, type WorklistAction } from './worklist';

/** A case that was ticked, and the phase in which the page showed it. */
export interface Ticked {
	rowId: number;
	phase: string;
}

/** What became of one ticked case. */
export interface ActResult {
	status: 'done' | 'already' | 'changed' | 'impossible';
	/** Why, for all but `done`. */
	message?: string;
}

/** More ticks than a page has boxes are no form of ours. */
const mostTicks = 200;

/** Name of the box of a case; the box carries the phase that was shown. */
export const tickField = (rowId: number): string => `tick_${rowId}`;

/** The ticked cases of a posted form, each once. */
export const ticksOf = (fields: FormFields): Ticked[] =>
	Object.entries(fields).flatMap(([name, value]) => {
		const rowId = /^tick_([1-9]\d{0,14})$/.exec(name)?.[1];
		return rowId === undefined ? [] : [{ rowId: Number(rowId), phase: (value ?? '').slice(0, 40) }];
	});

/** A form of the worklist that can be taken. */
export interface WorklistForm {
	action: WorklistAction;
	/** The random number of the page it was on. */
	nonce: string;
	ticks: Ticked[];
	/** What the decision about each ticked case reads: the same for all of them. */
	fields: Record<string, string>;
}

const again = 'Nothing was recorded. Correct this and send the form again.';

/**
 * Reads the form of the worklist once for all ticked cases. Refusals: `form_expired`, `missing_ticks`,
 * `bad_ticks`, `missing_action`, and those of the fields `name`, `role` and `visitedAt`.
 */
export function readWorklistForm(
	fields: FormFields,
	now: string,
	timeZone: string,
): Result<WorklistForm> {
	const nonce = (fields.nonce ?? '').trim();
	const action = worklistActions.find((entry) => entry === fields.action);
	const ticks = ticksOf(fields);
	if (nonce === '') {
		return refuse('form_expired', 'The form came without its number.', 'Open the link again.');
	}
	if (ticks.length === 0) return refuse('missing_ticks', 'No case is ticked.', again);
	if (ticks.length > mostTicks) {
		return refuse('bad_ticks', `More than ${mostTicks} cases are ticked.`, again);
	}
	if (action === undefined) {
		return refuse('missing_action', 'It is not chosen what to record.', again);
	}
	const form = new FormReader(fields, now);
	personOf(form, false);
	if (action === 'mark_seen') form.time('visitedAt', 'The time of the visit', timeZone, 'past');
	const { refusal } = form;
	if (refusal) return { ok: false, refusal };
	const typed = action === 'mark_seen' ? ['name', 'role', 'visitedAt'] : ['name', 'role'];
	const shared = Object.fromEntries(typed.map((name) => [name, fields[name] ?? '']));
	return ok({ action, nonce, ticks, fields: { action, nonce, ...shared } });
}

const eventOf: Record<WorklistAction, EventType> = {
	acknowledge: 'ack.received',
	mark_seen: 'visit.started',
};

/** The event that this very form led to in a case, whenever it was sent. */
export const saidByForm = (
	events: readonly ReferralEvent[],
	{ action, nonce }: Pick<WorklistForm, 'action' | 'nonce'>,
): ReferralEvent | undefined => {
	const start = `${eventOf[action]}:${nonce.slice(0, 64)}.`;
	return events.find(({ id }) => id.startsWith(start));
};

/** Why an act is not possible on this case, in words that say what to do instead. */
export function whyNot(state: ReferralState, action: WorklistAction): string {
	if (isTerminal(phaseOf(state))) return 'The case is closed.';
	if (state.cancellation && !state.cancellation.confirmedAt) {
		return 'The clinic asked to cancel it: confirm that on the page of the case.';
	}
	if (state.reports.length > 0) return 'The report is there already.';
	if (state.deceasedAt) return 'The patient has died.';
	if (state.decision.status === 'declined') return 'It was declined.';
	if (action === 'acknowledge') return 'It was answered already.';
	return 'It is not accepted yet: accept or decline it on the page of the case first.';
}

/**
 * What a refusal to one ticked case means to the person who ticked it: somebody else moved the case since
 * the page was shown, or it could never be done to it.
 */
export function refusedTick(
	state: ReferralState,
	refusal: Refusal,
	action: WorklistAction,
	{ phase: shown }: Ticked,
): ActResult {
	if (refusal.code !== 'changed_meanwhile') {
		return { status: 'impossible', message: refusal.message };
	}
	const phase = phaseOf(state);
	const why = whyNot(state, action);
	return shown === phase || shown === ''
		? { status: 'impossible', message: why }
		: {
				status: 'changed',
				message: `It changed meanwhile and is now ${phase.replace(/_/g, ' ')}. ${why}`,
			};
}
