import { createHash } from 'node:crypto';
import type { Command } from '../referral/decide';
import type { Actor, CaseFile, EventData, EventType } from '../referral/events';
import type { HospitalEvent } from './hospital-event';

/** What identifies a report: its words and its files, so that the same report sent twice is one. */
export const reportHash = (report: unknown, files: readonly CaseFile[]): string =>
	createHash('sha256')
		.update(JSON.stringify([report, files.map((file) => file.sha256).sort()]))
		.digest('hex');

/**
 * Turns a checked hospital event into commands. `webhookId` is the idempotency key of the sender;
 * `files` are the stored documents of a report.
 */
export function hospitalCommands(
	{ message }: HospitalEvent,
	webhookId: string,
	files: CaseFile[],
): Command[] {
	const by =
		'by' in message.data && typeof message.data.by === 'object' ? message.data.by : undefined;
	const actor: Actor = {
		role: 'specialist',
		via: 'webhook',
		name: by && (by.role ? `${by.name} (${by.role})` : by.name),
	};
	const say = <T extends EventType>(type: T, data: EventData[T]): Command[] => [
		{ type, data, actor, key: webhookId } as Command,
	];
	switch (message.type) {
		case 'ack.received':
			return say('ack.received', { reference: message.data.reference });
		case 'decision.accepted': {
			const { offeredSlots, bookingUrl, instructions } = message.data;
			return say('decision.accepted', { offeredSlots, bookingUrl, instructions });
		}
		case 'decision.declined':
			return say('decision.declined', { reason: message.data.reason });
		case 'info.requested':
			return say('info.requested', { question: message.data.question });
		case 'appt.scheduled':
			return say('appt.scheduled', { appointment: message.data.appointment });
		case 'appt.rescheduled':
			return say('appt.rescheduled', { appointment: message.data.appointment });
		case 'appt.cancelled':
			return say('appt.cancelled', {
				by: message.data.by === 'owner' ? 'owner' : 'hospital',
				reason: message.data.reason,
			});
		case 'appt.no_show':
			return say('appt.no_show', {});
		case 'visit.started':
			return say('visit.started', { visitedAt: message.data.at });
		case 'interim.note':
			return say('interim.note', { text: message.data.text, staying: message.data.staying });
		case 'redirect.proposed':
			return say('redirect.proposed', { to: message.data.to, reason: message.data.reason });
		case 'urgency.changed': {
			const { urgency, reason } = message.data;
			return say('urgency.changed', { urgency, reason });
		}
		case 'patient.deceased':
			return say('patient.deceased', { note: message.data.note });
		case 'report.final':
		case 'report.amended': {
			const { report } = message.data;
			return say(message.type, { report, files, contentHash: reportHash(report, files) });
		}
		case 'cancel.confirmed':
			return say('cancel.confirmed', {});
	}
}
