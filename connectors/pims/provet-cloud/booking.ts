import { DateTime } from 'luxon';
import { ok, refuse, type Result } from '../../../core/result';
import { given } from '../names';
import { instant, text, type Raw } from '../normalise';
import { carriesMarker, withMarker } from '../marker';
import type { AppointmentInput, EncounterInput, FollowUpInput, WriteResult } from '../pims';
import { isIgnored } from './clinical';
import type { ProvetClient } from './client';
import { chooseOne, type Lookups } from './lookups';
import type { People } from './people';
import { idOf, isOfPatient } from './relations';
import { filterTime } from './times';
import { bearing, type Writer } from './writing';
import { system } from './words';

/** 1 = consultation [documented: appointment guide]. */
const typeConsultation = 1;
/** 1 = out-patient, 0 = admitted [documented: consultation guide]. */
const outPatient = 1;
const admitted = 0;
const defaultMinutes = 30;

const notATime = (what: string) =>
	refuse(
		'invalid_time',
		`The ${what} is not a time.`,
		'Give it as an ISO time with offset, such as 2026-11-03T09:30:00+00:00.',
	);

const isoSeconds = (at: DateTime): string => at.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'+00:00'");

/** Consultations, appointments and what is to be done later. */
export function createBooking(
	client: ProvetClient,
	{
		people,
		lookups,
		writer,
		allowUnverifiedWrites,
	}: { people: People; lookups: Lookups; writer: Writer; allowUnverifiedWrites: boolean },
) {
	/** A consultation whose complaint carries the marker, read anew. */
	const visitWith = async (patientId: string, marker: string): Promise<Result<Raw | undefined>> => {
		const rows = await client.list(`patient/${patientId}/consultations`, {
			operation: 'look for the consultation',
			belongs: (row) => isOfPatient(row, patientId),
		});
		return rows.ok ? ok(bearing(rows.value, marker)) : rows;
	};

	const ownerOf = async (
		patientId: string,
		known: string | undefined,
	): Promise<Result<{ ownerId: string; patient: Raw }>> => {
		const patient = await people.patient(patientId);
		if (!patient.ok) return patient;
		const ownerId = known ?? idOf(patient.value.client);
		if (ownerId !== undefined) return ok({ ownerId, patient: patient.value });
		return refuse(
			'no_owner',
			`The patient ${patientId} has no owner in ${system}, and this entry needs one.`,
			'Give the patient an owner in Provet Cloud and run this step again.',
		);
	};

	/** The status cannot be set on create; `update_status` moves it [documented: consultation guide]. */
	const admit = async (record: Raw): Promise<void> => {
		if (!allowUnverifiedWrites || record.status === admitted) return;
		// A consultation that stays where it was created is there all the same: not a failed write.
		await client.send('POST', `consultation/${idOf(record) ?? ''}/update_status`, {
			status: admitted,
		});
	};

	const createEncounter = async (
		encounter: EncounterInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		const { patientId, reason, vetId } = encounter;
		const at = DateTime.fromISO(encounter.at, { zone: 'utc' });
		if (!at.isValid) return notATime('start of the consultation');
		const owner = await ownerOf(patientId, encounter.clientId);
		if (!owner.ok) return owner;
		const body = given({
			client: client.url(`client/${owner.value.ownerId}`),
			patients: [client.url(`patient/${patientId}`)],
			started: isoSeconds(at),
			complaint: withMarker(reason, marker),
			type: outPatient,
			supervising_veterinarian: vetId === undefined ? undefined : client.url(`user/${vetId}`),
		});
		const written = await writer.createResult({
			path: 'consultation',
			bodies: [body],
			operation: 'open the consultation',
			look: async () => await visitWith(patientId, marker),
		});
		if (written.ok && written.value.status === 'created') await admit(written.value.raw as Raw);
		return written;
	};

	/** By patient, else by day: which filters the list of appointments knows is not documented. */
	const appointmentWith = async (
		patientId: string,
		start: DateTime,
		marker: string,
	): Promise<Result<Raw | undefined>> => {
		const operation = 'look for the appointment';
		let rows = await client.list('appointment', {
			operation,
			query: { patients__is: patientId },
			belongs: (row) => isOfPatient(row, patientId) ?? false,
		});
		if (isIgnored(rows)) {
			const [from, to] = [start.startOf('day'), start.endOf('day')];
			rows = await client.list('appointment', {
				operation,
				query: { start__gte: filterTime(from), start__lte: filterTime(to) },
				belongs: (row) => {
					const at = DateTime.fromISO(instant(row.start) ?? '', { zone: 'utc' });
					return at.isValid ? at >= from && at <= to : undefined;
				},
			});
		}
		return rows.ok ? ok(bearing(rows.value, marker)) : rows;
	};

	/** Where it takes place: where the patient belongs or was seen last, else the only department. */
	const departmentOf = async (patient: Raw, encounterId?: string): Promise<Result<string>> => {
		const lastId = encounterId ?? idOf(patient.last_consultation);
		let id = idOf(patient.home_department);
		if (id === undefined && lastId !== undefined) {
			const visit = await client.one('consultation', lastId, `read the consultation ${lastId}`);
			if (!visit.ok) return visit;
			id = idOf(visit.value.department);
		}
		if (id !== undefined) return ok(client.url(`department/${id}`));
		const rows = await lookups.rows('department', 'list the departments');
		if (!rows.ok) return rows;
		const one = chooseOne(rows.value, undefined, 'department');
		if (one.ok) return ok(client.url(`department/${idOf(one.value) ?? ''}`));
		one.refusal.hint = `Set the home department of the patient in Provet Cloud. ${one.refusal.hint}`;
		return one;
	};

	const departmentNamed = async (wanted?: string): Promise<Result<string | undefined>> => {
		if (!wanted) return ok(undefined);
		const rows = await lookups.rows('department', 'list the departments');
		if (!rows.ok) return rows;
		const one = chooseOne(
			rows.value.map((row) => ({ name: row.name, url: row.url })),
			wanted,
			'department',
		);
		return ok(one.ok ? client.url(`department/${idOf(one.value) ?? ''}`) : undefined);
	};

	/** Address of the reason or user meant; nothing where none is named, for both are optional. */
	const relation = async (
		resource: 'reason' | 'user',
		wanted: string | undefined,
		label: string,
	): Promise<Result<string | undefined>> => {
		if (!wanted) return ok(undefined);
		const rows = await lookups.rows(resource, `list the ${label}s`);
		if (!rows.ok) return rows;
		// Accounts carry no names of people; those stand in their details.
		const names = resource === 'user' ? await lookups.users() : ok(new Map<string, string>());
		if (!names.ok) return names;
		const named = rows.value.map((row) => {
			const name = names.value.get(idOf(row) ?? '');
			return name === undefined ? row : { ...row, name };
		});
		const one = chooseOne(named, wanted, label);
		return one.ok ? ok(client.url(`${resource}/${idOf(one.value) ?? ''}`)) : one;
	};

	const createAppointment = async (
		appointment: AppointmentInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		const { patientId, durationMinutes, description } = appointment;
		const start = DateTime.fromISO(appointment.start, { zone: 'utc' });
		if (!start.isValid) return notATime('start of the appointment');
		const look = async (): Promise<Result<Raw | undefined>> =>
			await appointmentWith(patientId, start, marker);
		// Looked at before the choices below, so that a repeat costs one request.
		const earlier = await look();
		if (!earlier.ok) return earlier;
		if (earlier.value) {
			return ok({ status: 'found', ref: idOf(earlier.value), raw: earlier.value });
		}
		const owner = await ownerOf(patientId, appointment.ownerId);
		if (!owner.ok) return owner;
		// A department may be named as the provider: the only way to say where, where there are several.
		const place = await departmentNamed(appointment.provider);
		if (!place.ok) return place;
		const department = place.value
			? ok(place.value)
			: await departmentOf(owner.value.patient, appointment.encounterId);
		if (!department.ok) return department;
		const reason = await relation('reason', appointment.type, 'reason');
		if (!reason.ok) return reason;
		const user = await relation('user', appointment.provider, 'provider');
		if (!user.ok && !place.value) return user;
		const words = withMarker(description, marker);
		const body = given({
			start: isoSeconds(start),
			end: isoSeconds(start.plus({ minutes: durationMinutes })),
			department: department.value,
			title: words,
			type: typeConsultation,
			reason: reason.value,
			complaint: words,
			user: user.ok ? user.value : undefined,
			client: client.url(`client/${owner.value.ownerId}`),
			patients: [client.url(`patient/${patientId}`)],
		});
		return await writer.createResult({
			path: 'appointment',
			bodies: [body],
			operation: 'book the appointment',
			look,
		});
	};

	/**
	 * A task of the staff; its body is [unknown]. A reminder would be sent to the owner by Provet Cloud
	 * itself, past consent and quiet hours, so none is made.
	 */
	const createTask = async (
		followUp: FollowUpInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		const { patientId, kind, what, due, start } = followUp;
		const patient = await people.patient(patientId);
		if (!patient.ok) return patient;
		const ownerId = followUp.ownerId ?? idOf(patient.value.client);
		const day = due ?? start?.slice(0, 10);
		const words = withMarker(what, marker);
		const body = given({
			title: `Follow-up: ${kind.replace('_', ' ')}`,
			patient: client.url(`patient/${patientId}`),
			client: ownerId === undefined ? undefined : client.url(`client/${ownerId}`),
			due_date: day,
			description: words,
		});
		return await writer.createResult({
			path: 'task',
			bodies: [body],
			operation: 'enter the task',
			look: async () => {
				const rows = await client.list('task', {
					operation: 'look for the task',
					query: { patient__is: patientId },
					belongs: (row) =>
						isOfPatient(row, patientId) ??
						Object.values(row).some((one) => carriesMarker(one, marker)),
				});
				return rows.ok ? ok(bearing(rows.value, marker)) : rows;
			},
		});
	};

	const createFollowUp = async (
		followUp: FollowUpInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		const { kind, start, what } = followUp;
		if (kind === 'recheck' && text(start) !== undefined) {
			return await createAppointment(
				{
					...followUp,
					start: start ?? '',
					durationMinutes: followUp.durationMinutes ?? defaultMinutes,
					description: what,
				},
				marker,
			);
		}
		if (followUp.due !== undefined && !DateTime.fromISO(followUp.due).isValid) {
			return refuse(
				'invalid_date',
				'The due date of the follow-up is not a date.',
				'Give it as YYYY-MM-DD.',
			);
		}
		if (allowUnverifiedWrites) return await createTask(followUp, marker);
		return ok({
			status: 'awaitingHuman',
			instruction: `Enter this follow-up in Provet Cloud by hand, with the mark ${marker}.`,
		});
	};

	return { createEncounter, createAppointment, createFollowUp };
}
