import type { CaseName } from '../../../scripts/demo/play.mts';
import type { Step } from '../../support/barriers.mts';
import type { Outcome, Plan } from './round.mts';

/** What a step does to the world; a crash before or after anything else leaves nothing behind. */
export type Kind = 'start' | 'write' | 'effect' | 'answer' | 'call' | 'wait';

const writes = ['insert', 'update', 'upsert', 'deleteRows'];
const effects = [
	'buildPacket',
	'sendToSpecialist',
	'routeOutcome',
	'scheduleFollowUp',
	'emailSend',
	'httpRequest',
];

/** The kind of a step, or nothing for one that only reads, decides or passes on. */
export function kindOf({ type = '', operation = '', resource = '' }: Step): Kind | undefined {
	const node = type.split('.').pop() ?? '';
	if (/Trigger$/.test(node)) return 'start';
	if (node === 'dataTable') return writes.includes(operation) ? 'write' : undefined;
	if (node === 'executeWorkflow') return 'call';
	if (node === 'awaitAcknowledgment') return 'wait';
	if (node === 'ownerOutreach') return operation === 'sendTouch' ? 'effect' : 'wait';
	if (node === 'caseFiles') return operation === 'keep' ? 'wait' : 'effect';
	if (node === 'referralCase') return resource === 'desk' ? 'answer' : undefined;
	return effects.includes(node) ? 'effect' : undefined;
}

export interface Boundary {
	fixture: CaseName;
	name: string;
	kind: Kind;
	/** Boundaries of one class do the same at another turn of the loop. */
	family: string;
}

/** Turns of these differ: each writes another intent or result, or waits for somebody else. */
const eachTurn: readonly Kind[] = ['write', 'wait'];

/** Every boundary of a recorded quiet round, in the order in which the case came to them. */
export function boundariesOf({ name: fixture, steps }: Outcome): Boundary[] {
	return steps.flatMap((step): Boundary[] => {
		const kind = kindOf(step);
		if (!kind) return [];
		const isEachTurn = eachTurn.includes(kind);
		const family = isEachTurn ? step.name : step.name.replace(/#\d+/, '');
		return [{ fixture, name: step.name, kind, family }];
	});
}

/** One boundary of every family; the fixtures take turns, each with boundaries of its own. */
export function oneOfEach(recorded: Boundary[]): Boundary[] {
	const families = new Map<string, Boundary[]>();
	for (const boundary of recorded) {
		families.set(boundary.family, [...(families.get(boundary.family) ?? []), boundary]);
	}
	const taken = new Map<CaseName, number>();
	return [...families.values()].map((members) => {
		const load = ({ fixture }: Boundary): number => taken.get(fixture) ?? 0;
		const [chosen] = members.toSorted((a, b) => load(a) - load(b));
		if (!chosen) throw new Error('A family has no members.');
		taken.set(chosen.fixture, load(chosen) + 1);
		return chosen;
	});
}

/** Rounds that kill at one boundary of each fixture at a time. */
export function roundsOf(boundaries: Boundary[]): Plan[] {
	const left = new Map<CaseName, string[]>();
	for (const { fixture, name } of boundaries) {
		left.set(fixture, [...(left.get(fixture) ?? []), name]);
	}
	const longest = Math.max(0, ...[...left.values()].map((names) => names.length));
	return Array.from({ length: longest }, (_, index) =>
		Object.fromEntries(
			[...left].flatMap(([fixture, names]) => {
				const name = names[index];
				return name === undefined ? [] : [[fixture, name]];
			}),
		),
	);
}
