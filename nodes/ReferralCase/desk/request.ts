import type { IExecuteFunctions } from 'n8n-workflow';
import type { HospitalEvent } from '../../../core/desk/hospital-event';
import type { LinkRole } from '../../../core/links/case-link';
import { parseClinicProfile, type ClinicProfile } from '../../../core/profile/clinic-profile';
import { parseSpecialist, type Specialist } from '../../../core/profile/specialist';
import type { CaseFile } from '../../../core/referral/events';
import { firstRow, type CaseRow } from '../../../core/referral/row';
import { readJson } from '../../shared/read-json';

/** A request as the Referral Desk Trigger let it in, with its files stored. */
export interface DeskRequest {
	door: 'case' | 'events' | 'sms' | 'board';
	method: string;
	token: string;
	link?: {
		rowId: number;
		caseId: string;
		role: LinkRole;
		linkVersion: number;
		/** End of validity, seconds since 1970. */
		exp: number;
	};
	fields?: Record<string, string>;
	filters?: Record<string, string>;
	clinicId?: string;
	specialistId?: string;
	webhookId?: string;
	event?: HospitalEvent;
	from?: string;
	text?: string;
	messageId?: string;
	files?: CaseFile[];
	receivedAt: string;
}

export const readRequest = (execution: IExecuteFunctions): DeskRequest =>
	readJson(execution, 'request', 0) as DeskRequest;

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

const jsonOf = (entry: unknown, column: string): unknown =>
	typeof entry === 'object' && entry !== null
		? (entry as Record<string, unknown>)[column]
		: undefined;

/** The profile of a clinic among the rows of vet_referral_clinics; one that cannot be read is left out. */
export function clinicAmong(
	execution: IExecuteFunctions,
	clinicId: string,
): ClinicProfile | undefined {
	for (const entry of listOf(readJson(execution, 'clinics', 0))) {
		const parsed = parseClinicProfile(jsonOf(entry, 'profile') ?? null);
		if (parsed.ok && parsed.value.id === clinicId) return parsed.value;
	}
	return undefined;
}

/** The directory: rows of vet_referral_specialists. Entries that cannot be read are left out. */
export const directoryOf = (execution: IExecuteFunctions): Specialist[] =>
	listOf(readJson(execution, 'directory', 0)).flatMap((entry) => {
		const parsed = parseSpecialist(jsonOf(entry, 'entry') ?? null);
		return parsed.ok ? [parsed.value] : [];
	});

/** The row a request is about, or nothing: the caller then learns no more than that. */
export function rowFor(request: DeskRequest, rows: readonly CaseRow[]): CaseRow | undefined {
	if (request.door === 'case') {
		const { link } = request;
		return rows.find((row) => row.caseId === link?.caseId && row.linkVersion === link.linkVersion);
	}
	if (request.door === 'events') {
		const row = firstRow(rows);
		return row?.specialistId === request.specialistId ? row : undefined;
	}
	const open = rows.filter((row) => row.open);
	return (open.length > 0 ? open : rows).reduce<CaseRow | undefined>(
		(latest, row) => (!latest || row.changedAt > latest.changedAt ? row : latest),
		undefined,
	);
}
