import { checkFile, type FileFault, type FilePatient } from '../../core/packet/file-check';
import type { StoredFile } from '../../connectors/http';
import { openFile, type FileContext } from '../shared/binary';

const headBytes = 65_536;
const tailBytes = 4096;

/** The first and the last bytes of a stored file; it is read as a stream and never held as a whole. */
async function sampleOf(
	context: FileContext,
	ref: string,
): Promise<{ head: Uint8Array; tail: Uint8Array }> {
	let head: Buffer = Buffer.alloc(0);
	let tail: Buffer = Buffer.alloc(0);
	for await (const chunk of await openFile(context, ref)) {
		const bytes = Buffer.from(chunk as Uint8Array);
		if (head.length < headBytes) {
			head = Buffer.concat([head, bytes.subarray(0, headBytes - head.length)]);
		}
		tail = Buffer.concat([tail, bytes.subarray(-tailBytes)]).subarray(-tailBytes);
	}
	return { head, tail };
}

/** Why a stored document stays here, or nothing: see `core/packet/file-check`. */
export const lookInto =
	(context: FileContext, patient: FilePatient) =>
	async ({ ref, name, mimeType }: StoredFile): Promise<FileFault | undefined> =>
		checkFile({ name, mimeType, ...(await sampleOf(context, ref)) }, patient);
