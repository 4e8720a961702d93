import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import {
	signedHeaders,
	signWebhook,
	verifyWebhook,
	type WebhookHeaders,
} from '../../../../core/webhooks/standard-webhooks';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const message = {
	id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
	timestampSeconds: 1614265330,
	body: '{"test": 2432232314}',
};
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const headers = {
	'webhook-id': message.id,
	'webhook-timestamp': String(message.timestampSeconds),
	'webhook-signature': signature,
};
const codeOf = (
	changed: {
		headers?: WebhookHeaders;
		body?: string | Buffer;
		secrets?: string[];
		nowSeconds?: number;
		toleranceSeconds?: number;
	} = {},
): string => {
	const result = verifyWebhook({
		headers,
		body: message.body,
		secrets: [secret],
		nowSeconds: message.timestampSeconds,
		...changed,
	});
	return result.ok ? 'ok' : result.refusal.code;
};

describe('a Standard Webhooks signature', () => {
	it('equals the vector of the specification', () => {
		expect(signWebhook(message, secret)).toBe(signature);
		expect(signWebhook({ ...message, body: Buffer.from(message.body) }, secret)).toBe(signature);
		expect(signedHeaders(message, secret)).toEqual(headers);
	});

	it('equals what the reference library makes of any body', () => {
		const key = fc.uint8Array({ minLength: 24, maxLength: 64 });
		const time = fc.integer({ min: 1, max: 2_000_000_000 });
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), key, time, (body, bytes, timestampSeconds) => {
				const shared = `whsec_${Buffer.from(bytes).toString('base64')}`;
				const expected = new Webhook(shared).sign('msg_1', new Date(timestampSeconds * 1000), body);
				expect(signWebhook({ id: 'msg_1', timestampSeconds, body }, shared)).toBe(expected);
			}),
		);
	});

	it('is accepted by the reference library', () => {
		const timestampSeconds = Math.floor(Date.now() / 1000);
		const fresh = signedHeaders({ ...message, timestampSeconds }, secret);
		expect(new Webhook(secret).verify(message.body, fresh)).toEqual({ test: 2432232314 });
	});

	it.each([
		['an empty secret', message, 'whsec_'],
		['an empty id', { ...message, id: '' }, secret],
		['a dot in the id', { ...message, id: 'a.b' }, secret],
		['a fraction of a second', { ...message, timestampSeconds: 1.5 }, secret],
	])('is not made with %s', (_name, content, using) => {
		expect(() => signWebhook(content, using)).toThrow(RangeError);
	});
});

describe('checking a webhook', () => {
	it('accepts the vector, as text or bytes, whatever the case of the header names', () => {
		expect(codeOf()).toBe('ok');
		expect(codeOf({ body: Buffer.from(message.body) })).toBe('ok');
		const shouted = Object.fromEntries(
			Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]),
		);
		expect(codeOf({ headers: shouted })).toBe('ok');
	});

	it('tells the id and the time of the message', () => {
		const result = verifyWebhook({
			headers,
			body: message.body,
			secrets: [secret],
			nowSeconds: message.timestampSeconds + 10,
		});
		expect(result).toEqual({
			ok: true,
			value: { id: message.id, timestampSeconds: message.timestampSeconds },
		});
	});

	it.each(Object.keys(headers))('refuses when %s is missing, empty or doubled', (name) => {
		for (const value of [undefined, '', '  ', ['a', 'b']]) {
			expect(codeOf({ headers: { ...headers, [name]: value } })).toBe('webhook_headers_missing');
		}
	});

	it.each(['soon', '-1', '1.5', '1e9', '0x10', '99999999999999'])(
		'refuses the timestamp %s',
		(timestamp) => {
			const changed = { ...headers, 'webhook-timestamp': timestamp };
			expect(codeOf({ headers: changed })).toBe('webhook_timestamp_invalid');
		},
	);

	it.each([
		[300, 'ok'],
		[301, 'webhook_too_old'],
		[-300, 'ok'],
		[-301, 'webhook_too_new'],
	])('with a clock %d seconds ahead answers %s', (seconds, expected) => {
		expect(codeOf({ nowSeconds: message.timestampSeconds + seconds })).toBe(expected);
	});

	it('takes another tolerance when told so', () => {
		const nowSeconds = message.timestampSeconds + 20;
		expect(codeOf({ nowSeconds, toleranceSeconds: 10 })).toBe('webhook_too_old');
	});

	it('accepts one right signature among several and ignores other versions', () => {
		const several = `v1a,abc v1,AAAA ${signature} v2,zzz`;
		expect(codeOf({ headers: { ...headers, 'webhook-signature': several } })).toBe('ok');
		const relabelled = signature.replace('v1,', 'v2,');
		expect(codeOf({ headers: { ...headers, 'webhook-signature': relabelled } })).toBe(
			'webhook_signature_invalid',
		);
	});

	it('accepts the old and the new secret during rotation', () => {
		const other = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
		expect(codeOf({ secrets: [other, secret] })).toBe('ok');
		expect(codeOf({ secrets: [other] })).toBe('webhook_signature_invalid');
		expect(codeOf({ secrets: [] })).toBe('webhook_signature_invalid');
		expect(codeOf({ secrets: ['', 'whsec_'] })).toBe('webhook_signature_invalid');
	});

	it('refuses any change of the body, the id or the time', () => {
		fc.assert(
			fc.property(
				fc.string(),
				fc.stringMatching(/^[a-z0-9_]+$/),
				fc.nat(299),
				(body, id, later) => {
					fc.pre(body !== message.body && later > 0);
					expect(codeOf({ body })).toBe('webhook_signature_invalid');
					expect(codeOf({ headers: { ...headers, 'webhook-id': id } })).toBe(
						'webhook_signature_invalid',
					);
					const timestamp = String(message.timestampSeconds + later);
					expect(codeOf({ headers: { ...headers, 'webhook-timestamp': timestamp } })).toBe(
						'webhook_signature_invalid',
					);
				},
			),
		);
	});
});
