import type { ActorRole, EventType } from './events';
import type { Phase } from './phases';

const sides: Record<ActorRole, string> = {
	referrer: 'The clinic',
	specialist: 'The hospital',
	owner: 'The owner',
	system: 'A system',
};

/** What somebody did, for the question to a person what it means now. */
const acts: Partial<Record<EventType, string>> = {
	'ack.received': 'acknowledged the referral',
	'info.requested': 'asked for more information',
	'decision.accepted': 'accepted the patient',
	'redirect.proposed': 'proposes another hospital',
	'owner.replied': 'wrote back',
	'owner.call_requested': 'asks for a call',
	'appt.requested': 'asked for a time',
	'appt.scheduled': 'booked a visit',
	'appt.rescheduled': 'moved the visit',
	'visit.started': 'says that the patient was seen',
	'visit.claimed': 'says that the visit took place',
	'interim.note': 'sent an update',
	'report.final': 'sent a report',
	'report.amended': 'sent a new version of the report',
};

const phaseWords: Partial<Record<Phase, string>> = {
	closed_no_visit: 'closed without a visit',
	cancel_requested: 'being cancelled',
	declined_final: 'closed as declined',
	redirected: 'sent on to another service',
	deceased: 'closed because the patient had died',
	error: 'closed as opened by mistake',
	info_needed: 'waiting for an answer',
	appt_cancelled: 'waiting for a new visit',
	no_show: 'waiting for a new visit',
	seen: 'waiting for the report',
};

/** Why a person is asked about something that came at an unexpected point, in plain words. */
export const whyAsked = (type: EventType, role: ActorRole, phase: Phase): string =>
	`${sides[role]} ${acts[type] ?? `said "${type}"`} while the case was ${
		phaseWords[phase] ?? phase
	}. Decide what it means.`;
