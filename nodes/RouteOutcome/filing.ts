import type { PimsConnector, RecordTarget, WriteResult } from '../../connectors/pims/pims';
import { pimsMarker } from '../../core/referral/case-id';
import type { ReportVersion } from '../../core/referral/state';
import { ok, type Refusal, type Result } from '../../core/result';

export interface FiledReport {
	refs: Array<{ kind: string; id: string }>;
	/** What a person has to do, when the PIMS takes it from people only. */
	byHand: string[];
}

/** Refusals that say "a person does this here", not "it went wrong". */
const byPeople = new Set(['unverified_writes_off']);

const handWork = (refusal: Refusal): string => `${refusal.message} ${refusal.hint}`;

/**
 * Files a report in the record: each file with a mark of its own, then a short entry. All of it looks
 * before it writes, so a repeat adds nothing. Stops at the first entry whose fate is unknown.
 */
export async function fileReport(
	pims: PimsConnector,
	target: RecordTarget,
	caseId: string,
	version: ReportVersion,
	entry: { subject: string; text: string },
): Promise<Result<FiledReport>> {
	const filed: FiledReport = { refs: [], byHand: [] };
	const mark = pimsMarker(caseId, 'report', version.version);
	const take = (kind: string, got: Result<WriteResult>): Refusal | undefined => {
		if (!got.ok) {
			if (!byPeople.has(got.refusal.code)) return got.refusal;
			filed.byHand.push(handWork(got.refusal));
		} else if (got.value.status === 'awaitingHuman') {
			filed.byHand.push(got.value.instruction ?? 'Enter this by hand.');
		} else {
			filed.refs.push({ kind, id: got.value.ref ?? mark });
		}
		return undefined;
	};
	for (const [index, { ref = '', ...file }] of version.files.entries()) {
		const document = {
			...target,
			file: { ...file, ref },
			description: `${entry.subject}: ${file.name}`,
		};
		const stopped = take('attachment', await pims.uploadDocument(document, `${mark}/${index + 1}`));
		if (stopped) return { ok: false, refusal: stopped };
	}
	const stopped = take('communication', await pims.logCommunication({ ...target, ...entry }, mark));
	return stopped ? { ok: false, refusal: stopped } : ok(filed);
}
