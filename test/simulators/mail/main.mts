import { parseArgs } from 'node:util';
import { startMail } from './server.mts';

const { values } = parseArgs({
	options: {
		'smtp-port': { type: 'string', default: '8125' },
		'http-port': { type: 'string', default: '8104' },
	},
});

const mail = await startMail({
	smtpPort: Number(values['smtp-port']),
	httpPort: Number(values['http-port']),
});
console.log(`Inbox: ${mail.url}`);
console.log(`SMTP:  127.0.0.1:${mail.smtpPort} (no TLS, any account or none)`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.on(signal, () => {
		mail.close().then(() => process.exit(0));
	});
}
