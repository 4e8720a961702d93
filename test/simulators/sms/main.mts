import { parseArgs } from 'node:util';
import { startPhone } from './server.mts';

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '8103' },
		'account-sid': { type: 'string', default: `AC${'0'.repeat(31)}1` },
		'auth-token': { type: 'string', default: 'simulated-auth-token' },
		'inbound-url': { type: 'string', default: '' },
		'public-inbound-url': { type: 'string', default: '' },
	},
});

const phone = await startPhone({
	port: Number(values.port),
	accountSid: values['account-sid'],
	authToken: values['auth-token'],
	inboundUrl: values['inbound-url'],
	switches: { publicInboundUrl: values['public-inbound-url'] },
});
console.log(`Phones: ${phone.url}`);
console.log(`Twilio-like API base: ${phone.apiBase}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.on(signal, () => {
		phone.close().then(() => process.exit(0));
	});
}
