import { checkFile, type FileFault, type FilePatient } from '../../core/packet/file-check';
import type { StoredFile } from '../../connectors/http';
import { sampleOf, type FileContext } from '../shared/binary';

/** Why a stored document stays here, or nothing: see `core/packet/file-check`. */
export const lookInto =
	(context: FileContext, patient: FilePatient) =>
	async ({ ref, name, mimeType }: StoredFile): Promise<FileFault | undefined> =>
		checkFile({ name, mimeType, ...(await sampleOf(context, ref)) }, patient);
