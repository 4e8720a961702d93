import { minutesAfter } from '../calendar/minutes-after';
import type { Inbound, ReceivedReferral } from './message';
import { readReferral } from './message';
import type { Refusal, Result } from '../result';

/** Where a delivery stands at the hospital. */
export type IntakeStage =
	/** To be entered into the practice system by this flow. */
	| 'enter'
	/** A person has to enter it, or the rest of it. */
	| 'person'
	/** In the record; or a message that was only to be passed on. */
	| 'done';

/** One row of the table vet_referral_intake: one delivery or message of a referring clinic. */
export interface IntakeRow {
	id: number;
	/** First part of the address it came in at: one n8n may take in for several hospitals. */
	door: string;
	/** `deliveryId` of a packet, `webhook-id` of any other message: what makes a repeat harmless. */
	deliveryId: string;
	caseId: string;
	kind: string;
	stage: IntakeStage;
	/** Whether the flow still owes something: an entry, the word to the clinic or a mail. */
	open: boolean;
	/** When it goes on, ISO UTC. A run that works on the row moves this ahead, so that no other does. */
	dueAt: string;
	toTell: boolean;
	toMail: boolean;
	tries: number;
	version: number;
	urgency: string;
	patientName: string;
	clinic: string;
	receivedAt: string;
	recordNumber: string;
	doneBy: string;
	/** What the person has to do, as text. */
	slip: string;
	/** What became of each entry, as JSON. */
	steps: string;
	/** The stored files, as JSON. */
	files: string;
	/** The message as checked, as JSON. */
	content: string;
}

export type IntakeColumns = Omit<IntakeRow, 'id'>;

/** A run may work on a row this long before another takes it up. */
export const busyMinutes = 10;

/**
 * Minutes after a failed try until the next: the schedule of Standard Webhooks 1.0 without its first
 * seconds. Afterwards a person is told, and the tries end.
 */
const pauses = [5, 30, 120, 300, 600, 840, 1200, 1440];

/** After so many failed tries a person is told; at once in an emergency. The tries go on. */
const triesBeforeMail = 3;

const texts = [
	'door',
	'deliveryId',
	'caseId',
	'kind',
	'dueAt',
	'urgency',
	'patientName',
	'clinic',
	'receivedAt',
	'recordNumber',
	'doneBy',
	'slip',
	'steps',
	'files',
	'content',
] as const;

/** A row as a Data Table node gives it; undefined when that found none. */
export function readIntakeRow(value: unknown): IntakeRow | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const row = value as Record<string, unknown>;
	if (typeof row.id !== 'number' || typeof row.deliveryId !== 'string') return undefined;
	const text = Object.fromEntries(
		texts.map((name) => [name, typeof row[name] === 'string' ? row[name] : '']),
	) as Record<(typeof texts)[number], string>;
	const stage = ['enter', 'person', 'done'].find((one) => one === row.stage) ?? 'enter';
	return {
		...text,
		id: row.id,
		stage: stage as IntakeStage,
		open: row.open === true,
		toTell: row.toTell === true,
		toMail: row.toMail === true,
		tries: Number(row.tries ?? 0),
		version: Number(row.version ?? 1),
	};
}

/** The number the hospital gives to a delivery, as the clinic sees it. */
export const referenceOf = (id: number): string => `IN-${String(id).padStart(5, '0')}`;

/** The row of a delivery or message that is new here. */
export function newRow(
	inbound: Inbound,
	{ key, door, now }: { key: string; door: string; now: string },
): IntakeColumns {
	const isReferral = inbound.type === 'referral.requested';
	const referral = isReferral ? (inbound.data as ReceivedReferral) : undefined;
	return {
		door,
		deliveryId: key,
		caseId: inbound.data.caseId,
		kind: inbound.type,
		stage: isReferral ? 'enter' : 'done',
		open: true,
		dueAt: minutesAfter(now, busyMinutes),
		toTell: false,
		toMail: !isReferral,
		tries: 0,
		version: 1,
		urgency: referral?.urgency ?? '',
		patientName: referral?.patient.name ?? '',
		clinic: referral?.referrer.clinic ?? '',
		receivedAt: now,
		recordNumber: '',
		doneBy: '',
		slip: '',
		steps: '[]',
		files: '[]',
		content: JSON.stringify(inbound.data),
	};
}

