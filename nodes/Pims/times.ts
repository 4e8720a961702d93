import { DateTime } from 'luxon';
import { refused } from '../shared/refusal';
import type { Task } from './resource';

/**
 * A time people gave, as ISO with offset. What carries no offset is meant in the time zone of the
 * workflow, as the date picker of n8n shows it. Empty gives `undefined`.
 */
export function timeGiven(task: Task, label: string, given: string): string | undefined {
	if (given === '') return undefined;
	const { execution, itemIndex } = task;
	const iso = DateTime.fromISO(given, { zone: execution.getTimezone() }).toISO();
	if (iso) return iso;
	return refused(
		execution,
		{
			code: 'time_invalid',
			message: `'${label}' is not a time.`,
			hint: 'Give a date and time such as 2026-03-04T15:30.',
		},
		itemIndex,
	);
}
