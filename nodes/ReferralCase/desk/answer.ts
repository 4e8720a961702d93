import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { commandsFor, type PageRole } from '../../../core/desk/actions';
import { hospitalCommands } from '../../../core/desk/hospital-commands';
import { ownerTextCommands } from '../../../core/desk/owner-reply';
import { defaultClinicProfile } from '../../../core/profile/clinic-profile';
import type { Command } from '../../../core/referral/decide';
import { change, readEvents, stateOf, type CaseRow, type Change } from '../../../core/referral/row';
import type { ReferralState } from '../../../core/referral/state';
import { ok, type Refusal, type Result } from '../../../core/result';
import { leaseOfTelling, leaseOfWoken, nowIso, stepContext } from '../../shared/ledger';
import { changeItem } from '../columns';
import { clinicAmong, directoryOf, readRequest, rowFor, type DeskRequest } from './request';
import { sendJsonAnswer, sendPage, sendRefusal, sendTwiml, sendUnknown } from './reply';
import { readRow } from '../../shared/read-row';
import { afterwards } from './afterwards';
import { caseHtml } from './show';

const recorded = { kind: 'done', message: 'Recorded. Both clinics see it now.' } as const;

/** What a request says to the case, as commands. */
function commandsOf(
	request: DeskRequest,
	state: ReferralState,
	{ clinic, directory: specialists }: Around,
	known: ReadonlySet<string>,
): Result<Command[]> {
	if (request.door === 'events' && request.event) {
		return ok(hospitalCommands(request.event, request.webhookId ?? '', request.files ?? []));
	}
	if (request.door === 'sms') {
		const { text = '', messageId = '' } = request;
		const language = state.release?.contact.language ?? state.owner?.language ?? 'en';
		return ok(ownerTextCommands({ text, messageId, language }));
	}
	const { fields = {}, files, receivedAt } = request;
	const ctx = {
		now: receivedAt,
		specialists,
		nonce: fields.nonce ?? '',
		files,
		known,
		timeZone: clinic.timeZone,
	};
	return commandsFor(request.link?.role as PageRole, fields, state, ctx);
}

export type Around = Parameters<typeof caseHtml>[3];

/** Decides a request on the row as it is now; the answer's own intents stand in the same write. */
export function decideRequest(request: DeskRequest, row: CaseRow, around: Around): Result<Change> {
	const { clinic, specialist, now } = around;
	const state = stateOf(row);
	const known = new Set(readEvents(row).map((event) => event.id));
	const commands = commandsOf(request, state, around, known);
	if (!commands.ok) return commands;
	const context = stepContext(state, clinic, specialist, now);
	const first = change(row, commands.value, context);
	if (!first.ok || first.value.appended.length === 0) return first;
	const after = stepContext(first.value.state, clinic, specialist, now);
	return change(row, commands.value, after, (state) => ({
		...leaseOfTelling(row, state, now),
		...leaseOfWoken(row, now),
	}));
}

/** Answers a request that changes nothing: it was already so. */
async function answerDone(
	execution: IExecuteFunctions,
	request: DeskRequest,
	row: CaseRow,
	around: Around,
): Promise<void> {
	if (request.door === 'events') {
		return await sendJsonAnswer(execution, { status: 'received', phase: row.phase });
	}
	if (request.door === 'sms') return await sendTwiml(execution);
	await sendPage(execution, await caseHtml(execution, request, row, around, recorded));
}

async function answerRefused(
	execution: IExecuteFunctions,
	request: DeskRequest,
	row: CaseRow,
	around: Around,
	refusal: Refusal,
): Promise<void> {
	if (request.door === 'events') return await sendRefusal(execution, refusal);
	if (request.door === 'sms') return await sendTwiml(execution);
	const flash = { kind: 'refused', ...refusal } as const;
	await sendPage(execution, await caseHtml(execution, request, row, around, flash), 422);
}

/** Everything around a row that an answer needs, read from the tables before this node. */
export function aroundOf(execution: IExecuteFunctions, row: CaseRow): Around {
	const directory = directoryOf(execution);
	return {
		clinic: clinicAmong(execution, row.clinicId) ?? defaultClinicProfile(row.clinicId),
		specialist: directory.find(({ id }) => id === row.specialistId),
		directory,
		now: nowIso(),
	};
}

/**
 * Takes a checked request. What only shows is answered at once; what changes the case leaves on *Save*
 * and is answered after the write. Works on all input rows together.
 */
export async function answerDesk(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const request = readRequest(this);
	const rows = this.getInputData()
		.map((item) => item.json as unknown as CaseRow)
		.filter((row) => Number(row.id) > 0);
	const row = rowFor(request, rows);
	if (!row) {
		await sendUnknown(this, request);
		return [[], []];
	}
	const around = aroundOf(this, row);
	const answered: INodeExecutionData = {
		json: { rowId: row.id, caseId: row.caseId, phase: row.phase },
		pairedItem: { item: 0 },
	};
	if (request.door === 'case' && request.method !== 'POST') {
		await sendPage(this, await caseHtml(this, request, row, around));
		return [[], [answered]];
	}
	const decided = decideRequest(request, row, around);
	if (!decided.ok) {
		await answerRefused(this, request, row, around, decided.refusal);
		return [[], [answered]];
	}
	if (!decided.value.changed) {
		await answerDone(this, request, row, around);
		return [[], [answered]];
	}
	return [[changeItem(row.id, decided.value, 0)], []];
}

/**
 * Answers a request whose change has just been written, and says what has to be done now. Outputs:
 * Wake, Resume, Outcome, Notice, Keep Files, Tell.
 */
export async function respondDesk(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const request = readRequest(this);
	const row = readRow(this, 0);
	await answerDone(this, request, row, aroundOf(this, row));
	return await afterwards.call(this, row);
}
