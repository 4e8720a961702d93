export type SmsStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'received';

export interface SmsMessage {
	sid: string;
	from: string;
	to: string;
	body: string;
	direction: 'outbound-api' | 'outbound-reply' | 'inbound';
	status: SmsStatus;
	segments: number;
	dateCreated: Date;
	dateUpdated: Date;
	dateSent: Date | null;
	errorCode: number | null;
	statusCallback?: string;
	/** For an inbound text: what the webhook answered. */
	webhook?: { status: number; answer: string };
}

/** Faults and settings a test (or POST /_sim/switches) turns while the phone network runs. */
export interface Switches {
	/** Every API request answers 503. */
	down: boolean;
	/** Waits this long before each API answer, in milliseconds. */
	slowMs: number;
	/** The next n texts are taken, and then the connection breaks: the sender cannot know. */
	acceptThenDropConnection: number;
	/** The next n texts are lost before they are taken; looks the same to the sender. */
	dropBeforeAccept: number;
	/** The next n API requests answer 429. */
	rateLimitNext: number;
	/** From queued to sent, and from sent to delivered, in milliseconds. */
	sentAfterMs: number;
	deliveredAfterMs: number;
	/** Numbers that no text reaches (status undelivered, error 30003). */
	unreachable: string[];
	/** Where inbound texts are posted; empty posts them nowhere. */
	inboundUrl: string;
	/** The address the signature is computed over, when it differs from inboundUrl. */
	publicInboundUrl: string;
}

export interface PhoneLog {
	created: number;
	refused: number;
	badAuth: number;
	dropped: number;
	lookups: number;
	inboundPosted: number;
	inboundFailed: number;
	callbacksPosted: number;
	callbacksFailed: number;
	entries: Array<{ at: string; what: string; sid?: string; detail?: string }>;
}
