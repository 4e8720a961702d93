import type { IExecuteFunctions } from 'n8n-workflow';
import {
	hospitalOfSubject,
	isLinkCurrent,
	type Hospital,
	type Setting,
} from '../../../core/desk/worklist-hospital';
import type { Specialist } from '../../../core/profile/specialist';
import { readJson } from '../../shared/read-json';
import { directoryOf } from '../desk/request';

/** A request to a worklist as the Referral Desk Trigger let it in. */
export interface WorklistRequest {
	method: string;
	token: string;
	/** What the signed link says of its hospital. */
	subject: string;
	linkVersion: number;
	/** End of validity, seconds since 1970. */
	exp: number;
	fields: Record<string, string>;
	filters: Record<string, string>;
	receivedAt: string;
}

export const readWorklistRequest = (execution: IExecuteFunctions): WorklistRequest =>
	readJson(execution, 'request', 0) as WorklistRequest;

/** The rows of vet_referral_settings. */
export function settingsOf(execution: IExecuteFunctions): Array<Setting & { id: number }> {
	const value = readJson(execution, 'settings', 0);
	return (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((entry) => {
		const row = entry as Partial<Setting & { id: number }> | undefined | null;
		return typeof row?.key === 'string'
			? [{ id: Number(row.id ?? 0), key: row.key, value: String(row.value ?? '') }]
			: [];
	});
}

/** The hospital whose worklist the link opens; nothing when the link was withdrawn or leads nowhere. */
export function admitted(
	execution: IExecuteFunctions,
	request: WorklistRequest,
): { hospital: Hospital; directory: Specialist[] } | undefined {
	const directory = directoryOf(execution);
	const hospital = hospitalOfSubject(request.subject, directory);
	return hospital && isLinkCurrent(request, hospital, settingsOf(execution))
		? { hospital, directory }
		: undefined;
}
