import { createHash } from 'node:crypto';
import type { Command } from '../referral/decide';
import { isCaseId } from '../referral/case-id';
import type { Actor, CaseFile, EventData, EventType, Slot } from '../referral/events';
import { currentAppointment, type ReferralState } from '../referral/state';
import type { OutcomeReport } from '../report/schema';
import { ok, refuse, type Result } from '../result';
import { businessStatusesOf, businessStatusOf, type BusinessStatus } from './business-status';
import { taskStatusOf } from './fhir-task';
import type { TaskMessage } from './task-message';

/** Who sends a Task, in the words of BSeR. */
export type TaskParty = 'initiator' | 'recipient';

export interface TaskInput {
	message: TaskMessage;
	from: TaskParty;
	state: ReferralState;
	/** Identifies the message, so that one that comes twice is known (a message id, a version id). */
	key: string;
	by?: string;
	/** The report a `completed` Task refers to, fetched and checked by the caller. */
	report?: { report: OutcomeReport; files: CaseFile[] };
}

type Say = <T extends EventType>(type: T, data: EventData[T]) => Command;

/** The case number in a Task: its placer identifier, or the only identifier that is one. */
export function caseIdOfTask({ task }: TaskMessage): string | undefined {
	const isPlacer = ({ type }: (typeof task.identifier)[number]): boolean =>
		type?.coding.some(({ code }) => code === 'PLAC') === true;
	const values = [...task.identifier].sort((a, b) => Number(isPlacer(b)) - Number(isPlacer(a)));
	return values.map(({ value }) => value).find(isCaseId);
}

/** The status pair of a Task; refuses one that contradicts itself or leaves open what is meant. */
function pairOf({ task }: TaskMessage): Result<BusinessStatus | undefined> {
	const codes = (task.businessStatus?.coding ?? []).flatMap(({ code }) => code ?? []);
	const known = codes.flatMap((code) => businessStatusOf(code) ?? []);
	const business = known[0];
	if (business === undefined) {
		if (task.status !== 'in-progress' && codes.length === 0) return ok(undefined);
		return refuse(
			'task_business_status',
			'The Task does not say in a known business status where the referral stands.',
			'Send a code of the BSeR TaskBusinessStatus code system, e.g. 5.1.1 for a booked visit.',
		);
	}
	if (businessStatusesOf[task.status].includes(business)) return ok(business);
	return refuse(
		'task_contradiction',
		`A Task cannot be "${task.status}" with business status ${business}.`,
		`Send the pair BSeR foresees: ${businessStatusesOf[task.status].join(' or ') || 'no business status'} with "${task.status}".`,
	);
}

/**
 * Turns a Task of the other side (360X/BSeR) into commands for the ledger. What a Task cannot mean is
 * refused: `task_other_case`, `task_business_status`, `task_contradiction`, `task_not_theirs` (that side
 * does not say such things), `task_reason_missing`, `task_visit_missing`, `task_report_missing`. A Task
 * that says what is already so gives no command.
 */
export function commandsForTask(input: TaskInput): Result<Command[]> {
	const { message, from, state } = input;
	if (caseIdOfTask(message) !== state.caseId) {
		return refuse(
			'task_other_case',
			'The Task does not carry the number of this referral.',
			'Give the case number as the placer identifier (type PLAC) of the Task.',
		);
	}
	const business = pairOf(message);
	if (!business.ok) return business;
	const actor: Actor = {
		role: from === 'recipient' ? 'specialist' : 'referrer',
		via: 'webhook',
		...(input.by === undefined ? {} : { name: input.by }),
	};
	const say: Say = (type, data) => ({ type, data, actor, key: input.key });
	return from === 'recipient'
		? fromRecipient(input, business.value, say)
		: fromInitiator(input, business.value, say);
}

const reasonOf = ({ task }: TaskMessage): string => {
	const { text = '', coding = [] } = task.statusReason ?? {};
	return text.trim() || (coding[0]?.code ?? '').trim();
};

/** The newest note, by time where notes have one, else the last. */
const newestNote = ({ task }: TaskMessage): { text: string; time?: string } => {
	const byTime = [...task.note].sort((a, b) => (a.time ?? '').localeCompare(b.time ?? ''));
	const newest = byTime[byTime.length - 1];
	return { ...newest, text: newest?.text.trim() ?? '' };
};

const reasonMissing = (what: string) =>
	refuse(
		'task_reason_missing',
		`The Task does not say ${what}.`,
		'Say it in a few words in statusReason.text.',
	);

const notTheirs = (message: string, hint: string) => refuse('task_not_theirs', message, hint);

function fromRecipient(
	input: TaskInput,
	business: BusinessStatus | undefined,
	say: Say,
): Result<Command[]> {
	const { message, state } = input;
	const reason = reasonOf(message);
	switch (message.task.status) {
		case 'received':
			return ok([say('ack.received', {})]);
		case 'accepted':
			return ok([say('decision.accepted', {})]);
		case 'rejected':
			return reason === ''
				? reasonMissing('why the referral is declined')
				: ok([say('decision.declined', { reason })]);
		case 'on-hold':
			if (reason === '') return reasonMissing('which information is missing');
			return ok(isAskedAlready(state, reason) ? [] : [say('info.requested', { question: reason })]);
		case 'in-progress':
			return withAcceptance(input, inProgress(input, business, say), say);
		case 'cancelled':
			return ok([say('cancel.confirmed', {})]);
		case 'completed':
			return completed(input, say);
		case 'draft':
		case 'requested':
			return notTheirs(
				'A hospital does not take a referral back to before it was received.',
				'Send received, accepted, rejected or a later status.',
			);
		case 'failed':
		case 'entered-in-error':
			return notTheirs(
				'Only the referring clinic ends a referral as failed or entered in error.',
				'Decline it with a reason (rejected, 4.0), or call the clinic.',
			);
	}
}

