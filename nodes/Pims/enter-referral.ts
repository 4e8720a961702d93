import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import {
	enterReferral,
	isPassing,
	type EnteredReferral,
	type ReceivedFile,
} from '../../connectors/pims/enter-referral';
import { readReferral, type AnnouncedFile, type ReceivedReferral } from '../../core/intake/message';
import { ok, refuse, type Refusal, type Result } from '../../core/result';
import { nowIso } from '../shared/ledger';
import { readJson } from '../shared/read-json';
import { downloadFor } from '../shared/transport';
import { taken, type Given, type Task } from './resource';

/** Answers to a download after which the same address may work again. */
const isPassingStatus = (status: number): boolean =>
	status === 0 || status === 408 || status === 429 || status >= 500;

const notNow = (name: string, why: string): { ok: false; refusal: Refusal } =>
	refuse(
		'pims_unavailable',
		`The file ${name} could not be fetched from the referring clinic: ${why}.`,
		'It is tried again by itself; else ask the clinic to send the referral again.',
	);

/** Fetches one file of the delivery and compares it with what was announced. */
async function fetchFile(
	execution: IExecuteFunctions,
	itemIndex: number,
	{ name, mimeType, kind, url, size, sha256 }: AnnouncedFile,
): Promise<Result<ReceivedFile>> {
	const download = downloadFor(execution, itemIndex);
	const { status, stored } = await download({ method: 'GET', url }, { name, mimeType });
	if (!stored) {
		return isPassingStatus(status)
			? notNow(name, status === 0 ? 'no answer' : `status ${status}`)
			: refuse(
					'file_gone',
					`The file ${name} is not at the referring clinic any more (status ${status}).`,
					'Ask the clinic to send the referral again.',
				);
	}
	if (stored.sha256 !== sha256 || stored.size !== size) {
		return notNow(name, 'what came is not what was announced');
	}
	return ok({ ...stored, kind });
}

async function fetchFiles(
	execution: IExecuteFunctions,
	itemIndex: number,
	files: readonly AnnouncedFile[],
): Promise<Result<ReceivedFile[]>> {
	const fetched: ReceivedFile[] = [];
	for (const file of files) {
		const got = await fetchFile(execution, itemIndex, file);
		if (!got.ok) return got;
		fetched.push(got.value);
	}
	return ok(fetched);
}

const asItem = (
	{ caseId, deliveryId }: ReceivedReferral,
	entered: EnteredReferral,
	files: readonly ReceivedFile[],
): IDataObject =>
	({
		caseId,
		deliveryId,
		...entered,
		...(entered.patientId ? { recordNumber: entered.patientId } : {}),
		files,
	}) as unknown as IDataObject;

/** Without its files nothing is entered; a lasting reason is one for a person. */
function withoutFiles(referral: ReceivedReferral, refusal: Refusal): IDataObject {
	const { message, hint } = refusal;
	const nothing = { steps: [], isInRecord: false };
	return asItem(
		referral,
		isPassing(refusal)
			? { status: 'failed', ...nothing, refusal }
			: { status: 'awaitingHuman', ...nothing, slip: `${message} ${hint}` },
		[],
	);
}

/**
 * Fetches the files of a received referral, compares each with its checksum, and enters everything into
 * the practice system. What did not work is data of the item, so that the flow can try again or ask a
 * person; running it again goes on where it stopped.
 */
export async function enterReceivedReferral(task: Task): Promise<Given[]> {
	const { execution, itemIndex } = task;
	const referral = taken(task, readReferral(readJson(execution, 'referral', itemIndex)));
	const pims = await task.pims();
	const files = await fetchFiles(execution, itemIndex, referral.files);
	if (!files.ok) return [{ json: withoutFiles(referral, files.refusal) }];
	const entered = await enterReferral(pims, referral, files.value, {
		marker: referral.caseId,
		at: nowIso(),
	});
	return [{ json: asItem(referral, entered, files.value) }];
}
