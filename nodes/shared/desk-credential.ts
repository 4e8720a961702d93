import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import {
	signCaseLink,
	type CaseLink,
	type LinkKeys,
	type LinkRole,
} from '../../core/links/case-link';

/** The Referral Desk API credential, as the nodes use it. */
export interface Desk {
	publicUrl: string;
	internalUrl: string;
	path: string;
	secret: string;
	/** Current secret first; both are accepted, only the first signs. */
	secrets: string[];
	keys: LinkKeys;
	pimsWebhookSecret: string;
	/** For a hospital: the webhook secrets that referring clinics gave it. */
	clinicSecrets: string[];
}

/** Links live as long as a case can: half a year. */
const linkDays = 180;

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** Reads the Referral Desk API credential of a node. */
export async function readDesk(context: IExecuteFunctions | IWebhookFunctions): Promise<Desk> {
	const credential = await context.getCredentials('referralDeskApi');
	const secret = text(credential.secret);
	const previous = text(credential.previousSecret);
	const publicUrl = withoutSlash(text(credential.publicUrl));
	return {
		publicUrl,
		internalUrl: withoutSlash(text(credential.internalUrl)) || publicUrl,
		path: text(credential.path) || 'vet-referral',
		secret,
		secrets: previous ? [secret, previous] : [secret],
		keys: {
			keyId: text(credential.keyId) || 'k1',
			secret,
			...(previous
				? { previous: { keyId: text(credential.previousKeyId) || 'k0', secret: previous } }
				: {}),
		},
		pimsWebhookSecret: text(credential.pimsWebhookSecret),
		clinicSecrets: text(credential.clinicSecrets)
			.split(/[\s,;]+/)
			.filter(Boolean),
	};
}

/** The address of one of the desk's doors. */
export const doorUrl = (desk: Desk, door: string): string =>
	`${desk.publicUrl}/webhook/${desk.path}/${door}`;

/** The doors of roles that have pages of their own; all others open the page of a case. */
const doorsOfRoles: Partial<Record<LinkRole, string>> = {
	board: 'board',
	hospital: 'worklist',
	intake: 'filing',
};

/** A signed link to the page of a case for one role. `nowSeconds` since 1970. */
export function caseUrl(
	desk: Desk,
	row: { id: number; caseId: string; linkVersion: number },
	role: LinkRole,
	nowSeconds: number,
	subject?: string,
): string {
	const link: CaseLink = {
		rowId: row.id,
		caseId: row.caseId,
		role,
		linkVersion: row.linkVersion,
		exp: nowSeconds + linkDays * 86_400,
		...(subject === undefined ? {} : { subject }),
	};
	const door = doorsOfRoles[role] ?? 'case';
	return `${doorUrl(desk, door)}?t=${encodeURIComponent(signCaseLink(link, desk.keys))}`;
}

/** The address at which n8n reaches its own waiting execution: the public one may not be reachable from inside. */
export const internalAddress = (desk: Desk, url: string): string => {
	if (url === '' || desk.internalUrl === '') return url;
	const { pathname, search } = new URL(url);
	return `${desk.internalUrl}${pathname}${search}`;
};
