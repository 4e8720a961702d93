import { ok, refuse, type Result } from '../../core/result';
import type { DownloadFile, Http, UploadForm } from '../http';
import { createEzyVet } from './ezyvet/ezyvet';
import type { EzyVetVersions } from './ezyvet/versions';
import type { PimsConnector } from './pims';
import { createWebhookPims } from './webhook/webhook';

/** What the shell provides to every connector. */
export interface PimsTools {
	http: Http;
	download: DownloadFile;
	upload: UploadForm;
	sleep?: (milliseconds: number) => Promise<void>;
	now: () => string;
}

/** What a credential or a node sets; each connector takes what it knows. */
export interface PimsSettings {
	baseUrl?: string;
	allowUnverifiedWrites?: boolean;
	versions?: Partial<EzyVetVersions>;
	/** For a PIMS without an API: the body its webhook brought. */
	payload?: unknown;
	filingUrl?: string;
}

export interface PimsEntry {
	label: string;
	/** Name of the n8n credential type, where the PIMS needs one. */
	credentialName?: string;
	create(settings: PimsSettings, tools: PimsTools): Result<PimsConnector>;
}

const isHttpUrl = (url: string | undefined): url is string =>
	url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** Every practice system the pack knows. A new one is a folder beside this file and a line here. */
export const pimsRegistry = {
	ezyvet: {
		label: 'ezyVet',
		credentialName: 'ezyVetApi',
		create: ({ baseUrl, allowUnverifiedWrites = false, versions }, tools) =>
			isHttpUrl(baseUrl)
				? ok(
						createEzyVet({
							...tools,
							baseUrl,
							allowUnverifiedWrites,
							...(versions ? { versions } : {}),
						}),
					)
				: refuse(
						'base_url_invalid',
						'The base URL of ezyVet is missing or not an http address.',
						"Set 'Base URL' in the credential, usually https://api.ezyvet.com.",
					),
	},
	webhook: {
		label: 'Any PIMS by signed webhook',
		create: ({ payload, filingUrl }, tools) =>
			ok(createWebhookPims({ ...tools, payload, ...(filingUrl ? { filingUrl } : {}) })),
	},
} satisfies Record<string, PimsEntry>;

export type PimsId = keyof typeof pimsRegistry;

/** The entry of an id as stored in a workflow; `undefined` for one this version does not know. */
export const pimsEntry = (id: string): PimsEntry | undefined =>
	Object.hasOwn(pimsRegistry, id) ? pimsRegistry[id as PimsId] : undefined;
