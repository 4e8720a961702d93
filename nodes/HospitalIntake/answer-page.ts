import { randomBytes } from 'node:crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { decideFiling } from '../../core/intake/filing';
import { readIntakeRow, referralOf, type IntakeRow } from '../../core/intake/row';
import { signPageNonce } from '../../core/links/page-nonce';
import type { Refusal } from '../../core/result';
import { doorUrl, readDesk } from '../shared/desk-credential';
import { renderIntakePage } from '../shared/pages/intake-page';
import { renderMessagePage } from '../shared/pages/message-page';
import { readJson } from '../shared/read-json';
import { sendPage } from '../shared/reply';
import { changeItem, rowsOf } from './rows';

interface PageRequest {
	method: string;
	token: string;
	link: { rowId: number; caseId: string };
	fields: Record<string, string>;
	receivedAt: string;
}

/** So often a write that others overtook is decided again before a person has to look. */
const mostPasses = 20;

const stale: Refusal = {
	code: 'page_stale',
	message: 'This form did not come from this page, or its time is over.',
	hint: 'Open the link in the mail again.',
};

async function show(
	execution: IExecuteFunctions,
	request: PageRequest,
	row: IntakeRow,
	flash?: { done: true } | { refusal: Refusal },
): Promise<void> {
	const desk = await readDesk(execution);
	const referral = referralOf(row);
	const html = renderIntakePage({
		row,
		referral: referral.ok ? referral.value : undefined,
		timeZone: String(execution.getNodeParameter('timeZone', 0, 'UTC')),
		action: `${doorUrl(desk, 'filing')}?t=${encodeURIComponent(request.token)}`,
		nonce: signPageNonce(randomBytes(12).toString('hex'), request.token, desk.keys),
		fields: request.fields,
		flash,
	});
	await sendPage(execution, html, flash && 'refusal' in flash ? 422 : 200);
}

const on = (item: INodeExecutionData, output: number): INodeExecutionData[][] =>
	[0, 1, 2].map((index) => (index === output ? [item] : []));

/**
 * Shows how a received referral stands, or takes what a person did. A change leaves on *Save*; after the
 * write the row is read and the page is answered, and the flow goes on with the row: it tells the clinic,
 * or tries again. Outputs: Save, Go On, Answered.
 */
export async function answerPage(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const request = readJson(this, 'request', 0) as PageRequest;
	const { method, link, fields, receivedAt } = request;
	const row = rowsOf(this).find(({ id, caseId }) => id === link.rowId && caseId === link.caseId);
	const answered = (result: string): INodeExecutionData[][] =>
		on({ json: { caseId: link.caseId, result }, pairedItem: { item: 0 } }, 2);
	if (!row) {
		await sendPage(
			this,
			renderMessagePage({
				title: 'This referral is not here any more',
				text: 'The list of received referrals has no such entry.',
				hint: 'Look into the practice system, or ask the referring clinic.',
			}),
			410,
		);
		return answered('gone');
	}
	if (method !== 'POST') {
		await show(this, request, row);
		return answered('shown');
	}
	if (!fields.nonce) {
		await show(this, request, row, { refusal: stale });
		return answered('refused');
	}
	const pass = Number(this.getNodeParameter('pass', 0, 0));
	const decided = decideFiling(row, fields, receivedAt);
	if (!decided.ok) {
		await show(this, request, row, { refusal: decided.refusal });
		return answered('refused');
	}
	if (decided.value && pass < mostPasses) return on(changeItem(row, decided.value, 0), 0);
	await show(this, request, row, { done: true });
	// Only the run whose own write took goes on: of two clicks at once, both find the row changed.
	if (readIntakeRow(readJson(this, 'saved', 0))?.id !== row.id) return answered('known');
	return on({ json: row as unknown as IDataObject, pairedItem: { item: 0 } }, 1);
}
