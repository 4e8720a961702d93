import { dueAt, type BusinessCalendar } from '../calendar/business-time';
import type { Urgency } from '../profile/deadlines';
import type { Escalation } from './settings';

/**
 * When an ask that is overdue since `overdueAt` is told again, to the second address; nothing where
 * the clinic switched it off. Opening time counts on the clinic's calendar.
 */
export function escalateAt(
	overdueAt: string,
	urgency: Urgency,
	{ after }: Escalation,
	calendar: BusinessCalendar,
): string | undefined {
	const window = after[urgency];
	return window === 'none' ? undefined : dueAt(overdueAt, window, calendar);
}
