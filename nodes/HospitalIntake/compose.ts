import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { intakeMail } from '../../core/intake/mail';
import { readStoredFiles, referralOf, type IntakeRow } from '../../core/intake/row';
import { fileAsBinary } from '../shared/binary';
import { caseUrl, readDesk, type Desk } from '../shared/desk-credential';
import { nowIso } from '../shared/ledger';
import { rowOf } from './rows';

/** The link to the page on which a person says that a referral is in the record. */
export const filingUrl = (desk: Desk, { id, caseId }: IntakeRow): string =>
	caseUrl(desk, { id, caseId, linkVersion: 1 }, 'intake', Math.floor(Date.parse(nowIso()) / 1000));

/** Files that a person has to file, smallest first, up to the size that the mailbox takes. */
function attachments(row: IntakeRow, mostBytes: number): IBinaryKeyData {
	if (row.stage !== 'person') return {};
	const attached: IBinaryKeyData = {};
	let total = 0;
	const bySize = readStoredFiles(row).sort((a, b) => a.size - b.size);
	for (const [index, file] of bySize.entries()) {
		total += file.size;
		if (total > mostBytes) break;
		attached[`file_${index}`] = fileAsBinary(file);
	}
	return attached;
}

/** Writes the mail that a row owes; one of n8n's mail nodes sends it. */
export async function compose(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[][]> {
	const row = rowOf(this, itemIndex);
	const desk = await readDesk(this);
	const referral = referralOf(row);
	const casePage = referral.ok ? referral.value.reply.pageUrl : undefined;
	const timeZone = String(this.getNodeParameter('timeZone', itemIndex, 'UTC'));
	const mostBytes = Number(this.getNodeParameter('attachMb', itemIndex, 15)) * 1_000_000;
	const mail = intakeMail(row, { filing: filingUrl(desk, row), casePage }, timeZone);
	const to = String(this.getNodeParameter('staffEmail', itemIndex, '')).trim();
	const binary = attachments(row, mostBytes);
	const json = { ...row, mail: { to, ...mail } } as unknown as IDataObject;
	const item: INodeExecutionData = {
		json,
		pairedItem: { item: itemIndex },
		...(Object.keys(binary).length > 0 ? { binary } : {}),
	};
	return [[item]];
}
