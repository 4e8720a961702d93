import { dueAt, type BusinessCalendar } from '../calendar/business-time';
import { windowOf, type Deadlines, type TimeWindow } from '../profile/deadlines';
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
}

export interface AskContext {
	deadlines: Deadlines;
	clinicCalendar: BusinessCalendar;
	/** Falls back to the clinic's hours where the directory has none. */
	hospitalCalendar?: BusinessCalendar;
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
		.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
}

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
	const { timer, ...ask } = open;
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
	return {
		...ask,
		dueAt: dueAt(ask.since, effective, ask.owes === 'hospital' ? hospitalCalendar : clinicCalendar),
		rule: `${timer} ${effective.amount} ${effective.unit} (${urgency})`,
	};
}

const windowFor = (
	{ timer }: OpenAsk,
	{ urgency }: ReferralState,
	{ deadlines }: AskContext,
): TimeWindow | undefined => windowOf(deadlines, timer as keyof Deadlines, urgency);
