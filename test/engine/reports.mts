import type { IDataObject } from 'n8n-workflow';
import type { CaseFile } from '../../core/referral/events';
import type { CaseRow } from '../../core/referral/row';
import { parseReport, type OutcomeReport } from '../../core/report/schema';
import { createHash } from 'node:crypto';
import { storeBinary } from '../support/engine.mts';
import { fixture, hospitalActor, openedRow, record, release, specialist, value } from './cases.mts';

/** The fictional report of a fixture, for the case of a row. */
export const reportFor = (row: CaseRow, name: string, more: IDataObject = {}): OutcomeReport =>
	value(
		parseReport({
			...fixture(name).report,
			caseId: row.caseId,
			visitDates: [new Date().toISOString().slice(0, 10)],
			...more,
		}),
	);

export async function storedFile(name: string, text: string): Promise<CaseFile> {
	const mimeType = 'application/pdf';
	const binary = (await storeBinary(text, { fileName: name, mimeType })) as { id: string };
	const sha256 = createHash('sha256').update(text).digest('hex');
	return { name, kind: 'specialist_report', mimeType, size: text.length, sha256, ref: binary.id };
}

/** A case that was sent, whose report has come in and whose filing is claimed. */
export async function reportedRow(more: IDataObject = {}, files?: CaseFile[]): Promise<CaseRow> {
	const to = specialist();
	const opened = openedRow({ to, released: release(to) });
	const deliveryId = `${opened.caseId}/d1`;
	const sent = record(opened, [
		{ type: 'referral.sending', key: '1', data: { deliveryId, channel: 'webhook' } },
		{ type: 'transport.delivered', key: '1', data: { deliveryId, channel: 'webhook' } },
	]);
	const report = reportFor(sent, 'cardiology', more);
	const documents = files ?? [await storedFile('Report Biscuit.pdf', '%PDF-1.4 sample')];
	const data = { report, files: documents, contentHash: JSON.stringify(report).length.toString() };
	const reported = record(sent, [{ type: 'report.final', key: 'r1', data }], hospitalActor);
	return record(reported, [{ type: 'report.filing', key: '1.1', data: { version: 1 } }]);
}
