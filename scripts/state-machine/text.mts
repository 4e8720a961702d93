import type { Deadlines, TimerId, TimeWindow } from '../../core/profile/deadlines';
import type { ActorRole, EventType } from '../../core/referral/events';
import type { Phase } from '../../core/referral/phases';
import type { Reaction } from '../../core/referral/reactions';
import { phaseFacts, timerFacts } from './facts.mts';

/** What the document is made of; all of it stands in core. */
export interface StateMachine {
	phases: readonly Phase[];
	terminalPhases: readonly Phase[];
	rules: Record<EventType, { roles: readonly ActorRole[] }>;
	reactionTo: (phase: Phase, type: EventType) => Reaction;
	deadlines: Deadlines;
}

const roles: ActorRole[] = ['referrer', 'specialist', 'owner', 'system'];
const signs: Record<Reaction, string> = { apply: '•', record: '–', ask: '?' };

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');

function phaseTable({ phases, terminalPhases }: StateMachine): string {
	return table(
		['Phase', 'Meaning', 'FHIR Task', 'BSeR business status'],
		phases.map((phase) => {
			const { meaning, task, business } = phaseFacts[phase];
			const name = terminalPhases.includes(phase) ? `**\`${phase}\`** (final)` : `\`${phase}\``;
			return [name, meaning, task, business];
		}),
	);
}

function speakerTable({ rules }: StateMachine): string {
	const types = Object.keys(rules) as EventType[];
	return table(
		['Event', 'Referring clinic', 'Hospital', 'Owner', 'Workflow'],
		types.map((type) => [
			`\`${type}\``,
			...roles.map((role) => (rules[type].roles.includes(role) ? '✔' : '')),
		]),
	);
}

/** Phases in which an event reacts alike stand in one cell; the rule of a row is read at a glance. */
function reactionRow(
	type: EventType,
	{ phases, terminalPhases, reactionTo }: StateMachine,
): string[] {
	const open = phases.filter((phase) => !terminalPhases.includes(phase));
	const asked = open.filter((phase) => reactionTo(phase, type) === 'ask');
	const asks =
		asked.length === open.length ? 'every open phase' : asked.map((p) => `\`${p}\``).join(', ');
	const closed = new Set(terminalPhases.map((phase) => reactionTo(phase, type)));
	return [`\`${type}\``, asks, [...closed].join(', ')];
}

function matrix({ phases, rules, reactionTo }: StateMachine): string {
	const types = Object.keys(rules) as EventType[];
	return table(
		['', ...phases.map((_, index) => String(index + 1))],
		types.map((type) => [`\`${type}\``, ...phases.map((phase) => signs[reactionTo(phase, type)])]),
	);
}

const windowText = (cell: TimeWindow | 'none'): string =>
	cell === 'none' ? '–' : `${cell.amount} ${cell.unit.replace('_', ' ')}`;

function timerTable({ deadlines }: StateMachine): string {
	return table(
		['Timer', 'What is owed', 'Emergency', 'Urgent', 'Routine'],
		(Object.keys(deadlines) as TimerId[]).map((timer) => {
			const { emergency, urgent, routine } = deadlines[timer];
			return [timer, timerFacts[timer], ...[emergency, urgent, routine].map(windowText)];
		}),
	);
}

/** The text of docs/state-machine.md. */
export function stateMachineText(machine: StateMachine): string {
	const { phases, rules } = machine;
	const types = Object.keys(rules) as EventType[];
	return `# The state machine of a referral

Made from the code by \`node scripts/state-machine.mts\`; a test fails when it is out of date.

A case is a list of events that is only ever added to. Five lanes are folded from it: transport, the decision of
the hospital, appointments, the report, and write-back with follow-up. The phase people see is derived
from the lanes and never stored as truth, so a late, early or repeated event is never refused for its order, only
understood. Nothing closes by silence: timers raise work for people and change no fact, and a final phase
always has somebody who ended it and a reason.

## Phases

The last two columns say what a FHIR partner sees (HL7 BSeR, harmonised with IHE 360X).

${phaseTable(machine)}

How this differs from BSeR:

- BSeR takes a referral from \`draft\` to \`received\` in one step when it is sent (TID 01). Here a Task is
  \`requested\` from sending until somebody at the hospital has taken the case, so that a packet that merely left is
  never shown as received.
- A question of the hospital puts the Task \`on-hold\`, with 2.0 before and 3.0 after the acceptance.
- A note that comes before the visit is 5.1.4 for the partner that sent it (TID 08), but the case is not \`seen\` here
  until the hospital says so, writes during a stay, or writes after the booked time.
- A further visit keeps the case \`seen\`; the partner sees 5.1.1, 5.1.2 or 5.1.3, whatever was said last (TID 26, 27).
- A hospital that books or sees a patient has accepted the case, also if it never said so. After a decline a person
  decides what such news means.
- Partners that know the coarse form only get 5.1 for every 5.1.n (TID 31 to 34); the codes 5.4 and 5.x of the
  first edition of the guide are read as 5.2 and 5.1.

## Who may say what

${speakerTable(machine)}

What a clinic says for the hospital (a phone call, say) is marked as heard; the hospital's own word takes its place.

## Reactions

An event **applies**, is **recorded** as a late fact that moves nothing, or is recorded and **asks** a person
what it means. Elsewhere than in the phases named here it applies.

${table(
	['Event', 'Asks in', 'When the case has ended'],
	types.map((type) => reactionRow(type, machine)),
)}

Every cell, with • applied, – recorded, ? asked:

${phases.map((phase, index) => `${index + 1} \`${phase}\``).join(', ')}

${matrix(machine)}

## Timers

Defaults; each clinic can change them. Business time is that of the side that owes; in an emergency no window waits
for opening hours.

${timerTable(machine)}
`;
}
