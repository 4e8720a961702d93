import { ok, type Result } from '../../core/result';
import type { PatientRecord, UnreadPart } from '../../core/packet/records';
import type { PimsConnector } from './pims';

/** What a record may lack without losing its worth; everything else is worth another try. */
const lasting = new Set([
	'pims_forbidden',
	'pims_not_found',
	'pims_rejected',
	'not_in_payload',
	'not_offered',
	'pims_filter_ignored',
	'pims_list_too_long',
]);

/**
 * Reads everything a packet may need about one patient. A part that the PIMS does not allow or does
 * not have is empty and listed in `unread`, so a person sees that it is missing and why. When the
 * PIMS is down, busy or does not accept the log-in, the whole read is refused: half a record is no
 * record. One request runs at a time, because vendors limit the rate.
 */
export async function readRecord(
	pims: PimsConnector,
	patientId: string,
): Promise<Result<PatientRecord>> {
	const patient = await pims.getPatient(patientId);
	if (!patient.ok) return patient;
	const { ownerId } = patient.value;
	const unread: UnreadPart[] = [];
	const record: PatientRecord = {
		patient: patient.value,
		encounters: [],
		notes: [],
		medications: [],
		vaccinations: [],
		labReports: [],
		documents: [],
		unread,
	};
	const parts: Array<[string, () => Promise<Result<Partial<PatientRecord>>>]> = [
		['owner', async () => (ownerId ? map(await pims.getClient(ownerId), 'owner') : ok({}))],
		['referrer', async () => map(await pims.getReferrer(patientId), 'referrer')],
		['encounters', async () => map(await pims.listEncounters(patientId), 'encounters')],
		['notes', async () => map(await pims.listNotes({ patientId }), 'notes')],
		['medications', async () => map(await pims.listMedications(patientId), 'medications')],
		['vaccinations', async () => map(await pims.listVaccinations(patientId), 'vaccinations')],
		['laboratory results', async () => map(await pims.listLabResults(patientId), 'labReports')],
		['documents', async () => map(await pims.listDocuments(patientId), 'documents')],
	];
	for (const [part, read] of parts) {
		const got = await read();
		if (got.ok) Object.assign(record, got.value);
		else if (lasting.has(got.refusal.code)) unread.push({ part, ...got.refusal });
		else return got;
	}
	const late = await lateness(pims);
	if (!late.ok) return late;
	if (late.value) unread.push(late.value);
	return ok(record);
}

/** What is newer than the last sync of a system that sends its data late was not read. */
async function lateness(pims: PimsConnector): Promise<Result<UnreadPart | undefined>> {
	if (!pims.asOf) return ok(undefined);
	const asOf = await pims.asOf();
	if (!asOf.ok) return asOf;
	const when = asOf.value ?? 'an unknown time';
	return ok({
		part: `entries since ${when}`,
		code: 'data_late',
		message: `${pims.label} has data as of ${when}; what was entered since is not in this packet.`,
		hint: 'Look in the practice system itself for anything newer, and add it by hand.',
	});
}

const map = <T>(got: Result<T>, field: keyof PatientRecord): Result<Partial<PatientRecord>> =>
	got.ok ? ok(got.value === undefined ? {} : { [field]: got.value }) : got;
