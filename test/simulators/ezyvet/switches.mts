/** What a test may turn at run time, by code or by POST /_sim/switches. */
export interface Switches {
	/** `reset` breaks every connection, `503` answers so; false is the normal state. */
	down: false | 'reset' | '503';
	/** Waits so long before each answer of the API, in milliseconds. */
	slowMs: number;
	/** The next n calls answer 401 although the token is good. */
	tokens401: number;
	/** The next n calls answer 429 and name the wait. */
	rateLimited: { next: number; waitSeconds: number };
	/** The next n answers are rubbish; -1 until switched off. */
	nonsense: { kind: 'html' | 'truncated'; next: number };
	/** The next n writes are done, but the answer is lost on the way. */
	lostAnswers: number;
	/** `vendor` = 60 a minute per endpoint and 180 in all; `generous` = 20 times that; `off`. */
	rateLimit: 'vendor' | 'generous' | 'off';
	/** The length of the vendor's minute, in milliseconds (smaller = faster tests). */
	rateWindowMs: number;
	requireSiteUid: boolean;
	/** A new token makes the older one of the same client invalid (told by one client). */
	oldTokenDies: boolean;
	/** Accept request bodies whose field names the vendor does not document. */
	allowUnverified: boolean;
	/** Where appointment events are posted; null sends none. */
	webhookUrl: string | null;
	webhookDelayMs: number;
	shapes: {
		/** Over the highest limit: use the highest (default) or answer 400 (not documented which). */
		overLimit: 'clamp' | 'reject';
		/** What `expires_in` says; the vendor's page fits neither seconds nor epoch. */
		expiresIn: 'seconds' | 'epoch' | 'odd';
		/** The wildcard of `like` (not documented). */
		likeWildcard: string;
		/** The unit of x-ratelimit-reset (not documented). */
		resetAs: 'seconds' | 'epoch';
		/** Whether 429 carries Retry-After (not documented). */
		retryAfter: boolean;
		/** The order of lists (not documented). */
		order: 'id' | 'reverse' | 'shuffled';
		/** Lists answer 200, no items, and this error text in messages. */
		errorOn200: string | null;
		/** Leaves out fields nobody documents. */
		bareUnknown: boolean;
		/** Other names for undocumented fields: { diagnosticresultitem: { value: 'result' } }. */
		rename: Record<string, Record<string, string>>;
	};
}

export const defaultSwitches = (): Switches => ({
	down: false,
	slowMs: 0,
	tokens401: 0,
	rateLimited: { next: 0, waitSeconds: 30 },
	nonsense: { kind: 'html', next: 0 },
	lostAnswers: 0,
	rateLimit: 'vendor',
	rateWindowMs: 60_000,
	requireSiteUid: true,
	oldTokenDies: false,
	allowUnverified: false,
	webhookUrl: null,
	webhookDelayMs: 0,
	shapes: {
		overLimit: 'clamp',
		expiresIn: 'seconds',
		likeWildcard: '%',
		resetAs: 'seconds',
		retryAfter: false,
		order: 'id',
		errorOn200: null,
		bareUnknown: false,
		rename: {},
	},
});

const choices: Record<string, unknown[]> = {
	down: [false, 'reset', '503'],
	rateLimit: ['vendor', 'generous', 'off'],
	'nonsense.kind': ['html', 'truncated'],
	'shapes.overLimit': ['clamp', 'reject'],
	'shapes.expiresIn': ['seconds', 'epoch', 'odd'],
	'shapes.resetAs': ['seconds', 'epoch'],
	'shapes.order': ['id', 'reverse', 'shuffled'],
};
const nullableText = new Set(['webhookUrl', 'shapes.errorOn200']);

export type Deep<T> = { [K in keyof T]?: T[K] extends object ? Deep<T[K]> : T[K] };

/**
 * Sets the given switches and leaves the others. Answers with the first key or value that makes no
 * sense (then nothing was set), or null.
 */
export function setSwitches(switches: Switches, patch: unknown): string | null {
	const copy = structuredClone(switches) as unknown as Record<string, unknown>;
	const problem = merge(copy, patch, '');
	if (problem === null) Object.assign(switches, copy);
	return problem;
}

function merge(target: Record<string, unknown>, patch: unknown, at: string): string | null {
	if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
		return `${at || 'the body'} must be an object`;
	}
	for (const [key, value] of Object.entries(patch)) {
		const name = `${at}${key}`;
		if (!Object.hasOwn(target, key)) return `there is no switch ${name}`;
		const current = target[key];
		if (choices[name]) {
			if (!choices[name].includes(value)) return `${name} is one of ${choices[name].join(', ')}`;
			target[key] = value;
		} else if (nullableText.has(name)) {
			if (value !== null && typeof value !== 'string') return `${name} must be text or null`;
			target[key] = value;
		} else if (name === 'shapes.rename') {
			target[key] = value;
		} else if (typeof current === 'object') {
			const problem = merge(current as Record<string, unknown>, value, `${name}.`);
			if (problem) return problem;
		} else if (typeof value !== typeof current) {
			return `${name} must be a ${typeof current}`;
		} else target[key] = value;
	}
	return null;
}
