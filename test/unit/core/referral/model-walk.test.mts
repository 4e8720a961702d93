import { newNotices, openNotices } from '../../../../core/desk/notices';
import { asksOf, type Ask } from '../../../../core/referral/asks';
import { decide, type Command } from '../../../../core/referral/decide';
import type { ActorRole, EventData, EventType } from '../../../../core/referral/events';
import { evolve, foldEvents } from '../../../../core/referral/evolve';
import { nextStep, type NextStep, type StepContext } from '../../../../core/referral/next-step';
import { phaseOf } from '../../../../core/referral/phase';
import { isTerminal, phases, type Phase } from '../../../../core/referral/phases';
import { rules } from '../../../../core/referral/reactions';
import {
	currentAppointment,
	latestReport,
	type ReferralState,
} from '../../../../core/referral/state';
import { never } from '../../../../core/referral/telling';
import { reached, sayings } from './sayings.mts';
import { caseId, clinic, opened, owner } from './story.mts';

/**
 * Walks breadth-first through the states a case can come into: people say whatever their role allows, in
 * any order; the workflow does only what the next step says, with every result it can have; time passes
 * to the next deadline. States that differ in nothing but times count as one. The walk starts at a case
 * of every situation in `reached` and ends when this many different states were examined.
 */
const bound = Number(process.env.WALK_STATES ?? 60_000);

interface Place {
	state: ReferralState;
	now: string;
	path: string[];
}

const minute = 60_000;
const plus = (iso: string, ms: number): string => new Date(Date.parse(iso) + ms).toISOString();

/** A copy down to the entries of the lists of each lane: a fold changes nothing that lies deeper. */
function copyOf<T>(value: T, depth = 4): T {
	if (typeof value !== 'object' || value === null || depth === 0) return value;
	if (Array.isArray(value)) return value.map((entry) => copyOf(entry as unknown, depth - 1)) as T;
	const copy = { ...value } as Record<string, unknown>;
	for (const key of Object.keys(copy)) {
		if (typeof copy[key] === 'object') copy[key] = copyOf(copy[key], depth - 1);
	}
	return copy as T;
}

/** Lists that only grow are cut, since nothing looks at their length. */
const trimmed = (state: ReferralState): ReferralState => {
	const { notes, hospitalCalls, outreach } = state;
	state.notes = notes.slice(-1);
	state.hospitalCalls = hospitalCalls.slice(-1);
	outreach.replies = outreach.replies.slice(-1);
	return state;
};

const contextOf = (state: ReferralState, now: string): StepContext => ({
	now,
	clinic,
	deadlines: clinic.deadlines,
	clinicCalendar: clinic,
	owner: { ...owner, optedOut: state.outreach.optedOut as never },
});

const command = <T extends EventType>(
	type: T,
	data: EventData[T],
	role: ActorRole,
	key?: string,
): Command => ({ type, data, actor: { role, name: 'A Person', via: 'page' }, key });

const people: ActorRole[] = ['referrer', 'specialist', 'owner'];
const spoken: Command[] = (Object.keys(sayings) as EventType[]).flatMap((type) =>
	people
		.filter((role) => rules[type].roles.includes(role))
		.flatMap((role) => sayings[type].map((data) => command(type, data, role))),
);

