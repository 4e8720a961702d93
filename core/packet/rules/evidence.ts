import type { DocumentKind } from '../kinds';
import type { LabItem } from '../records';
import type { Packet } from '../schema';

const dayMs = 86_400_000;
/** How long ago a note may speak of something and still count as the present history. */
const historyDays = 365;

/** Whole days from an instant to the making of the packet; `undefined` when there is no time. */
export function ageDays(packet: Packet, at: string | undefined): number | undefined {
	if (at === undefined) return undefined;
	return Math.floor((Date.parse(packet.createdAt) - Date.parse(at)) / dayMs);
}

/**
 * Whether the referring team speaks of something: in the release, the alerts of the patient or notes not older than
 * `withinDays`. It proves that the words are there, not what they mean: that is the reader's part.
 */
export function mentions(packet: Packet, pattern: RegExp, withinDays = historyDays): boolean {
	const { reason, clinicalQuestion, exam, toldOwner, anaesthesia, stabilisation } = packet;
	const { alerts } = packet.patient;
	const stated = [reason, clinicalQuestion, exam, toldOwner, anaesthesia, stabilisation, alerts];
	const noted = packet.history
		.filter(({ at }) => (ageDays(packet, at) ?? Number.POSITIVE_INFINITY) <= withinDays)
		.map(({ text }) => text);
	return [...stated, ...noted].some((text) => text !== undefined && pattern.test(text));
}

/** Whether a file of one of these kinds goes along, or one whose name fits. */
export const hasFile = (packet: Packet, kinds: DocumentKind[], name?: RegExp): boolean =>
	packet.files.entries.some((file) => kinds.includes(file.kind) || name?.test(file.name));

interface Finding {
	name: string;
	/** Absent when the record does not say when. */
	days?: number;
}

/** Results and report files that a test fits, the newest first, those without a date last. */
export function findResults(
	packet: Packet,
	fits: { report: RegExp; item?: RegExp; kinds: DocumentKind[]; file?: RegExp },
): Finding[] {
	const fromLabs = packet.labs
		.filter(
			({ name, items }) =>
				fits.report.test(name) ||
				items.some((item: LabItem) => fits.item?.test(item.name) ?? false),
		)
		.map(({ name, at }) => ({ name, days: ageDays(packet, at) }));
	const fromFiles = packet.files.entries
		.filter(({ kind, name }) => fits.kinds.includes(kind) && (fits.file?.test(name) ?? true))
		.map(({ name, date }) => ({ name, days: ageDays(packet, date) }));
	const age = ({ days }: { days?: number }): number => days ?? Number.POSITIVE_INFINITY;
	return [...fromLabs, ...fromFiles]
		.sort((a, b) => (age(a) === age(b) ? 0 : age(a) - age(b)))
		.map(({ name, days }) => (days === undefined ? { name } : { name, days }));
}

/** Why results do not suffice: none, none with a date, or all too old; `undefined` when they do. */
export function resultGap(found: Finding[], what: string, maxAgeDays?: number): string | undefined {
	const [newest] = found;
	if (newest === undefined) return `The record holds no ${what}.`;
	if (maxAgeDays === undefined) return undefined;
	if (newest.days === undefined) {
		return `The record holds ${what}, but not of when; this service takes at most ${maxAgeDays} days.`;
	}
	if (newest.days <= maxAgeDays) return undefined;
	return `The newest ${what} is ${newest.days} days old; this service takes at most ${maxAgeDays}.`;
}
