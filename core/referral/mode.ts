import type { ClinicProfile } from '../profile/clinic-profile';
import type { ReferralState } from './state';

export type Mode = ClinicProfile['mode'];

/**
 * Whether an outside effect of a case may leave the clinic now: always when live; in shadow only what a
 * person approved, one by one; never while paused. Effects are named `send`, `touch:<number>`,
 * `notice:<noticeId>`, `file:<report version>` and `follow_up:<report version>`.
 */
export const mayLeave = (
	{ approved }: Pick<ReferralState, 'approved'>,
	mode: Mode,
	effect: string,
): boolean => mode === 'live' || (mode === 'shadow' && approved.includes(effect));

/** Effects that wait for a person to look at them and let them go, the oldest first. */
export const heldEffects = ({ held, approved }: ReferralState): string[] =>
	Object.entries(held)
		.filter(([effect]) => !approved.includes(effect))
		.sort(([, a], [, b]) => (a < b ? -1 : 1))
		.map(([effect]) => effect);
