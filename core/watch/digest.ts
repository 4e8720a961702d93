import { staffList, staffMessage, type StaffCase, type StaffMessage } from '../desk/staff-message';
import type { ClinicProfile } from '../profile/clinic-profile';
import { urgencies, type Urgency } from '../profile/deadlines';

/** One message to the people of a clinic, with plain fields for whatever node sends it. */
export interface StaffAlert extends StaffMessage {
	kind: 'case' | 'digest' | 'list' | 'notice';
	clinicId: string;
	/** The highest urgency among its cases. */
	urgency: Urgency;
	caseIds: string[];
	urls: string[];
}

const rankOf = (urgency: string): number => {
	const rank = urgencies.indexOf(urgency as Urgency);
	return rank < 0 ? urgencies.length : rank;
};

const firstDue = ({ tells }: StaffCase): string =>
	tells.reduce((first, { ask }) => (first === '' || ask.dueAt < first ? ask.dueAt : first), '');

/** Emergencies first, then urgent cases; among equals what is due longest. */
export const mostUrgentFirst = <T extends StaffCase>(cases: readonly T[]): T[] =>
	[...cases].sort(
		(a, b) =>
			rankOf(a.urgency) - rankOf(b.urgency) ||
			(firstDue(a) < firstDue(b) ? -1 : firstDue(a) > firstDue(b) ? 1 : 0) ||
			(a.caseId < b.caseId ? -1 : 1),
	);

type Reader = Pick<
	ClinicProfile,
	'id' | 'name' | 'email' | 'staffAlertEmail' | 'timeZone' | 'escalation' | 'digestAfter'
>;

/** Who hears of these cases: the staff, and the second address as well when one is told again. */
function readersOf(clinic: Reader, cases: readonly StaffCase[]): string {
	const staff = clinic.staffAlertEmail || clinic.email;
	const second = clinic.escalation.email;
	const again = cases.some(({ tells }) => tells.some((tell) => tell.escalated));
	return again && second !== '' && second !== staff
		? [staff, second].filter((address) => address !== '').join(', ')
		: staff;
}

export const frameOf = (clinic: Reader, to: string) => ({
	from: clinic.email || clinic.staffAlertEmail,
	to,
	clinic: clinic.name,
	timeZone: clinic.timeZone,
});

/** A message with what a node beside the mail node needs to know of it. */
export const alertOf = (
	kind: StaffAlert['kind'],
	clinicId: string,
	cases: readonly StaffCase[],
	message: StaffMessage,
): StaffAlert => ({
	kind,
	clinicId,
	...message,
	urgency: urgencies[Math.min(...cases.map((entry) => rankOf(entry.urgency)))] ?? 'routine',
	caseIds: cases.map(({ caseId }) => caseId),
	urls: cases.map(({ url }) => url),
});

/**
 * The messages for what one round has to tell a clinic: one for each case, or, above the clinic's
 * limit, a single one that names them all. Every case is in exactly one message; most urgent first.
 */
export function alertsFor(clinic: Reader, cases: readonly StaffCase[]): StaffAlert[] {
	const ordered = mostUrgentFirst(cases);
	if (ordered.length > clinic.digestAfter) {
		const overdue = ordered.filter(({ tells }) => tells.some((tell) => tell.overdue)).length;
		const heading = `${ordered.length} referrals need attention, ${overdue} of them overdue`;
		const frame = frameOf(clinic, readersOf(clinic, ordered));
		return [alertOf('digest', clinic.id, ordered, staffList(frame, ordered, heading))];
	}
	return ordered.map((entry) =>
		alertOf(
			'case',
			clinic.id,
			[entry],
			staffMessage({ ...frameOf(clinic, readersOf(clinic, [entry])), ...entry }),
		),
	);
}
