import type { PimsConnector } from '../../connectors/pims/pims';
import { matchPatient, type PatientMatch, type PatientRecord } from '../../core/report/match';
import type { ReferralState, ReportVersion } from '../../core/referral/state';
import { ok, type Result } from '../../core/result';

/** The record as it is now; a PIMS that only tells by webhook is represented by what it sent. */
async function recordOf(
	pims: PimsConnector,
	state: ReferralState,
	patientId: string,
): Promise<Result<PatientRecord & { ownerId?: string }>> {
	const fresh = await pims.getPatient(patientId);
	if (fresh.ok) return fresh;
	const { patient } = state;
	return fresh.refusal.code === 'not_in_payload' && patient ? ok(patient) : fresh;
}

/** Compares the patient of a report with the patient of the case, read again from the record. */
export async function checkPatient(
	pims: PimsConnector,
	state: ReferralState,
	patientId: string,
	{ report }: ReportVersion,
): Promise<Result<{ match: PatientMatch; ownerId?: string }>> {
	const record = await recordOf(pims, state, patientId);
	if (!record.ok) return record;
	const caseIdMatches = report.caseId === state.caseId;
	const { ownerId } = record.value;
	const match = matchPatient(report.patient, record.value, { caseIdMatches });
	return ok({ match, ...(ownerId ? { ownerId } : {}) });
}
