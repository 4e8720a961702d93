import type { IBinaryData, IWebhookFunctions } from 'n8n-workflow';
import { verifyCaseLink, type LinkRole } from '../../core/links/case-link';
import { isPageNonce } from '../../core/links/page-nonce';
import { readDesk } from '../shared/desk-credential';
import { nowIso } from '../shared/ledger';
import { away, type Opened } from './opened';

interface UploadedFile {
	filepath: string;
	originalFilename?: string | null;
	newFilename?: string;
	mimetype?: string | null;
	size?: number;
}

export const one = (value: unknown): string => {
	const first: unknown = Array.isArray(value) ? value[0] : value;
	return typeof first === 'string' ? first : '';
};

/** Form fields as plain text: a repeated field keeps its first value. */
export const fieldsOf = (data: unknown): Record<string, string> =>
	typeof data === 'object' && data !== null
		? Object.fromEntries(Object.entries(data).map(([name, value]) => [name, one(value)]))
		: {};

/** Moves uploads into n8n's binary store. An empty file input posts a file without a name. */
async function uploadsOf(context: IWebhookFunctions, files: unknown): Promise<IBinaryData[]> {
	const all = Object.values((files ?? {}) as Record<string, UploadedFile | UploadedFile[]>).flat();
	const given = all.filter((file) => (file.size ?? 0) > 0);
	return await Promise.all(
		given.map(
			async (file) =>
				await context.nodeHelpers.copyBinaryFile(
					file.filepath,
					file.originalFilename ?? 'file',
					file.mimetype ?? 'application/octet-stream',
				),
		),
	);
}

/** Roles that have a page of a case; a link made for another door opens none. */
const pageRoles: readonly LinkRole[] = ['release', 'specialist', 'clinic', 'owner'];

/** The pages of a case: the signed link says which case and in which role. */
export async function caseDoor(this: IWebhookFunctions): Promise<Opened> {
	const desk = await readDesk(this);
	const token = one((this.getQueryData() as { t?: unknown }).t);
	const now = nowIso();
	const link = verifyCaseLink(token, desk.keys, Math.floor(Date.parse(now) / 1000));
	if (!link.ok) return away(link.refusal.code === 'link_expired' ? 410 : 401, 'page');
	const { rowId, caseId, role, linkVersion, exp, subject } = link.value;
	if (!pageRoles.includes(role)) return away(401, 'page');
	const body: unknown = this.getBodyData();
	const multipart = typeof body === 'object' && body !== null && 'data' in body && 'files' in body;
	const { data, files } = (multipart ? body : { data: body, files: {} }) as {
		data: unknown;
		files: unknown;
	};
	const posted = this.getRequestObject().method === 'POST';
	const fields = posted ? fieldsOf(data) : {};
	// A form that came from no page of ours counts as one whose time is over.
	if (!isPageNonce(fields.nonce ?? '', token, desk.keys)) delete fields.nonce;
	return {
		request: {
			lookup: { column: 'id', value: rowId },
			link: { rowId, caseId, role, linkVersion, exp, subject },
			token,
			fields,
			files: posted ? await uploadsOf(this, files) : [],
			receivedAt: now,
		},
	};
}

/** The board of a clinic: a signed link of its own, never that of a case. */
export async function boardDoor(this: IWebhookFunctions): Promise<Opened> {
	if (this.getRequestObject().method !== 'GET') return away(404, 'page');
	const desk = await readDesk(this);
	const query = this.getQueryData() as Record<string, unknown>;
	const token = one(query.t);
	const now = nowIso();
	const link = verifyCaseLink(token, desk.keys, Math.floor(Date.parse(now) / 1000));
	if (!link.ok) return away(link.refusal.code === 'link_expired' ? 410 : 401, 'page');
	if (link.value.role !== 'board') return away(401, 'page');
	const clinicId = link.value.subject ?? '';
	return {
		request: {
			lookup: { column: 'clinicId', value: clinicId },
			clinicId,
			token,
			filters: fieldsOf(query),
			receivedAt: now,
		},
	};
}
