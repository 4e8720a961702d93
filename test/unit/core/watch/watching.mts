import type { Escalation } from '../../../../core/watch/settings';
import type { StepContext } from '../../../../core/referral/next-step';
import { project, noHandover, noLease, noWake, type CaseRow } from '../../../../core/referral/row';
import { claimTells, claimedTells, toldCommands } from '../../../../core/watch/claim';
import type { Tell } from '../../../../core/referral/telling';
import { caseId, clinic, type Story } from '../referral/story.mts';

/** What a story owes with the clinic's rules for telling twice. */
export const contextOf = (
	story: Story,
	escalation: Escalation = clinic.escalation,
): StepContext => ({
	...story.context,
	escalation,
});

export const rowOf = (story: Story, version = 3): CaseRow => {
	const kept = { ...noWake, ...noLease, ...noHandover, version, linkVersion: 1 };
	return { id: 7, ...project(caseId, story.events, kept, contextOf(story)).columns };
};

/** One round of Watch: claims what is due. The mail leaves unless it is said to fail. */
export function round(story: Story, mailFails = false): Tell[] {
	const row = rowOf(story);
	if (row.tellAt > story.now) return [];
	const claim = claimTells(row, contextOf(story));
	if (!claim) return [];
	story.events = [...story.events, ...claim.appended];
	const tells = claimedTells(claim.columns.handover);
	if (!mailFails) {
		for (const { type, key, data } of toldCommands(tells)) {
			story.says(type, data, { key, role: 'system' });
		}
	}
	return tells;
}

export const words = (tells: readonly Tell[]): string[] =>
	tells.map(
		({ ask, overdue, escalated }) =>
			`${ask.key}${overdue ? ' late' : ''}${escalated ? ' again' : ''}`,
	);
