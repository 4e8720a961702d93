import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { signCaseLink, type CaseLink } from '../../core/links/case-link';
import { signPageNonce } from '../../core/links/page-nonce';
import { hospitalSecret } from '../../core/links/secrets';
import { signedHeaders } from '../../core/webhooks/standard-webhooks';
import { twilioSignature } from '../../core/webhooks/twilio';
import { callTrigger, type WebhookRequest } from '../support/engine-doors.mts';
import { readBinary } from '../support/engine.mts';
import { deskCredential, deskSecret } from './services.mts';

const caseId = 'REF-0123456789ab';
const previousSecret = 'the-key-before-0123456789-abcdefghijklmnop';
const twilioToken = 'token-of-the-tests';
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

const knock = async (
	door: string,
	request: WebhookRequest,
	credential: ICredentialDataDecryptedObject = deskCredential,
	parameters = {},
) => {
	const called = await callTrigger({
		node: {
			name: 'Door',
			type: 'n8n-nodes-vet-referral.referralDeskTrigger',
			parameters: { door, path: 'vet-referral', ...parameters },
		},
		request,
		credentials: { referralDeskApi: credential, twilioSmsApi: { authToken: twilioToken } },
	});
	return { ...called, json: called.items?.[0]?.json };
};

const link = (more: Partial<CaseLink> = {}, secret = deskSecret, keyId = 'k1'): string =>
	signCaseLink(
		{ rowId: 7, caseId, role: 'specialist', linkVersion: 1, exp: nowSeconds() + 3600, ...more },
		{ keyId, secret },
	);

const page = (t: string, more: WebhookRequest = {}): WebhookRequest => ({
	method: 'GET',
	query: { t },
	...more,
});

