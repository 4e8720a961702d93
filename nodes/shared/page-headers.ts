/**
 * Pages hold case data: never cached, never framed, never sent on as referrer, never indexed. The
 * policy on content stands in the page itself: n8n drops such a header and sends its own sandbox.
 */
export const pageHeaders: Record<string, string> = {
	'content-type': 'text/html; charset=utf-8',
	'cache-control': 'no-store',
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	'x-robots-tag': 'noindex, nofollow',
	'x-frame-options': 'DENY',
};

/** For answers that a trigger sends itself, past n8n's own headers. */
export const strictHeaders: Record<string, string> = {
	...pageHeaders,
	'content-security-policy':
		"default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
};
