import type { NoticeType } from '../../core/desk/notices';
import type { Urgency } from '../../core/packet/release';
import type { Packet } from '../../core/packet/schema';
import type { Refusal } from '../../core/result';

/** A file of a delivery and where the hospital can fetch it for some weeks, without a log-in. */
export interface SentFile {
	name: string;
	kind: string;
	mimeType: string;
	/** Bytes. */
	size: number;
	sha256: string;
	url: string;
}

/** How the hospital answers. */
export interface ReplyAddress {
	/** Where its system posts signed events; carries the directory id. */
	eventsUrl: string;
	/** The page on which a person answers. */
	pageUrl: string;
	specialistId: string;
}

export interface Delivery {
	caseId: string;
	/** Stays the same when the same delivery is tried again. */
	deliveryId: string;
	packet: Packet;
	/** In the order of the manifest. */
	files: SentFile[];
	/** Digest over `files` as listed. */
	manifestSha256: string;
	/** The vet who answers questions. */
	vet: string;
	reply: ReplyAddress;
}

/** Something said to the hospital after the packet. */
export interface Notice {
	caseId: string;
	/** The same on every try. */
	noticeId: string;
	type: NoticeType;
	data: Record<string, unknown>;
	/** What belongs to it. */
	files?: SentFile[];
	urgency: Urgency;
	owner: { name: string; phone?: string };
	clinic: { name: string; phone?: string };
	patient: string;
	reply: ReplyAddress;
}

/** A mail that one of n8n's own mail nodes sends. */
export interface Mail {
	to: string;
	subject: string;
	text: string;
	html: string;
}

export type SendOutcome =
	| { status: 'delivered'; reference?: string }
	| { status: 'handOff'; mail: Mail }
	/** `isFinal`: the same message would be refused again. */
	| { status: 'failed'; refusal: Refusal; isFinal: boolean };

/** One way to a hospital. Expected failures are outcomes; nothing is thrown for an answer. */
export interface SpecialistChannel {
	readonly id: string;
	send(delivery: Delivery): Promise<SendOutcome>;
	tell(notice: Notice): Promise<SendOutcome>;
}
