import type { Specialty } from '../../profile/specialist';
import type { Gap, Packet } from '../schema';

export type Level = Gap['level'];

/**
 * One thing a packet should hold. Basis: domain notes of the field (RCVS, AAHA and the public
 * checklists of specialty hospitals); levels without a public source await a specialist's review,
 * and every hospital may change them in the `needs` of its directory entry.
 */
export interface Rule {
	/** Stable key: used in overrides and in a specialist's `needs`. */
	field: string;
	label: string;
	/** `none` switches the general level off for a specialty. */
	levels: Partial<Record<Specialty | 'all', Level | 'none'>>;
	maxAgeDays?: Partial<Record<Specialty | 'all', number>>;
	/** What is missing, in a sentence; `undefined` when it is there or does not apply. */
	check(packet: Packet, maxAgeDays: number | undefined): string | undefined;
	howToFix: string;
}
