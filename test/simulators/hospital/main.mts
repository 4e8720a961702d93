import { parseArgs } from 'node:util';
import { startHospital } from './server.mts';

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '8102' },
		secret: { type: 'string' },
		behaviour: { type: 'string', default: '{}' },
	},
});

if (!values.secret) {
	console.error('Give the shared secret: --secret whsec_... (see docs/hospital-webhook.md)');
	process.exit(2);
}

const hospital = await startHospital({
	port: Number(values.port),
	secret: values.secret,
	behaviour: JSON.parse(values.behaviour),
});
console.log(`Hospital worklist: ${hospital.url}`);
console.log(`Referrals go to:   ${hospital.inboundUrl}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.on(signal, () => {
		hospital.close().then(() => process.exit(0));
	});
}
