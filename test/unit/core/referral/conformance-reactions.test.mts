import { decideAll } from '../../../../core/referral/decide';
import type { ActorRole, EventData, EventType } from '../../../../core/referral/events';
import { isTerminal, phases, terminalPhases, type Phase } from '../../../../core/referral/phases';
import { reactionTable, reactionTo, rules } from '../../../../core/referral/reactions';
import type { ReferralState } from '../../../../core/referral/state';
import { eventTypes, reached, sayings } from './sayings.mts';
import type { Story } from './story.mts';

/** What a saying did to a case. */
type Effect = 'changed' | 'already so' | 'refused' | 'recorded';

interface Trial {
	phase: Phase;
	type: EventType;
	role: ActorRole;
	before: Story;
	after: Story;
	effect: Effect;
}

/** The state without the marks that every event leaves. */
const lanes = ({ lastActAt: _, ...state }: ReferralState): string => JSON.stringify(state);

function say(given: Story, type: EventType, data: EventData[EventType], role: ActorRole): Trial {
	const before = given.copy().after(1);
	const after = before.copy();
	const decided = after.tries(type, data as never, { role });
	const isSo = decided.ok && decided.value.length === 0;
	const isChange = lanes(before.state) !== lanes(after.state);
	const effect = !decided.ok ? 'refused' : isSo ? 'already so' : isChange ? 'changed' : 'recorded';
	return { phase: before.phase, type, role, before, after, effect };
}

const everywhere: Story[] = phases.flatMap((phase) => reached[phase].map((given) => given()));
const trials: Trial[] = everywhere.flatMap((given) =>
	eventTypes.flatMap((type) =>
		sayings[type].flatMap((data) => rules[type].roles.map((role) => say(given, type, data, role))),
	),
);

/** Events that move nothing in the phases where what they are about has not begun or is over, and why. */
const knownNoOps: Partial<Record<EventType, string>> = {
	'transport.failed': 'a packet that has arrived does not un-arrive',
	'outreach.failed': 'no message was begun',
	'notice.sent': 'no notice was begun',
	'notice.failed': 'no notice was begun',
	'files.kept': 'there is no packet yet whose files could be kept',
	'appt.cancelled': 'there is no visit that could be cancelled',
	'report.awaiting_human': 'the report is filed already',
	'report.needs_review': 'the report is filed already',
	'report.filing_failed': 'the report is filed already',
	'links.withdrawn': 'the row counts the version of the links',
	'person.settled': 'no such question is open',
	'case.reopened': 'the case is open',
};

describe('every cell of the reaction table', () => {
	const table = reactionTable();

	test('is declared, and no event is left out', () => {
		expect(table.length).toBe(phases.length * eventTypes.length);
		expect(Object.keys(rules).sort()).toEqual([...eventTypes].sort());
		expect(table.filter(({ reaction }) => !['apply', 'record', 'ask'].includes(reaction))).toEqual(
			[],
		);
	});

	test('was tried in a case of its phase', () => {
		expect(everywhere.map(({ phase }) => phase).sort()).toEqual(
			phases.flatMap((phase) => reached[phase].map(() => phase)).sort(),
		);
		const tried = new Set(trials.map(({ phase, type }) => `${phase} ${type}`));
		expect(tried.size).toBe(table.length);
	});

	test('that applies changes some case, is already so, is refused in words, or is a known no-op', () => {
		const moving = new Set(
			trials.flatMap(({ phase, type, effect }) =>
				effect === 'recorded' ? [] : [`${type} ${phase}`],
			),
		);
		const silent = table
			.filter(({ reaction }) => reaction === 'apply')
			.map(({ phase, type }) => `${type} ${phase}`)
			.filter((cell) => !moving.has(cell));
		expect([...new Set(silent.map((cell) => cell.split(' ')[0]))].sort()).toEqual(
			Object.keys(knownNoOps).sort(),
		);
	});

	test('of every type changes some case', () => {
		const changing = new Set(
			trials.flatMap(({ type, effect }) => (effect === 'changed' ? [type] : [])),
		);
		const never = eventTypes.filter((type) => !changing.has(type));
		expect(never).toEqual(['referral.created', 'links.withdrawn']);
	});

	test('that asks leaves a question for a person', () => {
		for (const { phase, type, effect, after } of trials) {
			if (reactionTo(phase, type) !== 'ask' || effect === 'already so' || effect === 'refused')
				continue;
			const ask = after.asks.find(({ key }) => key === `question:${type}@${phase}`);
			expect([phase, type, ask?.owes, ask?.forPerson]).toEqual([phase, type, 'clinic', true]);
		}
	});

	test.each(terminalPhases)(
		'that records leaves a case %s, and only a person reopens it',
		(phase) => {
			const left = trials.filter((trial) => trial.phase === phase && trial.after.phase !== phase);
			expect(left.length).toBeGreaterThan(0);
			for (const { type, role, after } of left) {
				expect([type, role]).toEqual(['case.reopened', 'referrer']);
				expect(isTerminal(after.phase)).toBe(false);
			}
		},
	);

	test('of a terminal phase is never silently dropped: what was said stands in the events', () => {
		for (const { phase, before, after, effect } of trials) {
			if (!isTerminal(phase) || effect === 'already so' || effect === 'refused') continue;
			expect(after.events.length).toBeGreaterThan(before.events.length);
		}
	});

	test('is refused to whoever may not say it', () => {
		const roles: ActorRole[] = ['referrer', 'specialist', 'owner', 'system'];
		const given = reached.accepted[0]!().after(1);
		for (const type of eventTypes) {
			for (const role of roles.filter((each) => !rules[type].roles.includes(each))) {
				const command = given.command(type, sayings[type][0] as never, { role });
				const decided = decideAll(given.state, [command], given.now, given.known);
				expect([type, role, decided.ok ? 'taken' : decided.refusal.code]).toEqual([
					type,
					role,
					'not_allowed',
				]);
			}
		}
	});
});
