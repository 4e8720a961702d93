import { bagEntries, zipStream, type ZipEntry } from '../../documents/package-zip';
import type { CaseFile } from '../../core/referral/events';
import { storeWebStream, webStream, type FileContext } from './binary';

/**
 * Packs stored files into one ZIP (BagIt, with their checksums), streamed from store to store. There
 * must be at least one file.
 */
export async function storePackage(
	context: FileContext,
	caseId: string,
	packetVersion: number,
	files: CaseFile[],
	at: Date,
): Promise<CaseFile> {
	const entries = files.map(
		(file): ZipEntry => ({
			name: file.name,
			input: webStream(context, file.ref ?? ''),
			lastModified: at,
			size: file.size,
		}),
	);
	const zip = zipStream(bagEntries(entries, { caseId, at, files }));
	const name = `${caseId} packet ${packetVersion}.zip`;
	const stored = await storeWebStream(
		context,
		zip,
		{ name, mimeType: 'application/zip' },
		files[0]?.ref ?? '',
	);
	return { ...stored, kind: 'package' };
}