/** The referral of a row; refused when the row holds another message or none that can be read. */
export const referralOf = (row: IntakeRow): Result<ReceivedReferral> => readReferral(row.content);

/** What the practice system made of a try to enter a referral. */
export interface EntryResult {
	status: 'entered' | 'awaitingHuman' | 'failed';
	isInRecord: boolean;
	recordNumber?: string;
	slip?: string;
	steps: unknown[];
	files: IntakeFile[];
	refusal?: Refusal;
}

/** Everything but the number that the table gave. */
function columnsOf(row: IntakeRow): IntakeColumns {
	const columns: Partial<IntakeRow> = { ...row };
	delete columns.id;
	return columns as IntakeColumns;
}

/** What changes with the result of a try. The row is open as long as anything is owed. */
export function afterEntry(row: IntakeRow, entry: EntryResult, now: string): IntakeColumns {
	const columns = columnsOf(row);
	const shared = {
		...columns,
		steps: JSON.stringify(entry.steps),
		files: JSON.stringify(entry.files),
		recordNumber: entry.recordNumber ?? row.recordNumber,
		slip: entry.slip ?? '',
		dueAt: minutesAfter(now, busyMinutes),
		open: true,
	};
	if (entry.status !== 'failed') {
		const stage = entry.status === 'entered' ? 'done' : 'person';
		return { ...shared, stage, tries: 0, toTell: entry.isInRecord, toMail: true };
	}
	const tries = row.tries + 1;
	const pause = pauses[tries - 1];
	const { message = 'It could not be entered.', hint = '' } = entry.refusal ?? {};
	const slip = `${message} ${hint}`.trim();
	if (pause === undefined) return { ...shared, stage: 'person', tries, slip, toMail: true };
	const toMail = tries === (row.urgency === 'emergency' ? 1 : triesBeforeMail);
	return { ...shared, tries, slip, toMail, dueAt: minutesAfter(now, pause) };
}

/** What changes when the clinic was told, or could not be told now. */
export function afterTelling(
	columns: IntakeColumns,
	told: { ok: true } | { ok: false; isFinal: boolean },
	now: string,
): IntakeColumns {
	if (told.ok) {
		const open = columns.toMail || columns.stage === 'enter';
		return { ...columns, toTell: false, tries: 0, open };
	}
	const tries = columns.tries + 1;
	const pause = pauses[tries - 1];
	if (told.isFinal || pause === undefined) {
		return { ...columns, toTell: false, tries, open: true, toMail: true };
	}
	const dueAt = columns.toMail ? columns.dueAt : minutesAfter(now, pause);
	return { ...columns, tries, dueAt, open: true };
}

/** The confirmation of the person who entered it by hand. */
export interface FiledByHand {
	by: string;
	recordNumber: string;
}

/** What changes when a person says that it is in the record. */
export function afterFiling(row: IntakeRow, filed: FiledByHand, now: string): IntakeColumns {
	const columns = columnsOf(row);
	return {
		...columns,
		stage: 'done',
		doneBy: filed.by,
		recordNumber: filed.recordNumber,
		tries: 0,
		toTell: true,
		toMail: false,
		open: true,
		dueAt: minutesAfter(now, busyMinutes),
	};
}

/** What changes when a person asks to try once more, after putting right what was in the way. */
export function afterRetry(row: IntakeRow, now: string): IntakeColumns {
	const columns = columnsOf(row);
	const dueAt = minutesAfter(now, busyMinutes);
	return { ...columns, stage: 'enter', open: true, tries: 0, toMail: false, dueAt };
}

/** A file of a delivery in the file store of n8n. */
export interface IntakeFile {
	ref: string;
	name: string;
	mimeType: string;
	size: number;
	sha256: string;
	kind: string;
}

/** The stored files of a row. */
export const readStoredFiles = (row: IntakeRow): IntakeFile[] =>
	JSON.parse(row.files || '[]') as IntakeFile[];
