import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxiosInstance } from 'axios';
import { apiClient, loginClient, n8nApi, type Access } from './n8n-client.mts';
import { startProcess, type N8nProcess } from './n8n-process.mts';
import { prepareUserFolder, readAccess } from './n8n-template.mts';
import { installPackage, packPackage } from './pack.mts';
import { freePort } from './ports.mts';
import { waitFor } from './wait-for.mts';

export { waitFor };

export interface N8nOptions {
	/** Kept between starts; without it a new one is made and removed at the end. */
	userFolder?: string;
	port?: number;
	/** More environment variables for n8n; they win over the defaults. */
	env?: Record<string, string>;
	/** An unpacked package to install; by default this repository's tarball; `false` for none. */
	packageDir?: string | false;
}

export type N8n = ReturnType<typeof n8nApi> & {
	url: string;
	readonly pid: number;
	userFolder: string;
	access: Access;
	/** Public API, base `/api/v1`, with the API key. */
	api: AxiosInstance;
	/** Client of the editor's own API, base `/rest`, logged in as the owner. */
	login(): Promise<AxiosInstance>;
	stop(): Promise<void>;
	/** SIGKILL of that process. */
	kill(): Promise<void>;
	/** Starts again in the same folder and on the same port (after `stop`, `kill` or on its own). */
	restart(env?: Record<string, string>): Promise<void>;
	waitFor: typeof waitFor;
	logs(): string;
};

/** Starts a real n8n with the package installed, the owner set up and an API key at hand. */
export async function startN8n(options: N8nOptions = {}): Promise<N8n> {
	const ownFolder = options.userFolder === undefined;
	const userFolder = options.userFolder ?? mkdtempSync(join(tmpdir(), 'vet-referral-n8n-'));
	const port = options.port ?? (await freePort());
	const url = `http://127.0.0.1:${port}`;
	await prepareUserFolder(userFolder);
	if (options.packageDir !== false) {
		installPackage(userFolder, options.packageDir ?? packPackage().directory);
	}
	const start = async (env: Record<string, string> = {}): Promise<N8nProcess> =>
		await startProcess({ userFolder, port, env: { ...options.env, ...env } });

	let current = await start();
	const access = readAccess(userFolder);
	const api = apiClient(url, access.apiKey);
	return {
		...n8nApi(api, url),
		url,
		get pid() {
			return current.pid;
		},
		userFolder,
		access,
		api,
		login: async () => await loginClient(url, access),
		stop: async () => {
			await current.stop();
			if (ownFolder) rmSync(userFolder, { recursive: true, force: true });
		},
		kill: async () => await current.kill(),
		restart: async (env) => {
			if (current.running()) await current.stop();
			current = await start(env);
		},
		waitFor,
		logs: () => current.logs(),
	};
}
