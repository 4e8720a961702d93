import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { StaffCase } from '../../../core/desk/staff-message';
import { asksOf } from '../../../core/referral/asks';
import { stateOf } from '../../../core/referral/row';
import { listDue, listKeyOf, morningList, toldOverdue } from '../../../core/watch/morning-list';
import { readDesk } from '../../shared/desk-credential';
import { nowIso } from '../../shared/ledger';
import { readJson } from '../../shared/read-json';
import { aroundCases, clinicsOf, eachRow } from './around';
import { alertItem, staffCase } from './staff-alerts';

interface Setting {
	key?: unknown;
	value?: unknown;
}

/** The clinics whose list of overdue work is due this morning. Settings are rows `{ key, value }`. */
export async function findListsDue(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const now = nowIso();
	const given = readJson(this, 'settings', 0);
	const settings = (Array.isArray(given) ? given : [given]) as Setting[];
	const lastDays = new Map(settings.map((row) => [String(row?.key), String(row?.value)]));
	return [
		[...clinicsOf(this).values()].flatMap((clinic) => {
			const lastDay = lastDays.get(listKeyOf(clinic.id)) ?? '';
			const day = clinic.morningList ? listDue(clinic, lastDay, now) : undefined;
			return day ? [{ json: { clinicId: clinic.id, day, now }, pairedItem: { item: 0 } }] : [];
		}),
	];
}

/** One list for each clinic of the rows that came in: what was told as overdue and still lies there. */
export async function composeLists(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const desk = await readDesk(this);
	const { now, clinicOf, contextOf } = aroundCases(this);
	const due = readJson(this, 'lists', 0) as Array<{ clinicId: string; day: string }>;
	const cases = new Map<string, StaffCase[]>();
	const profiles = new Map<string, ReturnType<typeof clinicOf>>();
	eachRow(this, (row) => {
		const state = stateOf(row);
		const tells = toldOverdue(state, asksOf(state, contextOf(row)), now);
		if (tells.length === 0) return;
		profiles.set(row.clinicId, clinicOf(row));
		cases.set(row.clinicId, [...(cases.get(row.clinicId) ?? []), staffCase(desk, row, tells, now)]);
	});
	return [
		due.flatMap(({ clinicId, day }) => {
			const clinic = profiles.get(clinicId);
			const list = clinic && morningList(clinic, cases.get(clinicId) ?? []);
			const setting = { key: listKeyOf(clinicId), value: day };
			return list ? [alertItem(list, { told: [], setting })] : [];
		}),
	];
}
