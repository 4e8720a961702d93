import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const host = join(root, 'test', 'host');
export const hostNode = join(host, 'node_modules', 'node', 'bin', 'node');
export const artifacts = join(root, '.artifacts');

/** The environment of every command: the host's Node 24 comes first. */
export const hostEnv = () => ({
	...process.env,
	PATH: `${dirname(hostNode)}${delimiter}${process.env.PATH ?? ''}`,
});

/** A step did not end well; `message` is for people, `output` is all that it wrote. */
export class StepFailed extends Error {
	constructor(message, output = '') {
		super(message);
		this.output = output;
	}
}

const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;

const closed = (child) =>
	new Promise((resolve) => {
		child.once('error', (error) => resolve({ status: 1, reason: error.message }));
		child.once('close', (status, signal) => resolve({ status: status ?? 1, reason: signal }));
	});

/**
 * Runs a step whose own output is only of interest when it fails: tells what is being done, how long
 * it has taken so far, and that it is done.
 */
export async function quietly(what, command, args, options = {}) {
	mkdirSync(join(artifacts, 'logs'), { recursive: true });
	const log = join(artifacts, 'logs', `${what.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.log`);
	const file = createWriteStream(log);
	const since = Date.now();
	console.log(`${what} …`);
	const tick = setInterval(() => console.log(`${what} … ${seconds(since)}`), 20_000);
	const child = spawn(command, args, {
		cwd: root,
		...options,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	child.stdout.pipe(file, { end: false });
	child.stderr.pipe(file, { end: false });
	const { status, reason } = await closed(child);
	clearInterval(tick);
	await new Promise((resolve) => file.end(resolve));
	if (status !== 0) {
		const output = readFileSync(log, 'utf8').trim();
		const tail = output.split('\n').slice(-25).join('\n');
		throw new StepFailed(
			`${what}: stopped with ${reason ?? `exit status ${status}`}.\n${tail}\nAll of it is in ${log}.`,
			output,
		);
	}
	console.log(`${what}: done in ${seconds(since)}`);
}

/** Runs a command with this terminal; returns its exit status. Signals reach it first. */
export async function attached(command, args, env = {}) {
	const child = spawn(command, args, {
		cwd: root,
		env: { ...hostEnv(), ...env },
		stdio: 'inherit',
	});
	const pass = (signal) => child.kill(signal);
	const wait = () => {};
	process.on('SIGINT', wait);
	process.on('SIGTERM', pass);
	const { status, reason } = await closed(child);
	process.off('SIGINT', wait);
	process.off('SIGTERM', pass);
	if (reason && !/^SIG/.test(reason)) console.error(reason);
	return status;
}

/** Runs a command and returns its exit status and what it wrote. */
export async function captured(command, args) {
	const child = spawn(command, args, {
		cwd: root,
		env: hostEnv(),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	child.stdout.on('data', (chunk) => (output += chunk));
	child.stderr.on('data', (chunk) => (output += chunk));
	const { status } = await closed(child);
	return { status, output };
}
