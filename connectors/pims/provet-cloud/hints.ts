import { flag, text, type Raw } from '../normalise';
import type { ReferralHint } from '../pims';
import { isRecord } from './relations';

/** Names under which a body may give an id: `<object>_id` [documented], the object as the route or model. */
const idFields: Record<
	'encounterId' | 'appointmentId' | 'referralId' | 'feedbackId' | 'patientId',
	string[]
> = {
	encounterId: ['consultation_id'],
	appointmentId: ['appointment_id'],
	referralId: ['patient_referral_id', 'patientreferral_id'],
	feedbackId: [
		'patient_referral_feedback_id',
		'patientreferralfeedback_id',
		'patientreferral_feedback_id',
	],
	patientId: ['patient_id'],
};

const idIn = (body: Raw, names: string[]): string | undefined =>
	names.map((name) => text(body[name])).find((id) => id !== undefined && /^[1-9]\d*$/.test(id));

/**
 * Ids of a webhook body, as form or JSON: consultation (triggers 3, 45), appointment (21), patient
 * referral (18) and its feedback (38). A body of another installation gives nothing. A "Refer" button
 * posts the ids of the page it stands on to the same address with `refer=1`; what else it sends is
 * [unknown], so only there the installation may be missing.
 */
export function parseHint(body: unknown, provetId: string): ReferralHint[] {
	if (!isRecord(body)) return [];
	const isPressed = flag(body.refer) === true;
	const site = text(body.provet_id);
	if (site === undefined ? !isPressed : site !== provetId) return [];
	const ids = Object.entries(idFields).flatMap(([name, fields]) => {
		const id = idIn(body, fields);
		return id === undefined ? [] : [[name, id] as const];
	});
	const hint: ReferralHint = Object.fromEntries(ids);
	// A change of a patient alone is no sign; a button on the page of a patient is.
	const { patientId, ...records } = hint;
	if (Object.keys(records).length === 0 && !(isPressed && patientId)) return [];
	return [isPressed ? { ...hint, pressed: true } : hint];
}
