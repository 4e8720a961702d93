import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import type { SentFile } from '../../connectors/specialist/specialist';
import type { CaseFile } from '../../core/referral/events';

/** How long the links to the files work; the hospital fetches them at once. */
const linksWork = '30d';

/** The files of a case as a hospital gets them: measured, and with an address to fetch them from. */
export const sentFiles = (execution: IExecuteFunctions, files: readonly CaseFile[]): SentFile[] =>
	files.map(({ name, kind, mimeType, size, sha256, ref }) => {
		const stored = { id: ref } as IBinaryData;
		const url = execution.helpers.createBinarySignedUrl(stored, linksWork);
		return { name, kind, mimeType, size, sha256, url };
	});
