import { DateTime } from 'luxon';
import { ok, refuse, type Result } from '../../../core/result';
import type { Http } from '../../http';
import { withMarker } from '../marker';
import type {
	AppointmentInput,
	CommunicationInput,
	FollowUpInput,
	PrescribedItem,
	WriteResult,
} from '../pims';
import type { EzyVetClient } from './client';
import { isActive } from '../names';
import { identifier, text, type Raw } from '../normalise';
import type { Reads } from './reads';
import { bearing, writeResult } from './writes';

/** A recheck for a day without an agreed time stands at this hour until somebody agrees one. */
const placeholderHour = 9;
const defaultMinutes = 30;
/** Most choices that a refusal lists. */
const mostListed = 8;

type LogCommunication = (entry: CommunicationInput, marker: string) => Promise<Result<WriteResult>>;
type Prescribe = (
	followUp: FollowUpInput,
	item: PrescribedItem,
	marker: string,
) => Promise<Result<WriteResult>>;

/** Appointments by the booking route [documented: booking guide; names of some keys: live client]. */
export function createBooking(
	client: EzyVetClient,
	reads: Reads,
	options: {
		http: Http;
		baseUrl: string;
		now: () => string;
		logCommunication?: LogCommunication;
		prescribe?: Prescribe;
	},
) {
	/** Uid of the type or provider meant: by uid, id or name, or the only one that the site has. */
	const choose = async (
		resource: 'appointmenttype' | 'resource',
		wanted: string | undefined,
		label: string,
	): Promise<Result<string>> => {
		const got = await client.list(resource, {}, `list the ${label}s`);
		if (!got.ok) return got;
		const choices = got.value.filter((record) => isActive(record) && text(record.uid));
		const match = (record: Raw): boolean =>
			[record.uid, identifier(record.id), record.name].some(
				(value) => text(value)?.toLowerCase() === wanted?.trim().toLowerCase(),
			);
		const fitting = wanted ? choices.filter(match) : choices;
		const [only] = fitting;
		if (fitting.length === 1 && only) return ok(text(only.uid) ?? '');
		const listed = choices.map((record) => text(record.name)).filter(Boolean);
		return refuse(
			'booking_choice_needed',
			wanted
				? `ezyVet has no single ${label} that matches the one given.`
				: `The appointment names no ${label}, and ezyVet has ${choices.length} to choose from.`,
			`Give one of: ${listed.slice(0, mostListed).join(', ') || `(the site lists no ${label})`}.`,
		);
	};

	const uidOf = (record: Raw, what: string): Result<string> => {
		const uid = text(record.uid);
		if (uid) return ok(uid);
		return refuse(
			'no_uid',
			`ezyVet gave no uid for the ${what}, and a booking needs it.`,
			`Ask for version 2 or later of the ${what} in the versions of the credential.`,
		);
	};

	/** Appointments of the patient; by day where the site does not filter on the patient [inferred]. */
	const look = async (
		appointment: AppointmentInput,
		start: DateTime,
		marker: string,
	): Promise<Result<Raw | undefined>> => {
		const operation = 'look for the appointment';
		let got = await client.list('appointment', { animal_id: appointment.patientId }, operation);
		if (!got.ok && got.refusal.code === 'pims_rejected') {
			const day = { gte: start.startOf('day').toSeconds(), lt: start.endOf('day').toSeconds() };
			const filter = { gte: String(day.gte), lt: String(Math.ceil(day.lt)) };
			got = await client.list('appointment', { start_at: filter }, operation);
		}
		return got.ok ? ok(bearing(got.value, marker)) : got;
	};

	const createAppointment = async (
		appointment: AppointmentInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		const start = DateTime.fromISO(appointment.start, { zone: 'utc' });
		if (!start.isValid) {
			return refuse(
				'invalid_time',
				'The start of the appointment is not a time.',
				'Give it as an ISO time with offset, such as 2026-11-03T09:30:00+00:00.',
			);
		}
		// Looked at before the choices below, so that a repeat costs one request.
		const earlier = await look(appointment, start, marker);
		if (!earlier.ok) return earlier;
		if (earlier.value) {
			return ok(writeResult({ found: earlier.value }, (record) => record.uid ?? record.id));
		}
		const animal = await reads.animal(appointment.patientId);
		if (!animal.ok) return animal;
		const ownerId = appointment.ownerId ?? identifier(animal.value.contact_id) ?? '';
		const contact = await reads.contact(ownerId);
		if (!contact.ok) return contact;
		const animalUid = uidOf(animal.value, 'animal');
		if (!animalUid.ok) return animalUid;
		const contactUid = uidOf(contact.value, 'contact');
		if (!contactUid.ok) return contactUid;
		const type = await choose('appointmenttype', appointment.type, 'appointment type');
		if (!type.ok) return type;
		const provider = await choose('resource', appointment.provider, 'provider');
		if (!provider.ok) return provider;
		const body = {
			startTime: start.toFormat("yyyy-MM-dd'T'HH:mm:ss'+00:00'"),
			type: type.value,
			durationMinutes: appointment.durationMinutes,
			appointmentStatus: 'unconfirmed',
			animal: animalUid.value,
			contact: contactUid.value,
			provider: provider.value,
			description: withMarker(appointment.description, marker),
			additionalResources: [],
		};
		const written = await client.write(
			async () =>
				await options.http({ method: 'POST', url: `${options.baseUrl}/ezycab/booking`, body }),
			async () => await look(appointment, start, marker),
			{ operation: 'book the appointment', scope: 'create-booking' },
		);
		if (!written.ok) return written;
		const refOf = (record: Raw): unknown => record.appointment ?? record.uid ?? record.id;
		return ok(writeResult(written.value, refOf));
	};

	/** The time of a recheck: the agreed one, else the day at the placeholder hour of the site. */
	const startOf = async (followUp: FollowUpInput): Promise<Result<string | undefined>> => {
		if (followUp.kind !== 'recheck') return ok(undefined);
		if (followUp.start) return ok(followUp.start);
		if (!followUp.due) return ok(undefined);
		const day = DateTime.fromISO(followUp.due, { zone: await reads.zone() });
		if (!day.isValid) {
			return refuse(
				'invalid_date',
				'The due date of the follow-up is not a date.',
				'Give it as YYYY-MM-DD.',
			);
		}
		const start = day.set({ hour: placeholderHour });
		// A day that has passed is no appointment; the communication still records it.
		if (start.toMillis() < Date.parse(options.now())) return ok(undefined);
		return ok(start.toUTC().toISO() ?? undefined);
	};

	/**
	 * ezyVet has no task or recall in its API: a recheck becomes an unconfirmed appointment and a
	 * communication "Done", everything else the communication alone.
	 */
	const createFollowUp = async (
		followUp: FollowUpInput,
		marker: string,
	): Promise<Result<WriteResult>> => {
		const start = await startOf(followUp);
		if (!start.ok) return start;
		const { logCommunication } = options;
		let logged: Result<WriteResult> | undefined;
		if (logCommunication) {
			const when = followUp.start ?? followUp.due;
			logged = await logCommunication(
				{
					...followUp,
					subject: `Follow-up: ${followUp.kind.replace('_', ' ')}`,
					text: when ? `${followUp.what} (due ${when})` : followUp.what,
				},
				`${marker}/note`,
			);
			if (!logged.ok) return logged;
		}
		if (followUp.kind === 'medication' && followUp.prescribed && options.prescribe) {
			return await options.prescribe(followUp, followUp.prescribed, marker);
		}
		if (start.value === undefined) {
			if (logged) return logged;
			return ok({
				status: 'awaitingHuman',
				instruction: `Enter this follow-up in ezyVet by hand, with the mark ${marker}.`,
			});
		}
		const agreed = followUp.start ? '' : ' (time to be agreed)';
		return await createAppointment(
			{
				...followUp,
				start: start.value,
				durationMinutes: followUp.durationMinutes ?? defaultMinutes,
				description: `${followUp.what}${agreed}`,
			},
			marker,
		);
	};

	return { createAppointment, createFollowUp };
}
