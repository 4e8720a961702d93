import type { Store, Row } from './store.mts';
import type { Switches } from './switches.mts';

/** One request as the simulator saw it; bodies are never kept here. */
export interface LogEntry {
	/** ISO time. */
	at: string;
	method: string;
	path: string;
	query: Record<string, string>;
	status: number;
}

/** What the parts of the simulator share. */
export interface Context {
	store: Store;
	switches: Switches;
	log: LogEntry[];
	/** Communications that the practice system itself would have sent out (status Sending). */
	outbound: Row[];
	/** Appointment events that were posted to the webhook URL. */
	webhooks: Array<{ at: string; event: string; appointmentId: number; status: number }>;
	/** Own base URL, e.g. http://127.0.0.1:8101 */
	url(): string;
	/** Tells the webhook URL, if there is one, what happened to an appointment. */
	announce(event: 'appointment_created' | 'appointment_updated', row: Row): void;
}
