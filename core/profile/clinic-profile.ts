import { z } from 'zod';
import {
	holidaysSchema,
	onWeekdays,
	timeZoneSchema,
	wallTimeSchema,
	weekHoursSchema,
	weekdays,
} from '../calendar/opening-hours';
import type { Result } from '../result';
import { deadlinesSchema, timeWindowSchema, type TimeWindow } from './deadlines';
import { parseWith } from './parse';
import {
	archiveAfterDaysSchema,
	digestAfterSchema,
	drillSchema,
	escalationSchema,
} from '../watch/settings';

const emailOrEmpty = z.union([z.literal(''), z.string().email('must be an e-mail address')]);

const every = (...amounts: Array<[number, TimeWindow['unit']]>): TimeWindow[] =>
	amounts.map(([amount, unit]) => ({ amount, unit }));

const offsetsSchema = z
	.array(
		timeWindowSchema.refine((at) => !at.unit.startsWith('business'), 'must not be business time'),
	)
	.max(6, 'may have at most 6 touches');

const outreachSchema = z
	.object({
		/** Automatic messages for one booking, all channels together. */
		maxTouches: z.number().int().min(0).max(6).default(4),
		/** When touch 1, 2, 3, … is due, counted from the first; afterwards a person calls (T5). */
		touchOffsets: z
			.object({
				emergency: offsetsSchema.default([]),
				urgent: offsetsSchema.default(every([0, 'minutes'], [2, 'hours'], [24, 'hours'])),
				routine: offsetsSchema.default(
					every([0, 'minutes'], [1, 'days'], [3, 'days'], [7, 'days']),
				),
			})
			.default({}),
		/** No automatic message from `start` to `end`, wall clock of the owner. */
		quietHours: z
			.object({ start: wallTimeSchema.default('20:00'), end: wallTimeSchema.default('09:00') })
			.default({}),
		/** Never outside these, whatever the quiet hours say (United States: 8:00 to 21:00). */
		hardLimits: z
			.object({
				start: wallTimeSchema
					.refine((at) => at >= '08:00', 'must not be before 08:00')
					.default('08:00'),
				end: wallTimeSchema
					.refine((at) => at <= '21:00', 'must not be after 21:00')
					.default('21:00'),
			})
			.default({}),
		minHoursBetweenTexts: z.number().min(1).max(720).default(24),
		maxUnanswered: z.number().int().min(1).max(3, 'must be at most 3').default(3),
	})
	.default({});

const textOverrideSchema = z.object({
	sms: z.string().min(1).max(600).optional(),
	emailSubject: z.string().min(1).max(200).optional(),
	emailText: z.string().min(1).max(4000).optional(),
});

/** Everything a clinic can set about its own referral loop. */
export const clinicProfileSchema = z.object({
	id: z.string().trim().min(1, 'must not be empty').max(80, 'must be at most 80 characters'),
	version: z.number().int().min(1).default(1),
	name: z.string().trim().min(1, 'must not be empty').max(120, 'must be at most 120 characters'),
	phone: z.string().trim().max(40, 'must be at most 40 characters').default(''),
	email: emailOrEmpty.default(''),
	timeZone: timeZoneSchema,
	address: z.string().trim().max(300, 'must be at most 300 characters').optional(),
	language: z.string().min(2, 'must be a language tag such as en').max(20).default('en'),
	hours: weekHoursSchema
		.refine(
			(hours) => weekdays.some((day) => hours[day].length > 0),
			'must have at least one day with opening hours',
		)
		.default(onWeekdays('09:00', '17:30')),
	holidays: holidaysSchema,
	deadlines: deadlinesSchema,
	outreach: outreachSchema,
	staffAlertEmail: emailOrEmpty.default(''),
	escalation: escalationSchema,
	digestAfter: digestAfterSchema,
	/** Whether the staff get a list of what is overdue every working day. */
	morningList: z.boolean().default(true),
	archiveAfterDays: archiveAfterDaysSchema,
	drill: drillSchema,
	/** Own message texts: language tag, then kind of message. */
	texts: z.record(z.string(), z.record(z.string(), textOverrideSchema)).default({}),
	/** What a vet writes into the PIMS to mark a case for referral. */
	marker: z.string().trim().min(2, 'must be at least 2 characters').max(40).default('#refer'),
	/** How a recheck is booked in the PIMS; needed where the site has several types or providers. */
	followUp: z
		.object({
			appointmentType: z.string().trim().min(1).max(120).optional(),
			provider: z.string().trim().min(1).max(120).optional(),
			durationMinutes: z.number().int().min(5).max(480).default(30),
		})
		.default({}),
	/** How long files are kept after the case is closed. */
	retentionDays: z.number().int().min(0).max(3650, 'must be at most 3650').default(90),
	/** Shadow runs everything and sends nothing. A new clinic starts there until it is set live. */
	mode: z.enum(['live', 'shadow', 'paused']).default('shadow'),
	/** The mode before all clinics were paused together; they get it back when all are resumed. */
	pausedFrom: z.enum(['live', 'shadow', 'paused']).optional(),
});
export type ClinicProfile = z.infer<typeof clinicProfileSchema>;

/**
 * Reads a clinic profile from JSON (text or object); missing settings take their defaults.
 * Refuses with `clinic_profile_invalid`, naming the fields.
 */
export const parseClinicProfile = (json: unknown): Result<ClinicProfile> =>
	parseWith(clinicProfileSchema, json, {
		code: 'clinic_profile_invalid',
		name: 'The clinic profile',
		hint: 'Correct the named settings and save the profile again.',
	});

/** A profile with nothing but defaults: shadow mode, UTC, no phone. See {@link clinicProfileGaps}. */
export const defaultClinicProfile = (id: string): ClinicProfile =>
	clinicProfileSchema.parse({ id, name: id, timeZone: 'UTC' });

/** What is still to be filled in before the clinic can go live; empty when nothing is missing. */
export const clinicProfileGaps = (profile: ClinicProfile): string[] => [
	...(profile.name === profile.id ? ['name'] : []),
	...(profile.phone === '' ? ['phone'] : []),
	...(profile.email === '' ? ['email'] : []),
	...(profile.staffAlertEmail === '' ? ['staffAlertEmail'] : []),
	...(profile.timeZone === 'UTC' ? ['timeZone'] : []),
];
