import type { LogEntry } from '../shared/calls.mts';
import type { Store, Row } from './store.mts';
import type { Switches } from './switches.mts';

/** One thing the API was made to do: what was written, on which patient, with which marker. */
export interface Effect {
	/** ISO time of the simulator's clock. */
	at: string;
	method: string;
	path: string;
	resource: string;
	id: number;
	/** The patient it belongs to, as far as the record tells. */
	patientId: number | null;
	/** The first `REF-…` found in the body, the file name or the record above it. */
	marker: string | null;
	/** Hex SHA-256 of the uploaded bytes; null when the write was no file. */
	sha256: string | null;
	fileName: string | null;
	/** Size of the file or of the request body. */
	bytes: number;
	/** The body of this write is not documented by the vendor. */
	unverified: boolean;
}

export interface HookDelivery {
	at: string;
	webhookId: number;
	trigger: number;
	/** 1 for the first try. */
	tryNumber: number;
	/** HTTP status, 0 when nobody answered. */
	status: number;
	body: Record<string, unknown>;
}

/** What the parts of the simulator share. */
export interface Context {
	store: Store;
	switches: Switches;
	log: LogEntry[];
	effects: Effect[];
	/** Messages the practice system itself would have sent to people. */
	outbound: Array<{ at: string; what: string; body: unknown }>;
	deliveries: HookDelivery[];
	/** The custom button's requests: what was sent and what came back. */
	buttons: Array<{ at: string; body: Record<string, string>; status: number }>;
	provetId: number;
	/** IANA zone of the clinic. */
	zone: string;
	/** Set when the simulator stops: what is still on its way is not tried again. */
	closing: boolean;
	/** Own base URL, e.g. http://127.0.0.1:8102 */
	url(): string;
	/** Fires the hooks of a trigger for a record. */
	announce(trigger: number, object: string, row: Row, departmentId?: number | null): void;
}

/** Where the API of the tenant lives, without a slash at the end. */
export const apiRoot = (context: Context): string => `${context.url()}/${context.provetId}/api/0.1`;
