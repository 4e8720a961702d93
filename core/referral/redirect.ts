import { caseIdOf } from './case-id';
import type { Command } from './decide';
import type { EventData } from './events';
import type { ReferralState } from './state';

/** The number of the case that replaces one: the same redirect always opens the same case. */
export function childCaseId({ created, caseId, redirect }: ReferralState): string {
	const source = created?.data.source;
	return caseIdOf({
		pims: source?.pims ?? '',
		site: source?.site ?? '',
		eventId: source?.eventId ?? '',
		version: source?.version ?? '',
		service: redirect?.specialistId,
		parentCaseId: caseId,
	});
}

/** What the earlier release said and still holds; consent to share goes to one hospital only and is asked anew. */
function proposalOf({
	release,
	redirect,
	urgency,
}: ReferralState): EventData['referral.created']['proposal'] {
	return {
		specialistId: redirect?.specialistId ?? '',
		urgency,
		...(release
			? {
					reasonForUrgency: release.reasonForUrgency,
					clinicalQuestion: release.clinicalQuestion,
					reason: release.reason,
				}
			: {}),
	};
}

/** The first event of the case that replaces this one, or nothing while no redirect was chosen. */
export function childCase(state: ReferralState): Command<'referral.created'> | undefined {
	const { created, redirect, caseId, patient, record } = state;
	if (!created || !redirect) return undefined;
	const { source, clinicId, patientName, test } = created.data;
	return {
		type: 'referral.created',
		actor: { role: 'referrer', name: created.actor.name, via: 'workflow' },
		key: childCaseId(state),
		data: {
			source,
			clinicId,
			patientName: patient?.name ?? patientName,
			parentCaseId: caseId,
			...(test ? { test } : {}),
			...(record ? { record: record.keptFiles ?? record.files } : {}),
			proposal: proposalOf(state),
		},
	};
}
