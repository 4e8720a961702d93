import { randomBytes } from 'node:crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	readWorklistForm,
	refusedTick,
	saidByForm,
	type ActResult,
	type Ticked,
	type WorklistForm,
} from '../../../core/desk/worklist-acts';
import type { Hospital } from '../../../core/desk/worklist-hospital';
import { readEvents, stateOf, type CaseRow, type Change } from '../../../core/referral/row';
import type { Result } from '../../../core/result';
import { caseUrl, doorUrl, readDesk, type Desk } from '../../shared/desk-credential';
import { nowIso } from '../../shared/ledger';
import type { Flash } from '../../shared/pages/page-input';
import { renderWorklist, type WorklistView } from '../../shared/pages/worklist';
import { changeItem } from '../columns';
import { afterwards } from '../desk/afterwards';
import { decideRequest, type Around } from '../desk/answer';
import type { DeskRequest } from '../desk/request';
import { sendPage } from '../desk/reply';
import { arounds, casesOf, linesOf } from './around';
import { admitted, readWorklistRequest, type WorklistRequest } from './request';

/** Outputs of `afterwards` that a mark of the worklist can lead to; the rest belongs to other acts. */
const wake = 0;
const resume = 1;
const tell = 5;

/** So often a write that others overtook is decided again before a person has to look. */
const mostPasses = 20;

/** What one ticked case comes to: a change to write, or a result to show. */
type Decided =
	| { row: CaseRow; change: Change }
	| { row?: CaseRow; rowId: number; result: ActResult };

/** The same decision as on the page of the case, by a person of the hospital. */
function decideTick(
	request: WorklistRequest,
	form: WorklistForm,
	row: CaseRow,
	around: Around,
): Result<Change> {
	const { fields } = form;
	const { id: rowId, caseId, linkVersion } = row;
	const asked: DeskRequest = {
		door: 'case',
		method: 'POST',
		token: '',
		link: { rowId, caseId, role: 'specialist', linkVersion, exp: request.exp },
		fields,
		receivedAt: request.receivedAt,
	};
	return decideRequest(asked, row, around);
}

/** Decides one ticked case on the row as it is now. */
function decideOne(
	request: WorklistRequest,
	form: WorklistForm,
	tick: Ticked,
	row: CaseRow | undefined,
	around: (row: CaseRow) => Around,
): Decided {
	const { rowId } = tick;
	if (!row) {
		const message = 'It is not on this worklist.';
		return { rowId, result: { status: 'impossible', message } };
	}
	const said = saidByForm(readEvents(row), form);
	if (said) {
		const now = said.receivedAt >= request.receivedAt;
		return { rowId, row, result: { status: now ? 'done' : 'already' } };
	}
	const decided = decideTick(request, form, row, around(row));
	if (!decided.ok) {
		return { rowId, row, result: refusedTick(stateOf(row), decided.refusal, form.action, tick) };
	}
	return decided.value.changed
		? { row, change: decided.value }
		: { rowId, row, result: { status: 'already' } };
}

/** The page as the request asked for it: filters, page and the group whose boxes are ticked. */
function viewOf(request: WorklistRequest, desk: Desk): WorklistView {
	const { clinic, service, urgency, text, page, tick } = request.filters;
	const address = doorUrl(desk, 'worklist');
	return {
		filter: { clinic, service, urgency, text },
		page: Math.max(1, Number.parseInt(page ?? '1', 10) || 1),
		tick,
		url: (filter, number, ticked) => {
			const query = new URLSearchParams({ t: request.token });
			for (const [name, value] of Object.entries(filter)) if (value) query.set(name, String(value));
			if (number > 1) query.set('page', String(number));
			if (ticked) query.set('tick', ticked);
			return `${address}?${query.toString()}`;
		},
	};
}

interface Shown {
	hospital: Hospital;
	rows: readonly CaseRow[];
	around: (row: CaseRow) => Around;
	now: string;
}

async function show(
	execution: IExecuteFunctions,
	request: WorklistRequest,
	{ hospital, rows, around, now }: Shown,
	more: { flash?: Flash; results?: Array<Decided & { result: ActResult }> } = {},
): Promise<void> {
	const desk = await readDesk(execution);
	const nowSeconds = Math.floor(Date.parse(now) / 1000);
	const byId = new Map(rows.map((row) => [row.id, row]));
	const html = renderWorklist({
		hospital: hospital.name,
		timeZone: hospital.entries[0]?.timeZone ?? 'UTC',
		rows: linesOf(rows, around),
		now,
		view: viewOf(request, desk),
		nonce: randomBytes(12).toString('hex'),
		links: ({ rowId, specialistId }) => {
			const row = byId.get(rowId);
			return row && caseUrl(desk, row, 'specialist', nowSeconds, specialistId);
		},
		flash: more.flash,
		fields: request.fields,
		results: more.results?.map(({ row, result }) => ({
			...result,
			caseId: row?.caseId ?? '',
			patientName: row?.patientName ?? '',
		})),
	});
	await sendPage(execution, html, more.flash?.kind === 'refused' ? 422 : 200);
}

/**
 * Shows the worklist, or marks the ticked cases. What has to be written leaves on *Save*; after the write
 * the cases are read and decided again, until nothing is left to write: then the page says of each case
 * what became of it. Outputs: Save, Wake, Resume, Tell, Answered.
 */
export async function answerWorklist(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const request = readWorklistRequest(this);
	const found = admitted(this, request);
	if (!found) return [[], [], [], [], []];
	const { hospital, directory } = found;
	const now = nowIso();
	const around = arounds(this, directory, now);
	const rows = casesOf(this, hospital, directory);
	const shown: Shown = { hospital, rows, around, now };
	const answered = (marked: number): INodeExecutionData[] => [
		{ json: { hospital: hospital.name, cases: rows.length, marked }, pairedItem: { item: 0 } },
	];
	if (request.method !== 'POST') {
		await show(this, request, shown);
		return [[], [], [], [], answered(0)];
	}
	const zone = hospital.entries[0]?.timeZone ?? 'UTC';
	const form = readWorklistForm(request.fields, request.receivedAt, zone);
	if (!form.ok) {
		await show(this, request, shown, { flash: { kind: 'refused', ...form.refusal } });
		return [[], [], [], [], answered(0)];
	}
	const decided = form.value.ticks.map((tick) =>
		decideOne(
			request,
			form.value,
			tick,
			rows.find(({ id }) => id === tick.rowId),
			around,
		),
	);
	const toSave = decided.flatMap((one) => ('change' in one ? [one] : []));
	if (toSave.length > 0 && Number(this.getNodeParameter('pass', 0, 0)) < mostPasses) {
		return [toSave.map(({ row, change }) => changeItem(row.id, change, 0)), [], [], [], []];
	}
	const results = decided.map((one) => ('change' in one ? { ...one, ...overtaken } : one));
	await show(this, request, shown, { results });
	const next = await Promise.all(
		results
			.filter(({ result }) => result.status === 'done')
			.flatMap(({ row }) => (row ? [afterwards.call(this, row)] : [])),
	);
	const on = (output: number): INodeExecutionData[] => next.flatMap((items) => items[output] ?? []);
	return [[], on(wake), on(resume), on(tell), answered(next.length)];
}

const overtaken = {
	result: {
		status: 'changed',
		message: 'Others were faster every time. Look at the case and try again.',
	} as ActResult,
};
