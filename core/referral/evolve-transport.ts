import type { ReferralEvent } from './events';
import { mayHaveArrived, noEffect, type Effect, type ReferralState } from './state';

/** Packet, transport and the receiver's decision. */
export function evolveTransport(state: ReferralState, event: ReferralEvent): void {
	const { transport, decision } = state;
	switch (event.type) {
		case 'retry.requested':
			state.retryRequestedAt = event.at;
			return;
		case 'packet.incomplete':
			state.incomplete = { ...event.data, at: event.at };
			state.patient = event.data.patient;
			state.owner = event.data.owner ?? state.owner;
			delete state.packetFailure;
			return;
		case 'packet.failed':
			state.packetFailure = {
				...event.data,
				at: event.at,
				since: state.packetFailure?.since ?? event.at,
				tries: (state.packetFailure?.tries ?? 0) + 1,
			};
			return;
		case 'gap.overridden':
			state.override = {
				reason: event.data.reason,
				// What was decided before still holds when the next try finds something else.
				fields: [...new Set([...(state.override?.fields ?? []), ...event.data.fields])],
				by: event.actor.name ?? event.actor.role,
				at: event.at,
			};
			return;
		case 'packet.built':
			state.packet = { ...event.data, at: event.at };
			state.patient = event.data.patient;
			state.owner = event.data.owner ?? state.owner;
			state.vetName = event.data.vetName ?? state.vetName;
			delete state.incomplete;
			delete state.packetFailure;
			return;
		case 'files.kept':
			if (event.data.of === 'record' && state.record) {
				state.record.keptFiles ??= event.data.files;
			}
			if (event.data.of === 'answer') {
				const { version = state.answers.length, files } = event.data;
				const answer = state.answers.find((one) => one.version === version);
				if (answer) Object.assign(answer, { files, kept: true });
			}
			if (event.data.of === 'packet' && state.packet) {
				const { version = state.packet.packetVersion, files } = event.data;
				if (version === state.packet.packetVersion) state.packet.keptFiles = files;
			}
			return;
		case 'referral.resend_requested':
			transport.resend = { ...noEffect(), reason: event.data.reason, at: event.at };
			return;
		case 'referral.sending':
			if (transport.status === 'done') {
				resending(state, event);
				return;
			}
			transport.unsure = isUnsure(transport, event);
			Object.assign(transport, event.data);
			transport.attempts += 1;
			transport.earlierAt = transport.intendedAt;
			transport.intendedAt = event.at;
			transport.status = 'intended';
			return;
		case 'referral.sent':
			resent(state, event);
			Object.assign(transport, event.data, { status: 'done' });
			transport.doneAt ??= event.at;
			delete transport.failure;
			delete transport.failedSince;
			return;
		case 'transport.delivered':
			resent(state, event);
			Object.assign(transport, event.data, { status: 'done' });
			transport.doneAt ??= event.at;
			transport.deliveredAt ??= event.at;
			delete transport.failure;
			delete transport.failedSince;
			return;
		case 'transport.failed':
			if (transport.status === 'done') {
				resendFailed(state, event);
				return;
			}
			transport.status = 'failed';
			transport.failedAt = event.at;
			transport.failedSince ??= event.at;
			transport.failure = {
				code: event.data.code,
				message: event.data.message,
				hint: event.data.hint,
			};
			return;
		case 'ack.received':
			decision.acknowledgedAt ??= event.at;
			decision.acknowledgedBy ??= event.actor;
			if (decision.status === 'none') decision.status = 'acknowledged';
			return;
		case 'info.requested':
			decision.acknowledgedAt ??= event.at;
			decision.acknowledgedBy ??= event.actor;
			decision.question = event.data.question;
			decision.askedAt = event.at;
			delete decision.answer;
			delete decision.answeredAt;
			if (decision.status !== 'accepted' && decision.status !== 'declined') {
				decision.status = 'info_needed';
			}
			return;
		case 'info.supplied':
			decision.answer = event.data.answer;
			decision.answeredAt = event.at;
			if (event.data.files?.length) {
				const { files } = event.data;
				state.answers.push({ version: state.answers.length + 1, at: event.at, files });
			}
			if (decision.status === 'info_needed') decision.status = 'acknowledged';
			return;
		case 'decision.accepted':
			decision.acknowledgedAt ??= event.at;
			decision.acknowledgedBy ??= event.actor;
			decision.status = 'accepted';
			decision.decidedAt = event.at;
			decision.decidedBy = event.actor;
			decision.offeredSlots = event.data.offeredSlots ?? decision.offeredSlots;
			decision.bookingUrl = event.data.bookingUrl ?? decision.bookingUrl;
			decision.instructions = event.data.instructions ?? decision.instructions;
			delete decision.reason;
			return;
		case 'decision.declined':
			decision.acknowledgedAt ??= event.at;
			decision.acknowledgedBy ??= event.actor;
			decision.status = 'declined';
			decision.decidedAt = event.at;
			decision.decidedBy = event.actor;
			decision.reason = event.data.reason;
			return;
		case 'appt.scheduled':
		case 'appt.rescheduled':
		case 'visit.started':
			impliesAcceptance(state, event);
			return;
		case 'interim.note':
			if (event.data.staying) impliesAcceptance(state, event);
			return;
		default:
			return;
	}
}

/** A hospital that works on a case has taken it, whether or not it said so before. */
function impliesAcceptance({ decision }: ReferralState, { actor, at }: ReferralEvent): void {
	if (actor.role !== 'specialist') return;
	if (decision.status === 'accepted' || decision.status === 'declined') return;
	decision.acknowledgedAt ??= at;
	decision.acknowledgedBy ??= actor;
	decision.status = 'accepted';
	decision.decidedAt = at;
	decision.decidedBy = actor;
}

/** Whether the packet may be with the hospital already under the number that is tried now. */
const isUnsure = (
	tried: Effect & { deliveryId?: string },
	{ data }: ReferralEvent<'referral.sending'>,
): boolean => tried.deliveryId === data.deliveryId && mayHaveArrived({ transport: tried });

/** A packet that goes again has an effect of its own: the hospital keeps what it has meanwhile. */
function resending({ transport }: ReferralState, event: ReferralEvent<'referral.sending'>): void {
	const { resend } = transport;
	if (!resend || resend.status === 'done') return;
	resend.unsure = isUnsure(resend, event);
	resend.deliveryId = event.data.deliveryId;
	resend.attempts += 1;
	resend.earlierAt = resend.intendedAt;
	resend.intendedAt = event.at;
	resend.status = 'intended';
}

function resent(
	{ transport }: ReferralState,
	event: ReferralEvent<'referral.sent' | 'transport.delivered'>,
): void {
	const { resend, deliveryId } = transport;
	if (!resend || resend.deliveryId !== event.data.deliveryId || resend.status === 'done') return;
	resend.status = 'done';
	resend.doneAt = event.at;
	delete resend.failure;
	if (deliveryId !== undefined) transport.earlier = [...(transport.earlier ?? []), deliveryId];
}

function resendFailed(
	{ transport }: ReferralState,
	event: ReferralEvent<'transport.failed'>,
): void {
	const { resend } = transport;
	if (!resend || resend.deliveryId !== event.data.deliveryId || resend.status === 'done') return;
	const { code, message, hint } = event.data;
	resend.status = 'failed';
	resend.failedAt = event.at;
	resend.failure = { code, message, hint };
}
