import { sleep } from 'n8n-workflow';
import { pimsEntry, type PimsSettings } from '../../connectors/pims/index';
import type { KeptFile } from '../../connectors/http';
import type { PimsConnector } from '../../connectors/pims/pims';
import { refuse, type Result } from '../../core/result';
import type { FileContext } from './binary';
import { nowIso } from './ledger';
import { limiterOf } from './limiters';
import { downloadFor, httpFor, uploadFor } from './transport';

/** Which practice system, and what one without an API needs instead of a credential. */
export interface PimsChoice {
	/** An id of the registry, as the parameter 'PIMS' gives it. */
	pims: string;
	/** For a PIMS without an API: the case that was handed in, and its files. */
	payload?: unknown;
	kept?: KeptFile;
	filingUrl?: string;
}

async function settingsOf(context: FileContext, credentialName: string): Promise<PimsSettings> {
	const { baseUrl, domain, provetId, siteId, groupSlug, allowUnverifiedWrites, requestsPerMinute } =
		await context.getCredentials<{
			baseUrl?: string;
			domain?: string;
			provetId?: string | number;
			siteId?: string | number;
			groupSlug?: string;
			allowUnverifiedWrites?: boolean;
			requestsPerMinute?: number;
		}>(credentialName);
	return {
		baseUrl,
		...(domain === undefined ? {} : { domain }),
		...(provetId === undefined ? {} : { provetId: String(provetId).trim() }),
		...(siteId === undefined ? {} : { siteId: String(siteId).trim() }),
		...(groupSlug === undefined ? {} : { groupSlug: groupSlug.trim() }),
		allowUnverifiedWrites: allowUnverifiedWrites === true,
		...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
	};
}

/** The site is part of a case's identity, so it comes from the credential and not from a name. */
export async function siteOf(context: FileContext, pimsId: string): Promise<string> {
	const entry = pimsEntry(pimsId);
	if (!entry?.credentialName || !entry.siteSetting) return '';
	const values = await context.getCredentials<Record<string, unknown>>(entry.credentialName);
	const site = values[entry.siteSetting];
	return typeof site === 'string' || typeof site === 'number' ? String(site).trim() : '';
}

/** What tells one connection from another: the credential that the node uses. */
const connectionOf = (context: FileContext, type: string): string => {
	const { id, name } = context.getNode().credentials?.[type] ?? {};
	return `${type} ${id ?? name ?? ''}`;
};

/**
 * The connector of the chosen practice system, with the credential of the node. Refuses an unknown
 * system and settings the connector cannot use.
 */
export async function pimsFor(
	context: FileContext,
	itemIndex: number,
	choice: PimsChoice,
): Promise<Result<PimsConnector>> {
	const entry = pimsEntry(choice.pims);
	if (!entry) {
		return refuse(
			'pims_unknown',
			'This version of the pack does not know the practice system that is set.',
			"Choose one of the list in 'PIMS', or update the pack.",
		);
	}
	const { credentialName } = entry;
	const settings = credentialName ? await settingsOf(context, credentialName) : {};
	const { payload, kept, filingUrl } = choice;
	return entry.create(
		{
			...settings,
			...(payload === undefined ? {} : { payload }),
			...(filingUrl ? { filingUrl } : {}),
		},
		{
			http: httpFor(context, itemIndex, credentialName),
			download: downloadFor(context, itemIndex, credentialName),
			upload: uploadFor(context, itemIndex, credentialName),
			...(kept ? { kept } : {}),
			sleep,
			...(credentialName ? { limiter: limiterOf(connectionOf(context, credentialName)) } : {}),
			now: nowIso,
		},
	);
}