describe('the case pages', () => {
	test('open for a signed link, and say which rows to read', async () => {
		const t = link();
		const { json, answer } = await knock('case', page(t));
		expect(answer.sent).toBe(false);
		expect(json).toMatchObject({
			door: 'case',
			method: 'GET',
			lookup: { column: 'id', value: 7 },
			link: { rowId: 7, caseId, role: 'specialist', linkVersion: 1 },
			token: t,
			fields: {},
		});
	});

	const closed: Array<[string, () => string, number]> = [
		['no token', () => '', 401],
		['no token at all', () => 'x', 401],
		['a changed token', () => link().replace(/^./, (sign) => (sign === 'A' ? 'B' : 'A')), 401],
		['a changed signature', () => link().replace(/.$/, (sign) => (sign === 'A' ? 'Q' : 'A')), 401],
		[
			'a token of another installation',
			() => link({}, 'another-secret-0123456789-abcdefghij'),
			401,
		],
		['a known key under another name', () => link({}, deskSecret, 'k9'), 401],
		['the link of a board', () => link({ role: 'board' }), 401],
		['an expired link', () => link({ exp: nowSeconds() - 1 }), 410],
	];

	test.each(closed)('stay closed for %s', async (_what, token, status) => {
		const { json, answer } = await knock('case', page(token()));
		expect(json).toBeUndefined();
		expect(answer).toMatchObject({ status, sent: true });
		expect(answer.headers['content-type']).toContain('text/html');
		expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
		expect(answer.headers['cache-control']).toBe('no-store');
		expect(String(answer.body)).not.toContain(caseId);
	});

	test('take the key before the last change, for reading only', async () => {
		const t = link({}, previousSecret, 'k0');
		const rotated = { ...deskCredential, previousSecret, previousKeyId: 'k0' };
		expect((await knock('case', page(t), rotated)).json).toMatchObject({ token: t });
		expect((await knock('case', page(t))).json).toBeUndefined();
	});

	test('tell a program that asks for the head only the same of every link, and run nothing', async () => {
		const heads = [];
		for (const t of [link(), link({ exp: 1 }), 'x']) {
			const { json, answer } = await knock('case', page(t, { method: 'HEAD' }));
			expect(json).toBeUndefined();
			heads.push([answer.status, answer.headers, answer.body]);
		}
		expect(heads[0]?.[0]).toBe(200);
		expect(heads[1]).toEqual(heads[0]);
		expect(heads[2]).toEqual(heads[0]);
	});

	test.each(['board', 'hospital', 'setup'] as const)(
		'do not open for the link of a %s',
		async (role) => {
			const { json, answer } = await knock('case', page(link({ role, subject: 'oak' })));
			expect(json).toBeUndefined();
			expect(answer.status).toBe(401);
		},
	);

	test('take a form, each field once and as text', async () => {
		const body = { action: 'accept', name: ['Dr Cora Sample', 'x'], odd: { $ne: '' } };
		const { json } = await knock('case', page(link(), { method: 'POST', body }));
		expect(json).toMatchObject({
			method: 'POST',
			fields: { action: 'accept', name: 'Dr Cora Sample', odd: '' },
		});
	});

	test('take the number of the page a form stood on, and drop one that no page had', async () => {
		const t = link();
		const own = signPageNonce('ab'.repeat(12), t, { keyId: 'k1', secret: deskSecret });
		const others = signPageNonce('ab'.repeat(12), link({ role: 'owner' }), {
			keyId: 'k1',
			secret: deskSecret,
		});
		const sent = async (nonce: string) =>
			(await knock('case', page(t, { method: 'POST', body: { action: 'accept', nonce } }))).json!
				.fields;
		expect(await sent(own)).toEqual({ action: 'accept', nonce: own });
		for (const nonce of ['', 'made-up', others]) {
			expect(await sent(nonce)).toEqual({ action: 'accept' });
		}
	});

	test('ignore fields of a page that is only looked at', async () => {
		const { json } = await knock('case', page(link(), { body: { action: 'accept' } }));
		expect(json!.fields).toEqual({});
	});

	test('take uploads, and leave out an empty file input', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'vet-referral-upload-'));
		try {
			const filepath = join(folder, 'upload');
			writeFileSync(filepath, '%PDF upload');
			const body = {
				data: { action: 'send_report' },
				files: {
					report: {
						filepath,
						originalFilename: 'Report.pdf',
						mimetype: 'application/pdf',
						size: 11,
					},
					more: { filepath, originalFilename: '', mimetype: 'application/octet-stream', size: 0 },
				},
			};
			const { items, json } = await knock('case', page(link(), { method: 'POST', body }));
			expect(json).toMatchObject({ fields: { action: 'send_report' } });
			expect(Object.keys(items![0]!.binary!)).toEqual(['upload_0']);
			expect(items![0]!.binary!.upload_0).toMatchObject({
				fileName: 'Report.pdf',
				mimeType: 'application/pdf',
			});
			expect((await readBinary(items![0]!.binary!.upload_0)).toString()).toBe('%PDF upload');
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	});
});

describe('the board', () => {
	const boardLink = (more: Partial<CaseLink> = {}) =>
		link({ rowId: 0, caseId: 'board', role: 'board', subject: 'oak', ...more });

	test('opens for the link of a clinic, with its filters', async () => {
		const request = { method: 'GET', query: { t: boardLink(), owes: 'clinic' } } as const;
		expect((await knock('board', request)).json).toMatchObject({
			lookup: { column: 'clinicId', value: 'oak' },
			clinicId: 'oak',
			filters: { owes: 'clinic' },
		});
	});

	const closed: Array<[string, () => WebhookRequest, number]> = [
		['a link of a case', () => page(link()), 401],
		['an expired link', () => page(boardLink({ exp: 1 })), 410],
		['somebody who posts', () => ({ method: 'POST', query: { t: boardLink() } }), 404],
	];
	test.each(closed)('stays closed for %s', async (_what, request, status) => {
		const { json, answer } = await knock('board', request());
		expect([json, answer.status]).toEqual([undefined, status]);
	});
});

