import type { Slot } from '../referral/events';
import type { ReferralState } from '../referral/state';
import { messageChannels, type DeskAction } from './allowed-actions';
import type { FormReader } from './form-reader';
import { readVisitClaim } from './course-form';
import { hospitalZone, say, type DeskContext, type FormHandler } from './saying';

/** Offered times that still lie ahead; the value of a choice is its start. */
export const slotsAhead = (state: ReferralState, now: string): Slot[] =>
	state.decision.offeredSlots.filter((slot) => Date.parse(slot.start) > Date.parse(now));

/** The chosen slot exactly as the hospital offered it, never as the form words it. */
export function readSlot(
	form: FormReader,
	state: ReferralState,
	ctx: DeskContext,
): Slot | undefined {
	const start = form.required('slot', 'The time', 40);
	if (start === '') return undefined;
	const slot = slotsAhead(state, ctx.now).find((entry) => entry.start === start);
	if (!slot) form.bad('slot', 'The time', 'This time is not offered any more. Choose another one.');
	return slot;
}

/** What the owner can say on the owner's page. */
export const ownerForms: Partial<Record<DeskAction, FormHandler>> = {
	pick_slot: (form, state, ctx) => {
		const slot = readSlot(form, state, ctx);
		const note = form.optional('note', 'Your message', 500);
		return slot ? [say('appt.requested', { slot, ...(note === undefined ? {} : { note }) })] : [];
	},
	ask_call: (form) => {
		const note = form.optional('note', 'Your message', 500);
		return [say('owner.call_requested', note === undefined ? {} : { note })];
	},
	cannot_come: (form) => [
		say('appt.cancelled', {
			by: 'owner',
			reason: form.optional('reason', 'The reason', 500) ?? 'No reason given',
		}),
	],
	cancel_referral: (form) => {
		if (!form.checked('sure')) form.bad('sure', 'The check', 'Tick the box if you are sure.');
		return [
			say('cancel.requested', {
				reason: form.optional('reason', 'The reason', 500) ?? 'No reason given',
			}),
		];
	},
	we_were_there: (form, state, ctx) => [readVisitClaim(form, state, ctx, hospitalZone(state, ctx))],
	patient_died: (form) => {
		if (!form.checked('sure')) form.bad('sure', 'The check', 'Tick the box if you are sure.');
		return [say('patient.deceased', {})];
	},
	stop_messages: () =>
		messageChannels.map((channel) => say('owner.opted_out', { channel }, { part: channel })),
};
