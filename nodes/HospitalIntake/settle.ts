import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { tellClinic } from '../../connectors/clinic/tell-clinic';
import type { ReceivedReferral } from '../../core/intake/message';
import {
	afterEntry,
	afterTelling,
	referralOf,
	type EntryResult,
	type IntakeColumns,
	type IntakeRow,
} from '../../core/intake/row';
import { readDesk } from '../shared/desk-credential';
import { nowIso } from '../shared/ledger';
import { readJson } from '../shared/read-json';
import { httpFor } from '../shared/transport';
import { changeItem, rowOf } from './rows';

/** The acknowledgment: the same message on every try, with the number the record has here. */
const acknowledgment = (
	{ deliveryId, doneBy, recordNumber }: IntakeColumns,
	{ caseId, specialist }: ReceivedReferral,
) => ({
	id: `ack-${deliveryId}`.replace(/[^\w-]/g, '_'),
	type: 'ack.received',
	data: {
		caseId,
		by: doneBy
			? { name: doneBy, role: 'entered by hand' }
			: { name: specialist.hospital, role: 'practice system' },
		...(recordNumber ? { reference: recordNumber } : {}),
	},
});

async function told(
	execution: IExecuteFunctions,
	itemIndex: number,
	row: IntakeRow,
	columns: IntakeColumns,
): Promise<IntakeColumns> {
	const referral = referralOf(row);
	if (!columns.toTell || !referral.ok) return columns;
	const { clinicSecrets: secrets } = await readDesk(execution);
	const now = nowIso();
	const answer = await tellClinic(
		{ http: httpFor(execution, itemIndex), secrets, now },
		referral.value.reply.eventsUrl,
		acknowledgment(columns, referral.value),
	);
	return afterTelling(columns, answer, now);
}

/** What the PIMS node came to; an error that it let through counts as a try that failed. */
function entryOf(given: unknown): EntryResult | undefined {
	if (typeof given !== 'object' || given === null) return undefined;
	if ('status' in given) return given as EntryResult;
	const { error, hint } = given as { error?: unknown; hint?: unknown };
	if (typeof error !== 'string') return undefined;
	const refusal = {
		code: 'node_failed',
		message: error,
		hint: typeof hint === 'string' ? hint : '',
	};
	return { status: 'failed', isInRecord: false, steps: [], files: [], refusal };
}

/**
 * Works out what a row owes now: takes in what the practice system made of the referral, if that was
 * asked, and acknowledges to the clinic what is in the record. The change is written by a Data Table node
 * on the version that was read.
 */
export async function settle(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[][]> {
	const row = rowOf(this, itemIndex);
	const entry = entryOf(readJson(this, 'entry', itemIndex));
	const columns = entry ? afterEntry(row, entry, nowIso()) : row;
	return [[changeItem(row, await told(this, itemIndex, row, columns), itemIndex)]];
}
