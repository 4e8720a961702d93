import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { signCaseLink, type CaseLink } from '../../core/links/case-link';
import { provesPing } from '../../core/setup/ping';
import { callTrigger, type WebhookRequest } from '../support/engine-doors.mts';
import { runNode } from '../support/engine.mts';
import { deskCredential, deskSecret } from './services.mts';

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

const link = (more: Partial<CaseLink> = {}): string =>
	signCaseLink(
		{
			rowId: 0,
			caseId: 'setup',
			role: 'setup',
			linkVersion: 1,
			exp: nowSeconds() + 3600,
			...more,
		},
		{ keyId: 'k1', secret: deskSecret },
	);

const knock = async (
	door: string,
	request: WebhookRequest,
	credential: ICredentialDataDecryptedObject = deskCredential,
) => {
	const called = await callTrigger({
		node: {
			name: 'Door',
			type: 'n8n-nodes-vet-referral.referralDeskTrigger',
			parameters: { door, path: 'vet-referral' },
		},
		request,
		credentials: { referralDeskApi: credential, twilioSmsApi: { authToken: 'x' } },
	});
	return { ...called, json: called.items?.[0]?.json };
};

describe('the set-up door', () => {
	test('opens for its own link, and says which page is asked for', async () => {
		const t = link();
		const request = { method: 'GET', query: { t, view: 'clinic', id: 'oak' } } as const;
		const { json } = await knock('setup', request);
		expect(json).toMatchObject({
			door: 'setup',
			method: 'GET',
			token: t,
			filters: { view: 'clinic', id: 'oak' },
			fields: {},
		});
		expect(Date.parse(String(json?.linkEnds))).toBeGreaterThan(Date.now());
	});

	test('takes a form, each field once and as text', async () => {
		const body = { action: 'set_mode', mode: ['live', 'shadow'], odd: { $ne: '' } };
		const request = { method: 'POST', query: { t: link() }, body } as const;
		const { json } = await knock('setup', request);
		expect(json?.fields).toEqual({ action: 'set_mode', mode: 'live', odd: '' });
	});

	test.each<[string, string, string, number]>([
		['setup', 'the link of a board', link({ role: 'board' }), 401],
		['setup', 'the link of a case', link({ role: 'clinic', caseId: 'REF-0123456789ab' }), 401],
		['setup', 'an expired link', link({ exp: nowSeconds() - 1 }), 410],
		['setup', 'no link', '', 401],
		['case', 'a set-up link', link(), 401],
		['board', 'a set-up link', link(), 401],
		['worklist', 'a set-up link', link(), 401],
	])('%s stays closed for %s', async (door, _what, t, status) => {
		const { json, answer } = await knock(door, { method: 'GET', query: { t } });
		expect(json).toBeUndefined();
		expect(answer).toMatchObject({ status, sent: true });
	});
});

describe('a ping', () => {
	const nonce = '0a'.repeat(16);

	test.each(['setup', 'case', 'board', 'events'])('is answered by the door %s', async (door) => {
		const { json, answer } = await knock(door, { method: 'GET', query: { ping: nonce } });
		expect(json).toBeUndefined();
		expect(answer.status).toBe(200);
		expect(provesPing(deskSecret, nonce, answer.body)).toBe(true);
	});

	test('proves nothing under another secret', async () => {
		const other = { ...deskCredential, secret: 'another-secret-0123456789-abcdefghij' };
		const { answer } = await knock('setup', { method: 'GET', query: { ping: nonce } }, other);
		expect(provesPing(deskSecret, nonce, answer.body)).toBe(false);
	});

	test.each([
		['setup', { method: 'POST', query: { ping: nonce } }],
		['setup', { method: 'GET', query: { ping: 'hello' } }],
		['case', { method: 'GET', query: { ping: '' } }],
	] as const)('at the door %s is no ping when it is %p', async (door, request) => {
		const { answer } = await knock(door, request);
		expect(answer.status).not.toBe(200);
	});
});

test('a set-up link is made for seven days and opens the door', async () => {
	const run = await runNode({
		node: {
			name: 'Link',
			type: 'n8n-nodes-vet-referral.referralCase',
			parameters: { resource: 'setup', operation: 'setupLink' },
		},
		credentials: { referralDeskApi: deskCredential },
		items: [{}],
	});
	const [made] = run.json('Link');
	const url = new URL(String(made?.url));
	expect(url.origin + url.pathname).toBe('https://clinic.example.com/webhook/vet-referral/setup');
	const days = (Date.parse(String(made?.worksUntil)) - Date.now()) / 86_400_000;
	expect(days).toBeGreaterThan(6.9);
	expect(days).toBeLessThanOrEqual(7);
	const t = url.searchParams.get('t') ?? '';
	expect((await knock('setup', { method: 'GET', query: { t } })).json).toBeDefined();
});

test('a set-up link without a public address is refused in words', async () => {
	const run = await runNode({
		node: {
			name: 'Link',
			type: 'n8n-nodes-vet-referral.referralCase',
			parameters: { resource: 'setup', operation: 'setupLink' },
		},
		credentials: { referralDeskApi: { ...deskCredential, publicUrl: '' } },
		items: [{}],
	});
	expect(run.error?.message).toContain('not complete');
});
