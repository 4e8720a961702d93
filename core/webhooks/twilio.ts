import { createHmac, timingSafeEqual } from 'node:crypto';

export type FormParams = Record<string, string | string[]>;

const joined = (params: FormParams): string =>
	Object.keys(params)
		.sort()
		.map((key) => {
			const value = params[key] ?? '';
			const values = Array.isArray(value) ? [...new Set(value)].sort() : [value];
			return values.map((text) => key + text).join('');
		})
		.join('');

/**
 * `X-Twilio-Signature` of a form POST: base64 of HMAC-SHA1 over the full URL followed by the sorted
 * parameters, name and value run together (documented: Twilio, "Webhooks security").
 */
export const twilioSignature = (url: string, params: FormParams, authToken: string): string =>
	createHmac('sha1', authToken)
		.update(url + joined(params), 'utf8')
		.digest('base64');

/** Twilio signs with or without the default port, depending on the call; both are tried. */
const portVariants = (url: string): string[] => {
	const parts = /^(https?):\/\/([^/?#:@]+)(?::(\d+))?(.*)$/s.exec(url);
	if (!parts) return [url];
	const [, scheme, host, port, rest] = parts;
	const standard = scheme === 'https' ? '443' : '80';
	if (port !== undefined && port !== standard) return [url, `${scheme}://${host}${rest}`];
	return [`${scheme}://${host}${rest}`, `${scheme}://${host}:${standard}${rest}`];
};

/** True when the signature was made with this auth token for this URL and form. Constant time. */
export const verifyTwilio = (input: {
	url: string;
	params: FormParams;
	signature: string | undefined;
	authToken: string;
}): boolean => {
	if (input.signature === undefined || input.authToken === '') return false;
	const given = Buffer.from(input.signature, 'utf8');
	return (
		portVariants(input.url).filter((url) => {
			const expected = Buffer.from(twilioSignature(url, input.params, input.authToken), 'utf8');
			return expected.length === given.length && timingSafeEqual(expected, given);
		}).length > 0
	);
};
