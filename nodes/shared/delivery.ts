import { mayHaveArrived, type ReferralState } from '../../core/referral/state';

/**
 * The number of the delivery to send now. It stays the same while a try may have reached the hospital,
 * so that it is taken once; after a clear "no" a new try is a new delivery.
 */
export function deliveryIdFor(state: ReferralState): string {
	const { deliveryId, status } = state.transport;
	const last = Number(/\/d(\d+)$/.exec(deliveryId ?? '')?.[1] ?? 0);
	const isRefused = status === 'failed' && !mayHaveArrived(state);
	return `${state.caseId}/d${last === 0 || isRefused ? last + 1 : last}`;
}
