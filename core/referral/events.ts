import type { Release, Urgency } from '../packet/release';
import type { OutcomeReport } from '../report/schema';

/** Who may act on a case; `system` is the workflow itself. */
export type ActorRole = 'referrer' | 'specialist' | 'owner' | 'system';

export type Via = 'pims' | 'page' | 'webhook' | 'sms' | 'mail' | 'phone' | 'workflow';

export interface Actor {
	role: ActorRole;
	name?: string;
	via: Via;
}

/** A file of the case: what it is, and where n8n keeps it (`ref` never leaves the ledger). */
export interface CaseFile {
	name: string;
	kind: string;
	mimeType: string;
	size: number;
	sha256: string;
	ref?: string;
}

export interface Slot {
	start: string;
	end?: string;
	clinician?: string;
	location?: string;
}

export interface PatientSnapshot {
	pimsId: string;
	name: string;
	species?: string;
	breed?: string;
	sex?: string;
	dateOfBirth?: string;
	weightKg?: number;
	microchip?: string;
	deceased?: boolean;
}

export interface OwnerSnapshot {
	pimsId?: string;
	name: string;
	phone?: string;
	email?: string;
	language?: string;
	timeZone?: string;
}

/** What the case keeps of the directory entry it was released to. */
export interface SpecialistSnapshot {
	id: string;
	hospital: string;
	service: string;
	specialty: string;
	channel: string;
	phone?: string;
	address?: string;
	/** IANA zone in which the times of visits are told. */
	timeZone?: string;
	clinician?: string;
	bookingUrl?: string;
	contactsOwnerFirst?: 'referrer' | 'hospital';
}

/** The human decision that a case may go out, with the directory entry as it stood then. */
export type ReleaseData = Release & { specialist: SpecialistSnapshot };

/** How a call to the owner ended; `declined` is about cost, distance or wish, not about the patient. */
export const ownerCallResults = ['will_book', 'booked', 'no_answer', 'declined', 'other'] as const;
export type OwnerCallResult = (typeof ownerCallResults)[number];

export interface FollowUpResult {
	key: string;
	kind: string;
	title: string;
	dueDate?: string;
	/** `created` in the PIMS, `task` on our board, `failed` waits for a person. */
	status: 'created' | 'task' | 'failed';
	ref?: string;
	message?: string;
}

