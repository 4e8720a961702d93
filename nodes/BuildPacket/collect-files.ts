import type { StoredFile } from '../../connectors/http';
import type { PimsConnector } from '../../connectors/pims/pims';
import type { PacketFile } from '../../core/packet/manifest';
import type { FileFault } from '../../core/packet/file-check';
import type { DocumentRef } from '../../core/packet/records';
import type { Packet } from '../../core/packet/schema';
import { ok, type Result } from '../../core/result';
import { sizeText } from '../shared/binary';

/** A document that one of these keeps away stays away: the packet goes without it and says so. */
const lasting = new Set([
	'pims_forbidden',
	'pims_not_found',
	'pims_rejected',
	'pims_unreadable',
	'document_changed',
]);

export interface Collected {
	files: Array<PacketFile & { ref: string }>;
	leftOut: Packet['filesLeftOut'];
}

const toPacketFile = (document: DocumentRef, stored: StoredFile): PacketFile & { ref: string } => ({
	name: document.name,
	mimeType: document.mimeType,
	size: stored.size,
	sha256: stored.sha256,
	ref: stored.ref,
	documentId: document.id,
	...(document.kind ? { kind: document.kind } : {}),
	...(document.date ? { date: document.date } : {}),
});

/**
 * Streams the documents of a record into n8n's store, one at a time. Larger than the hospital takes,
 * empty or gone ones and those that `look` keeps back are left out with the reason; a PIMS that is down
 * refuses the whole packet.
 */
export async function collectFiles(
	pims: PimsConnector,
	documents: DocumentRef[],
	maxFileBytes: number | undefined,
	look: (stored: StoredFile) => Promise<FileFault | undefined>,
): Promise<Result<Collected>> {
	const collected: Collected = { files: [], leftOut: [] };
	const leaveOut = (document: DocumentRef, reason: string): void => {
		collected.leftOut.push({ name: document.name, reason });
	};
	const tooLarge = (size: number): string =>
		`${sizeText(size)}, and the hospital takes ${sizeText(maxFileBytes ?? 0)} at most`;
	const exceeds = (size: number | undefined): size is number =>
		size !== undefined && maxFileBytes !== undefined && size > maxFileBytes;
	for (const document of documents) {
		if (exceeds(document.size)) {
			leaveOut(document, tooLarge(document.size));
			continue;
		}
		const got = await pims.downloadDocument(document);
		if (!got.ok) {
			if (!lasting.has(got.refusal.code)) return got;
			leaveOut(document, got.refusal.message);
		} else if (got.value.size === 0) {
			leaveOut(document, 'the file is empty');
		} else if (exceeds(got.value.size)) {
			leaveOut(document, tooLarge(got.value.size));
		} else {
			const fault = await look(got.value);
			if (fault) collected.leftOut.push({ name: document.name, ...fault });
			else collected.files.push(toPacketFile(document, got.value));
		}
	}
	return ok(collected);
}
