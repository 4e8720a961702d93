import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { artifacts, hostModules, hostNode } from './paths.mts';
import { freePort } from './ports.mts';
import { waitFor } from './wait-for.mts';

/** Variables of the surrounding shell that would change how n8n behaves. */
const foreign = /^(N8N_|DB_|EXECUTIONS_|QUEUE_|WEBHOOK_|GENERIC_|NODE_|JEST_|npm_)/i;

export interface ProcessOptions {
	userFolder: string;
	port: number;
	env?: Record<string, string>;
	/** `start`, `webhook` or `worker`, with its arguments. */
	command?: string[];
	/** How long the process may take to answer its readiness check. */
	readyMs?: number;
	/** Path of the readiness check; a worker answers it on its health-check port. */
	readyUrl?: string;
}

export interface N8nProcess {
	pid: number;
	/** Output of this process; that of earlier ones stands before it in `<userFolder>/n8n.log`. */
	logs(): string;
	running(): boolean;
	/** SIGTERM, then SIGKILL after 10 s. */
	stop(): Promise<void>;
	/** SIGKILL of this process, as a power cut would; its own task runner goes with it. */
	kill(): Promise<void>;
}

const live = new Set<ChildProcess>();
let guarded = false;
function guardExit(): void {
	if (guarded) return;
	guarded = true;
	process.on('exit', () => {
		for (const child of live) child.kill('SIGKILL');
	});
	if (process.listenerCount('SIGTERM') === 0) process.once('SIGTERM', () => process.exit(143));
}

/** Process ids whose parent is `pid` (Linux; elsewhere an empty list). */
function childrenOf(pid: number): number[] {
	try {
		return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
			readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
				.split(' ')
				.filter(Boolean)
				.map(Number),
		);
	} catch {
		return [];
	}
}

function endAll(pids: number[]): void {
	for (const pid of pids) {
		try {
			process.kill(pid, 'SIGKILL');
		} catch {
			// It has gone already.
		}
	}
}

const defaults = {
	NODE_ENV: 'production',
	// n8n is started again and again: what Node has compiled once is read back.
	NODE_COMPILE_CACHE: join(artifacts, 'compile-cache'),
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_HOST: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_PYTHON_ENABLED: 'false',
	// Would fetch a list from n8n's own servers at every start.
	N8N_DISABLED_MODULES: 'mcp-registry',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_DATA_TABLES_MAX_SIZE_BYTES: String(4 * 1024 ** 3),
	GENERIC_TIMEZONE: 'UTC',
};

function environment(options: ProcessOptions, brokerPort: number): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
	const noProxy = [process.env.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(',');
	return {
		...Object.fromEntries(kept),
		...defaults,
		N8N_USER_FOLDER: options.userFolder,
		N8N_PORT: String(options.port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_WEBHOOK_URL: `http://127.0.0.1:${options.port}/`,
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${options.port}/`,
		NO_PROXY: noProxy,
		no_proxy: noProxy,
		...options.env,
	};
}

/** Starts one n8n process on the host's Node and returns when it is ready to serve. */
export async function startProcess(options: ProcessOptions): Promise<N8nProcess> {
	mkdirSync(options.userFolder, { recursive: true });
	const args = [join(hostModules, 'n8n', 'bin', 'n8n'), ...(options.command ?? ['start'])];
	const env = environment(options, await freePort());
	// A file and no pipe: n8n spins when the reader of its pipe has gone.
	const log = join(options.userFolder, 'n8n.log');
	const output = openSync(log, 'a');
	const from = statSync(log).size;
	const child = spawn(hostNode, args, {
		cwd: options.userFolder,
		env,
		stdio: ['ignore', output, output],
	});
	closeSync(output);
	guardExit();
	live.add(child);

	const logs = () => readFileSync(log).subarray(from).toString('utf8');
	let ended = false;
	let reason = '';
	const exit = new Promise<void>((resolve) => {
		const close = (why: string) => {
			ended = true;
			reason = why;
			live.delete(child);
			resolve();
		};
		child.once('exit', (code, signal) => close(signal ?? `exit status ${code}`));
		child.once('error', (error) => close(error.message));
	});

	const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
		if (ended) return;
		const runners = child.pid === undefined ? [] : childrenOf(child.pid);
		child.kill(signal);
		const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
		if (signal === 'SIGKILL') endAll(runners);
		await exit;
		clearTimeout(hard);
		endAll(runners);
	};

	const readyUrl = options.readyUrl ?? `http://127.0.0.1:${options.port}/healthz/readiness`;
	try {
		await waitFor(
			async () => {
				if (ended) return true;
				return (await fetch(readyUrl)).status === 200;
			},
			'n8n to become ready',
			options.readyMs ?? 120_000,
		);
		if (ended || child.pid === undefined)
			throw new Error(`n8n stopped while it was starting (${reason}).`);
	} catch (error) {
		await end('SIGKILL');
		throw new Error(`${(error as Error).message}\nIts last output:\n${logs().slice(-3000)}`);
	}
	return {
		pid: child.pid,
		logs,
		running: () => !ended,
		stop: async () => await end('SIGTERM'),
		kill: async () => await end('SIGKILL'),
	};
}
