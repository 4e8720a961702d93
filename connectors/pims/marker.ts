const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Whether a text carries a marker such as `REF-1a2b3c4d/report/1` as a whole: `…/report/10` does
 * not count as `…/report/1`.
 */
export function carriesMarker(text: unknown, marker: string): boolean {
	if (typeof text !== 'string' || marker === '') return false;
	return new RegExp(`(^|[^\\w/-])${escape(marker)}($|[^\\w/-])`, 'i').test(text);
}

const anyMarker = /(^|[^\w/-])REF-[0-9a-f]{8,16}\/\w/i;

/** Whether a record carries a marker of this pack in any of its texts: we wrote it, whatever the case. */
export const isOurs = (record: Record<string, unknown>): boolean =>
	Object.values(record).some((value) => typeof value === 'string' && anyMarker.test(value));

/** Puts a marker at the end of a text, where it disturbs a reader least. */
export const withMarker = (text: string, marker: string): string =>
	text.trim() ? `${text.trim()} [${marker}]` : `[${marker}]`;

/** What a vet types in a record to mark it for referral. */
export const defaultReferralMarker = '#refer';

/**
 * Finds each mark in a text with the words beside it, up to the end of its line. `#referral` or
 * `#refer2` are other words, not marks.
 */
export function findMarks(text: string, marker: string): string[] {
	const pattern = new RegExp(`(?:^|[^\\w#])${escape(marker)}(?![\\w-])[:\\s]?([^\\r\\n]*)`, 'gi');
	return [...text.matchAll(pattern)].map((match) => (match[1] ?? '').trim());
}
