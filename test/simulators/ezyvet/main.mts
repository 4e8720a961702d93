import { parseArgs } from 'node:util';
import { startEzyVet } from './server.mts';

/** Starts the demo practice: node test/simulators/ezyvet/main.mts --port 8101 [--webhook URL] */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '8101' },
			webhook: { type: 'string' },
			'allow-unverified': { type: 'boolean', default: false },
			'rate-limit': { type: 'string', default: 'vendor' },
		},
	});
	const sim = await startEzyVet({
		port: Number(values.port),
		webhookUrl: values.webhook,
		switches: {
			allowUnverified: values['allow-unverified'],
			rateLimit: values['rate-limit'] as 'vendor' | 'generous' | 'off',
		},
	});
	const { client } = sim;
	process.stdout.write(
		`Demo ezyVet: ${sim.url}\nclient id ${client.clientId}, secret ${client.clientSecret}, ` +
			`partner ${client.partnerId}, site ${client.siteUid}\n`,
	);
	const stop = () => void sim.close().then(() => process.exit(0));
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

void main();
