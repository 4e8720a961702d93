import { createHash } from 'node:crypto';
import {
	NodeOperationError,
	type IBinaryData,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type IPollFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';
import type { StoredFile } from '../../connectors/http';
import type { CaseFile } from '../../core/referral/events';

/** The contexts of n8n that can keep files. */
export type FileContext = IExecuteFunctions | IPollFunctions | IWebhookFunctions;

export type FileStream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

export interface FileName {
	name: string;
	mimeType: string;
}

const helpersOf = (context: FileContext): IExecuteFunctions['helpers'] =>
	('nodeHelpers' in context
		? { ...context.helpers, ...context.nodeHelpers }
		: context.helpers) as IExecuteFunctions['helpers'];

/** Opens what `ref` names, to be read once from the start. */
export const openFile = async (context: FileContext, ref: string): Promise<FileStream> =>
	await helpersOf(context).getBinaryStream(ref);

/** SHA-256 of a stored file in lower-case hex, read as a stream. */
export async function digestOf(context: FileContext, ref: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of await openFile(context, ref)) hash.update(chunk as Uint8Array);
	return hash.digest('hex');
}

const headBytes = 65_536;
const tailBytes = 4096;

/** The first and the last bytes of a stored file; it is read as a stream and never held as a whole. */
export async function sampleOf(
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

/** Size of a stored file in bytes. */
export const sizeOf = async (context: FileContext, ref: string): Promise<number> =>
	(await helpersOf(context).getBinaryMetadata(ref)).fileSize;

async function measured(
	context: FileContext,
	binary: IBinaryData,
	{ name, mimeType }: FileName,
): Promise<StoredFile> {
	const ref = binary.id;
	if (!ref) {
		throw new NodeOperationError(context.getNode(), 'n8n keeps files in memory here', {
			description:
				"Files of a case need n8n's file store: set N8N_DEFAULT_BINARY_DATA_MODE to filesystem, database or s3.",
		});
	}
	const size = await sizeOf(context, ref);
	return { ref, name, mimeType, size, sha256: await digestOf(context, ref) };
}

/** Streams a file into n8n's store; size and checksum are measured on what was stored. */
export async function storeStream(
	context: FileContext,
	stream: FileStream,
	file: FileName,
): Promise<StoredFile> {
	const binary = await helpersOf(context).prepareBinaryData(stream, file.name, file.mimeType);
	return await measured(context, binary, file);
}

/** Keeps bytes that are in memory already, such as a PDF that was just made. */
export async function storeBytes(
	context: FileContext,
	bytes: Uint8Array,
	file: FileName,
): Promise<StoredFile> {
	const binary = await helpersOf(context).prepareBinaryData(
		Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
		file.name,
		file.mimeType,
	);
	return await measured(context, binary, file);
}

/** A stored file as a web stream, read from the store when it is asked for. */
export function webStream(context: FileContext, ref: string): ReadableStream<Uint8Array> {
	let chunks: AsyncIterator<unknown> | undefined;
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			chunks ??= (await openFile(context, ref))[Symbol.asyncIterator]();
			const next = await chunks.next();
			if (next.done) controller.close();
			else controller.enqueue(next.value as Uint8Array);
		},
		async cancel() {
			await chunks?.return?.();
		},
	});
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
	const reader = stream.getReader();
	for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

/**
 * Stores what a web stream brings. n8n's stores take Node's own streams only, and nodes may not import
 * them: the class is taken from the stream of a file that is already stored.
 */
export async function storeWebStream(
	context: FileContext,
	stream: ReadableStream<Uint8Array>,
	file: FileName,
	storedRef: string,
): Promise<StoredFile> {
	const sample = await openFile(context, storedRef);
	const { from } = sample.constructor as unknown as {
		from(chunks: AsyncIterable<Uint8Array>): FileStream;
	};
	sample.destroy();
	return await storeStream(context, from(chunksOf(stream)), file);
}

const extensionOf = (name: string): string | undefined =>
	/\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase();

/** A file of a case as n8n's own nodes take it, for instance Send Email. The bytes stay where they are. */
export function fileAsBinary(
	file: Pick<CaseFile, 'name' | 'mimeType' | 'size' | 'ref'>,
): IBinaryData {
	const ref = file.ref ?? '';
	const extension = extensionOf(file.name);
	return {
		id: ref,
		data: ref.split(':')[0] ?? '',
		mimeType: file.mimeType,
		fileName: file.name,
		fileSize: sizeText(file.size),
		bytes: file.size,
		...(extension ? { fileExtension: extension } : {}),
	};
}

/** A size as people read it, e.g. `1.2 MB`. */
export function sizeText(bytes: number): string {
	if (bytes < 1000) return `${bytes} B`;
	const [unit, factor] = bytes < 1_000_000 ? ['kB', 1000] : ['MB', 1_000_000];
	return `${(bytes / (factor as number)).toFixed(1)} ${unit}`;
}

/**
 * A file of the form that reads its bytes from n8n's store while they are sent, so that a large file
 * is never held in memory. `File` asks for its parts at once; this one only says how long it is.
 */
function streamedFile(context: FileContext, file: FileName & { ref: string; size: number }): File {
	const open = async (): Promise<FileStream> => await openFile(context, file.ref);
	class StreamedFile extends File {
		constructor() {
			super([], file.name, { type: file.mimeType });
			Object.defineProperty(this, 'size', { value: file.size });
		}

		async *[Symbol.asyncIterator]() {
			yield* await open();
		}

		stream() {
			return this as never;
		}
	}
	return new StreamedFile();
}

/** A multipart form of text fields and one stored file. It can be sent once. */
export async function formWith(
	context: FileContext,
	fields: Record<string, string>,
	file: FileName & { ref: string; field: string },
): Promise<IHttpRequestOptions['body']> {
	const size = await sizeOf(context, file.ref);
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	form.append(file.field, streamedFile(context, { ...file, size }));
	return form as unknown as IHttpRequestOptions['body'];
}
