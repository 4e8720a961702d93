import { describe, expect, test } from '@jest/globals';
import { isPageNonce, signPageNonce } from '../../../../core/links/page-nonce';

const keys = { keyId: 'k1', secret: 's'.repeat(40) };
const random = 'ab'.repeat(12);
const nonce = signPageNonce(random, 'token', keys);

describe('the number of a page', () => {
	test('belongs to the link the page was opened with', () => {
		expect(isPageNonce(nonce, 'token', keys)).toBe(true);
		expect(isPageNonce(nonce, 'another', keys)).toBe(false);
	});

	test('altered in any place is not one', () => {
		for (let at = 0; at < nonce.length; at += 1) {
			const other = nonce[at] === '1' ? '2' : '1';
			const altered = nonce.slice(0, at) + other + nonce.slice(at + 1);
			expect({ at, taken: isPageNonce(altered, 'token', keys) }).toEqual({ at, taken: false });
		}
	});

	test.each([
		'',
		'x',
		random,
		`${random}.`,
		`.${nonce}`,
		`${nonce}.`,
		`${nonce} `,
		'a'.repeat(5000),
	])('%j is not one', (text) => expect(isPageNonce(text, 'token', keys)).toBe(false));

	test('of a page shown before the key was changed still counts, and never without a key', () => {
		const next = { keyId: 'k2', secret: 'n'.repeat(40), previous: keys };
		expect(isPageNonce(nonce, 'token', next)).toBe(true);
		expect(isPageNonce(nonce, 'token', { keyId: 'k2', secret: next.secret })).toBe(false);
		expect(isPageNonce(nonce, 'token', { keyId: 'k2', secret: '' })).toBe(false);
	});

	test('stays short enough to be told apart by what a form keeps of it', () => {
		expect(nonce.length).toBeLessThanOrEqual(64);
	});
});
