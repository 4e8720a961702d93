import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './ports.mts';
import { startService } from './service.mts';

const installed = '/usr/lib/postgresql';

/** The programs of the newest PostgreSQL that Debian's package has installed. */
function programs(): string {
	const versions = existsSync(installed) ? readdirSync(installed).map(Number) : [];
	const newest = versions.sort((a, b) => b - a)[0];
	if (newest === undefined) {
		throw new Error('PostgreSQL is not installed: run `apt-get install postgresql`.');
	}
	return join(installed, String(newest), 'bin');
}

/** PostgreSQL refuses to run as root; Debian's package brings the user `postgres` for it. */
function owner(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (option: string) =>
		Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

/** An empty PostgreSQL for one test: nothing is made safe against a power cut, which saves time. */
export async function startPostgres() {
	const bin = programs();
	const user = owner();
	const folder = mkdtempSync(join(tmpdir(), 'vet-referral-postgres-'));
	const data = join(folder, 'data');
	mkdirSync(data, { mode: 0o700 });
	if (user) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
	const account = { user: 'n8n', database: 'postgres' };
	execFileSync(
		join(bin, 'initdb'),
		['-D', data, '-U', account.user, '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
		{ cwd: folder, ...user, stdio: ['ignore', 'ignore', 'inherit'] },
	);
	const port = await freePort();
	const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
	const server = await startService({
		name: 'PostgreSQL',
		command: join(bin, 'postgres'),
		args: ['-D', data, '-p', `${port}`, ...settings.flatMap((setting) => ['-c', setting])],
		cwd: folder,
		logFile: join(folder, 'postgres.log'),
		user,
		// A fast shutdown, which does not wait for clients that are still connected.
		stopSignal: 'SIGINT',
		ready: async () =>
			await promisify(execFile)(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', `${port}`]),
	});
	return {
		...account,
		port,
		pid: server.pid,
		stop: async (): Promise<void> => {
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

export type Postgres = Awaited<ReturnType<typeof startPostgres>>;
