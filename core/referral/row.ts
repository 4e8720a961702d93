import { noticeIntents } from '../desk/notices';
import { asksOf, visibleAsks, type Ask } from './asks';
import { decideAll, type Command } from './decide';
import { eventOrder } from './event-order';
import type { ReferralEvent } from './events';
import { foldEvents } from './evolve';
import { leaseAfterNews } from './lease';
import { nextStep, owingFlow, type NextStep, type StepContext } from './next-step';
import { phaseOf } from './phase';
import { isTerminal, type Phase } from './phases';
import { ok, type Result } from '../result';
import type { ReferralState } from './state';
import { firstTell, never } from './telling';
import { unkeptFiles } from './unkept-files';

/** A live wait of a workflow for this case: how to wake it and until when it waits. */
export interface Wake {
	wakeUrl: string;
	wakeNonce: string;
	wakeExecution: string;
	wakeUntil: string;
}

/** Which execution works on the case, and until when others keep off. */
export interface Lease {
	runId: string;
	runUntil: string;
}

/** What the last write handed to the node after it, since a Data Table update returns the row only. */
export interface Handover {
	/** The step the writing run has claimed; `none` when it has nothing to do. */
	claim: string;
	/** JSON: what that step needs beside the row (a link, a message, the reason). */
	handover: string;
}

export type Carried = Wake & Lease & Handover;

/**
 * One row of `vet_referral_cases`. `events` is the truth (JSON list); the other columns are what board
 * and Watch filter on and are written in the same statement, so they can never disagree.
 */
export interface CaseColumns extends Wake, Lease, Handover {
	caseId: string;
	version: number;
	open: boolean;
	phase: Phase;
	step: string;
	flow: string;
	urgency: string;
	clinicId: string;
	specialistId: string;
	hospital: string;
	service: string;
	specialty: string;
	patientPimsId: string;
	patientName: string;
	ownerName: string;
	ownerPhone: string;
	owes: string;
	ask: string;
	askKey: string;
	dueAt: string;
	/** When a person is next to be told something (see telling.ts). */
	tellAt: string;
	openedAt: string;
	changedAt: string;
	linkVersion: number;
	/** What files belong to that n8n would prune with their execution (see unkept-files.ts), or nothing. */
	keepFiles: string;
	test: boolean;
	events: string;
}

export interface CaseRow extends CaseColumns {
	id: number;
}

/** Empty strings stand for "nothing": data tables have no useful null in conditions. */
export const noWake: Wake = { wakeUrl: '', wakeNonce: '', wakeExecution: '', wakeUntil: '' };
export const noLease: Lease = { runId: '', runUntil: '' };
export const noHandover: Handover = { claim: '', handover: '{}' };

interface Read {
	row: object;
	text: string;
	events: readonly ReferralEvent[];
	state?: ReferralState;
}

/** The rows read or written last: one step asks the same row several times. */
const reads: Read[] = [];
const mostReads = 4;

function remember(fresh: Read): Read {
	reads.unshift(fresh);
	if (reads.length > mostReads) reads.pop();
	return fresh;
}

function read(row: Pick<CaseRow, 'events'>): Read {
	const known = reads.find((one) => one.row === row);
	if (known?.text === row.events) return known;
	const parsed: unknown = JSON.parse(row.events);
	const events = Array.isArray(parsed) ? (parsed as ReferralEvent[]) : [];
	return remember({ row, text: row.events, events });
}

/**
 * Reads the event list of a row; an unreadable list is a refusal of the shell, never an empty case.
 * The list is shared by everybody who reads the same row.
 */
export const readEvents = (row: Pick<CaseRow, 'events'>): readonly ReferralEvent[] =>
	read(row).events;

/** The state of a row, to be looked at only: everybody who reads the same row shares it. */
export const stateOf = (row: Pick<CaseRow, 'caseId' | 'events'>): ReferralState => {
	const known = read(row);
	known.state ??= foldEvents(row.caseId, known.events);
	return known.state;
};

export interface Projected {
	state: ReferralState;
	asks: Ask[];
	next: NextStep;
	columns: CaseColumns;
}

type Kept = Carried & { version: number; linkVersion: number };

/** Computes every column from the events. `kept` carries the columns that are not derived. */
export const project = (
	caseId: string,
	events: readonly ReferralEvent[],
	kept: Kept,
	context: StepContext,
): Projected => projectState(foldEvents(caseId, events), JSON.stringify(events), kept, context);

