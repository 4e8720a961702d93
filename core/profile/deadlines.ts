import { z } from 'zod';

/**
 * A length of time. `minutes` and `hours` run day and night; `days` are wall-clock days;
 * `business_*` count opening time only. `business_days` end at closing time, the day of the start
 * not counted: 0 is "by the end of this working day".
 */
export const timeWindowSchema = z.object({
	amount: z.number().min(0, 'must not be negative').max(100_000, 'must be at most 100000'),
	unit: z.enum(['minutes', 'business_hours', 'business_days', 'hours', 'days']),
});
export type TimeWindow = z.infer<typeof timeWindowSchema>;

export const urgencies = ['emergency', 'urgent', 'routine'] as const;
export const urgencySchema = z.enum(urgencies);
export type Urgency = z.infer<typeof urgencySchema>;

type Cell = TimeWindow | 'none';
const cellSchema = z.union([timeWindowSchema, z.literal('none')]);

const timer = (emergency: Cell, urgent: Cell, routine: Cell) =>
	z
		.object({
			emergency: cellSchema.default(emergency),
			urgent: cellSchema.default(urgent),
			routine: cellSchema.default(routine),
		})
		.default({});

const of = (amount: number, unit: TimeWindow['unit']): TimeWindow => ({ amount, unit });

/**
 * Windows by timer and urgency. Defaults are the pack's own proposals, measured against published
 * charters where there are any; `none` switches a timer off. Urgent work never waits for opening
 * hours until a person has been told, hence plain hours there.
 */
export const deadlinesSchema = z
	.object({
		/** Delivery receipt, else try the next channel. */
		T1: timer(of(2, 'minutes'), of(15, 'minutes'), of(1, 'hours')),
		/** Acknowledgment, else a person at the referring clinic is told. */
		T2: timer(of(15, 'minutes'), of(1, 'hours'), of(4, 'business_hours')),
		/** Acknowledgment, hard stop: a person calls or chooses another service. */
		T2H: timer(of(30, 'minutes'), of(4, 'hours'), of(1, 'business_days')),
		/** Accept or decline. */
		T3: timer(of(30, 'minutes'), of(8, 'hours'), of(2, 'business_days')),
		/** First owner message after acceptance, when its absence is raised; an emergency is a call. */
		T4: timer('none', of(0.5, 'business_hours'), of(0.5, 'business_hours')),
		/** Owner has not booked: a person calls. Counted from the first message. */
		T5: timer(of(30, 'minutes'), of(28, 'hours'), of(9, 'days')),
		/** The appointment should take place within this time; later ones are flagged. */
		T6: timer(of(0, 'hours'), of(48, 'hours'), of(7, 'days')),
		/** Visit reminder, counted back from the appointment. */
		T7: timer('none', of(1, 'days'), of(2, 'days')),
		/** Ask whether the visit took place, counted from the appointment. */
		T8: timer(of(2, 'hours'), of(4, 'business_hours'), of(1, 'business_days')),
		/** Update during a hospital stay. */
		T9: timer(of(12, 'hours'), of(1, 'days'), of(1, 'days')),
		/** Short discharge note after the visit. */
		T10: timer(of(0, 'business_days'), of(0, 'business_days'), of(0, 'business_days')),
		/** Final report: when its absence is raised. */
		T11: timer(of(24, 'hours'), of(48, 'hours'), of(4, 'business_days')),
		/** Report filed and read at the referring clinic. */
		T12: timer(of(4, 'hours'), of(1, 'business_days'), of(2, 'business_days')),
		/** Follow-up booked. */
		T13: timer('none', of(2, 'business_days'), of(5, 'business_days')),
		/** Nothing happened on the case: a person must dispose of it. */
		T14: timer(of(24, 'hours'), of(7, 'days'), of(30, 'days')),
	})
	.default({});

export type Deadlines = z.infer<typeof deadlinesSchema>;
export type TimerId = keyof Deadlines;
export const timerIds = Object.keys(deadlinesSchema.removeDefault().shape) as TimerId[];

/** The window of a timer, or undefined when it does not run at this urgency. */
export const windowOf = (
	deadlines: Deadlines,
	timerId: TimerId,
	urgency: Urgency,
): TimeWindow | undefined => {
	const cell = deadlines[timerId][urgency];
	return cell === 'none' ? undefined : cell;
};
