import { sleep } from 'n8n-workflow';
import { pimsEntry, type PimsSettings } from '../../connectors/pims/index';
import type { PimsConnector } from '../../connectors/pims/pims';
import { refuse, type Result } from '../../core/result';
import type { FileContext } from './binary';
import { nowIso } from './ledger';
import { downloadFor, httpFor, uploadFor } from './transport';

/** Which practice system, and what one without an API needs instead of a credential. */
export interface PimsChoice {
	/** `ezyvet` or `webhook`, as the parameter 'PIMS' gives it. */
	pims: string;
	/** For a PIMS without an API: the body its webhook brought. */
	payload?: unknown;
	filingUrl?: string;
}

async function settingsOf(context: FileContext, credentialName: string): Promise<PimsSettings> {
	const { baseUrl, allowUnverifiedWrites } = await context.getCredentials<{
		baseUrl?: string;
		allowUnverifiedWrites?: boolean;
	}>(credentialName);
	return { baseUrl, allowUnverifiedWrites: allowUnverifiedWrites === true };
}

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
	const { payload, filingUrl } = choice;
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
			sleep,
			now: nowIso,
		},
	);
}
