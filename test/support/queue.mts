import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiClient, loginClient, n8nApi } from './n8n-client.mts';
import { startProcess, type N8nProcess } from './n8n-process.mts';
import { setUpOwner } from './n8n-template.mts';
import type { N8n } from './n8n.mts';
import { installPackage, packPackage } from './pack.mts';
import { freePort, freePorts } from './ports.mts';
import { startPostgres, type Postgres } from './postgres.mts';
import { startRedis, type Redis } from './redis.mts';
import { waitFor } from './wait-for.mts';

/** n8n in queue mode: `N8n` is its main process, which serves editor, API and webhooks. */
export type QueueN8n = N8n & {
	/** The process that runs the workflows. */
	worker: {
		readonly pid: number;
		/** SIGKILL, as a power cut would end it. */
		kill(): Promise<void>;
		/** Starts it again; returns when it takes jobs. */
		start(): Promise<void>;
	};
};

/** What all processes of one n8n have in common. */
function sharedSettings(url: string, postgres: Postgres, redis: Redis): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		N8N_WEBHOOK_URL: `${url}/`,
		N8N_EDITOR_BASE_URL: `${url}/`,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: postgres.database,
		DB_POSTGRESDB_USER: postgres.user,
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
	};
}

/** Starts a worker and returns when it takes jobs. */
async function startWorker(userFolder: string, env: Record<string, string>): Promise<N8nProcess> {
	const [port, health] = await freePorts(2);
	return await startProcess({
		userFolder,
		port: port ?? 0,
		command: ['worker', '--concurrency=10'],
		env: { ...env, QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(health) },
		readyUrl: `http://127.0.0.1:${health}/healthz/readiness`,
	});
}

/**
 * Starts n8n as a group of clinics runs it: PostgreSQL, Redis, a main process and a worker, with the
 * package installed in the folder both share, the owner set up and an API key at hand.
 */
export async function startQueueN8n(more: Record<string, string> = {}): Promise<QueueN8n> {
	const userFolder = mkdtempSync(join(tmpdir(), 'vet-referral-queue-'));
	const ends: Array<() => Promise<void>> = [];
	const stop = async (): Promise<void> => {
		for (const end of ends.reverse().splice(0)) await end();
		rmSync(userFolder, { recursive: true, force: true });
	};
	try {
		const postgres = await startPostgres();
		ends.push(postgres.stop);
		const redis = await startRedis();
		ends.push(redis.stop);
		installPackage(userFolder, packPackage().directory);
		const port = await freePort();
		const url = `http://127.0.0.1:${port}`;
		const env = { ...sharedSettings(url, postgres, redis), ...more };
		const startMain = async (changes: Record<string, string> = {}) =>
			await startProcess({ userFolder, port, env: { ...env, ...changes } });

		let main = await startMain();
		ends.push(async () => await main.stop());
		const access = await setUpOwner(userFolder, url);
		let worker = await startWorker(userFolder, env);
		ends.push(async () => await worker.stop());
		const api = apiClient(url, access.apiKey);
		return {
			...n8nApi(api, url),
			url,
			get pid() {
				return main.pid;
			},
			userFolder,
			access,
			api,
			login: async () => await loginClient(url, access),
			stop,
			kill: async () => await main.kill(),
			restart: async (changes) => {
				if (main.running()) await main.stop();
				main = await startMain(changes);
			},
			waitFor,
			logs: () => main.logs(),
			worker: {
				get pid() {
					return worker.pid;
				},
				kill: async () => await worker.kill(),
				start: async () => {
					worker = await startWorker(userFolder, env);
				},
			},
		};
	} catch (error) {
		await stop();
		throw error;
	}
}
