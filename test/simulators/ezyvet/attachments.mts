import { parseMultipart } from '../shared/http.mts';
import { envelope, notFound, problem, unverified } from './answers.mts';
import type { Answer } from './answers.mts';
import { onlyKeys, whole, wrong } from './body.mts';
import type { Context } from './context.mts';
import { render } from './lists.mts';

/** Parents an attachment may have, in the vendor's spelling, and the endpoint that holds them. */
const PARENTS: Record<string, string> = {
	Animal: 'animal',
	Consult: 'consult',
	Contact: 'contact',
	Appointment: 'appointment',
};

/**
 * GET /v1/attachment/download/{id}: the file as an octet stream, with no name and no type of its
 * own (vendor's collection).
 */
export function download({ store }: Context, id: string): Answer {
	const bytes = /^\d+$/.test(id) ? store.bytes(Number(id)) : undefined;
	if (!bytes) return notFound();
	return { status: 200, bytes, contentType: 'application/octet-stream' };
}

/**
 * POST /v1/attachment: record type and id, notes and the file's binary data are documented, the
 * multipart encoding and its field names are not, so it counts as unverified.
 */
export async function upload(context: Context, contentType: string, body: Buffer): Promise<Answer> {
	const { store, switches } = context;
	if (!contentType.toLowerCase().startsWith('multipart/form-data')) {
		const text = 'An attachment takes the binary data of the file as multipart/form-data.';
		return problem(415, 'UnsupportedMediaTypeException', text);
	}
	if (!switches.allowUnverified) return unverified('POST /v1/attachment');
	let form;
	try {
		form = await parseMultipart(contentType, body);
	} catch {
		return wrong('The multipart body is broken.', '').answer;
	}
	const keys = onlyKeys(form.fields, ['record_type', 'record_id', 'notes', 'name']);
	if (!keys.ok) return keys.answer;
	const type = form.fields.record_type ?? '';
	const resource = Object.hasOwn(PARENTS, type) ? PARENTS[type] : undefined;
	if (!resource) {
		const names = Object.keys(PARENTS).join(', ');
		return wrong(`record_type is one of ${names}.`, 'record_type').answer;
	}
	const recordId = whole(form.fields.record_id);
	if (recordId === null || !store.get(resource, recordId)) {
		return wrong(`record_id names no ${resource}.`, 'record_id').answer;
	}
	const [file] = form.files;
	if (!file || form.files.length > 1 || file.field !== 'file') {
		return wrong('Exactly one file in the field "file" is required.', 'file').answer;
	}
	if (file.bytes.length === 0) return wrong('The file is empty.', 'file').answer;
	const name = form.fields.name ?? file.name;
	if (!name) return wrong('The file needs a name.', 'file').answer;
	const row = store.addFile(
		{
			record_type: type,
			record_id: recordId,
			name,
			mime_type: file.mimeType,
			notes: form.fields.notes ?? '',
		},
		file.bytes,
	);
	row.file_download_url = `${context.url()}/v1/attachment/download/${row.id}`;
	return envelope(1, store.now(), [render('attachment', 1, row, store, switches)]);
}
