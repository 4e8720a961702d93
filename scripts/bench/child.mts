import { fork } from 'node:child_process';
import { join } from 'node:path';
import { hostNode } from '../../test/support/paths.mts';
import type { Counts, Ready } from './simulator.mts';

interface Answer {
	id: number;
	value?: unknown;
	error?: string;
}

/** Starts a simulated system in a process of its own. */
export async function startChild(kind: 'practice' | 'receiver', secret = '') {
	const script = join(process.cwd(), 'scripts', 'bench', 'simulator.mts');
	const child = fork(script, [kind, secret], {
		execPath: hostNode,
		execArgv: ['--disable-warning=ExperimentalWarning'],
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	const waiting = new Map<
		number,
		{ done: (value: unknown) => void; fail: (error: Error) => void }
	>();
	const answerTo = async (id: number): Promise<unknown> =>
		await new Promise((done, fail) => waiting.set(id, { done, fail }));
	child.on('message', ({ id, value, error }: Answer) => {
		const one = waiting.get(id);
		waiting.delete(id);
		if (error === undefined) one?.done(value);
		else one?.fail(new Error(error));
	});
	child.once('exit', (status) => {
		for (const { fail } of waiting.values()) fail(new Error(`The ${kind} ended with ${status}.`));
	});
	const { url } = (await answerTo(0)) as Ready;
	let last = 0;
	const ask = async (what: 'take' | 'describe'): Promise<unknown> => {
		const id = ++last;
		child.send({ id, ask: what });
		return await answerTo(id);
	};
	return {
		url,
		describe: async <T,>(): Promise<T> => (await ask('describe')) as T,
		/** What it has seen since the last call. */
		take: async (): Promise<Counts> => (await ask('take')) as Counts,
		close: () => child.disconnect(),
	};
}

export type Child = Awaited<ReturnType<typeof startChild>>;
