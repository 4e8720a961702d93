import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { callDayDue, callsOf, mostUrgentFirst, type Call } from '../../../core/board/call-list';
import { callMail } from '../../../core/board/call-mail';
import { callQueries } from '../../../core/board/board-query';
import { defaultClinicProfile } from '../../../core/profile/clinic-profile';
import { asksOf } from '../../../core/referral/asks';
import { stateOf, type CaseRow } from '../../../core/referral/row';
import { caseUrl, doorUrl, readDesk, type Desk } from '../../shared/desk-credential';
import { nowIso, stepContext } from '../../shared/ledger';
import { readJson } from '../../shared/read-json';
import { directoryOf } from '../desk/request';
import { clinicsOf } from '../watch/around';
import { rowsIn, settingsOf } from './around';

/** With so many rows the readings of a list may have left some out. */
export const callReadingSize = 200;

/** The calls that the rows which came in lead to, most urgent first. */
export function callsAmong(
	execution: IExecuteFunctions,
	rows: readonly CaseRow[],
	now: string,
): Call[] {
	const profiles = clinicsOf(execution);
	const directory = new Map(directoryOf(execution).map((entry) => [entry.id, entry]));
	const calls = rows.flatMap((row) => {
		const clinic = profiles.get(row.clinicId) ?? defaultClinicProfile(row.clinicId);
		const specialist = directory.get(row.specialistId);
		try {
			const state = stateOf(row);
			if (state.test) return [];
			const asks = asksOf(state, stepContext(state, clinic, specialist, now));
			return callsOf(row, state, asks, { clinic, specialist, now });
		} catch (error) {
			execution.logger.error('A referral case could not be looked at', {
				rowId: row.id,
				reason: error instanceof Error ? error.message : 'unknown',
			});
			return [];
		}
	});
	return mostUrgentFirst(calls);
}

const listKeyOf = (clinicId: string): string => `calls:${clinicId}`;

/**
 * For each clinic whose list is due: the readings it needs, one item each, with the setting that says
 * that the day is dealt with.
 */
export async function dueCalls(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const now = nowIso();
	const lastDays = new Map(settingsOf(this).map(({ key, value }) => [key, value]));
	const due = [...clinicsOf(this).values()].flatMap((clinic) => {
		const key = listKeyOf(clinic.id);
		const day = callDayDue(clinic, lastDays.get(key) ?? '', now);
		return day ? [{ clinicId: clinic.id, key, value: day }] : [];
	});
	const item = (json: object) => ({ json: json as IDataObject, pairedItem: { item: 0 } });
	return [
		due.flatMap((setting) =>
			callQueries([setting.clinicId], now).map((query) => item({ ...query, setting })),
		),
	];
}

/** The call list of a clinic, behind a signed link. */
const callsUrl = (desk: Desk, clinicId: string, nowSeconds: number): string => {
	const board = caseUrl(
		desk,
		{ id: 0, caseId: 'board', linkVersion: 1 },
		'board',
		nowSeconds,
		clinicId,
	);
	const { searchParams } = new URL(board);
	searchParams.set('view', 'calls');
	return `${doorUrl(desk, 'board')}?${searchParams.toString()}`;
};

/** One mail for each clinic of the lists that has calls to make; a clinic without is left in peace. */
export async function writeCalls(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const now = nowIso();
	const desk = await readDesk(this);
	const given = readJson(this, 'callLists', 0);
	const lists = (Array.isArray(given) ? given : []) as Array<{ setting?: { clinicId: string } }>;
	const due = [...new Set(lists.map(({ setting }) => setting?.clinicId ?? ''))];
	const profiles = clinicsOf(this);
	const calls = callsAmong(this, rowsIn(this, due), now);
	return [
		due.flatMap((clinicId) => {
			const own = calls.filter((call) => call.clinicId === clinicId);
			const clinic = profiles.get(clinicId);
			if (!clinic || own.length === 0) return [];
			const url = callsUrl(desk, clinicId, Math.floor(Date.parse(now) / 1000));
			return [{ json: { clinicId, ...callMail(clinic, own, url) }, pairedItem: { item: 0 } }];
		}),
	];
}
