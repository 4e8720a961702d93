import type { FaultSwitches } from '../shared/faults.mts';
import { mergeSwitches } from '../shared/switches.mts';
import type { SwitchRules } from '../shared/switches.mts';

export type { Deep } from '../shared/switches.mts';

/** What a test may turn at run time, by code or by POST /_sim/switches. */
export interface Switches extends FaultSwitches {
	/** The next n calls answer 401 although the token is good; -1 until switched off. */
	tokens401: number;
	/** The next n calls answer 429 and name the wait; -1 until switched off. */
	rateLimited: { next: number; waitSeconds: number };
	/** While somebody pages a list of this resource, so many new records appear after each page. */
	growing: { resource: string; perPage: number };
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
		/** Pages hold half of what was asked for, although there are more. */
		halfPages: boolean;
		/** How the envelope of a good answer has changed: see reshape() in faults. */
		changed: 'no' | 'array' | 'renamed' | 'unwrapped' | 'keyed' | 'bare';
		/** Seconds added to every time but created_at and modified_at: local time told as UTC. */
		timeShiftS: number;
		/** `local` says those times as the site's local text without an offset. */
		timesAs: 'epoch' | 'local';
		/** What siteInformation says in place of the site's time zone. */
		timeZone: string | null;
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
	growing: { resource: '', perPage: 0 },
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
		halfPages: false,
		changed: 'no',
		timeShiftS: 0,
		timesAs: 'epoch',
		timeZone: null,
		bareUnknown: false,
		rename: {},
	},
});

const rules: SwitchRules = {
	choices: {
		down: [false, 'reset', '503'],
		rateLimit: ['vendor', 'generous', 'off'],
		'nonsense.kind': ['html', 'truncated', 'latin1'],
		'shapes.overLimit': ['clamp', 'reject'],
		'shapes.expiresIn': ['seconds', 'epoch', 'odd'],
		'shapes.resetAs': ['seconds', 'epoch'],
		'shapes.changed': ['no', 'array', 'renamed', 'unwrapped', 'keyed', 'bare'],
		'shapes.timesAs': ['epoch', 'local'],
		'shapes.order': ['id', 'reverse', 'shuffled'],
	},
	nullableText: ['webhookUrl', 'shapes.errorOn200', 'shapes.timeZone'],
	open: ['shapes.rename'],
};

/** Sets the given switches; answers with what makes no sense (then nothing was set), or null. */
export const setSwitches = (switches: Switches, patch: unknown): string | null =>
	mergeSwitches(switches, patch, rules);
