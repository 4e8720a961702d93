import type { ClinicProfile } from '../profile/clinic-profile';
import { latestReport, type ReferralState } from './state';

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

/** Whether an effect that was held back could still happen: a case may end or go live meanwhile. */
function isStillMeant(state: ReferralState, effect: string): boolean {
	const [kind = '', ...rest] = effect.split(':');
	const which = rest.join(':');
	const { cancellation, closed, filing, followUp, notices, outreach, transport } = state;
	const isAhead = closed === undefined && cancellation === undefined;
	switch (kind) {
		case 'send':
			return isAhead && transport.status !== 'intended' && transport.status !== 'done';
		case 'touch':
			return isAhead && !outreach.touches.some(({ number }) => number === Number(which));
		case 'notice':
			return !notices.some(({ noticeId }) => noticeId === which);
		default: {
			const lane = kind === 'file' ? filing : followUp;
			return lane.status === 'none' && latestReport(state)?.version === Number(which);
		}
	}
}

/** Effects that wait for a person to look at them and let them go, the oldest first. */
export const heldEffects = (state: ReferralState): string[] =>
	Object.entries(state.held)
		.filter(([effect]) => !state.approved.includes(effect) && isStillMeant(state, effect))
		.sort(([, a], [, b]) => (a < b ? -1 : 1))
		.map(([effect]) => effect);
