import { z } from 'zod';
import { parseWith } from '../profile/parse';
import { ok, refuse, type Result } from '../result';
import { taskStatuses } from './business-status';

const text = z.string().max(20_000);
const instant = z
	.string()
	.datetime({ offset: true, message: 'must be a time as ISO 8601 with zone' });
const coding = z.object({ system: text.optional(), code: text.optional() });
const concept = z.object({ coding: z.array(coding).max(20).default([]), text: text.optional() });
const reference = z.object({ reference: text.optional(), display: text.optional() });

const appointmentSchema = z.object({
	resourceType: z.literal('Appointment'),
	status: text,
	start: instant.optional(),
	end: instant.optional(),
	cancelationReason: concept.optional(),
	participant: z
		.array(z.object({ actor: reference.optional() }))
		.max(20)
		.default([]),
});
export type FhirAppointment = z.infer<typeof appointmentSchema>;

const taskSchema = z.object({
	resourceType: z.literal('Task'),
	identifier: z
		.array(z.object({ type: concept.optional(), value: text.optional() }))
		.max(20)
		.default([]),
	status: z.enum(taskStatuses),
	statusReason: concept.optional(),
	businessStatus: concept.optional(),
	for: reference.optional(),
	note: z
		.array(z.object({ text, time: instant.optional() }))
		.max(200)
		.default([]),
	output: z
		.array(z.object({ valueString: text.optional() }))
		.max(200)
		.default([]),
	contained: z.array(z.unknown()).max(50).default([]),
});
export type FhirTask = z.infer<typeof taskSchema>;

const bundleSchema = z.object({
	resourceType: z.literal('Bundle'),
	entry: z.array(z.object({ resource: z.unknown() })).max(200),
});

/** A Task as it came in, with the visit it speaks of. */
export interface TaskMessage {
	task: FhirTask;
	appointment?: FhirAppointment;
}

const typeOf = (resource: unknown): unknown =>
	typeof resource === 'object' && resource !== null && 'resourceType' in resource
		? resource.resourceType
		: undefined;

const read = <S extends z.ZodTypeAny>(schema: S, json: unknown, name: string) =>
	parseWith(schema, json, {
		code: 'task_invalid',
		name,
		hint: 'Send a FHIR R4 Task in the shape of the BSeR Referral Task, alone or in a message Bundle.',
	});

const onlyTask = (resources: unknown[]): Result<unknown> => {
	const tasks = resources.filter((resource) => typeOf(resource) === 'Task');
	if (tasks.length === 1) return ok(tasks[0]);
	return refuse(
		'task_invalid',
		`The Bundle holds ${tasks.length} Tasks.`,
		'Send one message for each referral, with one Task in it.',
	);
};

/**
 * Reads a Task, alone (RESTful submit) or in a Bundle with a message header (messaging); the visit may
 * stand in the Bundle or inside the Task. Refuses with `task_invalid`, naming fields, never contents.
 */
export function parseTaskMessage(json: unknown): Result<TaskMessage> {
	const value = read(z.unknown(), json, 'The message');
	if (!value.ok) return value;
	let found: Result<unknown> = value;
	let companions: unknown[] = [];
	if (typeOf(value.value) === 'Bundle') {
		const bundle = read(bundleSchema, value.value, 'The Bundle');
		if (!bundle.ok) return bundle;
		companions = bundle.value.entry.map(({ resource }) => resource);
		found = onlyTask(companions);
	}
	if (!found.ok) return found;
	const task = read(taskSchema, found.value, 'The Task');
	if (!task.ok) return task;
	const visit = [...companions, ...task.value.contained].find(
		(resource) => typeOf(resource) === 'Appointment',
	);
	if (visit === undefined) return ok({ task: task.value });
	const appointment = read(appointmentSchema, visit, 'The Appointment');
	if (!appointment.ok) return appointment;
	return ok({ task: task.value, appointment: appointment.value });
}
