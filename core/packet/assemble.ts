import { DateTime } from 'luxon';
import type { ClinicProfile } from '../profile/clinic-profile';
import type { Specialist } from '../profile/specialist';
import { findGaps } from './completeness';
import { manifest, type PacketFile } from './manifest';
import type { ContactPoint, PatientRecord } from './records';
import type { Release } from './release';
import type { Packet } from './schema';

/** How far back notes and results go into a packet; six to twelve months are asked, two years sent. */
const defaultHistoryMonths = 24;

export interface PacketInput {
	caseId: string;
	/** 1 for the first packet of a case, one more for each later one. */
	packetVersion: number;
	/** ISO; the time the packet is made. */
	now: string;
	records: PatientRecord;
	release: Release;
	clinic: Pick<ClinicProfile, 'id' | 'name' | 'phone' | 'email' | 'timeZone' | 'address'>;
	specialist: Pick<Specialist, 'id' | 'hospital' | 'service' | 'specialty' | 'phone' | 'needs'>;
	/** The files that go along, already stored and measured. */
	files: PacketFile[];
	filesLeftOut?: Packet['filesLeftOut'];
	/** The encounter in which the case was marked. */
	encounterId?: string;
	historyMonths?: number;
}

const millis = (at: string | undefined): number =>
	at === undefined ? Number.NEGATIVE_INFINITY : Date.parse(at);

/** Newest first; entries without a time come last, and ties keep a fixed order by id. */
function newestFirst<T extends { id: string }>(
	entries: T[],
	at: (entry: T) => string | undefined,
): T[] {
	return [...entries].sort((a, b) => {
		const [first, second] = [millis(at(a)), millis(at(b))];
		if (first !== second) return second > first ? 1 : -1;
		return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
	});
}

/** Removes absent fields, so that "not given" is one thing everywhere. */
const given = <T extends object>(record: T): T =>
	Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

/** Removes fields too, above all the vendor's record, which stays in the clinic. */
function without<T extends object, K extends keyof T>(record: T, ...keys: K[]): Omit<T, K> {
	const drop = new Set<PropertyKey>(keys);
	const kept = Object.entries(record).filter(([key]) => !drop.has(key));
	return given(Object.fromEntries(kept)) as Omit<T, K>;
}

function bestContact(points: ContactPoint[], kinds: Array<ContactPoint['kind']>) {
	const rank = (point: ContactPoint): number =>
		(point.preferred ? 0 : kinds.length) + kinds.indexOf(point.kind);
	const [best] = points
		.filter((point) => kinds.includes(point.kind))
		.sort((a, b) => rank(a) - rank(b));
	return best?.value;
}

function ownerOf({ owner }: PatientRecord, { contact, supplement }: Release): Packet['owner'] {
	const contactPoints = owner?.contactPoints ?? [];
	return given({
		pimsId: owner?.id,
		name: owner?.name,
		contactPoints,
		phone: bestContact(contactPoints, ['mobile', 'phone']),
		email: bestContact(contactPoints, ['email']),
		language: contact.language ?? owner?.language,
		preferredChannel: contact.preferredChannel,
		bestTime: supplement.ownerBestTime,
		secondContact: supplement.ownerSecondContact,
		decides: supplement.ownerDecides,
		address: owner?.address,
	});
}

function patientOf({ patient }: PatientRecord, { supplement }: Release): Packet['patient'] {
	const handling = [supplement.handling, patient.handling].filter(Boolean).join('. ');
	return given({
		...without(patient, 'raw', 'id', 'ownerId', 'allergies'),
		pimsId: patient.id,
		handling: handling || undefined,
		insurance: supplement.insurance ?? patient.insurance,
		microchipSource: patient.microchip ? supplement.microchipSource : undefined,
	});
}

/** What is given now, then what has stopped; in each the newest first, then by name. */
function medicationsOf(records: PatientRecord, { supplement }: Release): Packet['medications'] {
	const fromPims = records.medications.map((medication) => without(medication, 'id', 'raw'));
	const all = [...fromPims, ...(supplement.medications ?? [])];
	const stopped = ({ active }: (typeof all)[number]): number => (active === false ? 1 : 0);
	return all.sort(
		(a, b) =>
			stopped(a) - stopped(b) ||
			(b.start ?? '').localeCompare(a.start ?? '') ||
			a.name.localeCompare(b.name),
	);
}

