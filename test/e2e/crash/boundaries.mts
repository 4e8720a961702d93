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
	/** Boundaries of one family are at the same node, at another turn of the loop. */
	family: string;
	/**
	 * What a crash leaves behind is decided by the last step that lasted, and by its kind in its workflow;
	 * before the first such step of a run nothing is left. Empty where another boundary says the same.
	 */
	remains: string;
}

/** Turns of these differ: each writes another intent or result, or waits for somebody else. */
const eachTurn: readonly Kind[] = ['write', 'wait'];

function remainsOf({ name, edge, node }: Step, kind: Kind): string {
	const workflow = name.split('/')[0] ?? '';
	if (edge === 'answered') return `${workflow}/${node} answered`;
	if (edge === 'after') return `${workflow}/${kind}`;
	return kind === 'start' ? `${workflow}/before` : '';
}

/** Every boundary of a recorded quiet round, in the order in which the case came to them. */
export function boundariesOf({ name: fixture, steps }: Outcome): Boundary[] {
	return steps.flatMap((step): Boundary[] => {
		const { name } = step;
		const kind = kindOf(step);
		if (!kind) return [];
		const family = eachTurn.includes(kind) ? name : name.replace(/#\d+/, '');
		return [{ fixture, name, kind, family, remains: remainsOf(step, kind) }];
	});
}

/** One boundary of every group; the fixtures take turns, each with boundaries of its own. */
export function oneOfEach(recorded: Boundary[], by: 'family' | 'remains'): Boundary[] {
	const groups = new Map<string, Boundary[]>();
	for (const boundary of recorded) {
		const key = boundary[by];
		if (key !== '') groups.set(key, [...(groups.get(key) ?? []), boundary]);
	}
	const taken = new Map<CaseName, number>();
	return [...groups.values()].map((members) => {
		const load = ({ fixture }: Boundary): number => taken.get(fixture) ?? 0;
		const [chosen] = members.toSorted((a, b) => load(a) - load(b));
		if (!chosen) throw new Error('A group has no members.');
		taken.set(chosen.fixture, load(chosen) + 1);
		return chosen;
	});
}

/**
 * Rounds in which `width` cases of each fixture are played at once and each is killed at `kills` boundaries,
 * one after the other; those of one case lie far apart, so that it is killed early, in the middle and late.
 */
export function roundsOf(boundaries: Boundary[], { kills = 1, width = 1 } = {}): Plan[] {
	const fixtures = [...new Set(boundaries.map(({ fixture }) => fixture))];
	const cases = fixtures.map((fixture) => {
		const names = boundaries.filter((one) => one.fixture === fixture).map(({ name }) => name);
		const count = Math.ceil(names.length / kills);
		return Array.from({ length: count }, (_, nth) => ({
			fixture,
			boundaries: names.filter((_name, index) => index % count === nth),
		}));
	});
	const most = Math.max(0, ...cases.map(({ length }) => length));
	return Array.from({ length: Math.ceil(most / width) }, (_, round) =>
		cases.flatMap((of) => of.slice(round * width, (round + 1) * width)),
	);
}
