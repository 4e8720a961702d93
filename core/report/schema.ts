import { z } from 'zod';
import { isoDateSchema } from '../calendar/opening-hours';
import { parseWith } from '../profile/parse';
import type { Result } from '../result';

const MAX_LIST = 200;
const short = z
	.string()
	.trim()
	.min(1, 'must not be empty')
	.max(300, 'must be at most 300 characters');
const long = z.string().trim().max(20_000, 'must be at most 20000 characters');
const listOf = <S extends z.ZodTypeAny>(entry: S) =>
	z.array(entry).max(MAX_LIST, `may have at most ${MAX_LIST} entries`).default([]);

export const reportPatientSchema = z.object({
	name: short,
	species: short.optional(),
	microchip: short.optional(),
	dateOfBirth: isoDateSchema.optional(),
	sex: short.optional(),
	breed: short.optional(),
});
export type ReportPatient = z.infer<typeof reportPatientSchema>;

const medicationSchema = z.object({
	name: short,
	dose: short.optional(),
	route: short.optional(),
	frequency: short.optional(),
	status: z.enum(['new', 'changed', 'stopped', 'unchanged']),
	/** As written; only a plain date is used for planning. */
	start: short.optional(),
	supply: short.optional(),
	refillBy: short.optional(),
});
export type ReportMedication = z.infer<typeof medicationSchema>;

const planItemSchema = z.object({
	kind: z.enum(['recheck', 'check_in', 'test', 'medication', 'other']),
	what: z.string().trim().min(1, 'must not be empty').max(1000, 'must be at most 1000 characters'),
	/** A date, or a number of days after the last visit. */
	due: z
		.union([isoDateSchema, z.object({ inDays: z.number().int().min(0).max(3650) })], {
			errorMap: () => ({ message: 'must be a date like 2026-03-04 or {"inDays": 14}' }),
		})
		.optional(),
	where: z.enum(['referrer', 'specialist', 'unspecified']).default('unspecified'),
});
export type ReportPlanItem = z.infer<typeof planItemSchema>;

/**
 * What comes back from the specialist. Only case, kind and the patient's name are needed; a report
 * that is just a PDF is fine. What is not in it was not given, and nothing fills it in.
 */
export const reportSchema = z.object({
	caseId: z.string().trim().min(1, 'must not be empty').max(100),
	kind: z.enum(['interim', 'discharge_note', 'final', 'amended']),
	version: z.number().int().min(1).default(1),
	patient: reportPatientSchema,
	visitDates: listOf(isoDateSchema),
	clinician: z.object({ name: short, role: short.optional() }).optional(),
	answers: listOf(z.object({ question: long.optional(), answer: long })),
	diagnoses: listOf(
		z.object({
			text: long,
			certainty: z.enum(['final', 'working']).optional(),
			stage: short.optional(),
		}),
	),
	findings: listOf(
		z.object({
			name: short,
			value: z.union([z.number(), z.string().trim().max(2000)]),
			unit: short.optional(),
		}),
	),
	testsPending: listOf(z.object({ name: short, expected: short.optional() })),
	treatment: long.optional(),
	complications: long.optional(),
	medications: listOf(medicationSchema),
	ownerInstructions: long.optional(),
	plan: listOf(planItemSchema),
	redFlags: long.optional(),
	prognosis: long.optional(),
	responsibility: z.enum(['specialist', 'shared', 'returned']).optional(),
	text: z.string().max(200_000, 'must be at most 200000 characters').optional(),
});
export type OutcomeReport = z.infer<typeof reportSchema>;

/**
 * Reads a report from JSON (text or object); nulls count as not given, unknown fields are dropped.
 * Refuses with `report_invalid`, naming the fields but never their contents.
 */
export const parseReport = (json: unknown): Result<OutcomeReport> =>
	parseWith(reportSchema, json, {
		code: 'report_invalid',
		name: 'The report',
		hint: 'Correct the named fields and send the report again; only caseId, kind and patient.name are required.',
	});
