import { currentAppointment, type Appointment, type ReferralState } from '../referral/state';
import {
	businessStatuses,
	businessStatusSystem,
	type BusinessStatus,
	type TaskStatus,
} from './business-status';

/** A case in the words of FHIR Task and BSeR. `businessStatus` is absent where BSeR has none. */
export interface TaskState {
	status: TaskStatus;
	businessStatus?: BusinessStatus;
	/** Why, in the words of a person. */
	statusReason?: string;
}

const as = (
	status: TaskStatus,
	businessStatus?: BusinessStatus,
	statusReason?: string,
): TaskState => ({
	status,
	...(businessStatus === undefined ? {} : { businessStatus }),
	...(statusReason === undefined || statusReason === '' ? {} : { statusReason }),
});

/**
 * What a case is to a FHIR partner. BSeR takes a referral from draft to received in one step (TID 01);
 * here it is `requested` from sending until somebody at the other side has taken it, so that a packet
 * that merely left is never shown as received.
 */
export function taskStatusOf(state: ReferralState): TaskState {
	if (state.closed) return closedStatus(state);
	if (state.reports.length > 0) return as('completed', '7.0');
	if (state.cancellation) {
		const { confirmedAt, reason } = state.cancellation;
		return confirmedAt ? as('cancelled', '6.0', reason) : as('in-progress', '5.2', reason);
	}
	if (state.decision.status === 'declined') return as('rejected', '4.0', state.decision.reason);
	return visitStatus(state) ?? beforeVisit(state);
}

function closedStatus(state: ReferralState): TaskState {
	const { outcome, reason } = state.closed!;
	switch (outcome) {
		case 'closed':
			return as('completed', '7.0');
		case 'closed_no_visit':
			return as('failed', '6.0', reason);
		case 'cancelled':
			return as('cancelled', '6.0', reason);
		case 'declined_final':
			return as('rejected', '4.0', state.decision.reason ?? reason);
		case 'redirected':
			return state.decision.status === 'declined'
				? as('rejected', '4.0', `Replaced by ${reason}`)
				: as('cancelled', '6.0', `Replaced by ${reason}`);
		case 'deceased':
			return state.reports.length > 0
				? as('completed', '7.0')
				: as('failed', '6.0', 'The patient has died');
		case 'error':
			return as('entered-in-error', undefined, reason);
	}
}

/** Whether the visits or the notes tell where the case stands: whatever was said last. */
function visitStatus(state: ReferralState): TaskState | undefined {
	const notes = state.interim.map(({ at }) => at);
	const clinicalAt = [state.seenAt ?? '', ...notes].sort().pop() ?? '';
	const appointment = currentAppointment(state);
	const appointmentAt = appointment?.endedAt ?? appointment?.at ?? '';
	if (clinicalAt !== '' && clinicalAt >= appointmentAt) return as('in-progress', '5.1.4');
	switch (appointment?.status) {
		case 'scheduled':
			return as('in-progress', '5.1.1');
		case 'no_show':
			return as('in-progress', '5.1.2');
		case 'cancelled':
			return as('in-progress', '5.1.3', appointment.reason);
		default:
			return clinicalAt === '' ? undefined : as('in-progress', '5.1.4');
	}
}

function beforeVisit({ decision, transport }: ReferralState): TaskState {
	const isAsked =
		decision.askedAt !== undefined &&
		decision.answeredAt === undefined &&
		(decision.decidedAt ?? '') < decision.askedAt;
	const accepted = decision.status === 'accepted';
	if (isAsked) return as('on-hold', accepted ? '3.0' : '2.0', decision.question);
	if (accepted) return as('accepted', '3.0');
	if (decision.status === 'acknowledged') return as('received', '2.0');
	return transport.status === 'done' ? as('requested', '2.0') : as('draft');
}

const appointmentStatus: Record<Appointment['status'], string> = {
	requested: 'proposed',
	scheduled: 'booked',
	cancelled: 'cancelled',
	no_show: 'noshow',
	attended: 'fulfilled',
};

/** FHIR wants both times of an appointment; one whose end nobody has said ends when it starts. */
const appointmentResource = (appointment: Appointment): Record<string, unknown> => ({
	resourceType: 'Appointment',
	id: 'appointment',
	status: appointmentStatus[appointment.status],
	start: appointment.start,
	end: appointment.end ?? appointment.start,
	...(appointment.reason === undefined ? {} : { cancelationReason: { text: appointment.reason } }),
	participant: [
		{
			status: appointment.status === 'requested' ? 'needs-action' : 'accepted',
			...(appointment.clinician === undefined ? {} : { actor: { display: appointment.clinician } }),
		},
	],
});

const note = (text: string, time: string): Record<string, unknown> => ({ text, time });

/**
 * The case as a FHIR R4 Task in the shape of the BSeR Referral Task: numbered by the initiator, state
 * in both vocabularies, the visit as a contained Appointment. `at` (ISO UTC) is when the state was read.
 * It holds no clinical facts but the notes the hospital itself has sent.
 */
export function taskResource(
	state: ReferralState,
	{ clinic, at }: { clinic: string; at: string },
): Record<string, unknown> {
	const { status, businessStatus, statusReason } = taskStatusOf(state);
	const appointment = currentAppointment(state);
	const answer = state.decision.answer;
	const notes = [
		...state.interim.map((entry) => note(entry.text, entry.at)),
		...(answer === undefined ? [] : [note(answer, state.decision.answeredAt ?? at)]),
	];
	const service = state.release?.specialist;
	return {
		resourceType: 'Task',
		identifier: [
			{
				type: {
					coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'PLAC' }],
				},
				value: state.caseId,
			},
		],
		status,
		...(statusReason === undefined ? {} : { statusReason: { text: statusReason } }),
		...(businessStatus === undefined
			? {}
			: {
					businessStatus: {
						coding: [
							{
								system: businessStatusSystem,
								code: businessStatus,
								display: businessStatuses[businessStatus],
							},
						],
					},
				}),
		intent: 'order',
		code: {
			coding: [{ system: 'http://hl7.org/fhir/CodeSystem/task-code', code: 'fulfill' }],
		},
		focus: { type: 'ServiceRequest', identifier: { value: state.caseId } },
		for: { display: state.patient?.name ?? state.created?.data.patientName ?? 'unknown' },
		authoredOn: state.created?.at ?? at,
		lastModified: at,
		requester: { display: clinic },
		...(service === undefined
			? {}
			: { owner: { display: `${service.hospital}, ${service.service}` } }),
		...(notes.length === 0 ? {} : { note: notes }),
		...(appointment === undefined
			? {}
			: {
					contained: [appointmentResource(appointment)],
					output: [{ type: { text: 'Visit' }, valueReference: { reference: '#appointment' } }],
				}),
	};
}
