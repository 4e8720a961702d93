import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import type { EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { runNode } from '../support/engine.mts';
import { clinicProfile, openedRow, release, specialist } from './cases.mts';
import { ezyVetCredential, quickEzyVet } from './services.mts';

let ezyVet: EzyVetSimulator;
let cutting: Server;

/** Stands before ezyVet and breaks every file off in the middle. */
function cutFiles(target: string): Server {
	return createServer((incoming, outgoing) => {
		const { method, headers, url = '' } = incoming;
		const onward = request(`${target}${url}`, { method, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
			if (!url.includes('/download/')) {
				answer.pipe(outgoing);
				return;
			}
			answer.once('data', (chunk: Buffer) => {
				outgoing.write(chunk.subarray(0, chunk.length / 2), () => outgoing.destroy());
				answer.destroy();
			});
		});
		incoming.pipe(onward);
	});
}

beforeAll(async () => {
	ezyVet = await quickEzyVet();
	cutting = cutFiles(ezyVet.url);
	await new Promise<void>((resolve) => cutting.listen(0, '127.0.0.1', () => resolve()));
});
afterAll(async () => {
	cutting.close();
	cutting.closeAllConnections();
	await ezyVet.close();
});

test('a file that breaks off in the middle is told as ezyVet not answering, and nothing is sent', async () => {
	const to = specialist();
	const { port } = cutting.address() as AddressInfo;
	const run = await runNode({
		node: {
			type: 'n8n-nodes-vet-referral.buildPacket',
			name: 'Build',
			parameters: {
				clinicProfile: JSON.stringify(clinicProfile()),
				specialist: JSON.stringify(to),
			},
		},
		credentials: {
			ezyVetApi: { ...ezyVetCredential(ezyVet), baseUrl: `http://127.0.0.1:${port}` },
		},
		items: [openedRow({ to, released: release(to) }) as unknown as IDataObject],
	});
	expect(run.error).toBeUndefined();
	expect(run.json('Build', 0)).toEqual([]);
	const [item] = run.json('Build', 1) as Array<{ commands: Array<{ type: string; data: object }> }>;
	expect(item?.commands).toHaveLength(1);
	expect(item?.commands[0]).toMatchObject({
		type: 'packet.failed',
		data: { message: expect.stringContaining('ezyVet') },
	});
});
