import {
	NodeOperationError,
	type IBinaryKeyData,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { defaultClinicProfile, parseClinicProfile } from '../../../core/profile/clinic-profile';
import { parseRelease } from '../../../core/packet/release';
import { caseIdOf } from '../../../core/referral/case-id';
import type { Command } from '../../../core/referral/decide';
import type { ReleaseData } from '../../../core/referral/events';
import { foldEvents } from '../../../core/referral/evolve';
import { open } from '../../../core/referral/row';
import type { Specialist } from '../../../core/profile/specialist';
import { snapshotOf } from '../../../core/referral/snapshot';
import { storeRecord } from '../../shared/handed-in';
import { leaseOf, nowIso, stepContext } from '../../shared/ledger';
import { readSpecialist } from '../../shared/read-row';
import { readJson } from '../../shared/read-json';
import { marked } from '../marked-referral';

/** Turns a marked referral into the columns of a new case row, its first events in one write. */
export async function openCase(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[][]> {
	const parsed = marked.safeParse(readJson(this, 'referral', itemIndex));
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		throw new NodeOperationError(this.getNode(), 'This is not a marked referral', {
			description: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}. Connect the PIMS Trigger, or give its fields in 'Referral'.`,
			itemIndex,
		});
	}
	const referral = parsed.data;
	const now = nowIso();
	// A profile that cannot be read must not cost the case its row; the steps after it say what is wrong.
	const profile = parseClinicProfile(readJson(this, 'clinicProfile', itemIndex) ?? null);
	const clinic = profile.ok ? profile.value : defaultClinicProfile(referral.clinicId);
	const specialist = readSpecialist(this, itemIndex);
	const { clinicId, patientName, release, parentCaseId, test, case: handed, ...source } = referral;
	const caseId = caseIdOf({
		pims: source.pims,
		site: source.site ?? '',
		eventId: source.eventId,
		version: source.version,
		parentCaseId,
	});
	const record =
		handed === undefined || handed === null
			? undefined
			: await storeRecord(this, handed, readFiles(this, itemIndex));
	const created: Command<'referral.created'> = {
		type: 'referral.created',
		actor: { role: 'referrer', name: source.vetName, via: 'pims' },
		key: caseId,
		at: now,
		data: {
			source,
			clinicId,
			patientName,
			parentCaseId,
			test,
			...(record ? { record } : {}),
		},
	};
	const commands = releaseFrom(this, release, specialist, caseId);
	const context = stepContext(foldEvents(caseId, []), clinic, specialist, now);
	const opened = open(created, caseId, context, commands, {
		...leaseOf(this, now),
		claim: commands.length > 0 ? 'build' : 'next',
	});
	if (!opened.ok) {
		throw new NodeOperationError(this.getNode(), opened.refusal.message, {
			description: opened.refusal.hint,
			itemIndex,
		});
	}
	return [
		[
			{
				json: { ...opened.value.columns },
				pairedItem: { item: itemIndex },
			},
		],
	];
}

/** The files that came with a handed-in case; other nodes may stand between, so they are named. */
function readFiles(execution: IExecuteFunctions, itemIndex: number): IBinaryKeyData {
	const given = readJson(execution, 'files', itemIndex);
	return typeof given === 'object' && given !== null ? { ...(given as IBinaryKeyData) } : {};
}

/** A release that came with the mark counts only if it is complete; otherwise the Release page asks a person. */
function releaseFrom(
	execution: IExecuteFunctions,
	release: unknown,
	specialist: Specialist | undefined,
	caseId: string,
): Command[] {
	if (release === undefined || release === null) return [];
	const parsed = parseRelease(release);
	if (!parsed.ok || !specialist || specialist.id !== parsed.value.specialistId) {
		execution.logger.info('The release that came with a referral was not used', { caseId });
		return [];
	}
	const data: ReleaseData = {
		...parsed.value,
		specialist: snapshotOf(specialist, parsed.value.clinician),
	};
	return [
		{
			type: 'release.given',
			actor: { role: 'referrer', name: parsed.value.by.name, via: 'pims' },
			key: 'pims',
			data,
		},
	];
}
