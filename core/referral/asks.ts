import { dueAt, type BusinessCalendar } from '../calendar/business-time';
import { windowOf, type Deadlines, type TimeWindow } from '../profile/deadlines';
import { escalateAt } from '../watch/escalation';
import type { Escalation } from '../watch/settings';
import { laneAsks, type ExtraTimer, type OpenAsk } from './lane-asks';
import type { ReferralState } from './state';
import { never } from './telling';

export type Owes = OpenAsk['owes'];

/** One thing somebody owes: who, what, since when, until when, and the rule that set the time. */
export interface Ask {
	key: string;
	owes: Owes;
	what: string;
	since: string;
	/** ISO UTC. */
	dueAt: string;
	rule: string;
	/** A person at the clinic acts on this one, whoever owes it: it stands in their list at once. */
	forPerson?: boolean;
	/** A time limit that nobody has to know of before it has passed. */
	quiet?: boolean;
	/** Once it is overdue: when it is told again, if nobody has settled it by then. */
	escalateAt?: string;
}

export interface AskContext {
	deadlines: Deadlines;
	clinicCalendar: BusinessCalendar;
	/** Falls back to the clinic's hours where the directory has none. */
	hospitalCalendar?: BusinessCalendar;
	/** While the clinic is paused its workflows owe nothing. */
	paused?: boolean;
	/** ISO UTC. Without it, or without rules for it, nothing is told twice as overdue. */
	now?: string;
	escalation?: Escalation;
}

const extra: Record<ExtraTimer, TimeWindow> = {
	release: { amount: 4, unit: 'business_hours' },
	gaps: { amount: 4, unit: 'business_hours' },
	failure: { amount: 0, unit: 'minutes' },
	slot: { amount: 4, unit: 'business_hours' },
};

/**
 * What is owed now, most urgent first. On a closed case only open questions and tasks are owed, and
 * the filing of a report that came late.
 */
export function asksOf(state: ReferralState, context: AskContext): Ask[] {
	return [...questions(state), ...laneAsks(state)]
		.flatMap((ask) => timed(ask, state, context) ?? [])
		.map((ask) => escalating(ask, state, context))
		.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
}

/** What is owed as people should see it now: time limits in the background appear when they pass. */
export const visibleAsks = (asks: readonly Ask[], now: string): Ask[] =>
	asks.filter((ask) => !ask.quiet || ask.dueAt <= now);

const questions = (state: ReferralState): OpenAsk[] =>
	Object.entries(state.questions).map(([key, { why, at }]) => ({
		key: `question:${key}`,
		owes: 'clinic',
		what: why,
		since: at,
		timer: 'failure',
		forPerson: true,
	}));

/**
 * Times one ask: emergencies never wait for opening hours, so their windows run day and night. A timer
 * that is switched off takes away the deadline, not the work a person has to do.
 */
function timed(open: OpenAsk, state: ReferralState, context: AskContext): Ask | undefined {
	const { timer, laterThan, ...ask } = open;
	if (context.paused && ask.owes === 'system') return undefined;
	const { urgency } = state;
	const window = timer in extra ? extra[timer as ExtraTimer] : windowFor(open, state, context);
	if (!window) {
		return ask.forPerson ? { ...ask, dueAt: never, rule: `${timer} off (${urgency})` } : undefined;
	}
	const { clinicCalendar, hospitalCalendar = clinicCalendar } = context;
	const effective: TimeWindow =
		urgency === 'emergency' && window.unit.startsWith('business_')
			? { amount: 30, unit: 'minutes' }
			: window;
	const calendar = ask.owes === 'hospital' ? hospitalCalendar : clinicCalendar;
	const rule = `${timer} ${effective.amount} ${effective.unit} (${urgency})`;
	if (laterThan === undefined)
		return { ...ask, dueAt: dueAt(ask.since, effective, calendar), rule };
	const wanted = dueAt(laterThan.from, effective, calendar);
	return laterThan.at > wanted ? { ...ask, dueAt: ask.since, rule } : undefined;
}

function escalating(ask: Ask, { urgency }: ReferralState, context: AskContext): Ask {
	const { now, escalation, clinicCalendar } = context;
	if (now === undefined || escalation === undefined || ask.dueAt > now) return ask;
	const again = escalateAt(ask.dueAt, urgency, escalation, clinicCalendar);
	return again === undefined ? ask : { ...ask, escalateAt: again };
}

const windowFor = (
	{ timer }: OpenAsk,
	{ urgency }: ReferralState,
	{ deadlines }: AskContext,
): TimeWindow | undefined => windowOf(deadlines, timer as keyof Deadlines, urgency);
