import type { IBinaryData, IBinaryKeyData } from 'n8n-workflow';
import { pimsEntry } from '../../connectors/pims/index';
import { parseHandedCase } from '../../connectors/pims/webhook/payload';
import type { KeptFile } from '../../connectors/http';
import type { CaseFile } from '../../core/referral/events';
import type { ReferralState } from '../../core/referral/state';
import { ok, refuse, type Result } from '../../core/result';
import { refused } from './refusal';
import { digestOf, openFile, storeBytes, storeStream, type FileContext } from './binary';

/** The kind of the one file that holds the record itself, as JSON. */
const recordKind = 'record';

/** What a connector reads a handed-in case from. */
export interface HandedIn {
	payload: unknown;
	kept: KeptFile;
}

/**
 * Stores a handed-in case in the files of this execution: its JSON and the files that came with it, each
 * measured on what was stored. Case Files makes the copies that last. Stops when a file that the case tells
 * of did not come along: nobody may be told that it was received.
 */
export async function storeRecord(
	context: FileContext,
	payload: unknown,
	binary: IBinaryKeyData,
): Promise<CaseFile[]> {
	const file = { name: 'record.json', mimeType: 'application/json' };
	const bytes = Buffer.from(JSON.stringify(payload), 'utf8');
	const files: CaseFile[] = [{ ...(await storeBytes(context, bytes, file)), kind: recordKind }];
	for (const one of Object.values(binary)) {
		files.push({ ...(await storeCopy(context, one)), kind: 'document' });
	}
	const lost = documentsOf(payload).filter(
		({ url, sha256 }) => url === undefined && !files.some((file) => file.sha256 === sha256),
	);
	if (lost.length === 0) return files;
	return refused(context, {
		code: 'file_lost',
		message: `${lost.length} of the files that were handed in with this case did not come with it`,
		hint: "Set 'Files' to the files of the item that brought the case; nothing was opened.",
	});
}

const documentsOf = (payload: unknown): Array<{ url?: string; sha256?: string }> => {
	const parsed = parseHandedCase(payload);
	return parsed.ok ? parsed.value.documents : [];
};

const storeCopy = async (context: FileContext, { id = '', fileName, mimeType }: IBinaryData) =>
	await storeStream(context, await openFile(context, id), {
		name: fileName ?? 'document',
		mimeType,
	});

/** The first place that still holds exactly the bytes that were handed in. */
async function firstSound(
	context: FileContext,
	places: CaseFile[],
): Promise<(CaseFile & { ref: string }) | undefined> {
	for (const file of places) {
		const { ref } = file;
		if (ref === undefined) continue;
		try {
			if ((await digestOf(context, ref)) === file.sha256) return { ...file, ref };
		} catch {
			// n8n has pruned these; the copies are looked at next.
			continue;
		}
	}
	return undefined;
}

/**
 * The record of a case that was handed in, from where it is kept. `undefined` for a case that none was
 * handed in with; refused when what is kept is gone or is not what was handed in.
 */
export async function handedIn(
	context: FileContext,
	state: ReferralState,
): Promise<Result<HandedIn | undefined>> {
	const { record } = state;
	if (!record) return ok(undefined);
	const all = [...(record.keptFiles ?? []), ...record.files];
	const found = await firstSound(
		context,
		all.filter(({ kind }) => kind === recordKind),
	);
	if (!found) {
		return refuse(
			'record_gone',
			'The record that was handed in with this case is not kept any more, or was changed.',
			'Hand the case in again with its files; nothing was sent.',
		);
	}
	const chunks: Uint8Array[] = [];
	for await (const chunk of await openFile(context, found.ref)) chunks.push(chunk as Uint8Array);
	return ok({
		payload: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown,
		kept: async (sha256) =>
			await firstSound(
				context,
				all.filter((file) => file.kind !== recordKind && file.sha256 === sha256),
			),
	});
}

/**
 * The practice system of a case: one without a log-in is told by the case itself, so that one workflow
 * takes the cases of several; any other is the one the node is set to.
 */
export function systemOf({ created }: ReferralState, chosen: string): string {
	const source = created?.data.source.pims ?? '';
	const entry = pimsEntry(source);
	return entry && !entry.credentialName ? source : chosen;
}
