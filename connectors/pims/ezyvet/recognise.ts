import { ok, refuse, type Result } from '../../../core/result';
import { defaultReferralMarker, findMarks } from '../marker';
import type { FindReferralsOptions, MarkedReferral, Recognition } from '../pims';
import type { EzyVetClient } from './client';
import { isActive } from '../names';
import { identifier, instant, text, type Raw } from '../normalise';
import type { Reads } from './reads';
import type { EzyVetResource } from './versions';

/** One way to recognise a referral: which records may carry it, and what they say. */
export interface Recogniser {
	resource: EzyVetResource;
	what: string;
	/** Referrals that these records carry; each has the same key whenever it is read. */
	marksOf(records: Raw[]): Promise<Result<Map<Raw, MarkedReferral[]>>>;
}

const changedAt = (record: Raw): string =>
	instant(record.modified_at) ?? instant(record.created_at) ?? instant(record.date) ?? '';

/** v2 names the consult beside the appointment, v1 in its details [documented: live client]. */
export const consultOf = (appointment: Raw): string | undefined =>
	identifier(appointment.consult_id) ??
	identifier((appointment.details as Raw | undefined)?.consult_id);

/** One referral for each mark in the description of a consult. */
function marksInText(consult: Raw, marker: string): MarkedReferral[] {
	const id = identifier(consult.id);
	const patientId = identifier(consult.animal_id);
	if (!isActive(consult) || id === undefined || patientId === undefined) return [];
	const vetId = identifier(consult.vet_id);
	return findMarks(text(consult.description) ?? '', marker).map((words, index) => ({
		pimsEventId: id,
		version: String(index + 1),
		patientId,
		encounterId: id,
		text: words,
		...(vetId === undefined ? {} : { vetId }),
		markedAt: changedAt(consult),
	}));
}

const byText = (marker: string): Recogniser => ({
	resource: 'consult',
	what: 'look for consults marked for referral',
	marksOf: async (records) =>
		await Promise.resolve(
			ok(new Map(records.map((record) => [record, marksInText(record, marker)]))),
		),
});

/**
 * An appointment of the type that means "refer this patient". It keeps its number however it is
 * moved, so it is one referral; a cancelled one is none.
 */
function byAppointmentType(client: EzyVetClient, wanted: string): Recogniser {
	const fits = (type: Raw): boolean =>
		[identifier(type.id), text(type.uid), text(type.name)].some(
			(value) => value?.toLowerCase() === wanted.trim().toLowerCase(),
		);
	const marksIn = (appointment: Raw): MarkedReferral[] => {
		const id = identifier(appointment.id);
		const patientId = identifier(appointment.animal_id);
		if (!isActive(appointment) || id === undefined || patientId === undefined) return [];
		const encounterId = consultOf(appointment);
		const words = appointment.description ?? (appointment.details as Raw | undefined)?.description;
		return [
			{
				pimsEventId: `appointment-${id}`,
				version: '1',
				patientId,
				...(encounterId ? { encounterId } : {}),
				text: text(words) ?? '',
				markedAt: changedAt(appointment),
				readAgain: { appointmentId: id },
			},
		];
	};
	let known: Result<Set<string>> | undefined;
	const typeIds = async (): Promise<Result<Set<string>>> => {
		const got = await client.list('appointmenttype', {}, 'list the appointment types');
		if (!got.ok) return got;
		const ids = got.value.filter(fits).flatMap(({ id }) => identifier(id) ?? []);
		if (wanted.trim() && ids.length) return ok(new Set(ids));
		const names = got.value.filter(isActive).flatMap(({ name }) => text(name) ?? []);
		return refuse(
			'appointment_type_unknown',
			'ezyVet has no appointment type of the name or id that means a referral.',
			`Set 'Appointment Type' to one of: ${names.slice(0, 20).join(', ') || '(none listed)'}.`,
		);
	};
	return {
		resource: 'appointment',
		what: 'look for appointments of the referral type',
		marksOf: async (records) => {
			known ??= await typeIds();
			if (!known.ok) return known;
			const ids = known.value;
			const ofType = (record: Raw): boolean => ids.has(identifier(record.type_id) ?? '');
			return ok(new Map(records.map((record) => [record, ofType(record) ? marksIn(record) : []])));
		},
	};
}

/**
 * A patient whose referring clinic or vet is set: one referral for each pair, however often the
 * record changes. ezyVet does not say when the fields were set, so a patient that has had them for
 * long counts when its record changes next.
 */
const byReferringVet = (client: EzyVetClient, reads: Reads): Recogniser => ({
	resource: 'animal',
	what: 'look for patients with a referring clinic or vet',
	marksOf: async (records) => {
		const pairs = records.map((record) => {
			const clinic = identifier(record.referring_clinic_id);
			const vet = identifier(record.referring_vet_id);
			const isReferral = isActive(record) && (clinic !== undefined || vet !== undefined);
			return { record, clinic, vet, id: isReferral ? identifier(record.id) : undefined };
		});
		const referred = pairs.filter(({ id }) => id !== undefined);
		const names = await reads.names(
			'contact',
			referred.flatMap(({ clinic, vet }) => [clinic, vet]),
		);
		if (!names.ok) return names;
		const consults = await client.listIn(
			'consult',
			'animal_id',
			referred.flatMap(({ id }) => id ?? []),
			'list the consults of referred patients',
		);
		if (!consults.ok) return consults;
		const latest = new Map<string, Raw>();
		const timeOf = (consult?: Raw): number => Date.parse(instant(consult?.date) ?? '') || 0;
		for (const consult of consults.value.filter(isActive)) {
			const of = identifier(consult.animal_id) ?? '';
			if (timeOf(consult) >= timeOf(latest.get(of))) latest.set(of, consult);
		}
		return ok(
			new Map(
				pairs.map(({ record, clinic, vet, id }) => {
					if (id === undefined) return [record, []];
					const encounterId = identifier(latest.get(id)?.id);
					const mark: MarkedReferral = {
						pimsEventId: `animal-${id}`,
						version: `clinic-${clinic ?? 'none'}-vet-${vet ?? 'none'}`,
						patientId: id,
						...(encounterId ? { encounterId } : {}),
						text: [vet, clinic].flatMap((one) => names.value.get(one ?? '') ?? []).join(', '),
						markedAt: changedAt(record),
					};
					return [record, [mark]];
				}),
			),
		);
	},
});

/** The chosen way to recognise a referral; refuses one that ezyVet has no record for. */
export function recogniserFor(
	client: EzyVetClient,
	reads: Reads,
	options: FindReferralsOptions,
): Result<Recogniser> {
	const recognition: Recognition = options.recognise ?? 'text';
	if (recognition === 'text') return ok(byText(options.marker ?? defaultReferralMarker));
	if (recognition === 'referringVet') return ok(byReferringVet(client, reads));
	if (recognition === 'appointmentType') {
		return ok(byAppointmentType(client, options.appointmentType ?? ''));
	}
	return refuse(
		'recognition_unknown',
		'ezyVet has no referral record to recognise a referral by.',
		"Choose another way in 'Recognise By', such as the marker in the text of the consult.",
	);
}
