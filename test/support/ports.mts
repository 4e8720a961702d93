import { createServer } from 'node:net';

const listen = async (): Promise<{ port: number; close: () => Promise<void> }> =>
	await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			const port = typeof address === 'object' && address ? address.port : 0;
			resolve({
				port,
				close: async () => await new Promise((done) => server.close(() => done())),
			});
		});
	});

/** Finds `count` different TCP ports that are free on 127.0.0.1 right now. */
export async function freePorts(count: number): Promise<number[]> {
	const held = await Promise.all(Array.from({ length: count }, listen));
	await Promise.all(held.map(async ({ close }) => await close()));
	return held.map(({ port }) => port);
}

export async function freePort(): Promise<number> {
	const [port] = await freePorts(1);
	if (port === undefined) throw new Error('No free port was found on 127.0.0.1.');
	return port;
}
