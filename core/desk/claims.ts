import type { Actor } from '../referral/events';
import { phaseOf } from '../referral/phase';
import { isTerminal } from '../referral/phases';
import { currentAppointment, type ReferralState } from '../referral/state';

export const claimKinds = ['decision', 'appointment', 'visit'] as const;
export type ClaimKind = (typeof claimKinds)[number];

/** Something about the hospital's part that somebody else said; the hospital has not said it itself. */
export interface Claim {
	kind: ClaimKind;
	/** What the claim says, for the words of a page. */
	says: 'accepted' | 'declined' | 'scheduled' | 'visited';
	by: Actor;
	at: string;
	/** Start of the appointment, or when the visit was. */
	when?: string;
}

/** Second-hand facts the hospital could confirm now, the oldest first. */
export function openClaims(state: ReferralState): Claim[] {
	if (isTerminal(phaseOf(state)) || state.reports.length > 0) return [];
	const { decision, visitClaimed, seenAt } = state;
	const claims: Claim[] = [];
	const { decidedBy, decidedAt, status } = decision;
	if (
		decidedBy?.role === 'referrer' &&
		decidedAt !== undefined &&
		(status === 'accepted' || status === 'declined')
	) {
		claims.push({ kind: 'decision', says: status, by: decidedBy, at: decidedAt });
	}
	const appointment = currentAppointment(state);
	if (appointment?.claimed && appointment.status === 'scheduled') {
		const by: Actor = { role: 'referrer', via: 'phone' };
		const { at, start } = appointment;
		claims.push({ kind: 'appointment', says: 'scheduled', by, at, when: start });
	}
	if (visitClaimed && seenAt === undefined) {
		const { by, at, visitedAt } = visitClaimed;
		claims.push({ kind: 'visit', says: 'visited', by, at, when: visitedAt });
	}
	return claims.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Whether a visit may lie behind us: not while the only one known is still ahead. `now` is ISO UTC. */
export function mayHaveVisited(state: ReferralState, now: string): boolean {
	const appointment = currentAppointment(state);
	return appointment?.status !== 'scheduled' || Date.parse(appointment.start) <= Date.parse(now);
}
