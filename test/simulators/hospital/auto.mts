import type { ActionName } from './actions.mts';
import { autoSteps } from './behaviour.mts';
import type { Hospital } from './hospital.mts';
import type { Json, Referral } from './types.mts';

type Step = (typeof autoSteps)[number];

const plays = (hospital: Hospital, step: Step): boolean =>
	['auto', 'askInfo'].includes(hospital.behaviour.mode) &&
	autoSteps.indexOf(step) <= autoSteps.indexOf(hospital.behaviour.autoUntil);

/** One automatic step: pause, act, and wait until the event is delivered or given up. */
async function step(hospital: Hospital, referral: Referral, action: ActionName, data: Json = {}) {
	await hospital.pause(hospital.behaviour.stepMs);
	if (hospital.stopped || referral.state === 'cancelled') return;
	const sending = await hospital.begin(referral, action, data);
	await sending.done;
}

const said = (referral: Referral, type: string): boolean =>
	referral.events.some((event) => event.type === type);

/** What the hospital does by itself after it has answered a referral. */
export async function afterReferral(hospital: Hospital, referral: Referral): Promise<void> {
	const { mode, declineReason, question } = hospital.behaviour;
	if (!['auto', 'askInfo', 'decline'].includes(mode)) return;
	if (!said(referral, 'ack.received')) await step(hospital, referral, 'ack');
	if (mode === 'decline') {
		if (!said(referral, 'decision.declined')) {
			await step(hospital, referral, 'decline', { reason: declineReason });
		}
	} else if (mode === 'askInfo' && !said(referral, 'info.requested')) {
		await step(hospital, referral, 'askInfo', { question });
	} else if (plays(hospital, 'accepted') && !said(referral, 'decision.accepted')) {
		await step(hospital, referral, 'accept');
	}
}

/** After an answer to a question the hospital goes on to accept. */
export async function afterInfo(hospital: Hospital, referral: Referral): Promise<void> {
	if (plays(hospital, 'accepted') && !said(referral, 'decision.accepted')) {
		await step(hospital, referral, 'accept');
	}
}

/** The owner asked for a time: book it, see the patient, report. */
export async function afterAppointmentRequest(
	hospital: Hospital,
	referral: Referral,
): Promise<void> {
	if (plays(hospital, 'scheduled')) await step(hospital, referral, 'schedule');
	if (plays(hospital, 'seen')) await step(hospital, referral, 'seen');
	if (plays(hospital, 'reported')) await step(hospital, referral, 'report');
}

export async function afterCancelRequest(hospital: Hospital, referral: Referral): Promise<void> {
	const { mode } = hospital.behaviour;
	if (mode !== 'auto' && mode !== 'askInfo') return;
	await step(hospital, referral, 'confirmCancel');
}
