const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Whether a text carries a marker such as `REF-1a2b3c4d/report/1` as a whole: `…/report/10` does
 * not count as `…/report/1`.
 */
export function carriesMarker(text: unknown, marker: string): boolean {
	if (typeof text !== 'string' || marker === '') return false;
	return new RegExp(`(^|[^\\w/-])${escape(marker)}($|[^\\w/-])`, 'i').test(text);
}

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
