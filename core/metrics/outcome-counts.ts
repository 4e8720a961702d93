import { DateTime } from 'luxon';
import { dueAt } from '../calendar/business-time';
import { minutesOf } from '../calendar/opening-hours';
import type { ClinicProfile } from '../profile/clinic-profile';
import type { ReferralEvent } from '../referral/events';
import type { ReferralState } from '../referral/state';

/** What is counted in a case. */
export interface Counts {
	/** Visits that were booked. */
	appointments: number;
	noShows: number;
	/** Cancelled by the owner less than 24 hours before. */
	lateCancellations: number;
	/** Follow-up items with a date that has come, or that are arranged. */
	followUps: number;
	followUpsInTime: number;
	/** Automatic messages that left. */
	touches: number;
	/** Of these: outside the hours the law allows, after a stop, sent twice. All must be 0. */
	touchesOutsideHours: number;
	touchesAfterStop: number;
	touchesTwice: number;
	/** People were told of a step that is due. */
	alerts: number;
	/** A person acted within a working day. */
	alertsHandled: number;
	/** Longest time from the instant an alert was due to the alert, in seconds; -1 without alerts. */
	alertLagSeconds: number;
}

const HOUR_MS = 3_600_000;
const lateMs = 24 * HOUR_MS;

type Visits = Pick<
	Counts,
	'appointments' | 'noShows' | 'lateCancellations' | 'followUps' | 'followUpsInTime'
>;

/** Counts visits and follow-up. A moved visit is one visit; a new one after it fell through is another. */
export function visitFigures(
	ordered: readonly ReferralEvent[],
	state: ReferralState,
	now: string,
): Visits {
	let start: string | undefined;
	const counts = { appointments: 0, noShows: 0, lateCancellations: 0 };
	for (const event of ordered) {
		switch (event.type) {
			case 'appt.scheduled':
			case 'appt.rescheduled':
				if (start === undefined) counts.appointments += 1;
				start = event.data.appointment.start;
				break;
			case 'appt.cancelled': {
				if (start === undefined) break;
				const notice = Date.parse(start) - Date.parse(event.at);
				if (event.data.by === 'owner' && notice < lateMs) counts.lateCancellations += 1;
				start = undefined;
				break;
			}
			case 'appt.no_show':
				if (start === undefined) counts.appointments += 1;
				counts.noShows += 1;
				start = undefined;
				break;
			default:
		}
	}
	return { ...counts, ...followUpFigures(ordered, state, now) };
}

function followUpFigures(
	ordered: readonly ReferralEvent[],
	{ followUp }: ReferralState,
	now: string,
): Pick<Counts, 'followUps' | 'followUpsInTime'> {
	let followUps = 0;
	let followUpsInTime = 0;
	for (const { key, dueDate, status } of followUp.items) {
		if (dueDate === undefined) continue;
		const done = ordered.find(
			(event) => event.type === 'followup.done' && event.data.key === key,
		)?.at;
		const arrangedAt = status === 'created' ? followUp.doneAt : done;
		// Dates compare as text; the day itself is in time.
		const until = `${dueDate.slice(0, 10)}T23:59:59.999Z`;
		if (arrangedAt === undefined && now <= until) continue;
		followUps += 1;
		if (arrangedAt !== undefined && arrangedAt <= until) followUpsInTime += 1;
	}
	return { followUps, followUpsInTime };
}

type Hygiene = Pick<
	Counts,
	'touches' | 'touchesOutsideHours' | 'touchesAfterStop' | 'touchesTwice'
>;

/** Holds what left against the rules for messages to owners; each figure but the first must be 0. */
export function hygieneFigures(
	ordered: readonly ReferralEvent[],
	{ owner }: ReferralState,
	{ outreach, timeZone }: ClinicProfile,
): Hygiene {
	const { start, end } = outreach.hardLimits;
	const stopped = new Set<string>();
	const numbers = new Set<number>();
	const counts = { touches: 0, touchesOutsideHours: 0, touchesAfterStop: 0, touchesTwice: 0 };
	for (const event of ordered) {
		if (event.type === 'owner.opted_out') stopped.add(event.data.channel);
		if (event.type !== 'outreach.sent') continue;
		const { number, channel } = event.data;
		counts.touches += 1;
		if (stopped.has(channel)) counts.touchesAfterStop += 1;
		if (numbers.has(number)) counts.touchesTwice += 1;
		numbers.add(number);
		const minute = wallMinute(event.at, owner?.timeZone, timeZone);
		if (minute < minutesOf(start) || minute >= minutesOf(end)) counts.touchesOutsideHours += 1;
	}
	return counts;
}

const wallMinute = (iso: string, ownerZone: string | undefined, clinicZone: string): number => {
	const inOwnerZone = DateTime.fromISO(iso, { zone: ownerZone ?? clinicZone });
	const at = inOwnerZone.isValid ? inOwnerZone : DateTime.fromISO(iso, { zone: clinicZone });
	return at.hour * 60 + at.minute;
};

/** An alert is handled when a person, at whichever side, has acted by the end of the next working day. */
export function alertFigures(
	ordered: readonly ReferralEvent[],
	clinic: ClinicProfile,
	now: string,
): Pick<Counts, 'alerts' | 'alertsHandled' | 'alertLagSeconds'> {
	let alerts = 0;
	let alertsHandled = 0;
	let lag = -1;
	ordered.forEach((event, index) => {
		if (event.type !== 'timer.fired') return;
		lag = Math.max(lag, secondsBetween(event.data.dueAt, event.at));
		const until = dueAt(event.at, { amount: 1, unit: 'business_days' }, clinic);
		const acted = ordered.slice(index + 1).find(({ actor }) => actor.role !== 'system')?.at;
		if (acted === undefined && now <= until) return;
		alerts += 1;
		if (acted !== undefined && acted <= until) alertsHandled += 1;
	});
	return { alerts, alertsHandled, alertLagSeconds: lag };
}

const secondsBetween = (from: string, to: string): number =>
	Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
