import { parseMultipart } from '../shared/http.mts';
import type { UploadedFile } from '../shared/http.mts';
import { detail, invalid, notFound, UNVERIFIED, unverified } from './answers.mts';
import type { Answer } from './answers.mts';
import type { Context } from './context.mts';
import { markerIn, patientOf, record } from './effects.mts';
import { render } from './render.mts';
import type { Row } from './store.mts';
import type { Call } from './writes.mts';

/**
 * POST /note/{id}/upload/ and /appointment/{id}/upload/: the routes are documented, the encoding is
 * not. Taken as multipart/form-data with one file under any name, the habit of the framework.
 */
export async function upload(
	context: Context,
	onto: 'note' | 'appointment',
	parent: Row,
	call: Call,
): Promise<Answer> {
	const { store, switches } = context;
	if (!switches.unverified) return unverified(`the encoding of POST ${call.path}`);
	if (!call.contentType.toLowerCase().startsWith('multipart/form-data')) {
		return detail(415, `Unsupported media type "${call.contentType}" in request.`, UNVERIFIED);
	}
	const form = await parseMultipart(call.contentType, call.body).catch(() => null);
	if (!form) return detail(400, 'Multipart form parse error.', UNVERIFIED);
	const [file] = form.files;
	const wrong = problemWith(form.files);
	if (!file || wrong) return invalid({ file: wrong ?? 'No file was submitted.' }, switches);
	const row = store.addFile(
		{
			[onto]: parent.id,
			patient: patientOf(context, onto, parent),
			name: file.name,
			mime_type: file.mimeType,
			...(Object.keys(form.fields).length > 0 ? { extra: form.fields } : {}),
		},
		file.bytes,
	);
	// A file without a marker of its own carries that of the note it hangs on.
	const own = `${file.name} ${JSON.stringify(form.fields)}`;
	const text = markerIn(own) ? own : JSON.stringify(parent);
	record(context, {
		...call,
		resource: 'upload',
		row,
		text,
		file: { name: file.name, sha256: file.sha256, bytes: file.bytes.length },
	});
	return { status: 201, json: render(context, 'upload', row), headers: UNVERIFIED };
}

function problemWith(files: UploadedFile[]): string | null {
	const [file] = files;
	if (!file) return 'No file was submitted.';
	if (files.length > 1) return 'One file at a time.';
	if (file.name === '') return 'The file needs a name.';
	return file.bytes.length === 0 ? 'The submitted file is empty.' : null;
}

/** The bytes of an upload: GET /{provet_id}/media/{id}/{name}, with the token of the API. */
export function media({ store }: Context, id: string): Answer {
	const row = /^\d+$/.test(id) ? store.get('upload', Number(id)) : undefined;
	const bytes = row && store.bytes(row.id);
	if (!row || !bytes) return notFound();
	return { status: 200, bytes, contentType: String(row.mime_type), headers: UNVERIFIED };
}

/** GET /patient_referral_feedback/{id}/attachment/: the file of a feedback. */
export function feedbackAttachment(context: Context, feedback: Row): Answer {
	const row = context.store.related('upload', 'feedback', feedback.id)[0];
	return row ? media(context, String(row.id)) : notFound();
}