function projectState(
	state: ReferralState,
	eventsText: string,
	kept: Kept,
	context: StepContext,
): Projected {
	const asks = asksOf(state, context);
	const next = nextStep(state, context);
	const phase = phaseOf(state);
	const [first] = visibleAsks(asks, context.now);
	const columns: CaseColumns = {
		caseId: state.caseId,
		version: kept.version,
		open: !isTerminal(phase) || owedAtAll(state, asks, context),
		phase,
		step: next.step,
		flow: owingFlow(state, context, next) ?? '',
		urgency: state.urgency,
		clinicId: state.created?.data.clinicId ?? '',
		specialistId: state.release?.specialistId ?? '',
		hospital: state.release?.specialist.hospital ?? '',
		service: state.release?.specialist.service ?? '',
		specialty: state.release?.specialist.specialty ?? '',
		patientPimsId: state.created?.data.source.patientId ?? '',
		patientName: state.patient?.name ?? state.created?.data.patientName ?? '',
		ownerName: state.owner?.name ?? '',
		ownerPhone: state.owner?.phone ?? '',
		owes: first?.owes ?? '',
		ask: first?.what ?? '',
		askKey: first?.key ?? '',
		dueAt: first?.dueAt ?? never,
		tellAt: firstTell(state, asks),
		openedAt: state.created?.at ?? context.now,
		changedAt: context.now,
		linkVersion: kept.linkVersion,
		keepFiles: unkeptFiles(state)[0]?.of ?? '',
		test: state.test,
		wakeUrl: kept.wakeUrl,
		wakeNonce: kept.wakeNonce,
		wakeExecution: kept.wakeExecution,
		wakeUntil: kept.wakeUntil,
		runId: kept.runId,
		runUntil: kept.runUntil,
		claim: kept.claim,
		handover: kept.handover,
		events: eventsText,
	};
	return { state, asks, next, columns };
}

/** Whether anything is owed; what a paused clinic's workflows owe comes back when it goes on. */
const owedAtAll = (state: ReferralState, asks: readonly Ask[], context: StepContext): boolean =>
	asks.length > 0 ||
	(context.paused === true && asksOf(state, { ...context, paused: false }).length > 0);

export interface Change extends Projected {
	/** False when every command was already so: nothing needs to be written. */
	changed: boolean;
	appended: ReferralEvent[];
	/** The write holds only if the row still has this version. */
	expectedVersion: number;
}

type KeptAfter = (after: ReferralState, appended: readonly ReferralEvent[]) => Partial<Carried>;

/**
 * Decides commands on a row and gives the new columns for one conditional update
 * (`id = row.id and version = expectedVersion`). All events of a step go into that one write, with the
 * intents to tell the hospital what it now has to know. `kept` sets lease and wake, or decides them from
 * the state after the events and from what was really appended.
 */
export function change(
	row: CaseRow,
	commands: readonly Command[],
	context: StepContext,
	kept: Partial<Carried> | KeptAfter = {},
): Result<Change> {
	const events = readEvents(row);
	const state = foldEvents(row.caseId, events);
	const known = new Set(events.map((event) => event.id));
	const decided = decideAll(state, commands, context.now, known);
	if (!decided.ok) return decided;
	const intents = decideAll(state, noticeIntents(state, context.clinic.mode), context.now, known);
	if (!intents.ok) return intents;
	const appended = [...decided.value, ...intents.value];
	const keep = typeof kept === 'function' ? kept(state, appended) : kept;
	const all = [...events, ...appended];
	const after = sortBehind(events, appended) ? state : foldEvents(row.caseId, all);
	const text = eventsWith(row.events, events, appended);
	const projected = projectState(
		after,
		text,
		{
			...leaseAndWakeOf(row),
			...(appended.length > 0 ? leaseAfterNews(row, context.now) : {}),
			...noHandover,
			...keep,
			version: row.version + 1,
			linkVersion:
				row.linkVersion + appended.filter((event) => event.type === 'links.withdrawn').length,
		},
		context,
	);
	remember({ row: projected.columns, text, events: all, state: after });
	return ok({
		...projected,
		changed: appended.length > 0 || Object.keys(keep).length > 0,
		appended,
		expectedVersion: row.version,
	});
}

/** Whether events sort behind all others: then deciding has folded them as reading them would. */
function sortBehind(events: readonly ReferralEvent[], appended: readonly ReferralEvent[]): boolean {
	if (appended.length === 0) return true;
	let last = events[0];
	for (const event of events) if (last && eventOrder(event, last) > 0) last = event;
	for (const event of appended) {
		if (last && eventOrder(event, last) < 0) return false;
		last = event;
	}
	return true;
}

/** The list only ever grows, so the written text grows at its end and the rest of it stands. */
const eventsWith = (
	text: string,
	events: readonly ReferralEvent[],
	appended: readonly ReferralEvent[],
): string => {
	if (events.length === 0) return JSON.stringify(appended);
	if (appended.length === 0) return text;
	return `${text.slice(0, text.lastIndexOf(']'))},${JSON.stringify(appended).slice(1)}`;
};

const leaseAndWakeOf = (row: CaseRow): Wake & Lease => ({
	wakeUrl: row.wakeUrl,
	wakeNonce: row.wakeNonce,
	wakeExecution: row.wakeExecution,
	wakeUntil: row.wakeUntil,
	runId: row.runId,
	runUntil: row.runUntil,
});

/** The columns of a new case, for the insert. */
export function open(
	command: Command<'referral.created'>,
	caseId: string,
	context: StepContext,
	more: readonly Command[] = [],
	kept: Partial<Carried> = {},
): Result<Projected> {
	const decided = decideAll(foldEvents(caseId, []), [command, ...more], context.now, new Set());
	if (!decided.ok) return decided;
	return ok(
		project(
			caseId,
			decided.value,
			{ ...noWake, ...noLease, ...noHandover, ...kept, version: 1, linkVersion: 1 },
			context,
		),
	);
}

/** Of several rows with one case number (the race of two inserts) the lowest id is the case. */
export const firstRow = <T extends { id: number }>(rows: readonly T[]): T | undefined =>
	rows.reduce<T | undefined>(
		(first, row) => (!first || row.id < first.id ? row : first),
		undefined,
	);
