import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LinkKeys } from './case-link';

const MAC_BYTES = 12;
const CONTEXT = 'vet-referral/page-nonce/v1';

const macOf = (random: string, token: string, secret: string): Buffer =>
	createHmac('sha256', secret)
		.update(`${CONTEXT}.${random}.${token}`)
		.digest()
		.subarray(0, MAC_BYTES);

/**
 * The number of one rendering of a page, bound to the link it was opened with: `random.mac`. `random`
 * is hex and comes from the caller.
 */
export const signPageNonce = (random: string, token: string, { secret }: LinkKeys): string =>
	`${random}.${macOf(random, token, secret).toString('base64url')}`;

/**
 * Whether a posted number stood on a page that was opened with this link. A program that posts to a
 * link without having read the page cannot know one; neither can the page of another link.
 */
export function isPageNonce(nonce: string, token: string, keys: LinkKeys): boolean {
	const parts = /^([0-9a-f]{16,64})\.([A-Za-z0-9_-]{16})$/.exec(nonce);
	const random = parts?.[1];
	if (random === undefined) return false;
	const given = Buffer.from(parts?.[2] ?? '', 'base64url');
	return [keys.secret, keys.previous?.secret ?? ''].some(
		(secret) => secret !== '' && timingSafeEqual(macOf(random, token, secret), given),
	);
}
