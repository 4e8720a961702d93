import type { Result } from '../../core/result';
import type {
	Client,
	DocumentRef,
	Encounter,
	LabReport,
	Medication,
	Note,
	Patient,
	Referrer,
	Vaccination,
} from '../../core/packet/records';
import type { StoredFile, UploadFile } from '../http';

/**
 * How well a PIMS does something. `unverified` works as far as public sources tell, but nobody has
 * seen it against a live site; `manual` is handed to a person.
 */
export type Support =
	| 'native'
	| 'asAttachment'
	| 'asCommunication'
	| 'asAppointment'
	| 'manual'
	| 'unverified'
	| 'none';

export type Operation =
	| 'searchPatients'
	| 'getPatient'
	| 'getClient'
	| 'getReferrer'
	| 'listEncounters'
	| 'listNotes'
	| 'listMedications'
	| 'listVaccinations'
	| 'listLabResults'
	| 'listDocuments'
	| 'downloadDocument'
	| 'findReferrals'
	| 'parseHint'
	| 'listChanged'
	| 'upsertClient'
	| 'upsertPatient'
	| 'setReferrer'
	| 'createEncounter'
	| 'addNote'
	| 'uploadDocument'
	| 'logCommunication'
	| 'createAppointment'
	| 'createFollowUp';

/** A record of the PIMS that a write is attached to: the encounter when known, else the patient. */
export interface RecordTarget {
	patientId: string;
	encounterId?: string;
	ownerId?: string;
}

export interface PatientQuery {
	name?: string;
	microchip?: string;
	ownerName?: string;
	email?: string;
	phone?: string;
}

/** A case that a vet marked for referral in the PIMS. Ids only, plus what the vet wrote beside the mark. */
export interface MarkedReferral {
	/** Id of the record that carries the mark (ezyVet: the consult). */
	pimsEventId: string;
	/** Which mark of that record, counted from 1; editing the words does not change it. */
	version: string;
	patientId: string;
	encounterId?: string;
	text: string;
	vetId?: string;
	/** ISO UTC; when the PIMS says the record was last changed, the best known time of the mark. */
	markedAt: string;
	/** Leads back to the record for `readReferral`; without it patient and encounter do. */
	readAgain?: ReferralHint;
	/** The approval given in the PIMS itself, unparsed; read it with `parseRelease`. */
	release?: unknown;
}

/** What a vendor's webhook points at. Never content: the record is always read again. */
export interface ReferralHint {
	encounterId?: string;
	appointmentId?: string;
	patientId?: string;
	/** A referral of the PIMS itself (Provet Cloud: `patient_referral`). */
	referralId?: string;
	/** What a hospital answered to such a referral. */
	feedbackId?: string;
	/** A person pressed a button of the PIMS on this record: the press is the mark. */
	pressed?: boolean;
}

/** How a vet says that a case is to be referred; each connector states which of these it knows. */
export type Recognition = 'text' | 'referringVet' | 'appointmentType' | 'referralRecord';

export interface FindReferralsOptions {
	/** Default `text`: the marker stands in the text of the consult. */
	recognise?: Recognition;
	/** For `appointmentType`: name or id of the type that means "refer this patient". */
	appointmentType?: string;
	/** What a vet types to mark a case; compared without regard to case. Default `#refer`. */
	marker?: string;
	/** For the first poll only: how far back to look, in seconds. Default 0 (only what comes). */
	lookBackSeconds?: number;
}

/** One entry that a person makes in the practice system. */
export interface HandWork {
	/** What it is, e.g. `Specialist report: letter.pdf`. */
	what: string;
	patientId: string;
	patientName?: string;
	clientId?: string;
	/** The name under which the file lies ready. */
	fileName?: string;
	/** What is typed in, where there is no file. */
	text?: string;
	marker: string;
}

export interface WriteResult {
	/** `found`: an earlier try had already written it. `awaitingHuman`: a person must do it. */
	status: 'created' | 'found' | 'awaitingHuman';
	/** The vendor's id of the record written. */
	ref?: string;
	/** For `awaitingHuman`: what the person should do. */
	instruction?: string;
	/** For `awaitingHuman`: the entry itself, for a slip beside the file. */
	handWork?: HandWork;
	raw?: unknown;
}

/** Records a PIMS can be asked for by time of change. */
export type ChangedResource = 'patients' | 'clients' | 'encounters' | 'appointments';

export interface ChangedRecord {
	id: string;
	/** ISO UTC. */
	changedAt: string;
	raw: unknown;
}

/** An owner to find or to enter. */
export interface ClientInput {
	firstName?: string;
	/** Family name, or the name of a business. */
	lastName: string;
	email?: string;
	phone?: string;
	street?: string;
	city?: string;
	postCode?: string;
}

/** A patient to find or to enter, of an owner the PIMS knows. */
export interface PatientInput {
	clientId: string;
	name: string;
	/** As words; a connector looks up the codes of its site. */
	species?: string;
	breed?: string;
	sex?: string;
	/** `YYYY-MM-DD`. */
	dateOfBirth?: string;
	microchip?: string;
	weightKg?: number;
}

