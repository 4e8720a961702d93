import type { EventType, ReferralEvent } from './events';

/** Where two events carry the same instant, an intent stands before its result and a cause before its effect. */
const rank: Partial<Record<EventType, number>> = {
	'referral.created': 0,
	'release.asked': 1,
	'release.given': 2,
	'packet.built': 3,
	'referral.sending': 4,
	'referral.sent': 5,
	'transport.delivered': 6,
	'ack.received': 7,
	'decision.accepted': 8,
	'appt.requested': 9,
	'appt.scheduled': 10,
	'visit.started': 11,
	'report.final': 12,
	'report.filing': 13,
	'report.filed': 14,
	'followup.scheduling': 15,
	'followup.created': 16,
	'report.read': 17,
	'outreach.sending': 18,
	'notice.sending': 18,
	'alert.sending': 18,
	'cancel.requested': 18,
	'case.closed': 30,
};

const rankOf = (type: EventType): number => rank[type] ?? 20;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Total order of a case's events: by the time the ledger took them, then cause before effect, then id. */
export const eventOrder = (a: ReferralEvent, b: ReferralEvent): number =>
	compare(a.receivedAt, b.receivedAt) || rankOf(a.type) - rankOf(b.type) || compare(a.id, b.id);
