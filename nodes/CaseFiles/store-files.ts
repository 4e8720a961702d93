import { z } from 'zod';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { CaseFile } from '../../core/referral/events';
import { openFile, storeBytes, storeStream } from '../shared/binary';

const documentSchema = z.object({
	name: z.string(),
	mimeType: z.string(),
	kind: z.string(),
	contentBase64: z.string(),
});
const withDocuments = z
	.object({
		event: z
			.object({
				message: z
					.object({
						data: z.object({ documents: z.array(documentSchema) }).passthrough(),
					})
					.passthrough(),
			})
			.passthrough(),
	})
	.passthrough();

/**
 * Puts what came through a door into the file store of this execution and says what it is: uploads of
 * a page, or the documents of a signed event, whose checksums the door has checked.
 */
export async function storeFiles(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[][]> {
	const item = this.getInputData()[itemIndex];
	if (!item) return [[]];
	const files: CaseFile[] = [];
	for (const binary of Object.values(item.binary ?? {})) {
		const file = { name: binary.fileName ?? 'file', mimeType: binary.mimeType };
		const stored = await storeStream(this, await openFile(this, binary.id ?? ''), file);
		files.push({ ...stored, kind: 'report' });
	}
	const parsed = withDocuments.safeParse(item.json);
	if (!parsed.success) {
		return [[{ json: { ...item.json, files: files as never }, pairedItem: { item: itemIndex } }]];
	}
	const { data } = parsed.data.event.message;
	for (const document of data.documents) {
		const bytes = Buffer.from(document.contentBase64, 'base64');
		files.push({ ...(await storeBytes(this, bytes, document)), kind: document.kind });
	}
	const json = structuredClone(parsed.data);
	json.event.message.data.documents = [];
	return [[{ json: { ...json, files: files as never }, pairedItem: { item: itemIndex } }]];
}
