import { mayHaveArrived, type Effect, type ReferralState, type Resend } from './state';

/** The delivery that a person asked for after the first one, while it has not arrived. */
export function pendingResend({ transport }: ReferralState): Resend | undefined {
	const { resend } = transport;
	return resend && resend.status !== 'done' ? resend : undefined;
}

/** Whether a packet has still to leave: the first one, or one that was asked for again. */
export const isToSend = (state: ReferralState): boolean =>
	state.transport.status !== 'done' || pendingResend(state) !== undefined;

/** The sending that a step is about now: the packet asked for again, else the first one. */
export const sendingNow = (state: ReferralState): Effect & { deliveryId?: string } =>
	(state.transport.status === 'done' ? pendingResend(state) : undefined) ?? state.transport;

/**
 * Whether a mail with the packet may have left with the try before this one, while nobody has asked for
 * another since: it cannot be looked up, so that a person has to decide.
 */
export function mailMayBeOut(state: ReferralState): boolean {
	const { attempts, earlierAt, status } = sendingNow(state);
	const isAsked = earlierAt !== undefined && (state.retryRequestedAt ?? '') > earlierAt;
	return status === 'intended' && attempts > 1 && !isAsked;
}

const numberOf = (deliveryId: string | undefined): number =>
	Number(/\/d(\d+)$/.exec(deliveryId ?? '')?.[1] ?? 0);

/**
 * The number of the delivery to send now. It stays the same while a try may have reached the hospital,
 * so that it is taken once; after a clear "no", or when a person asks for the packet again, a new try is
 * a new delivery.
 */
export function deliveryIdFor(state: ReferralState): string {
	const { transport, caseId } = state;
	const last = numberOf(transport.deliveryId);
	const resend = pendingResend(state);
	if (resend && transport.status === 'done') {
		const tried = numberOf(resend.deliveryId);
		const isRefused = resend.status === 'failed' && !mayHaveArrived({ transport: resend });
		return `${caseId}/d${tried === 0 || isRefused ? Math.max(last, tried) + 1 : tried}`;
	}
	const isRefused = transport.status === 'failed' && !mayHaveArrived(state);
	return `${caseId}/d${last === 0 || isRefused ? last + 1 : last}`;
}
