import { createHash } from 'node:crypto';

/** What makes a referral this referral and no other. */
export interface CaseIdentity {
	pims: string;
	/** The site of the PIMS, e.g. ezyVet `site_uid`; empty where the system has one site only. */
	site: string;
	/** The PIMS record that carries the mark, and which mark of that record. */
	eventId: string;
	version: string;
	/** The hospital service asked for, when the mark itself says so. */
	service?: string;
	/** The case this one replaces after a redirect. */
	parentCaseId?: string;
}

/**
 * The deterministic number of a case: the same mark always gives the same number, so a double click
 * or a webhook fired twice is one case. 48 bits: 1 chance in 56 million of a clash among 100,000 cases
 * of one clinic group, and a clash would be seen as a repeat of another patient and refused.
 */
export function caseIdOf(identity: CaseIdentity): string {
	const { pims, site, eventId, version, service = '', parentCaseId = '' } = identity;
	const digest = createHash('sha256')
		.update(JSON.stringify([pims, site, eventId, version, service, parentCaseId]))
		.digest('hex');
	return `REF-${digest.slice(0, 12)}`;
}

/** Stands for the mark of a case that was handed in: the same parts always give the same id. */
export const handInId = (parts: readonly unknown[]): string =>
	`hand-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24)}`;

/** The marker a write into a PIMS carries, e.g. `REF-1a2b3c4d5e6f/report/1`. */
export const pimsMarker = (caseId: string, purpose: string, part: string | number): string =>
	`${caseId}/${purpose}/${part}`;

/** Whether a text is a case number. */
export const isCaseId = (value: unknown): value is string =>
	typeof value === 'string' && /^REF-[0-9a-f]{12}$/.test(value);
