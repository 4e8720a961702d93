import type { ReferralState } from '../../core/referral/state';

/** Failures after which the hospital may hold the delivery: the same number is sent again. */
const uncertain = new Set(['unknown_fate', 'unavailable']);

/**
 * The number of the delivery to send now. It stays the same while a try may have reached the hospital,
 * so that it is taken once; after a clear "no" a new try is a new delivery.
 */
export function deliveryIdFor(state: ReferralState): string {
	const { deliveryId, status, failure } = state.transport;
	const last = Number(/\/d(\d+)$/.exec(deliveryId ?? '')?.[1] ?? 0);
	const isRefused = status === 'failed' && failure !== undefined && !uncertain.has(failure.code);
	return `${state.caseId}/d${last === 0 || isRefused ? last + 1 : last}`;
}
