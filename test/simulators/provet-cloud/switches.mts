import type { FaultSwitches } from '../shared/faults.mts';
import { mergeSwitches } from '../shared/switches.mts';
import type { SwitchRules } from '../shared/switches.mts';

/** What a test may turn at run time, by code or by POST /_sim/switches. */
export interface Switches extends FaultSwitches {
	/** The next n calls answer 401 although the token is good; -1 until switched off. */
	tokens401: number;
	/** The next n calls answer 429 and name the wait in Retry-After; -1 until switched off. */
	rateLimited: { next: number; waitSeconds: number };
	/** `vendor` = the vendor's weighted limits; `generous` = 20 times that; `off`. */
	rateLimit: 'vendor' | 'generous' | 'off';
	/** The length of the vendor's minute, in milliseconds (smaller = faster tests). */
	rateWindowMs: number;
	/** How long a token lives, in seconds; the vendor does not say, a client assumes 36,000. */
	tokenSeconds: number;
	/** Permission families, or single endpoints such as `department`, that answer 403. */
	denied: string[];
	/** Accept request bodies nobody documents, store them as they arrive and say so in a header. */
	unverified: boolean;
	/** The text key of a consultation note: the guide says `text`, the schema `note`. */
	noteKey: 'text' | 'note' | 'both';
	/** A client without no_sms and no_email is refused, as was seen on one tenant. */
	clientNeedsPreferences: boolean;
	/** Whether a new child (note, medicine …) moves the consultation's `modified`. */
	childrenTouchParent: boolean;
	/** Highest page_size, and the offset beyond which pages are refused. */
	pageSizeMax: number;
	offsetLimit: number;
	/** Pause between two tries of a webhook, in milliseconds (the vendor's spacing is unknown). */
	hookRetryMs: number;
	/** Where the "Refer" custom button posts to; null: no such button. */
	buttonUrl: string | null;
	/** The button's HTTP method and the parameter that names the record on the page. */
	button: { method: 'POST' | 'GET'; parameter: string };
	shapes: {
		/** Over the highest page_size: use the highest (default) or answer 400 (not documented). */
		overSize: 'clamp' | 'reject';
		/** Filters on fields for which nobody documents one: applied or silently ignored. */
		undocumentedFilters: 'apply' | 'ignore';
		/** Keys no document names: refused (default) or ignored, as the vendor's framework does. */
		strangeKeys: 'refuse' | 'ignore';
		/** 400 bodies: a list of messages per field, or a plain string. */
		errors: 'lists' | 'strings';
		/** `next` and `previous` name another host, which no client should follow. */
		nextHost: string | null;
		/** Times as UTC, with the clinic's offset, without any zone, or local time marked as UTC. */
		times: 'utc' | 'offset' | 'naive' | 'mislabelled';
		order: 'id' | 'reverse';
		/** Lists come in their envelope, or as a bare array (a changed shape). */
		envelope: 'page' | 'bare';
		/** Leaves out fields nobody documents. */
		bareUnknown: boolean;
		/** Other names for fields: { laboratoryanalysis: { result: 'value' } }. */
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
	tokenSeconds: 36_000,
	denied: [],
	unverified: false,
	noteKey: 'text',
	clientNeedsPreferences: false,
	childrenTouchParent: false,
	pageSizeMax: 1000,
	offsetLimit: 10_000,
	hookRetryMs: 250,
	buttonUrl: null,
	button: { method: 'POST', parameter: 'patient_id' },
	shapes: {
		overSize: 'clamp',
		undocumentedFilters: 'apply',
		strangeKeys: 'refuse',
		errors: 'lists',
		nextHost: null,
		times: 'utc',
		order: 'id',
		envelope: 'page',
		bareUnknown: false,
		rename: {},
	},
});

const rules: SwitchRules = {
	choices: {
		down: [false, 'reset', '503'],
		rateLimit: ['vendor', 'generous', 'off'],
		noteKey: ['text', 'note', 'both'],
		'nonsense.kind': ['html', 'truncated', 'latin1'],
		'button.method': ['POST', 'GET'],
		'shapes.overSize': ['clamp', 'reject'],
		'shapes.undocumentedFilters': ['apply', 'ignore'],
		'shapes.strangeKeys': ['refuse', 'ignore'],
		'shapes.errors': ['lists', 'strings'],
		'shapes.times': ['utc', 'offset', 'naive', 'mislabelled'],
		'shapes.order': ['id', 'reverse'],
		'shapes.envelope': ['page', 'bare'],
	},
	nullableText: ['buttonUrl', 'shapes.nextHost'],
	open: ['shapes.rename'],
};

/** Sets the given switches; answers with what makes no sense (then nothing was set), or null. */
export const setSwitches = (switches: Switches, patch: unknown): string | null =>
	mergeSwitches(switches, patch, rules);