const isAskedAlready = ({ decision }: ReferralState, question: string): boolean =>
	decision.question === question && decision.answeredAt === undefined;

/** Work in progress says by itself that the hospital has taken the case. */
function withAcceptance(
	{ state: { decision, cancellation } }: TaskInput,
	commands: Result<Command[]>,
	say: Say,
): Result<Command[]> {
	if (!commands.ok || decision.status === 'accepted' || cancellation) return commands;
	return ok([say('decision.accepted', {}), ...commands.value]);
}

function inProgress(
	input: TaskInput,
	business: BusinessStatus | undefined,
	say: Say,
): Result<Command[]> {
	const { message, state } = input;
	switch (business) {
		case '5.1.1':
			return booked(input, say);
		case '5.1.2':
			return ok([say('appt.no_show', {})]);
		case '5.1.3': {
			const reason =
				reasonOf(message) || (message.appointment?.cancelationReason?.text ?? '').trim();
			return reason === ''
				? reasonMissing('why the visit is cancelled')
				: ok([say('appt.cancelled', { by: 'hospital', reason })]);
		}
		case '5.1.4':
			return ok(happened(input, say));
		case '5.1':
			// The coarse form (31, 32) leaves open which of the two it is; a visit with a time tells.
			return message.appointment?.status === 'booked'
				? booked(input, say)
				: ok(happened(input, say));
		default:
			return state.cancellation
				? ok([])
				: notTheirs(
						'A cancellation is asked for by the referring clinic and confirmed by the hospital.',
						'Decline the referral with a reason (rejected, 4.0), or call the clinic.',
					);
	}
}

function booked({ message, state }: TaskInput, say: Say): Result<Command[]> {
	const { start, end, participant = [] } = message.appointment ?? {};
	if (start === undefined) {
		return refuse(
			'task_visit_missing',
			'The Task says that a visit is booked, but not when.',
			'Send the Appointment with its start, inside the Task (contained) or beside it in the Bundle.',
		);
	}
	const clinician = participant.flatMap(({ actor }) => actor?.display ?? [])[0];
	const appointment: Slot = {
		start,
		...(end === undefined || end === start ? {} : { end }),
		...(clinician === undefined ? {} : { clinician }),
	};
	const before = currentAppointment(state)?.status;
	const isMoved = before === 'scheduled' || before === 'no_show';
	return ok([say(isMoved ? 'appt.rescheduled' : 'appt.scheduled', { appointment })]);
}

/** The visit took place; a note that comes with it is one of the interim notes. */
function happened({ message, state }: TaskInput, say: Say): Command[] {
	const { text, time = '' } = newestNote(message);
	const last = state.interim[state.interim.length - 1];
	// Systems send their notes again with every change; the same words written later are a new note.
	const isNew = text !== '' && (last?.text !== text || millis(time) > millis(last.at));
	const commands: Command[] = [say('visit.started', {})];
	return isNew ? [...commands, say('interim.note', { text })] : commands;
}

const millis = (time: string): number => Date.parse(time) || 0;

function completed({ message, state, report }: TaskInput, say: Say): Result<Command[]> {
	const text = message.task.output.flatMap(({ valueString }) => valueString ?? [])[0]?.trim();
	const name = message.task.for?.display?.trim();
	const found =
		report ?? (text && name ? { report: inWords(state.caseId, name, text), files: [] } : undefined);
	if (!found) {
		return refuse(
			'task_report_missing',
			'The Task is completed, but its report did not come with it.',
			'Send the report as output of the Task, or upload it on the case page.',
		);
	}
	const contentHash = createHash('sha256')
		.update(JSON.stringify([found.report, found.files.map(({ sha256 }) => sha256).sort()]))
		.digest('hex');
	const type = state.reports.length > 0 ? 'report.amended' : 'report.final';
	return ok([say(type, { ...found, contentHash })]);
}

/** A report that is nothing but words: nothing is read into it. */
const inWords = (caseId: string, name: string, text: string): OutcomeReport => ({
	caseId,
	kind: 'final',
	version: 1,
	patient: { name },
	visitDates: [],
	answers: [],
	diagnoses: [],
	findings: [],
	testsPending: [],
	medications: [],
	plan: [],
	text,
});

function fromInitiator(
	{ message, state }: TaskInput,
	business: BusinessStatus | undefined,
	say: Say,
): Result<Command[]> {
	const { status } = message.task;
	const reason = reasonOf(message);
	if (business === '5.2') {
		return reason === ''
			? reasonMissing('why the referral is not needed any more')
			: ok([say('cancel.requested', { reason })]);
	}
	if (
		(status === 'received' || status === 'accepted') &&
		taskStatusOf(state).status === 'on-hold'
	) {
		const answer = newestNote(message).text;
		return answer === ''
			? refuse(
					'task_reason_missing',
					'The Task answers a question of the hospital without an answer.',
					'Put the answer into the note of the Task.',
				)
			: ok([say('info.supplied', { answer })]);
	}
	return notTheirs(
		`A referring clinic does not set a referral to "${status}".`,
		'It asks for a cancellation (in-progress, 5.2) or answers a question; the rest is for the hospital.',
	);
}
