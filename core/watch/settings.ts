import { z } from 'zod';
import { wallTimeSchema, weekdays } from '../calendar/opening-hours';
import { timeWindowSchema, type TimeWindow } from '../profile/deadlines';

const emailOrEmpty = z.union([z.literal(''), z.string().email('must be an e-mail address')]);
const windowOrNone = z.union([timeWindowSchema, z.literal('none')]);
const of = (amount: number, unit: TimeWindow['unit']): TimeWindow => ({ amount, unit });

/**
 * When an overdue ask that nobody settled is told once more, and to whom. The time runs from the
 * moment it became overdue; `none` switches the second telling off at that urgency.
 */
export const escalationSchema = z
	.object({
		/** Empty: the same people as the first time. */
		email: emailOrEmpty.default(''),
		after: z
			.object({
				emergency: windowOrNone.default(of(15, 'minutes')),
				urgent: windowOrNone.default(of(2, 'hours')),
				routine: windowOrNone.default(of(1, 'business_days')),
			})
			.default({}),
	})
	.default({});
export type Escalation = z.infer<typeof escalationSchema>;

/** Above so many cases to tell of in one round, one message names them all. */
export const digestAfterSchema = z.number().int().min(1).max(100).default(5);

/** Days after which a closed case that nobody touched leaves the ledger for the archive. */
export const archiveAfterDaysSchema = z.number().int().min(1).max(3650).default(30);

/**
 * A loop test: once a week a referral of a test patient goes to one hospital and back, so that a broken
 * connection is found before a real patient meets it.
 */
export const drillSchema = z
	.object({
		enabled: z.boolean().default(false),
		/** The service the test goes to; agree it with the hospital. */
		specialistId: z.string().trim().max(80).default(''),
		/** A patient in the practice system that is no patient, with a complete record. */
		patientId: z.string().trim().max(80).default(''),
		pims: z.string().trim().min(1).max(40).default('ezyvet'),
		weekday: z.enum(weekdays).default('mon'),
		at: wallTimeSchema.default('07:00'),
		/** How long the hospital has to acknowledge before the test counts as failed. */
		hours: z.number().min(0.01).max(168).default(4),
	})
	.default({});
export type Drill = z.infer<typeof drillSchema>;
