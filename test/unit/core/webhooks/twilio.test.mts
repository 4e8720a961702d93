import { twilioSignature, verifyTwilio } from '../../../../core/webhooks/twilio';

const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const params = {
	CallSid: 'CA1234567890ABCDE',
	Digits: '1234',
	From: '+12349013030',
	To: '+18005551212',
	Caller: '+12349013030',
};
const authToken = '12345';
const signature = '0/KCTR6DLpKmkAf8muzZqo1nDgQ=';

describe('a Twilio signature', () => {
	it('equals the published example', () => {
		expect(twilioSignature(url, params, authToken)).toBe(signature);
	});

	it('does not depend on the order of the form fields', () => {
		const reversed = Object.fromEntries(Object.entries(params).reverse());
		expect(twilioSignature(url, reversed, authToken)).toBe(signature);
	});

	it('is checked with and without the default port', () => {
		const withPort = 'https://mycompany.com:443/myapp.php?foo=1&bar=2';
		expect(verifyTwilio({ url, params, signature, authToken })).toBe(true);
		expect(verifyTwilio({ url: withPort, params, signature, authToken })).toBe(true);
		const signedWithPort = twilioSignature(withPort, params, authToken);
		expect(verifyTwilio({ url, params, signature: signedWithPort, authToken })).toBe(true);
	});

	it.each([
		['another address', { url: 'https://mycompany.com/other' }],
		['another field', { params: { ...params, Digits: '1235' } }],
		['an added field', { params: { ...params, Body: 'STOP' } }],
		['another token', { authToken: '12346' }],
		['no token', { authToken: '' }],
		['no signature', { signature: undefined }],
		['a cut signature', { signature: signature.slice(0, -1) }],
	])('is refused with %s', (_name, changed) => {
		expect(verifyTwilio({ url, params, signature, authToken, ...changed })).toBe(false);
	});

	it('counts repeated values of one field once each', () => {
		const repeated = { Media: ['b', 'a', 'a'] };
		expect(twilioSignature(url, repeated, authToken)).toBe(
			twilioSignature(url, { Media: 'aMediab' }, authToken),
		);
	});
});
