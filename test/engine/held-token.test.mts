import type { IDataObject } from 'n8n-workflow';
import type { EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { runNode } from '../support/engine.mts';
import { clinicProfile, fixture, openedRow, release, specialist } from './cases.mts';
import { ezyVetCredential, quickEzyVet } from './services.mts';

let ezyVet: EzyVetSimulator;

beforeEach(async () => {
	ezyVet = await quickEzyVet();
});
afterEach(async () => await ezyVet.close());

/** Refuses the token once, as soon as a request to `path` has been answered. */
function refuseAfter(path: RegExp): () => void {
	const timer = setInterval(() => {
		if (!ezyVet.log.some((entry) => path.test(entry.path) && entry.status === 200)) return;
		ezyVet.set({ tokens401: 1 });
		clearInterval(timer);
	}, 1);
	return () => clearInterval(timer);
}

async function build() {
	const to = specialist();
	const run = await runNode({
		node: {
			type: 'n8n-nodes-vet-referral.buildPacket',
			name: 'Build',
			parameters: {
				clinicProfile: JSON.stringify(clinicProfile()),
				specialist: JSON.stringify(to),
			},
		},
		credentials: { ezyVetApi: ezyVetCredential(ezyVet) },
		items: [openedRow({ to, released: release(to) }) as unknown as IDataObject],
	});
	expect(run.error).toBeUndefined();
	return run.json('Build') as Array<{ files: unknown[] }>;
}

const logIns = () => ezyVet.log.filter(({ method }) => method === 'POST').length;

test('one log-in serves all the requests of a packet', async () => {
	await build();
	expect(logIns()).toBe(1);
	expect(ezyVet.log.filter(({ status }) => status === 401)).toEqual([]);
});

test.each([
	['records', /\/consult$/],
	['files', /\/download\/\d+$/],
])(
	'a token that dies while the %s are read is renewed, and nothing is missing',
	async (_, path) => {
		const stop = refuseAfter(path);
		const [packet] = await build();
		stop();
		// The two files the pack makes come with those of the record.
		expect(packet?.files).toHaveLength(fixture('cardiology').expected.files.total + 2);
		expect(ezyVet.log.filter(({ status }) => status === 401)).toHaveLength(1);
		expect(logIns()).toBeLessThanOrEqual(2);
	},
);

test('a log-in that is never accepted ends the node, after one renewal for the request', async () => {
	ezyVet.set({ tokens401: -1 });
	const run = await runNode({
		node: {
			type: 'n8n-nodes-vet-referral.pims',
			name: 'PIMS',
			parameters: { resource: 'patient', operation: 'get', patientId: '501' },
		},
		credentials: { ezyVetApi: ezyVetCredential(ezyVet) },
		items: [{}],
	});
	expect(run.status).toBe('error');
	expect(run.error?.message).toContain('did not accept the log-in');
	const tries = ezyVet.log.filter(({ status }) => status === 401).length;
	expect(tries).toBeLessThanOrEqual(3);
	expect(logIns()).toBeLessThanOrEqual(3);
});
