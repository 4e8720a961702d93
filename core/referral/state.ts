import type {
	Actor,
	CaseFile,
	EventData,
	OwnerCallResult,
	OwnerSnapshot,
	PatientSnapshot,
	ReferralEvent,
	ReleaseData,
	Slot,
} from './events';
import type { Urgency } from '../packet/release';
import type { OutcomeReport } from '../report/schema';

/** What was tried, when, and how it ended: one shape for every outside effect. */
export interface Effect {
	status: 'none' | 'intended' | 'done' | 'failed';
	intendedAt?: string;
	/** When the try before the present one was begun. */
	earlierAt?: string;
	/** An earlier try under the same number ended without a clear answer: a later "no" does not undo it. */
	unsure?: boolean;
	doneAt?: string;
	failedAt?: string;
	attempts: number;
	failure?: { code: string; message: string; hint: string };
}

export const noEffect = (): Effect => ({ status: 'none', attempts: 0 });

export interface Resend extends Effect {
	reason: string;
	at: string;
	deliveryId?: string;
}

export interface Transport extends Effect {
	deliveryId?: string;
	/** The first failure in a row, ISO UTC. */
	failedSince?: string;
	/** The packet again, on a person's wish, beside the delivery that is done. */
	resend?: Resend;
	/** Deliveries that were completed before the present one. */
	earlier?: string[];
	channel?: string;
	reference?: string;
	deliveredAt?: string;
}

export interface Decision {
	status: 'none' | 'acknowledged' | 'info_needed' | 'accepted' | 'declined';
	acknowledgedAt?: string;
	acknowledgedBy?: Actor;
	decidedAt?: string;
	decidedBy?: Actor;
	reason?: string;
	question?: string;
	askedAt?: string;
	answer?: string;
	answeredAt?: string;
	offeredSlots: Slot[];
	bookingUrl?: string;
	instructions?: string;
}

export interface Appointment extends Slot {
	status: 'requested' | 'scheduled' | 'cancelled' | 'no_show' | 'attended';
	at: string;
	by?: string;
	reason?: string;
	/** When it was cancelled, or the owner did not come. */
	endedAt?: string;
	/** The owner or the clinic cancelled it: the hospital does not know by itself. */
	tellHospital?: boolean;
	/** Second-hand: the clinic heard of it, the hospital has not said so itself. */
	claimed?: boolean;
}

export interface Touch {
	number: number;
	channel: string;
	kind: string;
	status: 'intended' | 'sent' | 'failed';
	/** How often it was begun; above 1 an earlier try may have gone out, so it is looked up first. */
	attempts: number;
	/** The first try, ISO UTC: where a look-up in the provider's list starts. */
	firstAt: string;
	at: string;
	providerId?: string;
	code?: string;
}

export interface Outreach {
	touches: Touch[];
	held?: { code: string; reason: string; until?: string; at: string };
	exhausted?: { reason: string; at: string };
	optedOut: string[];
	replies: Array<{ at: string; kind: string; text: string }>;
	callRequestedAt?: string;
	unreachable?: string;
	/** The latest call of a person to the owner. */
	called?: { result: OwnerCallResult; at: string; by: string; note?: string };
	/** Automatic messages are off until a person allows them again. */
	paused?: { reason: string; at: string };
}

export interface ReportVersion {
	version: number;
	at: string;
	by: Actor;
	report: OutcomeReport;
	files: CaseFile[];
	contentHash: string;
	/** True when an execution of its own keeps the files. */
	kept?: boolean;
	amended: boolean;
	/** How far the write-back of this version had come when a newer one replaced it. */
	writeBack?: { filing: Filing; followUp: FollowUp };
}

/** What came with an answer to a question of the hospital. */
export interface AnswerFiles {
	version: number;
	at: string;
	files: CaseFile[];
	/** True when an execution of its own keeps the files. */
	kept?: boolean;
}

export interface Filing extends Effect {
	version?: number;
	refs: Array<{ kind: string; id: string }>;
	awaitingHuman?: string;
	review?: { reasons: string[]; confirmedAt?: string };
	readAt?: string;
	readBy?: string;
	answered?: 'yes' | 'partly' | 'no';
}

export interface FollowUp extends Effect {
	version?: number;
	items: EventData['followup.created']['items'];
	done: string[];
}

export interface Notice extends Effect {
	noticeId: string;
	type: string;
}