/** The data of every event type. Names follow the referral domain; 360X/BSeR names live at the edges. */
export interface EventData {
	'referral.created': {
		source: {
			pims: string;
			site?: string;
			eventId: string;
			version: string;
			patientId: string;
			encounterId?: string;
			vetName?: string;
			text?: string;
			markedAt?: string;
		};
		clinicId: string;
		patientName?: string;
		parentCaseId?: string;
		test?: boolean;
		/** A record that was handed in, as stored when the case was opened: its JSON first, then its files. */
		record?: CaseFile[];
		/** What is filled in on the Release page to begin with, after a redirect. */
		proposal?: {
			specialistId: string;
			urgency?: Urgency;
			reasonForUrgency?: string;
			clinicalQuestion?: string;
			reason?: string;
		};
	};
	'release.asked': { to?: string };
	'release.given': ReleaseData;
	'retry.requested': { reason?: string };
	/** A person wants the packet to go again, with what the record holds now, as a delivery of its own. */
	'referral.resend_requested': { reason: string };
	'packet.incomplete': {
		gaps: Array<{ field: string; label: string; level: string; howToFix: string }>;
		patient: PatientSnapshot;
		owner?: OwnerSnapshot;
	};
	'packet.failed': { code: string; message: string; hint: string };
	'gap.overridden': { reason: string; fields: string[] };
	'packet.built': {
		packetVersion: number;
		patient: PatientSnapshot;
		owner?: OwnerSnapshot;
		vetName?: string;
		files: CaseFile[];
		manifestSha256: string;
		gaps: Array<{ field: string; label: string; level: string }>;
	};
	'referral.sending': { deliveryId: string; channel: string };
	'referral.sent': { deliveryId: string; channel: string };
	'transport.delivered': { deliveryId: string; channel: string; reference?: string };
	'transport.failed': { deliveryId: string; code: string; message: string; hint: string };
	/** `reference`: the number the record has at the hospital. */
	'ack.received': { reference?: string };
	'info.requested': { question: string };
	'info.supplied': { answer: string; files?: CaseFile[] };
	'decision.accepted': { offeredSlots?: Slot[]; bookingUrl?: string; instructions?: string };
	'decision.declined': { reason: string };
	'redirect.proposed': { to: string; reason: string };
	/** The clinic sends the patient to another service: a new, linked case replaces this one. */
	'redirect.chosen': { specialistId: string; to: string; reason: string };
	'redirect.confirmed': { childCaseId: string };
	'outreach.sending': { number: number; channel: string; kind: string };
	'outreach.sent': { number: number; channel: string; providerId?: string };
	'outreach.failed': { number: number; code: string; message: string; hint: string };
	'outreach.held': { code: string; reason: string; until?: string };
	'outreach.exhausted': { reason: string };
	'owner.replied': { kind: string; text: string; confidence: number; messageId?: string };
	'owner.opted_out': { channel: string };
	'owner.call_requested': { note?: string };
	'owner.unreachable': { reason: string };
	/** A person spoke to the owner, or tried to: what was asked of people about the owner is done. */
	'owner.called': { result: OwnerCallResult; note?: string };
	/** A person stops or allows the automatic messages of this case. */
	'outreach.paused': { reason: string };
	'outreach.resumed': { reason?: string };
	/** A person called the hospital: who there, and when if it was before. */
	'hospital.called': { spokeTo: string; number?: string; note?: string; calledAt?: string };
	'appt.requested': { slot: Slot; note?: string };
	'appt.scheduled': { appointment: Slot };
	'appt.rescheduled': { appointment: Slot };
	'appt.cancelled': { by: 'owner' | 'hospital'; reason: string };
	'appt.no_show': Record<string, never>;
	'notice.sending': { noticeId: string; type: string };
	'notice.sent': { noticeId: string; type: string };
	'notice.failed': { noticeId: string; type: string; message: string; hint: string };
	'visit.started': { visitedAt?: string };
	/** Second-hand: somebody else than the hospital says that the visit took place. */
	'visit.claimed': { visitedAt?: string; text?: string };
	/** `staying`: the patient is in hospital, so that the next note is expected (T9). */
	'interim.note': { text: string; staying?: boolean };
	'report.final': { report: OutcomeReport; files: CaseFile[]; contentHash: string };
	'report.amended': { report: OutcomeReport; files: CaseFile[]; contentHash: string };
	'files.kept': {
		of: 'answer' | 'packet' | 'record' | 'report';
		files: CaseFile[];
		until: string;
		/** Which answer, packet or report; the latest if not said. */
		version?: number;
		/** The execution whose wait keeps them. */
		keeper?: string;
	};
	'report.filing': { version: number };
	'report.filed': { version: number; refs: Array<{ kind: string; id: string }> };
	'report.awaiting_human': { version: number; slip: string };
	'report.needs_review': { version: number; reasons: string[] };
	'report.review_confirmed': { version: number };
	/** The report is about another patient: it is locked away and never filed. */
	'report.rejected': { version: number; reason: string };
	'report.filing_failed': { version: number; code: string; message: string; hint: string };
	'report.read': Record<string, never>;
	'question.answered': { answered: 'yes' | 'partly' | 'no' };
	'followup.scheduling': { version: number };
	'followup.created': { version: number; items: FollowUpResult[] };
	'followup.done': { key: string };
	'cancel.requested': { reason: string };
	'cancel.confirmed': Record<string, never>;
	'cancel.withdrawn': { reason: string };
	'urgency.changed': { urgency: Urgency; reason: string };
	'patient.deceased': { note?: string };
	/** The patient lives after all. Messages stay paused until a person resumes them. */
	'deceased.corrected': { reason: string };
	/** Every link of the case given out so far stops working. */
	'links.withdrawn': { reason: string };
	/** An outside effect that shadow mode keeps in, until a person lets this one go. */
	'effect.held': { effect: string };
	'effect.approved': { effect: string };
	/** A message about an ask is on its way to the staff; until then nobody else sends one. */
	'alert.sending': { ask: string; dueAt: string; until: string };
	/** The message has left: a person was told of the ask, for the step that was due at this instant. */
	'timer.fired': { ask: string; dueAt: string };
	'note.added': { text: string };
	'person.asked': { key: string; why: string };
	'person.settled': { key: string; answer: string };
	'case.closed': {
		outcome:
			| 'closed'
			| 'closed_no_visit'
			| 'cancelled'
			| 'declined_final'
			| 'redirected'
			| 'deceased'
			| 'error';
		reason: string;
	};
	'case.reopened': { reason: string };
}

export type EventType = keyof EventData;

interface Envelope<T extends EventType> {
	/** Deterministic for whatever can repeat; the fold ignores an id it has seen. */
	id: string;
	caseId: string;
	type: T;
	/** When it happened, ISO UTC. */
	at: string;
	/** When the ledger took it, ISO UTC. */
	receivedAt: string;
	actor: Actor;
	data: EventData[T];
}

/** One thing that happened to a case; a union over all types, so `switch (event.type)` narrows `data`. */
export type ReferralEvent<T extends EventType = EventType> = { [K in T]: Envelope<K> }[T];
