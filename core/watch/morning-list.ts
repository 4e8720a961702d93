import { DateTime } from 'luxon';
import { staffList, type StaffCase } from '../desk/staff-message';
import { weekdays } from '../calendar/opening-hours';
import type { ClinicProfile } from '../profile/clinic-profile';
import type { Ask } from '../referral/asks';
import type { ReferralState } from '../referral/state';
import type { Tell } from '../referral/telling';
import { alertOf, frameOf, mostUrgentFirst, type StaffAlert } from './digest';

/** The key in the settings that says for which day a clinic has had its list. */
export const listKeyOf = (clinicId: string): string => `morning:${clinicId}`;

/**
 * The day (`2026-11-23`, the clinic's own) whose list is due: from the opening of a working day on,
 * once a day. Nothing on holidays and while the clinic is paused.
 */
export function listDue(
	{ timeZone, hours, holidays, mode }: ClinicProfile,
	lastDay: string,
	now: string,
): string | undefined {
	const local = DateTime.fromISO(now, { zone: timeZone });
	const day = local.toFormat('yyyy-MM-dd');
	if (mode === 'paused' || lastDay >= day || holidays.includes(day)) return undefined;
	const weekday = weekdays[local.weekday - 1];
	const opening = (weekday ? hours[weekday] : []).map(({ open }) => open).sort()[0];
	return opening !== undefined && local.toFormat('HH:mm') >= opening ? day : undefined;
}

/** What is overdue of a case and has been told: it is not told again, but it still lies there. */
export const toldOverdue = (state: ReferralState, asks: readonly Ask[], now: string): Tell[] =>
	asks
		.filter(({ key, dueAt }) => dueAt <= now && (state.raised[key] ?? '') >= dueAt)
		.map((ask) => ({ ask, at: ask.dueAt, overdue: true, escalated: false }));

/** Whoever had been told of an ask and let it lie finds it here once a day, and nowhere else. */
export function morningList(
	clinic: ClinicProfile,
	cases: readonly StaffCase[],
): StaffAlert | undefined {
	const overdue = mostUrgentFirst(cases.filter(({ tells }) => tells.length > 0));
	if (overdue.length === 0) return undefined;
	const count = `${overdue.length} ${overdue.length === 1 ? 'referral is' : 'referrals are'}`;
	const frame = frameOf(clinic, clinic.staffAlertEmail || clinic.email);
	const heading = `Morning list: ${count} overdue`;
	return alertOf('list', clinic.id, overdue, staffList(frame, overdue, heading));
}
