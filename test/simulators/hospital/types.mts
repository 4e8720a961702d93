import type {
	AppointmentRequest,
	InboundMessage,
	InfoSupplied,
	ReferralFile,
	ReferralRequest,
} from './schema.mts';

export type Json = Record<string, unknown>;

export const states = [
	'received',
	'acknowledged',
	'info_requested',
	'accepted',
	'declined',
	'scheduled',
	'no_show',
	'seen',
	'reported',
	'cancel_requested',
	'cancelled',
] as const;

/** Where a referral stands in the hospital's own worklist. */
export type HospitalState = (typeof states)[number];

export interface Slot {
	start: string;
	end: string;
	clinician: string;
	location: string;
}

/** What became of one file the hospital downloaded. */
export interface FileCheck {
	file: ReferralFile;
	deliveryId: string;
	status: 'pending' | 'verified' | 'wrong_size' | 'wrong_checksum' | 'unreachable';
	bytesRead: number;
	sha256?: string;
	problem?: string;
	/** The bytes; absent when the hospital was started with keepFiles: false. */
	bytes?: Buffer;
}

export interface Attempt {
	at: string;
	/** HTTP status, or 0 when no answer came. */
	status: number;
	answer: string;
}

/** One event the hospital posts; all attempts carry the same webhookId. */
export interface SentEvent {
	webhookId: string;
	type: string;
	data: Json;
	attempts: Attempt[];
	outcome: 'sending' | 'delivered' | 'refused' | 'given_up';
}

export interface Referral {
	caseId: string;
	reference: string;
	state: HospitalState;
	receivedAt: string;
	request: ReferralRequest;
	deliveryIds: string[];
	files: FileCheck[];
	/** Whether manifestSha256 is the digest over the files as they were listed. */
	manifestOk: boolean;
	offeredSlots: Slot[];
	appointmentRequest?: AppointmentRequest;
	appointment?: { start: string; end?: string; clinician?: string; location?: string };
	infoSupplied: InfoSupplied[];
	/** What the clinic said without asking for anything: an end, a death, a report it did not file. */
	news: InboundMessage[];
	cancelReason?: string;
	reportVersion: number;
	lastReport?: Json;
	events: SentEvent[];
}

export interface LogEntry {
	at: string;
	what: string;
	caseId?: string;
	detail?: string;
}

/** What happened at the hospital; counters are exact, entries keep the last 2,000. */
export interface HospitalLog {
	/** Referrals taken in (each deliveryId once). */
	deliveries: number;
	/** Repeated deliveryId or webhook-id, answered 409. */
	duplicates: number;
	/** Repeated deliveryId with different content: the sender broke its own promise. */
	changedDuplicates: number;
	badSignatures: number;
	badBodies: number;
	refusedAsGone: number;
	failedOnPurpose: number;
	filesVerified: number;
	checksumFailures: number;
	downloadFailures: number;
	/** Deliveries whose manifestSha256 does not belong to their list of files. */
	manifestMismatches: number;
	eventsDelivered: number;
	eventsFailed: number;
	entries: LogEntry[];
}

export const emptyLog = (): HospitalLog => ({
	deliveries: 0,
	duplicates: 0,
	changedDuplicates: 0,
	badSignatures: 0,
	badBodies: 0,
	refusedAsGone: 0,
	failedOnPurpose: 0,
	filesVerified: 0,
	checksumFailures: 0,
	downloadFailures: 0,
	manifestMismatches: 0,
	eventsDelivered: 0,
	eventsFailed: 0,
	entries: [],
});
