import {
	asksOf,
	never,
	nextStep,
	nextTell,
	stateOf,
	type Ask,
	type ReferralState,
} from './core.mts';
import { contextOf } from './clinic.mts';
import type { Family, Member } from './family.mts';
import type { Life } from './life.mts';
import { mostIdleMs } from './owed.mts';
import { hour, type Counts } from './world.mts';

export interface Verdict {
	caseId: string;
	/** Why this case is lost, if it is. */
	vanished: string[];
	/** What happened outside more than once. */
	doubled: string[];
	/** What left the clinic although it had been stopped. */
	trespasses: string[];
	/** Steps that stood due for too long before a workflow took them. */
	neglected: string[];
	ends: string[];
	events: number;
	effects: number;
	counts: Counts;
}

interface Stored {
	id: string;
	type: string;
}

/** Judges by the stored rows and by what the outside world has seen, read anew. */
export function verdictOf(family: Family): Verdict {
	const { world, members } = family;
	const verdict: Verdict = {
		caseId: members[0]!.life.caseId,
		vanished: [],
		doubled: [],
		trespasses: world.trespasses,
		neglected: [],
		ends: [],
		events: 0,
		effects: 0,
		counts: world.counts,
	};
	for (const member of members) judge(member, family, verdict);
	return verdict;
}

function judge({ life, hospital }: Member, family: Family, verdict: Verdict): void {
	const { world } = life;
	const state = stateOf({ caseId: life.caseId, events: life.row.events });
	const context = contextOf(state, world.mode, world.iso);
	const asks = asksOf(state, context);
	const events = JSON.parse(life.row.events) as Stored[];
	const ids = new Set(events.map(({ id }) => id));
	const { closed } = state;
	const confirmed = events.some(({ type }) => type === 'cancel.confirmed');
	const lost = (what: string) => verdict.vanished.push(`${life.caseId} ${life.row.phase}: ${what}`);
	const twice = (what: string) => verdict.doubled.push(`${life.caseId}: ${what}`);

	for (const id of life.promised) {
		if (!ids.has(id)) lost(`${id} was confirmed and is not in the ledger`);
	}
	const { step } = nextStep(state, context);
	if (!closed && asks.length === 0) lost('nobody has it on a list');
	if (closed && (closed.reason.trim() === '' || !closed.by.role)) lost('it ended without a reason');
	if (closed && step !== 'none' && asks.length === 0) lost(`closed, but ${step} is owed`);
	for (const ask of asks) {
		if (!isHeard(ask, state, life)) lost(`nobody hears of "${ask.key}"`);
	}
	if (asks.length > 0 && !life.row.open) lost('something is owed and the row says it is over');
	if (life.row.tellAt < world.iso) lost(`somebody was to be told at ${life.row.tellAt}`);
	const isFiled = state.reports.length === 0 || state.filing.status === 'done';
	if (!isFiled && asks.length === 0 && closed?.outcome !== 'error') {
		lost('a report is not in the record');
	}
	const untold = !confirmed && endUntold(state, hospital.deliveries.size > 0, asks);
	if (untold) lost(untold);
	if (closed?.outcome === 'redirected') {
		const successor = family.members.find(({ life: { caseId } }) => caseId === closed.reason);
		if (!successor) lost('the case that replaces it is missing');
	}

	const { longest } = life.owed;
	if (longest.ms > mostIdleMs) {
		const hours = Math.round(longest.ms / hour);
		verdict.neglected.push(`${life.caseId}: "${longest.what}" stood due for ${hours} hours`);
	}
	for (const [what, times] of life.effects) if (times > 1) twice(what);
	if (ids.size < events.length) twice('an event');
	if (life.doubles.some(({ flow }) => flow !== '')) twice('its row');
	const contents = new Set(state.reports.map(({ contentHash }) => contentHash));
	if (contents.size < state.reports.length) twice('a report');
	const asked = events.filter(({ type }) => type === 'referral.resend_requested').length;
	if (hospital.deliveries.size > 1 + asked) twice('the packet');

	const kind = asks[0]?.key.replace(/:.*/, '');
	verdict.ends.push(closed?.outcome ?? `waits: ${kind ?? 'nobody'}`);
	verdict.events += ids.size;
	verdict.effects += life.effects.size;
}

/** Whether a person really heard of an ask, or will at a definite time to come. */
function isHeard(ask: Ask, state: ReferralState, { told, world }: Life): boolean {
	const first = ask.forPerson && ask.since < ask.dueAt ? ask.since : ask.dueAt;
	if ((told.get(ask.key) ?? '') >= first) return true;
	const next = nextTell(state, ask);
	return next >= world.iso && next < never;
}

/** A hospital that holds the packet has to know that nobody comes any more, or a person calls it. */
function endUntold(state: ReferralState, holds: boolean, asks: Ask[]): string | undefined {
	const { closed, decision, deceasedAt, reports, notices } = state;
	if (!holds || !closed || reports.length > 0 || decision.status === 'declined') return undefined;
	if (!['cancelled', 'redirected', 'closed_no_visit'].includes(closed.outcome)) return undefined;
	if (deceasedAt !== undefined || closed.by.role === 'specialist') return undefined;
	if (asks.some(({ key }) => /^(approve:)?notice:/.test(key))) return undefined;
	const isTold = notices.some(({ type }) => /closed|cancel/.test(type));
	return isTold ? undefined : 'the hospital holds the packet and was not told that it is over';
}
