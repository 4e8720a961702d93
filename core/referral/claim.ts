import type { Command } from './decide';
import type { EventData, EventType } from './events';
import type { NextStep } from './next-step';
import { touchKindOf } from './reminder';
import { latestReport, type ReferralState } from './state';

/** What is written before a step, so that a repeat of the step is known as one. */
export function claimOf(state: ReferralState, next: NextStep): Command[] {
	const claim = <T extends EventType>(type: T, key: string, data: EventData[T]): Command[] => [
		{ type, actor: { role: 'system', via: 'workflow' }, key, data } as Command,
	];
	const version = latestReport(state)?.version ?? 1;
	switch (next.step) {
		case 'release':
			return claim('release.asked', 'first', {});
		case 'hold':
		case 'holdOutcome': {
			const effect = next.effect ?? '';
			return claim('effect.held', effect, { effect });
		}
		case 'touch': {
			if (next.touch?.action !== 'send') return [];
			const { number, channel } = next.touch;
			const earlier = state.outreach.touches.find((touch) => touch.number === number);
			return claim('outreach.sending', `${number}.${(earlier?.attempts ?? 0) + 1}`, {
				number,
				channel,
				kind: touchKindOf(number),
			});
		}
		case 'call':
			return claim('outreach.exhausted', next.why, { reason: next.why });
		case 'route':
			return claim('report.filing', `${version}.${state.filing.attempts + 1}`, { version });
		case 'followUp':
			return claim('followup.scheduling', `${version}.${state.followUp.attempts + 1}`, { version });
		default:
			return [];
	}
}
