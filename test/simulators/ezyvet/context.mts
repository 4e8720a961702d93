import type { LogEntry } from '../shared/calls.mts';
import type { Store, Row } from './store.mts';
import type { Switches } from './switches.mts';

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
