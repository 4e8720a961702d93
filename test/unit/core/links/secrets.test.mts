import { createHmac } from 'node:crypto';
import { checkDeskSecret, deriveKey, hospitalSecret } from '../../../../core/links/secrets';
import { signWebhook, verifyWebhook } from '../../../../core/webhooks/standard-webhooks';

const desk = 'desk secret for the tests, long enough to pass';

/** HKDF-SHA256 written out from RFC 5869 for one block, with an empty salt. */
const hkdf = (secret: string, info: string): Buffer => {
	const prk = createHmac('sha256', Buffer.alloc(32)).update(secret).digest();
	return createHmac('sha256', prk)
		.update(info)
		.update(Buffer.from([1]))
		.digest();
};

describe('secrets derived from the desk secret', () => {
	it('follow RFC 5869', () => {
		const expected = hkdf(desk, 'vet-referral/hospital-webhook/v1/lakeside-cardio');
		expect(hospitalSecret(desk, 'lakeside-cardio')).toBe(`whsec_${expected.toString('base64')}`);
		expect(deriveKey(desk, 'links')).toBe(
			hkdf(desk, 'vet-referral/key/v1/links').toString('base64url'),
		);
	});

	it('differ by hospital, by purpose and by desk', () => {
		const all = [
			hospitalSecret(desk, 'a'),
			hospitalSecret(desk, 'b'),
			hospitalSecret(`${desk}.`, 'a'),
			deriveKey(desk, 'a'),
			deriveKey(desk, 'b'),
		];
		expect(new Set(all).size).toBe(all.length);
	});

	it('sign webhooks that verify, and not for another hospital', () => {
		const message = { id: 'msg_1', timestampSeconds: 1_790_000_000, body: '{}' };
		const headers = {
			'webhook-id': message.id,
			'webhook-timestamp': String(message.timestampSeconds),
			'webhook-signature': signWebhook(message, hospitalSecret(desk, 'a')),
		};
		const verifyAs = (id: string) =>
			verifyWebhook({
				headers,
				body: message.body,
				secrets: [hospitalSecret(desk, id)],
				nowSeconds: message.timestampSeconds,
			}).ok;
		expect(verifyAs('a')).toBe(true);
		expect(verifyAs('b')).toBe(false);
	});

	it('are never derived from nothing, and a short secret is refused with advice', () => {
		expect(() => hospitalSecret('', 'a')).toThrow(RangeError);
		const weak = checkDeskSecret('short');
		expect(weak.ok ? '' : weak.refusal.code).toBe('desk_secret_weak');
		expect(checkDeskSecret(desk).ok).toBe(true);
	});
});
