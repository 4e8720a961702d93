import type {
	HandWork,
	PimsConnector,
	RecordTarget,
	WriteResult,
} from '../../connectors/pims/pims';
import { pimsMarker } from '../../core/referral/case-id';
import type { CaseFile } from '../../core/referral/events';
import type { ReportVersion } from '../../core/referral/state';
import { ok, type Refusal, type Result } from '../../core/result';

export interface FiledReport {
	refs: Array<{ kind: string; id: string }>;
	/** What a person has to do, when the PIMS takes it from people only. */
	byHand: string[];
	/** The same, entry by entry, for the slip. */
	work: ByHand[];
}

/** One entry a person makes, with the file it is about. */
export type ByHand = HandWork & { file?: CaseFile };

/** Refusals that say "a person does this here", not "it went wrong". */
const byPeople = new Set(['unverified_writes_off', 'unverified_write']);

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
	const filed: FiledReport = { refs: [], byHand: [], work: [] };
	const mark = pimsMarker(caseId, 'report', version.version);
	const take = (
		kind: string,
		got: Result<WriteResult>,
		{ file, ...work }: ByHand,
	): Refusal | undefined => {
		if (!got.ok) {
			if (!byPeople.has(got.refusal.code)) return got.refusal;
			filed.byHand.push(handWork(got.refusal));
			filed.work.push({ ...work, file });
		} else if (got.value.status === 'awaitingHuman') {
			filed.byHand.push(got.value.instruction ?? 'Enter this by hand.');
			filed.work.push({ ...(got.value.handWork ?? work), file });
		} else {
			filed.refs.push({ kind, id: got.value.ref ?? mark });
		}
		return undefined;
	};
	const { patientId, ownerId } = target;
	const about = { patientId, ...(ownerId ? { clientId: ownerId } : {}) };
	for (const [index, file] of version.files.entries()) {
		const { ref = '', name } = file;
		const what = `${entry.subject}: ${name}`;
		const marker = `${mark}/${index + 1}`;
		const document = { ...target, file: { ...file, ref }, description: what };
		const got = await pims.uploadDocument(document, marker);
		const stopped = take('attachment', got, { ...about, what, fileName: name, marker, file });
		if (stopped) return { ok: false, refusal: stopped };
	}
	const stopped = take(
		'communication',
		await pims.logCommunication({ ...target, ...entry }, mark),
		{ ...about, what: entry.subject, text: entry.text, marker: mark },
	);
	return stopped ? { ok: false, refusal: stopped } : ok(filed);
}
