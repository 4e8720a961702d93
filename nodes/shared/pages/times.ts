import { DateTime, IANAZone } from 'luxon';
import type { Texts } from './texts/en';

const MINUTE_MS = 60_000;

/** A zone that exists: an unknown one would make every time of a page unreadable. */
export const zoneOr = (zone: string | undefined, fallback: string): string =>
	zone !== undefined && IANAZone.isValidZone(zone) ? zone : fallback;

/** "Tue 24 Nov 2026, 10:00 AM EST": always with weekday and zone. */
export function showTime(iso: string | undefined, zone: string, texts: Texts): string {
	const at = DateTime.fromISO(iso ?? '', { zone, locale: texts.language });
	return at.isValid ? at.toFormat(texts.timeFormat) : texts.page.unknownTime;
}

/** A calendar date as it stands, moved through no zone; other words are shown as written. */
export function showDate(date: string, texts: Texts): string {
	const at = DateTime.fromISO(date.slice(0, 10), { zone: 'UTC', locale: texts.language });
	return /^\d{4}-\d{2}-\d{2}/.test(date) && at.isValid ? at.toFormat(texts.dateFormat) : date;
}

/** The distance between two instants in one unit: "25 min", "3 h", "4 d". */
export function distance(fromIso: string, toIso: string): string {
	const minutes = Math.round(Math.abs(Date.parse(toIso) - Date.parse(fromIso)) / MINUTE_MS);
	if (!Number.isFinite(minutes)) return '';
	if (minutes < 90) return `${minutes} min`;
	const hours = Math.round(minutes / 60);
	return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

/** Value for the `min` of a `datetime-local` field, on the wall clock of a zone. */
export const fieldTime = (iso: string, zone: string): string =>
	DateTime.fromISO(iso, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
