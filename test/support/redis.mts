import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.mts';
import { startService } from './service.mts';

/** Whether a Redis answers PING on this port. */
const answers = async (port: number): Promise<boolean> =>
	await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
		const end = (answer: boolean) => {
			socket.destroy();
			resolve(answer);
		};
		socket.setTimeout(2000, () => end(false));
		socket.once('data', (data) => end(data.toString().startsWith('+PONG')));
		socket.once('error', () => end(false));
	});

/** A Redis of Debian's package `redis-server` that keeps nothing on disk. */
export async function startRedis() {
	const folder = mkdtempSync(join(tmpdir(), 'vet-referral-redis-'));
	const port = await freePort();
	const server = await startService({
		name: 'Redis (Debian package redis-server)',
		command: 'redis-server',
		args: ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
		cwd: folder,
		logFile: join(folder, 'redis.log'),
		ready: async () => await answers(port),
	});
	return {
		port,
		pid: server.pid,
		stop: async (): Promise<void> => {
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

export type Redis = Awaited<ReturnType<typeof startRedis>>;