/** The vet who knows the case: the one of the marked encounter, else the one who released it. */
function vetOf({ records, release, encounterId }: PacketInput): string | undefined {
	const marked = records.encounters.find(({ id }) => id === encounterId);
	if (marked?.vet) return marked.vet;
	return /\b(vet|veterinar\w*|dvm|surgeon|doctor|dr)\b/i.test(release.by.role)
		? release.by.name
		: undefined;
}

function allergiesOf({ patient }: PatientRecord, { supplement }: Release): string[] | undefined {
	if (!patient.allergies && !supplement.allergies) return undefined;
	return [...new Set([...(patient.allergies ?? []), ...(supplement.allergies ?? [])])];
}

/**
 * Puts a packet together from what was read and what a person released. Nothing is guessed: what
 * neither gives is absent, and `gaps` says what is missing for this specialty and service.
 */
export function assemblePacket(input: PacketInput): Packet {
	const { records, release, clinic, specialist, encounterId } = input;
	const { supplement } = release;
	const createdAt = DateTime.fromISO(input.now, { zone: 'utc' });
	const from = createdAt.minus({ months: input.historyMonths ?? defaultHistoryMonths }).toMillis();
	const recent = ({ at, encounterId: of }: { at?: string; encounterId?: string }): boolean =>
		at === undefined || millis(at) >= from || (of !== undefined && of === encounterId);
	const notes = records.notes.filter(recent);
	const labs = records.labReports.filter(recent);
	const packet: Packet = given({
		schemaVersion: 1 as const,
		caseId: input.caseId,
		packetVersion: input.packetVersion,
		createdAt: createdAt.toISO() ?? input.now,
		urgency: release.urgency,
		reasonForUrgency: release.reasonForUrgency,
		phoneCall: release.phoneCall,
		referrer: given({
			clinicId: clinic.id,
			clinic: clinic.name,
			vet: vetOf(input),
			phone: clinic.phone || undefined,
			email: clinic.email || undefined,
			timeZone: clinic.timeZone,
			address: clinic.address,
		}),
		specialist: given({
			id: specialist.id,
			hospital: specialist.hospital,
			service: specialist.service,
			specialty: specialist.specialty,
			clinician: release.clinician,
			phone: specialist.phone || undefined,
		}),
		owner: ownerOf(records, release),
		consent: { share: release.consent, contact: release.contact },
		releasedBy: release.by,
		patient: patientOf(records, release),
		clinicalQuestion: release.clinicalQuestion,
		reason: release.reason,
		problemList: supplement.problemList,
		allergies: allergiesOf(records, release),
		encounters: newestFirst(records.encounters.filter(recent), ({ at }) => at).map((encounter) =>
			without(encounter, 'raw', 'patientId'),
		),
		history: newestFirst(notes, ({ at }) => at).map((note) => without(note, 'raw')),
		olderEntries: records.notes.length - notes.length + (records.labReports.length - labs.length),
		medications: medicationsOf(records, release),
		medicationTiming: supplement.medicationTiming,
		vaccinations: newestFirst(records.vaccinations, ({ givenOn }) => givenOn).map((vaccination) =>
			without(vaccination, 'raw', 'id'),
		),
		labs: newestFirst(labs, ({ at }) => at).map((report) => without(report, 'raw')),
		pendingTests: supplement.pendingTests,
		exam: supplement.exam,
		toldOwner: supplement.toldOwner,
		diet: supplement.diet,
		travel: supplement.travel,
		parasiteControl: supplement.parasiteControl,
		anaesthesia: supplement.anaesthesia,
		stabilisation: supplement.stabilisation,
		files: manifest(input.files),
		filesLeftOut: input.filesLeftOut ?? [],
		gaps: [],
		overrides: release.overrides.map((override) => ({ ...override, by: release.by.name })),
		unread: records.unread,
	});
	return { ...packet, gaps: findGaps(packet, specialist) };
}
