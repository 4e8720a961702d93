import { parseArgs } from 'node:util';
import { startProvet } from './server.mts';

/** Starts the demo tenant: node test/simulators/provet-cloud/main.mts --port 8102 [--button URL] */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '8102' },
			'provet-id': { type: 'string', default: '4021' },
			button: { type: 'string' },
			unverified: { type: 'boolean', default: false },
			'rate-limit': { type: 'string', default: 'vendor' },
		},
	});
	const sim = await startProvet({
		port: Number(values.port),
		provetId: Number(values['provet-id']),
		switches: {
			unverified: values.unverified,
			buttonUrl: values.button ?? null,
			rateLimit: values['rate-limit'] as 'vendor' | 'generous' | 'off',
		},
	});
	process.stdout.write(
		`Demo Provet Cloud: ${sim.url}\nAPI ${sim.api}/, client id ${sim.client.clientId}, ` +
			`secret ${sim.client.clientSecret}, Provet id ${sim.provetId}\n`,
	);
	const stop = () => void sim.close().then(() => process.exit(0));
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

void main();
