import { manifest, type PacketFile } from '../../core/packet/manifest';
import type { Packet } from '../../core/packet/schema';
import { renderSummaryPdf } from '../../documents/summary-pdf';
import type { CaseFile } from '../../core/referral/events';
import { storeBytes, type FileContext } from '../shared/binary';
import { historyText } from './history-text';
import { summaryPage } from './summary-page';

export interface PacketFiles {
	/** Everything that is sent, in the order of the manifest. */
	files: CaseFile[];
	/** Digest over `files` as listed. */
	manifestSha256: string;
}

type Stored = PacketFile & { ref: string };

const keyOf = ({ documentId, sha256 }: Pick<PacketFile, 'documentId' | 'sha256'>): string =>
	`${documentId ?? ''}|${sha256}`;

/**
 * Adds the two files the pack makes itself (summary page and history) to the documents of the record
 * and lists them all. Names of the packet's own manifest are kept, so page and list agree.
 */
export async function packetFiles(
	context: FileContext,
	packet: Packet,
	documents: Stored[],
): Promise<PacketFiles> {
	const page = await renderSummaryPdf(summaryPage(packet, packet.files.entries));
	const made: Stored[] = [];
	const add = async (bytes: Uint8Array, name: string, mimeType: string): Promise<void> => {
		const stored = await storeBytes(context, bytes, { name, mimeType });
		made.push({ ...stored, kind: 'clinical_summary' });
	};
	await add(page, `Referral summary ${packet.caseId}.pdf`, 'application/pdf');
	await add(
		Buffer.from(historyText(packet), 'utf8'),
		`Clinical history ${packet.caseId}.txt`,
		'text/plain',
	);
	const refs = new Map([...documents, ...made].map((file) => [keyOf(file), file.ref]));
	const { entries, sha256 } = manifest([...packet.files.entries, ...made]);
	const files = entries.map((entry): CaseFile => {
		const { name, kind, mimeType, size, sha256: digest } = entry;
		return { name, kind, mimeType, size, sha256: digest, ref: refs.get(keyOf(entry)) };
	});
	return { files, manifestSha256: sha256 };
}
