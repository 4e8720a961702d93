import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { startEzyVet, type EzyVetSimulator } from '../simulators/ezyvet/server.mts';
import { engineHost } from '../support/engine-host.mts';

export const deskSecret = 'only-for-tests-0123456789-abcdefghijklmnop';

export const deskCredential: ICredentialDataDecryptedObject = {
	publicUrl: 'https://clinic.example.com',
	internalUrl: '',
	path: 'vet-referral',
	keyId: 'k1',
	secret: deskSecret,
	pimsWebhookSecret: `whsec_${Buffer.from('only-for-tests-pims-webhook').toString('base64')}`,
};

/** The simulated practice with no limit of requests, so that tests are quick. */
export const quickEzyVet = async (): Promise<EzyVetSimulator> =>
	await startEzyVet({ switches: { rateLimit: 'off', allowUnverified: true } });

export const ezyVetCredential = (
	{ url, client }: EzyVetSimulator,
	allowUnverifiedWrites = true,
): ICredentialDataDecryptedObject => ({
	baseUrl: url,
	partnerId: client.partnerId,
	clientId: client.clientId,
	clientSecret: client.clientSecret,
	siteUid: client.siteUid,
	scope: client.scopes.join(','),
	allowUnverifiedWrites,
	// The simulated practice has no limit here either.
	requestsPerMinute: 0,
});

interface Signed {
	validateSignedToken(token: string): string;
	getAsBuffer(binary: { id: string; data: string }): Promise<Buffer>;
}

/** n8n's own door to signed files, over the binary store of the engine. */
export async function startFileDoor(): Promise<{ baseUrl: string; close(): Promise<void> }> {
	const store = (await engineHost()).binaries as unknown as Signed;
	const server = createServer((request, response) => {
		const token = new URL(request.url ?? '', 'http://door').searchParams.get('token') ?? '';
		const give = async () => {
			const bytes = await store.getAsBuffer({ id: store.validateSignedToken(token), data: '' });
			response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
		};
		give().catch(() => response.writeHead(400).end());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		baseUrl: `http://127.0.0.1:${port}/`,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