/** What the workflow does at a step, with every end it can have. */
function ownDoing(state: ReferralState, next: NextStep): Command[] {
	const does = <T extends EventType>(type: T, ...data: Array<EventData[T]>): Command[] =>
		data.map((each) => command(type, each, 'system'));
	const all = (...types: EventType[]): Command[] =>
		types.flatMap((type) => does(type, ...(sayings[type] as Array<EventData[typeof type]>)));
	const version = latestReport(state)?.version ?? 1;
	const ofVersion = (...types: EventType[]): Command[] =>
		all(...types).filter(({ data }) => (data as { version?: number }).version === version);
	switch (next.step) {
		case 'release':
			return all('release.asked');
		case 'build':
			return all(
				...(['packet.built', 'packet.incomplete', 'packet.failed', 'referral.sending'] as const),
				...(['referral.sent', 'transport.delivered', 'transport.failed'] as const),
			);
		case 'touch': {
			const number = next.touch?.action === 'send' ? next.touch.number : 1;
			const about = { number, channel: 'sms', kind: 'book_first' };
			const failure = { code: 'c', message: 'm', hint: 'h' };
			const begun = state.outreach.touches.some(
				(touch) => touch.number === number && touch.status === 'intended',
			);
			return begun
				? [...does('outreach.sent', about), ...does('outreach.failed', { number, ...failure })]
				: does('outreach.sending', about);
		}
		case 'awaitOwner':
			return all('outreach.held');
		case 'call':
			return all('outreach.exhausted');
		case 'route':
			return ofVersion(
				...(['report.filing', 'report.filed', 'report.awaiting_human'] as const),
				...(['report.needs_review', 'report.filing_failed'] as const),
			);
		case 'followUp':
			return ofVersion('followup.scheduling', 'followup.created');
		case 'redirect':
			return all('redirect.confirmed');
		default:
			return [];
	}
}

function telling(state: ReferralState, asks: Ask[], now: string): Command[] {
	const due = asks.filter((ask) => ask.dueAt <= now);
	return [
		...due.map(({ key, dueAt }) =>
			command('timer.fired', { ask: key, dueAt }, 'system', `${key}${dueAt}`),
		),
		...newNotices(state).map(({ noticeId, type }) =>
			command('notice.sending', { noticeId, type }, 'system'),
		),
		...openNotices(state).flatMap(({ noticeId, type }) => [
			command('notice.sent', { noticeId, type }, 'system'),
			command('notice.failed', { noticeId, type, message: 'm', hint: 'h' }, 'system'),
		]),
	];
}

/** Whether a time lies ahead, is past, or is not there: all that counts for what comes next. */
const side = (at: string | undefined, now: string): string =>
	at === undefined ? '-' : at > now ? '>' : '<';
const upTo = (count: number, most: number): number => Math.min(count, most);

/** What makes two states different for what can come next; times only by their order. */
function abstraction(state: ReferralState, now: string, asks: Ask[], next: NextStep): string {
	const { transport: sent, decision, outreach, filing, followUp } = state;
	return JSON.stringify([
		phaseOf(state),
		state.closed?.outcome,
		state.urgency,
		[!!state.release, !!state.packet, !!state.incomplete, !!state.packetFailure, !!state.override],
		[sent.status, !!sent.deliveredAt, sent.failure?.code, sent.resend?.status],
		[decision.status, !!decision.question, !!decision.answer],
		currentAppointment(state)?.status,
		side(currentAppointment(state)?.start, now),
		upTo(state.appointments.length, 2),
		outreach.touches.map(({ status }) => status).slice(-2),
		[!!outreach.exhausted, !!outreach.paused, outreach.called?.result, outreach.optedOut.length],
		[!!state.seenAt, upTo(state.interim.length, 1), !!state.visitClaimed, !!state.deceasedAt],
		[upTo(state.reports.length, 2), upTo(state.quarantined.length, 1)],
		[filing.status, !!filing.review, !!filing.review?.confirmedAt, !!filing.awaitingHuman],
		[followUp.status, followUp.done.length],
		[!!state.cancellation, !!state.cancellation?.confirmedAt, !!state.redirect],
		state.notices.map(({ type, status }) => `${type}${status}`).sort(),
		asks.map(({ key, dueAt }) => `${key.split(':')[0]}${side(dueAt, now)}`),
		[next.step, side(next.until, now)],
	]);
}

type Fault =
	| 'unwatched step'
	| 'silent end'
	| 'nobody asked'
	| 'asked twice'
	| 'no deadline'
	| 'exception';

