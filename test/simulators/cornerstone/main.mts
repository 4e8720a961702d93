import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startDataPoint } from './datapoint/server.mts';
import { startCornerstone } from './server.mts';

/**
 * Starts the demo practice and its DataPoint service:
 * node test/simulators/cornerstone/main.mts --port 8105 --datapoint-port 8106 --folder DIR
 */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '8105' },
			'datapoint-port': { type: 'string', default: '8106' },
			folder: { type: 'string' },
		},
	});
	const folder = values.folder ?? join(tmpdir(), 'demo-cornerstone');
	const sim = await startCornerstone({ port: Number(values.port), folder });
	const service = await startDataPoint({
		port: Number(values['datapoint-port']),
		practices: [sim.practice],
	});
	const { username, password, groupSlug } = service.account;
	process.stdout.write(
		`Demo Cornerstone: ${sim.url}\nexports: ${sim.exportFolder}\nto file: ${sim.fileFolder}\n` +
			`Demo DataPoint: ${service.url}\nuser ${username}, password ${password}, group ${groupSlug}\n`,
	);
	const stop = () => void Promise.all([sim.close(), service.close()]).then(() => process.exit(0));
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

void main();
