import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from './paths.mts';

/** What the instrument in n8n tells (see `barrier-preload.cjs`). */
export interface Passage {
	n: number;
	execution: string;
	/** The name of the workflow. */
	workflow: string;
	node: string;
	edge: 'begin' | 'before' | 'answered' | 'after' | 'end';
	type?: string;
	operation?: string;
	resource?: string;
	/** The node was waiting and is passed over now. */
	resumed?: boolean;
	/** After a write: the step that its run has claimed. */
	claim?: string;
	/** For `answered`: method and path of the write an outside system has just answered. */
	request?: string;
	caseId?: string;
	rowId?: number;
	patientId?: string;
}

/** A passage of one followed case; `nth` counts the runs of that node for the case from 1. */
export interface Step extends Passage {
	name: string;
	nth: number;
	/** Milliseconds since the case was followed. */
	at: number;
}

export interface Followed {
	caseId(): string | undefined;
	steps: Step[];
	/** Holds the run that comes to this boundary and tells when it has; it goes no further. */
	holdAt(name: string): Promise<Step>;
	/** Nothing is held any more that has not been reached yet. */
	letPass(): void;
	/** How many runs work for this case now. A held one works as well. */
	running(): number;
	/** The executions of n8n that do. */
	working(): string[];
	stop(): void;
}

interface Case {
	steps: Step[];
	caseId?: string;
	executions: Set<string>;
	working: Set<string>;
	answers: Map<string, number>;
	counts: Map<string, number>;
	hold?: { name: string; reached: (step: Step) => void };
	over: boolean;
	since: number;
}

export interface BarrierOptions {
	/** The short name of a workflow in the names of boundaries. */
	short: (workflow: string) => string;
}

/**
 * The effect log of an n8n under test: every step of every run passes here, and one chosen step of a
 * case can be held. Nothing is timed: a held run stands still until n8n is killed.
 */
export async function startBarriers({ short }: BarrierOptions) {
	const byPatient = new Map<string, Case>();
	const byCaseId = new Map<string, Case>();
	const byRow = new Map<number, Case>();
	const byExecution = new Map<string, Case>();
	const atWork = new Map<string, string>();
	const begun = new Set<string>();
	let sockets: Socket[] = [];

	function caseOf(passage: Passage): Case | undefined {
		const { execution, caseId, rowId, patientId } = passage;
		const found =
			byExecution.get(execution) ??
			(caseId ? byCaseId.get(caseId) : undefined) ??
			(rowId ? byRow.get(Number(rowId)) : undefined) ??
			(patientId ? byPatient.get(String(patientId)) : undefined);
		if (!found) return undefined;
		byExecution.set(execution, found);
		found.executions.add(execution);
		if (caseId && !byCaseId.has(caseId)) byCaseId.set(caseId, found);
		if (caseId) found.caseId ??= caseId;
		if (rowId) byRow.set(Number(rowId), found);
		return found;
	}

	function nthOf(followed: Case, passage: Passage): number {
		const key = `${passage.workflow}/${passage.node}`;
		const count = (followed.counts.get(key) ?? 0) + (passage.edge === 'before' ? 1 : 0);
		followed.counts.set(key, count);
		return count;
	}

	function nameOf(followed: Case, passage: Passage, nth: number): string {
		const place = `${short(passage.workflow)}/${passage.node}#${nth}`;
		if (passage.edge !== 'answered') return `${place} ${passage.edge}`;
		const answered = (followed.answers.get(place) ?? 0) + 1;
		followed.answers.set(place, answered);
		return `${place} answered ${answered}`;
	}

	/** Whether the run may go on. */
	function pass(passage: Passage): boolean {
		if (passage.edge === 'begin') {
			atWork.set(passage.execution, short(passage.workflow));
			begun.add(`${short(passage.workflow)}/${passage.node}`);
		}
		if (passage.edge === 'end') atWork.delete(passage.execution);
		const followed = caseOf(passage);
		if (!followed || followed.over) return true;
		if (passage.edge === 'begin') {
			followed.working.add(passage.execution);
			return true;
		}
		if (passage.edge === 'end') {
			followed.working.delete(passage.execution);
			return true;
		}
		if (passage.edge !== 'answered') followed.working.add(passage.execution);
		const nth = nthOf(followed, passage);
		const at = Date.now() - followed.since;
		const step = { ...passage, nth, name: nameOf(followed, passage, nth), at };
		followed.steps.push(step);
		if (followed.hold?.name !== step.name) return true;
		const { reached } = followed.hold;
		delete followed.hold;
		reached(step);
		return false;
	}

	const server = createServer((socket) => {
		sockets.push(socket);
		socket.setNoDelay(true);
		let rest = '';
		socket.on('data', (chunk) => {
			const lines = (rest + chunk.toString('utf8')).split('\n');
			rest = lines.pop() ?? '';
			for (const line of lines) {
				const passage = JSON.parse(line) as Passage;
				if (pass(passage)) socket.write(`${passage.n}\n`);
			}
		});
		const gone = () => {
			sockets = sockets.filter((one) => one !== socket);
			// What worked in a process that has ended works no more.
			if (sockets.length === 0) {
				atWork.clear();
				begun.clear();
				for (const followed of byExecution.values()) followed.working.clear();
				byExecution.clear();
			}
		};
		socket.on('close', gone);
		// A process that is killed resets its connection.
		socket.on('error', () => undefined);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;

	return {
		/** What n8n has to be started with. */
		env: {
			NODE_OPTIONS: `--require ${join(root, 'test', 'support', 'barrier-preload.cjs')}`,
			BARRIER_PORT: String(port),
		},
		/** Follows the next case of a patient. */
		follow: (patientId: number): Followed => {
			const followed: Case = {
				steps: [],
				executions: new Set(),
				working: new Set(),
				answers: new Map(),
				counts: new Map(),
				over: false,
				since: Date.now(),
			};
			byPatient.set(String(patientId), followed);
			return {
				caseId: () => followed.caseId,
				steps: followed.steps,
				holdAt: async (name) =>
					await new Promise((reached) => {
						followed.hold = { name, reached };
					}),
				letPass: () => {
					delete followed.hold;
				},
				running: () => followed.working.size,
				working: () => [...followed.working],
				stop: () => {
					followed.over = true;
					if (byPatient.get(String(patientId)) === followed) byPatient.delete(String(patientId));
				},
			};
		},
		/** Whether this n8n has begun a workflow at this node (`watch/On publish and start`) and is through. */
		isThrough: (start: string): boolean =>
			begun.has(start) && ![...atWork.values()].includes(start.split('/')[0] ?? ''),
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

export type Barriers = Awaited<ReturnType<typeof startBarriers>>;