/** What must hold in every state a case can come into. */
function faultOf(state: ReferralState, asks: Ask[], next: NextStep): Fault | undefined {
	const phase = phaseOf(state);
	if (isTerminal(phase)) {
		const { closed } = state;
		return closed?.by.role && /\S/.test(closed.reason) ? undefined : 'silent end';
	}
	// Quiet asks are nets below ("nothing has happened for a long time"), not somebody's work.
	const owed = asks.filter(({ quiet }) => !quiet);
	if (owed.length === 0) return next.step === 'none' ? 'nobody asked' : 'unwatched step';
	if (!owed.some(({ dueAt }) => dueAt < never)) return 'no deadline';
	return new Set(asks.map(({ key }) => key)).size === asks.length ? undefined : 'asked twice';
}

interface Walk {
	states: number;
	tried: number;
	faults: Map<Fault, string[]>;
	phases: Map<Phase, number>;
	steps: Set<string>;
}

function walk(): Walk {
	const queue: Place[] = [];
	const seen = new Set<string>();
	const found: Walk = {
		states: 0,
		tried: 0,
		faults: new Map(),
		phases: new Map(),
		steps: new Set(),
	};
	const report = (fault: Fault, path: string[]): void => {
		found.faults.set(fault, [...(found.faults.get(fault) ?? []), path.join(' → ')].slice(0, 3));
	};
	const add = (place: Place): void => {
		try {
			const context = contextOf(place.state, place.now);
			const asks = asksOf(place.state, context);
			const next = nextStep(place.state, context);
			const key = abstraction(place.state, place.now, asks, next);
			if (seen.has(key)) return;
			seen.add(key);
			queue.push(place);
			const phase = phaseOf(place.state);
			found.phases.set(phase, (found.phases.get(phase) ?? 0) + 1);
			found.steps.add(next.step);
			const fault = faultOf(place.state, asks, next);
			if (fault) report(fault, place.path);
		} catch (error) {
			report('exception', [...place.path, String(error)]);
		}
	};
	for (const start of [opened, ...phases.flatMap((phase) => reached[phase])]) {
		const story = start();
		add({ state: foldEvents(caseId, story.events), now: story.now, path: [story.phase] });
	}
	while (queue.length > 0 && seen.size < bound) {
		const { state, now: before, path } = queue.shift()!;
		const now = plus(before, minute);
		const context = contextOf(state, now);
		const asks = asksOf(state, context);
		const next = nextStep(state, context);
		for (const each of [...spoken, ...ownDoing(state, next), ...telling(state, asks, now)]) {
			found.tried += 1;
			const decided = decide(state, each, now, new Set());
			if (!decided.ok || decided.value.length === 0) continue;
			const after = trimmed(copyOf(state));
			for (const event of decided.value) evolve(after, event);
			add({ state: after, now, path: [...path, `${each.actor.role}: ${each.type}`] });
		}
		const moments = [...asks.map(({ dueAt }) => dueAt), next.until ?? never].filter(
			(at) => at > now && at < never,
		);
		const soonest = moments.sort()[0];
		if (soonest) add({ state, now: soonest, path: [...path, 'time passes'] });
	}
	found.states = seen.size;
	return found;
}

describe(`the first ${bound} states a case can come into`, () => {
	const found = walk();
	const faults = (fault: Fault) => found.faults.get(fault) ?? [];

	test('are reached, in every phase, at every step that a live clinic has', () => {
		expect(found.states).toBeGreaterThanOrEqual(bound);
		expect(phases.filter((phase) => !found.phases.has(phase))).toEqual([]);
		const steps = ['release', 'build', 'awaitAck', 'touch', 'awaitOwner', 'call', 'redirect'];
		expect([...found.steps].sort()).toEqual([...steps, 'route', 'followUp', 'none'].sort());
	});

	test('never make a decision throw', () => {
		expect(faults('exception')).toEqual([]);
	});

	test('have no dead end: somebody owes something, or the workflow goes on', () => {
		expect(faults('unwatched step')).toEqual([]);
		expect(faults('no deadline')).toEqual([]);
	});

	test('have no open case at which nobody is asked', () => {
		expect(faults('nobody asked')).toEqual([]);
	});

	test('have no ask twice', () => {
		expect(faults('asked twice')).toEqual([]);
	});

	test('have no end without somebody who ended it and a reason', () => {
		expect(faults('silent end')).toEqual([]);
	});
});
