import { ok, refuse, type Result } from '../../core/result';
import type { DownloadFile, Http, KeptFile, UploadForm } from '../http';
import { createCornerstone } from './cornerstone/cornerstone';
import { createDataPoint } from './cornerstone-datapoint/datapoint';
import { createEzyVet } from './ezyvet/ezyvet';
import type { EzyVetVersions } from './ezyvet/versions';
import type { RollingLimiter } from './limiter';
import type { PimsConnector } from './pims';
import { createProvetCloud } from './provet-cloud/provet-cloud';
import { createWebhookPims } from './webhook/webhook';

/** What the shell provides to every connector. */
export interface PimsTools {
	http: Http;
	download: DownloadFile;
	upload: UploadForm;
	/** Files that were handed in with the case. */
	kept?: KeptFile;
	sleep?: (milliseconds: number) => Promise<void>;
	/** Counts the calls of this connection across executions; without it each connector counts alone. */
	limiter?: RollingLimiter;
	now: () => string;
}

/** What a credential or a node sets; each connector takes what it knows. */
export interface PimsSettings {
	baseUrl?: string;
	/** Provet Cloud: host of the installation, or `other` for the base URL. */
	domain?: string;
	/** Provet Cloud: number of the installation. */
	provetId?: string;
	/** DataPoint: number of the site, and name of the group it belongs to. */
	siteId?: string;
	groupSlug?: string;
	allowUnverifiedWrites?: boolean;
	/** Calls a minute that this connection may make; 0 = no limit of ours. Default: the vendor's. */
	requestsPerMinute?: number;
	versions?: Partial<EzyVetVersions>;
	/** For a PIMS without an API: the case that was handed in. */
	payload?: unknown;
	filingUrl?: string;
}

export interface PimsEntry {
	label: string;
	/** Name of the n8n credential type, where the PIMS needs one. */
	credentialName?: string;
	/** The setting that tells one site from another; part of a case's identity. */
	siteSetting?: 'siteUid' | 'provetId' | 'siteId';
	create(settings: PimsSettings, tools: PimsTools): Result<PimsConnector>;
}

const isHttpUrl = (url: string | undefined): url is string =>
	url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** Every practice system the pack knows. A new one is a folder beside this file and a line here. */
export const pimsRegistry = {
	cornerstone: {
		label: 'Cornerstone (Hand-Off)',
		create: ({ payload }, tools) => ok(createCornerstone({ ...tools, payload })),
	},
	datapoint: {
		label: 'Cornerstone (IDEXX DataPoint)',
		credentialName: 'dataPointApi',
		siteSetting: 'siteId',
		create: ({ baseUrl, siteId = '', groupSlug = '' }, tools) => {
			if (!isHttpUrl(baseUrl)) {
				return refuse(
					'base_url_invalid',
					'The base URL of DataPoint is missing or not an http address.',
					"Set 'Base URL' in the credential, usually https://io.datapointapi.com.",
				);
			}
			if (!/^\d+$/.test(siteId) || groupSlug === '') {
				return refuse(
					'site_id_invalid',
					'The site of DataPoint is not set, or its number is none.',
					"Set 'Site ID' and 'Group' in the credential, as IDEXX gave them to you.",
				);
			}
			return ok(createDataPoint({ ...tools, baseUrl, siteId, groupSlug }));
		},
	},
	ezyvet: {
		label: 'ezyVet',
		credentialName: 'ezyVetApi',
		siteSetting: 'siteUid',
		create: ({ baseUrl, allowUnverifiedWrites = false, requestsPerMinute, versions }, tools) =>
			isHttpUrl(baseUrl)
				? ok(
						createEzyVet({
							...tools,
							baseUrl,
							allowUnverifiedWrites,
							...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
							...(versions ? { versions } : {}),
						}),
					)
				: refuse(
						'base_url_invalid',
						'The base URL of ezyVet is missing or not an http address.',
						"Set 'Base URL' in the credential, usually https://api.ezyvet.com.",
					),
	},
	provet: {
		label: 'Provet Cloud',
		credentialName: 'provetCloudApi',
		siteSetting: 'provetId',
		create: ({ baseUrl, domain, provetId = '', allowUnverifiedWrites = false }, tools) => {
			const host = !domain || domain === 'other' ? baseUrl : `https://${domain}`;
			if (!isHttpUrl(host)) {
				return refuse(
					'base_url_invalid',
					'The address of Provet Cloud is missing or not an http address.',
					"Choose a 'Domain' in the credential, or 'Other' with a 'Base URL'.",
				);
			}
			if (!/^\d+$/.test(provetId)) {
				return refuse(
					'provet_id_invalid',
					'The Provet ID of the credential is not a number.',
					"Set 'Provet ID': the number in the address of your Provet Cloud, such as 4021.",
				);
			}
			return ok(createProvetCloud({ ...tools, host, provetId, allowUnverifiedWrites }));
		},
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