describe('hospital events', () => {
	const event = { type: 'ack.received', data: { caseId, by: { name: 'Fay Frontdesk' } } };
	const signed = (
		body: unknown = event,
		{ secret = hospitalSecret(deskSecret, 'heart'), at = nowSeconds(), id = 'msg_1' } = {},
	): WebhookRequest => {
		const rawBody = typeof body === 'string' ? body : JSON.stringify(body);
		const headers = signedHeaders({ id, timestampSeconds: at, body: rawBody }, secret);
		return { method: 'POST', query: { specialist: 'heart' }, headers, body: event, rawBody };
	};

	test('come in with the signature of their hospital', async () => {
		const { json } = await knock('events', signed());
		expect(json).toMatchObject({
			door: 'events',
			lookup: { column: 'caseId', value: caseId },
			specialistId: 'heart',
			webhookId: 'msg_1',
			event: { caseId, message: { type: 'ack.received' } },
		});
	});

	test('come in with the key before the last change', async () => {
		const request = signed(event, { secret: hospitalSecret(previousSecret, 'heart') });
		const rotated = { ...deskCredential, previousSecret };
		expect((await knock('events', request, rotated)).json).toMatchObject({ webhookId: 'msg_1' });
	});

	const refused: Array<[string, () => WebhookRequest, number]> = [
		['no signature', () => ({ ...signed(), headers: {} }), 401],
		[
			'the signature of another hospital',
			() => signed(event, { secret: hospitalSecret(deskSecret, 'eyes') }),
			401,
		],
		[
			'another hospital in the address',
			() => ({ ...signed(), query: { specialist: 'eyes' } }),
			401,
		],
		['no hospital in the address', () => ({ ...signed(), query: {} }), 401],
		[
			'a changed body',
			() => ({ ...signed(), rawBody: JSON.stringify({ ...event, type: 'visit.started' }) }),
			401,
		],
		['an old message', () => signed(event, { at: nowSeconds() - 600 }), 401],
		['a message of tomorrow', () => signed(event, { at: nowSeconds() + 600 }), 401],
		['what is no JSON', () => signed('{'), 422],
		['an unknown event', () => signed({ type: 'bill.sent', data: { caseId } }), 422],
		[
			'a decline without a reason',
			() => signed({ type: 'decision.declined', data: { caseId } }),
			422,
		],
	];
	test.each(refused)('are refused with %s', async (_what, request, status) => {
		const { json, answer } = await knock('events', request());
		expect(json).toBeUndefined();
		expect(answer).toMatchObject({ status, sent: true, body: { status: 'refused' } });
		expect(answer.body).toMatchObject({
			message: expect.stringMatching(/\S/),
			hint: expect.stringMatching(/\S/),
		});
	});

	test('are refused when somebody only looks', async () => {
		const { json, answer } = await knock('events', { ...signed(), method: 'GET' });
		expect([json, answer.status]).toEqual([undefined, 404]);
	});
});

describe('texts of owners', () => {
	const url = 'https://clinic.example.com/webhook/vet-referral/sms';
	const form = { From: '+12025550166', To: '+12025550100', Body: 'YES', MessageSid: 'SM1' };
	const texted = (
		fields: Record<string, string> = form,
		token = twilioToken,
		at = url,
	): WebhookRequest => ({
		method: 'POST',
		body: fields,
		headers: { 'x-twilio-signature': twilioSignature(at, fields, token) },
	});
	const text = async (request: WebhookRequest) =>
		await knock('sms', request, deskCredential, { publicUrl: url });

	test('come in when Twilio signed them', async () => {
		expect((await text(texted())).json).toMatchObject({
			door: 'sms',
			lookup: { column: 'ownerPhone', value: '+12025550166' },
			text: 'YES',
			messageId: 'SM1',
		});
	});

	const refused: Array<[string, () => WebhookRequest, number]> = [
		['no signature', () => ({ ...texted(), headers: {} }), 401],
		['another token', () => texted(form, 'another'), 401],
		['another address', () => texted(form, twilioToken, 'https://else.example.com/'), 401],
		['a changed text', () => ({ ...texted(), body: { ...form, Body: 'STOP' } }), 401],
		['no sender', () => texted({ ...form, From: '' }), 400],
	];
	test.each(refused)('are refused with %s', async (_what, request, status) => {
		const { json, answer } = await text(request());
		expect([json, answer.status, answer.body]).toEqual([undefined, status, '<Response/>']);
	});
});
