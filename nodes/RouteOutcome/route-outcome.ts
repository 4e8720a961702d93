import type { IBinaryKeyData, IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { RecordTarget } from '../../connectors/pims/pims';
import { pimsMarker } from '../../core/referral/case-id';
import { mayLeave } from '../../core/referral/mode';
import { stateOf } from '../../core/referral/row';
import { latestReport, type ReferralState, type ReportVersion } from '../../core/referral/state';
import type { Refusal } from '../../core/result';
import { handedIn, systemOf } from '../shared/handed-in';
import { leaveOn, type IExecuteResult } from '../shared/items';
import { nowIso } from '../shared/ledger';
import { pimsFor } from '../shared/pims';
import { readProfile, readRow } from '../shared/read-row';
import { refusalData, refused } from '../shared/refusal';
import { checkPatient } from './check-patient';
import { fileReport } from './filing';
import { handOver } from './filing-slip';
import { reportEntry } from './report-entry';

const filed = 0;
const awaitingHuman = 1;
const needsReview = 2;
export const outputs = 3;

/** What a person needs to file the report by hand; names of files, no clinical words. */
function slipOf(version: ReportVersion, patientId: string, mark: string, byHand: string[]): string {
	const names = version.files.map(({ name }) => name).join(', ');
	const what = names === '' ? 'the report' : `the report (${names})`;
	const why = [...new Set(byHand)].join(' ');
	return `Enter ${what} in the record of patient ${patientId} with the mark ${mark}. ${why}`.trim();
}

const notLive = (mode: string): Refusal => ({
	code: `mode_${mode}`,
	message: `The clinic is in ${mode} mode, so nothing was written into the record.`,
	hint:
		mode === 'shadow'
			? 'Let it go on the case page, or file the report by hand.'
			: 'Set the clinic to live and ask for another try on the case page.',
});

/** Why nothing is filed now, or nothing: without the intent in the ledger there is no effect. */
function notNow(state: ReferralState, version: ReportVersion | undefined): string | undefined {
	if (!version) return 'The ledger holds no report to file.';
	if (state.filing.status === 'done') return 'The report is in the record already.';
	if (state.filing.status !== 'intended') return 'The ledger holds no report to file now.';
	return undefined;
}

/**
 * Files the latest report of a case in the record, once it is sure that both are about the same
 * animal. What is not sure, and what the PIMS takes from people only, goes to a person.
 */
export async function routeOutcome(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<IExecuteResult> {
	const row = readRow(this, itemIndex);
	const { mode, name: clinic } = readProfile(this, itemIndex);
	const state = stateOf(row);
	const report = latestReport(state);
	const leave = (output: number, json: IDataObject, binary?: IBinaryKeyData): IExecuteResult =>
		leaveOn(output, outputs, itemIndex, { rowId: row.id, caseId: row.caseId, ...json }, binary);
	const why = notNow(state, report);
	const source = state.created?.data.source;
	if (why !== undefined || !report || !source) {
		return leave(needsReview, {
			commands: [],
			message: why ?? 'The ledger does not know this case.',
		});
	}
	const { version } = report;
	const key = `${version}.${state.filing.attempts}`;
	const failed = (refusal: Refusal): IExecuteResult =>
		leave(needsReview, {
			version,
			message: refusal.message,
			hint: refusal.hint,
			commands: [{ type: 'report.filing_failed', key, data: { version, ...refusalData(refusal) } }],
		});

	if (!mayLeave(state, mode, `file:${version}`)) return failed(notLive(mode));
	const record = await handedIn(this, state);
	const pims = await pimsFor(this, itemIndex, {
		pims: systemOf(state, String(this.getNodeParameter('pims', itemIndex))),
		// The packet tells the patient as well, so a record that is gone keeps no report out.
		...(record.ok ? record.value : {}),
		filingUrl: String(this.getNodeParameter('filingUrl', itemIndex, '')),
	});
	if (!pims.ok) return refused(this, pims.refusal, itemIndex);
	const checked = await checkPatient(pims.value, state, source.patientId, report);
	if (!checked.ok) return failed(checked.refusal);
	const { match, ownerId } = checked.value;
	const isConfirmed = state.filing.review?.confirmedAt !== undefined;
	if (match.verdict !== 'match' && !isConfirmed) {
		const { reasons } = match;
		return leave(needsReview, {
			version,
			verdict: match.verdict,
			reasons,
			message: 'It is not sure that the report is about this patient; a person compares both.',
			commands: [{ type: 'report.needs_review', key, data: { version, reasons } }],
		});
	}
	const target: RecordTarget = {
		patientId: source.patientId,
		...(source.encounterId ? { encounterId: source.encounterId } : {}),
		...(ownerId ? { ownerId } : {}),
	};
	const entry = reportEntry(report, state.release?.specialist);
	const done = await fileReport(pims.value, target, row.caseId, report, entry);
	if (!done.ok) return failed(done.refusal);
	const { refs, byHand, work } = done.value;
	if (byHand.length > 0) {
		const mark = pimsMarker(row.caseId, 'report', version);
		const slip = slipOf(report, source.patientId, mark, byHand);
		const about = { caseId: row.caseId, clinic, at: nowIso(), patientName: state.patient?.name };
		return leave(
			awaitingHuman,
			{
				version,
				slip,
				commands: [{ type: 'report.awaiting_human', key, data: { version, slip } }],
			},
			await handOver(this, work, about),
		);
	}
	return leave(filed, {
		version,
		refs,
		commands: [{ type: 'report.filed', key: String(version), data: { version, refs } }],
	});
}
