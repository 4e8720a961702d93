import { hkdfSync } from 'node:crypto';
import { ok, refuse, type Result } from '../result';

/** Shortest desk secret that is accepted, in characters. */
export const MIN_DESK_SECRET_LENGTH = 32;

const KEY_BYTES = 32;

const hkdf = (deskSecret: string, info: string): Buffer => {
	if (deskSecret === '') throw new RangeError('The desk secret is empty; set the credential first');
	return Buffer.from(hkdfSync('sha256', deskSecret, Buffer.alloc(0), info, KEY_BYTES));
};

/** Refuses a desk secret that is too short to derive keys from (`desk_secret_weak`). */
export const checkDeskSecret = (deskSecret: string): Result<string> => {
	if (deskSecret.length >= MIN_DESK_SECRET_LENGTH) return ok(deskSecret);
	return refuse(
		'desk_secret_weak',
		`The desk secret has fewer than ${MIN_DESK_SECRET_LENGTH} characters.`,
		'Enter a long random text, for example 48 letters and digits from a password manager.',
	);
};

/**
 * A key of its own for one purpose, derived from the desk secret by HKDF-SHA256 (RFC 5869):
 * 32 bytes as base64url. Different purposes never share a key.
 */
export const deriveKey = (deskSecret: string, purpose: string): string =>
	hkdf(deskSecret, `vet-referral/key/v1/${purpose}`).toString('base64url');

/**
 * The webhook secret shared with one hospital service, in the form Standard Webhooks uses:
 * `whsec_` and 32 bytes in base64. It depends only on the desk secret and the directory id, so it
 * needs no storage, and one hospital cannot sign for another.
 */
export const hospitalSecret = (deskSecret: string, specialistId: string): string =>
	`whsec_${hkdf(deskSecret, `vet-referral/hospital-webhook/v1/${specialistId}`).toString('base64')}`;
