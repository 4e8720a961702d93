import { timingSafeEqual } from 'node:crypto';
import { deriveKey } from '../links/secrets';

/** A number used once, by which an installation recognises its own doors. */
export const isPingNonce = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

/** What only a door with the same secret can answer to a nonce. */
export const pingAnswer = (deskSecret: string, nonce: string): string =>
	deriveKey(deskSecret, `setup-ping/v1/${nonce}`);

/** Whether an answer proves that the door has this secret. */
export const provesPing = (deskSecret: string, nonce: string, answer: unknown): boolean => {
	const expected = Buffer.from(pingAnswer(deskSecret, nonce));
	const given = Buffer.from(typeof answer === 'string' ? answer.trim() : '');
	return given.length === expected.length && timingSafeEqual(given, expected);
};
