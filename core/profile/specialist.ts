import { z } from 'zod';
import {
	holidaysSchema,
	onWeekdays,
	timeZoneSchema,
	weekHoursSchema,
	weekdays,
} from '../calendar/opening-hours';
import type { Result } from '../result';
import { parseWith } from './parse';

export const specialties = [
	'cardiology',
	'oncology',
	'surgery',
	'neurology',
	'internal_medicine',
	'dermatology',
	'ophthalmology',
	'emergency',
	'other',
] as const;
export const specialtySchema = z.enum(specialties);
export type Specialty = z.infer<typeof specialtySchema>;

/** Plain http is for machines of one's own: this computer or a name without a dot. */
const isAllowedUrl = (text: string): boolean => {
	if (!URL.canParse(text)) return false;
	const url = new URL(text);
	if (url.username !== '' || url.password !== '') return false;
	if (url.protocol === 'https:') return true;
	const isLocal = /^(?:127\.\d+\.\d+\.\d+|\[::1\]|[^.]+)$/.test(url.hostname);
	return url.protocol === 'http:' && isLocal;
};

const urlSchema = z
	.string()
	.max(2000, 'must be at most 2000 characters')
	.refine(isAllowedUrl, 'must be an https:// address without a user name in it');

const needsSchema = z
	.object({
		required: z.array(z.string().min(1)).max(60).default([]),
		recommended: z.array(z.string().min(1)).max(60).default([]),
		/** Oldest result this service takes, in days, by packet field. */
		maxAgeDays: z.record(z.string(), z.number().int().min(0).max(3650)).default({}),
	})
	.superRefine((needs, context) => {
		const both = needs.required.find((key) => needs.recommended.includes(key));
		if (both === undefined) return;
		context.addIssue({
			code: 'custom',
			message: `lists ${both.slice(0, 60)} both as required and as recommended; keep one`,
		});
	});

const bookingSchema = z
	.object({
		mode: z.enum(['slots', 'url', 'phone']).default('phone'),
		url: urlSchema.optional(),
		phone: z.string().trim().min(3).max(40).optional(),
	})
	.refine((booking) => booking.mode !== 'url' || booking.url !== undefined, {
		message: 'is missing, but booking is by web address',
		path: ['url'],
	});

const baseSchema = z.object({
	id: z
		.string()
		.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/, 'may have letters, digits, dot, dash, underscore'),
	hospital: z.string().trim().min(1, 'must not be empty').max(120),
	service: z.string().trim().min(1, 'must not be empty').max(80),
	specialty: specialtySchema,
	clinicians: z.array(z.string().trim().min(1).max(120)).max(100).default([]),
	channel: z.enum(['webhook', 'email', 'pims', 'fhir']),
	inboundUrl: urlSchema.optional(),
	email: z.string().email('must be an e-mail address').optional(),
	/**
	 * Mails after the packet: `each` as it comes, or one `digest` a day for what is routine. The digest is
	 * sent by the Worklist template; emergencies and urgent cases are always mailed at once.
	 */
	mail: z.enum(['each', 'digest']).default('each'),
	phone: z.string().trim().max(40).default(''),
	address: z.string().trim().max(300).optional(),
	directionsUrl: urlSchema.optional(),
	timeZone: timeZoneSchema,
	hours: weekHoursSchema
		.refine(
			(hours) => weekdays.some((day) => hours[day].length > 0),
			'must have at least one day with opening hours',
		)
		.default(onWeekdays('08:00', '18:00')),
	holidays: holidaysSchema,
	/** Who writes to the owner first: the referring clinic (after acceptance) or the hospital. */
	contactsOwnerFirst: z.enum(['referrer', 'hospital']).default('referrer'),
	booking: bookingSchema.default({}),
	onCallPhone: z.string().trim().min(3).max(40).optional(),
	/** What this service wants beyond or instead of the rules of its specialty. */
	needs: needsSchema.optional(),
	limits: z
		.object({
			maxMailMb: z.number().positive().optional(),
			maxFileMb: z.number().positive().optional(),
		})
		.default({}),
	active: z.boolean().default(true),
});

/** One entry of the specialist directory: a service of a hospital and how to reach it. */
export const specialistSchema = baseSchema.superRefine((entry, context) => {
	const needsUrl = entry.channel === 'webhook' || entry.channel === 'fhir';
	if (needsUrl && entry.inboundUrl === undefined) {
		context.addIssue({
			code: 'custom',
			path: ['inboundUrl'],
			message: `is missing, but packets go by ${entry.channel}`,
		});
	}
	if (entry.channel === 'email' && entry.email === undefined) {
		context.addIssue({
			code: 'custom',
			path: ['email'],
			message: 'is missing, but packets go by email',
		});
	}
});
export type Specialist = z.infer<typeof specialistSchema>;

/**
 * Reads a directory entry from JSON (text or object); missing settings take their defaults.
 * Refuses with `specialist_invalid`, naming the fields.
 */
export const parseSpecialist = (json: unknown): Result<Specialist> =>
	parseWith(specialistSchema, json, {
		code: 'specialist_invalid',
		name: 'The specialist entry',
		hint: 'Correct the named settings in the specialist directory.',
	});
