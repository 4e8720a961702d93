import { createHmac, timingSafeEqual } from 'node:crypto';
import { ok, refuse, type Result } from '../result';

/** Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
export type WebhookHeaders = Record<string, string | string[] | undefined>;

export interface WebhookContent {
	/** Unique per message, the same on every retry of it. */
	id: string;
	/** Seconds since 1970. */
	timestampSeconds: number;
	/** The exact bytes on the wire. */
	body: string | Buffer;
}

const SECRET_PREFIX = 'whsec_';

const keyOf = (secret: string): Buffer =>
	Buffer.from(
		secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret,
		'base64',
	);

const macOf = (id: string, timestamp: string, body: string | Buffer, key: Buffer): Buffer =>
	createHmac('sha256', key).update(`${id}.${timestamp}.`, 'utf8').update(body).digest();

/**
 * Value of the `webhook-signature` header: `v1,` and HMAC-SHA256 of `id.timestamp.body` in base64.
 * Throws a RangeError when the secret is empty or the id or time cannot be sent.
 */
export const signWebhook = (content: WebhookContent, secret: string): string => {
	const key = keyOf(secret);
	if (key.length === 0) throw new RangeError('The webhook secret is empty; set it first');
	if (content.id === '' || content.id.includes('.')) {
		throw new RangeError('A webhook id must not be empty and must not contain a dot');
	}
	if (!Number.isSafeInteger(content.timestampSeconds) || content.timestampSeconds < 0) {
		throw new RangeError('The webhook time must be whole seconds since 1970');
	}
	const mac = macOf(content.id, String(content.timestampSeconds), content.body, key);
	return `v1,${mac.toString('base64')}`;
};

/** All three headers of a signed webhook, ready to send. */
export const signedHeaders = (content: WebhookContent, secret: string): Record<string, string> => ({
	'webhook-id': content.id,
	'webhook-timestamp': String(content.timestampSeconds),
	'webhook-signature': signWebhook(content, secret),
});

const headerOf = (headers: WebhookHeaders, name: string): string | undefined => {
	const key = Object.keys(headers).find((header) => header.toLowerCase() === name);
	const value = key === undefined ? undefined : headers[key];
	const text = Array.isArray(value) ? (value.length === 1 ? value[0] : undefined) : value;
	return text === undefined || text.trim() === '' ? undefined : text.trim();
};

const isSame = (expected: Buffer, given: Buffer): boolean =>
	expected.length === given.length && timingSafeEqual(expected, given);

const hasMatch = (signatures: string, expected: Buffer[]): boolean =>
	signatures
		.split(/\s+/)
		.slice(0, 20)
		.filter((part) => part.startsWith('v1,'))
		.map((part) => Buffer.from(part.slice(3), 'base64'))
		.some((given) => expected.filter((mac) => isSame(mac, given)).length > 0);

/**
 * Checks a received webhook against every secret that may still be in use (rotation). Codes:
 * `webhook_headers_missing`, `webhook_timestamp_invalid`, `webhook_too_old`, `webhook_too_new`,
 * `webhook_signature_invalid`. The signature is checked before the age, so that only a sender who
 * knows the secret learns about clocks.
 */
export const verifyWebhook = (input: {
	headers: WebhookHeaders;
	body: string | Buffer;
	secrets: string[];
	nowSeconds: number;
	toleranceSeconds?: number;
}): Result<{ id: string; timestampSeconds: number }> => {
	const tolerance = input.toleranceSeconds ?? 300;
	const id = headerOf(input.headers, 'webhook-id');
	const timestamp = headerOf(input.headers, 'webhook-timestamp');
	const signatures = headerOf(input.headers, 'webhook-signature');
	if (id === undefined || timestamp === undefined || signatures === undefined) {
		return refuse(
			'webhook_headers_missing',
			'A signature header of the webhook is missing or given twice.',
			'Send webhook-id, webhook-timestamp and webhook-signature exactly once (Standard Webhooks 1.0).',
		);
	}
	if (!/^\d{1,12}$/.test(timestamp)) {
		return refuse(
			'webhook_timestamp_invalid',
			'The webhook-timestamp header is not a time in seconds.',
			'Send whole seconds since 1970-01-01 UTC.',
		);
	}
	const keys = input.secrets.map(keyOf).filter((key) => key.length > 0);
	const expected = keys.map((key) => macOf(id, timestamp, input.body, key));
	if (!hasMatch(signatures, expected)) {
		return refuse(
			'webhook_signature_invalid',
			'The webhook signature does not match.',
			'Sign the raw body as sent (id.timestamp.body) with the secret shown in the directory, without spaces around it.',
		);
	}
	const timestampSeconds = Number(timestamp);
	if (timestampSeconds < input.nowSeconds - tolerance) {
		return refuse(
			'webhook_too_old',
			`The webhook was signed more than ${tolerance} seconds ago.`,
			'Sign again at every attempt and check the clock of the sending machine.',
		);
	}
	if (timestampSeconds > input.nowSeconds + tolerance) {
		return refuse(
			'webhook_too_new',
			`The webhook is dated more than ${tolerance} seconds in the future.`,
			'Check the clocks of both machines.',
		);
	}
	return ok({ id, timestampSeconds });
};
