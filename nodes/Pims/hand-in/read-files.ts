import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { typeOf, wordsOfRtf, type HandedFile } from '../../../connectors/pims/cornerstone/files';
import { textOf } from '../../../connectors/pims/cornerstone/csv';
import { wordsOfPdf } from '../../../core/packet/pdf-words';
import { digestOf, openFile, sampleOf, sizeOf } from '../../shared/binary';

/** Larger documents are not looked through for the name of a patient. */
const mostBytesRead = 20_000_000;

/** All bytes of a file of an item. */
export async function wholeOf(
	execution: IExecuteFunctions,
	{ id = '' }: IBinaryData,
): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of await openFile(execution, id)) chunks.push(chunk as Uint8Array);
	return Buffer.concat(chunks);
}

async function wordsOf(
	execution: IExecuteFunctions,
	binary: IBinaryData,
	mimeType: string,
): Promise<string> {
	const readers: Record<string, (bytes: Uint8Array) => string | Promise<string>> = {
		'application/pdf': wordsOfPdf,
		'application/rtf': (bytes) => wordsOfRtf(Buffer.from(bytes).toString('latin1')),
		'text/plain': textOf,
	};
	const read = Object.hasOwn(readers, mimeType) ? readers[mimeType] : undefined;
	return read ? await read(await wholeOf(execution, binary)) : '';
}

/** A file of an item as the check needs it: its ends, its size and checksum, and its words. */
export async function readHanded(
	execution: IExecuteFunctions,
	field: string,
	binary: IBinaryData,
): Promise<HandedFile> {
	const ref = binary.id ?? '';
	const file = { name: binary.fileName ?? field, mimeType: binary.mimeType };
	const size = await sizeOf(execution, ref);
	return {
		...file,
		...(await sampleOf(execution, ref)),
		field,
		size,
		sha256: await digestOf(execution, ref),
		text: size > mostBytesRead ? '' : await wordsOf(execution, binary, typeOf(file)),
	};
}