/** The fold over a case's events: five lanes and what surrounds them. */
export interface ReferralState {
	caseId: string;
	created?: ReferralEvent<'referral.created'>;
	urgency: Urgency;
	release?: ReleaseData & { at: string };
	releaseAskedAt?: string;
	retryRequestedAt?: string;
	patient?: PatientSnapshot;
	owner?: OwnerSnapshot;
	vetName?: string;
	/** A record that was handed in: where it was stored first, and where an execution keeps it. */
	record?: { files: CaseFile[]; keptFiles?: CaseFile[] };
	packet?: EventData['packet.built'] & { at: string; keptFiles?: CaseFile[] };
	incomplete?: EventData['packet.incomplete'] & { at: string };
	/** `tries` in a row that failed, the first of them at `since`. */
	packetFailure?: EventData['packet.failed'] & { at: string; since: string; tries: number };
	override?: { reason: string; fields: string[]; by: string; at: string };
	transport: Transport;
	decision: Decision;
	/** Answers that brought files. */
	answers: AnswerFiles[];
	appointments: Appointment[];
	outreach: Outreach;
	seenAt?: string;
	/** The visit is known only because a note or a report came. */
	seenByReport?: boolean;
	/** `ofVisit`: the note could only be written once the patient was there. */
	interim: Array<{ at: string; text: string; staying?: boolean; ofVisit?: boolean }>;
	reports: ReportVersion[];
	filing: Filing;
	followUp: FollowUp;
	notices: Notice[];
	/** Reports about other patients: kept, shown to few, never filed. */
	quarantined: Array<ReportVersion & { reason: string }>;
	/** How many reports have come, with those locked away: the next version number less one. */
	reportCount: number;
	/** Somebody else than the hospital says the visit took place. */
	visitClaimed?: { at: string; by: Actor; visitedAt?: string; text?: string };
	hospitalCalls: Array<{ at: string; by: string; spokeTo: string; note?: string }>;
	redirectProposed?: { to: string; reason: string; at: string };
	redirect?: { specialistId: string; to: string; reason: string; at: string; childCaseId?: string };
	/** Outside effects that shadow mode keeps in, by key; approved ones may leave. */
	held: Record<string, string>;
	approved: string[];
	/** When the last thing happened that was not the workflow's own doing. */
	lastActAt?: string;
	cancellation?: { requestedAt: string; reason: string; by: Actor; confirmedAt?: string };
	/** A cancellation the hospital may have heard of, taken back: why. */
	withdrawnCancellation?: { requestedAt: string; reason: string };
	deceasedAt?: string;
	deceasedBy?: Actor['role'];
	deceasedNote?: string;
	/** By ask: the latest step people were told of. */
	raised: Record<string, string>;
	/** By ask: until when a message to the staff may still be on its way. */
	telling: Record<string, string>;
	closed?: EventData['case.closed'] & { at: string; by: Actor };
	notes: Array<{ at: string; by: string; text: string }>;
	/** Questions only a person can settle, by key; an answered one is gone. */
	questions: Record<string, { why: string; at: string }>;
	test: boolean;
}

/** The state before anything happened. */
export const emptyState = (caseId: string): ReferralState => ({
	caseId,
	urgency: 'routine',
	transport: noEffect(),
	decision: { status: 'none', offeredSlots: [] },
	answers: [],
	appointments: [],
	outreach: { touches: [], optedOut: [], replies: [] },
	interim: [],
	reports: [],
	filing: { ...noEffect(), refs: [] },
	followUp: { ...noEffect(), items: [], done: [] },
	notices: [],
	raised: {},
	telling: {},
	notes: [],
	questions: {},
	quarantined: [],
	reportCount: 0,
	hospitalCalls: [],
	held: {},
	approved: [],
	test: false,
});

/** The appointment that counts now: the last one asked for or booked. */
export const currentAppointment = (state: ReferralState): Appointment | undefined =>
	state.appointments[state.appointments.length - 1];

/** The newest version of the report, final or amended. */
export const latestReport = (state: ReferralState): ReportVersion | undefined =>
	state.reports[state.reports.length - 1];

/** The message to the owner that was begun last and has no result yet: the one a run is about. */
export const claimedTouch = ({ outreach }: ReferralState): Touch | undefined =>
	outreach.touches.findLast(({ status }) => status === 'intended');

/** Whether required records are missing and nobody has decided to send without them. */
export const gapsOpen = ({ incomplete, override }: ReferralState): boolean =>
	incomplete !== undefined && (override === undefined || override.at < incomplete.at);

/** Failures after which the packet may have arrived all the same. */
const uncertain = ['unknown_fate', 'unavailable'];

/** Whether the hospital may hold the packet although no receipt stands in the ledger. */
export const mayHaveArrived = ({ transport }: { transport: Effect }): boolean =>
	transport.status === 'done' ||
	transport.status === 'intended' ||
	(transport.status === 'failed' &&
		(transport.unsure === true || uncertain.includes(transport.failure?.code ?? '')));