/** Who referred a patient to this practice. */
export interface ReferrerInput {
	clinic: string;
	vet?: string;
	phone?: string;
	email?: string;
}

export interface EncounterInput {
	patientId: string;
	clientId?: string;
	/** ISO with offset. */
	at: string;
	/** What the vet reads first: reason and question of the referral. */
	reason: string;
	vetId?: string;
}

export interface NoteInput extends RecordTarget {
	subject: string;
	text: string;
}

export interface DocumentInput extends RecordTarget {
	file: UploadFile;
	/** A line beside the file, for people. */
	description?: string;
}

export interface CommunicationInput extends RecordTarget {
	subject: string;
	text: string;
}

export interface AppointmentInput extends RecordTarget {
	/** ISO with offset. */
	start: string;
	durationMinutes: number;
	description: string;
	/** Name or id of an appointment type and of a provider; needed where the site has several. */
	type?: string;
	provider?: string;
}

export interface FollowUpInput extends RecordTarget {
	kind: 'recheck' | 'check_in' | 'test' | 'medication' | 'other';
	what: string;
	/** `YYYY-MM-DD`; a recheck becomes an unconfirmed appointment on that day. */
	due?: string;
	/** An agreed time, ISO with offset; wins over `due`. */
	start?: string;
	durationMinutes?: number;
	type?: string;
	provider?: string;
	/** For `medication`, where product and quantity are known: written as a prescription of elsewhere. */
	prescribed?: PrescribedItem;
}

/** What the hospital prescribed, as its report says it; nothing here is guessed. */
export interface PrescribedItem {
	product: string;
	/** Number of units, as text. */
	quantity: string;
	instructions?: string;
}

/**
 * One practice system. All answers are values; a refusal names the system, what was tried and the
 * next step. Every write takes a marker such as `REF-1a2b3c4d/report/1`, looks for it first and
 * leaves it in the record, so the same write may be tried again safely.
 */
export interface PimsConnector {
	readonly id: string;
	readonly label: string;
	capabilities(): Record<Operation, Support>;
	test(): Promise<Result<{ site?: string; timeZone?: string }>>;

	/** For a system whose data come late: ISO UTC up to which they are known, `undefined` when not told. */
	asOf?(): Promise<Result<string | undefined>>;

	searchPatients(query: PatientQuery): Promise<Result<Patient[]>>;
	getPatient(id: string): Promise<Result<Patient>>;
	getClient(id: string): Promise<Result<Client>>;
	/** The practice that referred this patient here; `undefined` when none is recorded. */
	getReferrer(patientId: string): Promise<Result<Referrer | undefined>>;
	/** `since`: ISO; encounters of that time and later. */
	listEncounters(patientId: string, since?: string): Promise<Result<Encounter[]>>;
	listNotes(of: { patientId: string; encounterId?: string }): Promise<Result<Note[]>>;
	listMedications(patientId: string): Promise<Result<Medication[]>>;
	listVaccinations(patientId: string): Promise<Result<Vaccination[]>>;
	listLabResults(patientId: string): Promise<Result<LabReport[]>>;
	listDocuments(patientId: string): Promise<Result<DocumentRef[]>>;
	downloadDocument(document: DocumentRef): Promise<Result<StoredFile>>;

	/** `cursor` is opaque: pass back what the last poll gave, after its referrals are safe. */
	findReferrals(
		cursor: string | null,
		options?: FindReferralsOptions,
	): Promise<Result<{ referrals: MarkedReferral[]; cursor: string }>>;
	parseHint(body: unknown): ReferralHint[];
	/** Reads a hinted record again; an empty list when it carries no mark. */
	readReferral(
		hint: ReferralHint,
		options?: FindReferralsOptions,
	): Promise<Result<MarkedReferral[]>>;

	/** What changed since the cursor, oldest first, with overlap; `cursor` is opaque as above. */
	listChanged(
		resource: ChangedResource,
		cursor: string | null,
	): Promise<Result<{ records: ChangedRecord[]; cursor: string }>>;

	/** Looks by marker, then by e-mail, phone and name; several that fit are refused `ambiguous_client`. */
	upsertClient(client: ClientInput, marker: string): Promise<Result<WriteResult>>;
	/** Looks by marker, microchip, then name of this owner; several that fit are refused `ambiguous_patient`. */
	upsertPatient(patient: PatientInput, marker: string): Promise<Result<WriteResult>>;
	setReferrer(
		patientId: string,
		referrer: ReferrerInput,
		marker: string,
	): Promise<Result<WriteResult>>;
	createEncounter(encounter: EncounterInput, marker: string): Promise<Result<WriteResult>>;
	addNote(note: NoteInput, marker: string): Promise<Result<WriteResult>>;
	uploadDocument(document: DocumentInput, marker: string): Promise<Result<WriteResult>>;
	logCommunication(entry: CommunicationInput, marker: string): Promise<Result<WriteResult>>;
	createAppointment(appointment: AppointmentInput, marker: string): Promise<Result<WriteResult>>;
	createFollowUp(followUp: FollowUpInput, marker: string): Promise<Result<WriteResult>>;
}
