import { DateTime } from 'luxon';
import type { Slot } from './types.mts';

const CLINICIANS = ['Dr Hugo Specimen', 'Dr Ada Placeholder'];
const LEAD_DAYS: Record<string, number> = { emergency: 0, urgent: 1, routine: 5 };

/**
 * Hands out free half-hour consultation slots (weekdays 9:00 to 16:30; emergencies the next full
 * half hours of any day) and never offers the same one to two referrals.
 */
export function createDiary(timeZone: string) {
	const taken = new Set<string>();
	return {
		offer(urgency: string, now: Date, count = 3): Slot[] {
			const start = DateTime.fromJSDate(now, { zone: timeZone });
			const emergency = urgency === 'emergency';
			let at = emergency
				? start.plus({ minutes: 60 })
				: start
						.plus({ days: LEAD_DAYS[urgency] ?? 5 })
						.startOf('day')
						.set({ hour: 9 });
			at = at.set({ minute: at.minute < 30 ? 0 : 30, second: 0, millisecond: 0 });
			const slots: Slot[] = [];
			while (slots.length < count) {
				const open = emergency || (at.weekday <= 5 && at.hour >= 9 && at.hour < 17);
				const clinician = CLINICIANS.find((name) => !taken.has(`${at.toMillis()} ${name}`));
				if (open && clinician) {
					taken.add(`${at.toMillis()} ${clinician}`);
					slots.push({
						start: at.toISO() as string,
						end: at.plus({ minutes: 30 }).toISO() as string,
						clinician,
						location: 'Consulting room 2, Northside Veterinary Heart Centre',
					});
				}
				// One slot every ninety minutes gives the owner a real choice of times.
				at = at.plus({ minutes: slots.length > 0 && open ? 90 : 30 });
			}
			return slots;
		},
	};
}

export type Diary = ReturnType<typeof createDiary>;
