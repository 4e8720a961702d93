import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { waitFor } from './wait-for.mts';

export interface Service {
	pid: number;
	logs(): string;
	/** The signal that ends it in good order, then SIGKILL after 10 s. */
	stop(): Promise<void>;
}

export interface ServiceOptions {
	/** As people call it, for messages. */
	name: string;
	command: string;
	args: string[];
	/** Working folder. */
	cwd: string;
	logFile: string;
	/** Whose process it is; the caller's unless given. */
	user?: { uid: number; gid: number };
	stopSignal?: NodeJS.Signals;
	/** Truthy when it serves. */
	ready: () => unknown;
}

const live = new Set<ChildProcess>();
process.on('exit', () => {
	for (const child of live) child.kill('SIGKILL');
});

/** Starts a server of its own for a test, and returns when it serves. */
export async function startService(options: ServiceOptions): Promise<Service> {
	const { name, command, args, cwd, logFile, user, stopSignal = 'SIGTERM', ready } = options;
	const output = openSync(logFile, 'a');
	const child = spawn(command, args, { cwd, ...user, stdio: ['ignore', output, output] });
	closeSync(output);
	live.add(child);
	const logs = () => readFileSync(logFile, 'utf8');
	let ended = '';
	const exit = new Promise<void>((resolve) => {
		const close = (why: string) => {
			ended = why;
			live.delete(child);
			resolve();
		};
		child.once('exit', (code, signal) => close(signal ?? `exit status ${code}`));
		child.once('error', (error) => close(error.message));
	});
	const end = async (signal: NodeJS.Signals): Promise<void> => {
		if (ended !== '') return;
		child.kill(signal);
		const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
		await exit;
		clearTimeout(hard);
	};
	try {
		await waitFor(async () => ended !== '' || (await ready()), `${name} to serve`, 30_000);
		if (ended !== '' || child.pid === undefined) {
			throw new Error(`${name} stopped while it was starting (${ended}).`);
		}
	} catch (error) {
		await end('SIGKILL');
		throw new Error(`${(error as Error).message}\nIts last output:\n${logs().slice(-2000)}`);
	}
	return { pid: child.pid, logs, stop: async () => await end(stopSignal) };
}
