import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ClinicProfile } from '../../../core/profile/clinic-profile';
import { foldEvents } from '../../../core/referral/evolve';
import { stateOf } from '../../../core/referral/row';
import {
	drillAlert,
	drillDue,
	drillKeyOf,
	isLostDrill,
	openDrill,
	readDrillResult,
	runningDrill,
	settleDrill,
	unopenedDrill,
	weekOf,
	type DrillResult,
} from '../../../core/watch/drill';
import { nowIso, stepContext } from '../../shared/ledger';
import { readJson } from '../../shared/read-json';
import { changeItem } from '../columns';
import { directoryOf } from '../desk/request';
import { aroundCases, clinicsOf, eachRow } from './around';
import { alertItem } from './staff-alerts';

const item = (json: IDataObject): INodeExecutionData => ({ json, pairedItem: { item: 0 } });
const settingOf = (clinic: ClinicProfile, result: DrillResult) => ({
	key: drillKeyOf(clinic.id),
	value: JSON.stringify(result),
});

/**
 * Looks which loop tests are due. Outputs: *Running*, the cases of tests to be judged; *Setting* and
 * *Row*, for each test that begins; *Alert*, for one that could not begin or was lost. While there is
 * something to alert, judging waits for the next time.
 */
export async function drillsDue(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const now = nowIso();
	const directory = directoryOf(this);
	const settings = readJson(this, 'settings', 0) as Array<Record<string, unknown>>;
	const running: INodeExecutionData[] = [];
	const notes: INodeExecutionData[] = [];
	const rows: INodeExecutionData[] = [];
	const alerts: INodeExecutionData[] = [];
	for (const clinic of clinicsOf(this).values()) {
		const { specialistId, hours } = clinic.drill;
		const specialist = directory.find(({ id }) => id === specialistId);
		const hospital = specialist?.hospital ?? '';
		const tell = (result: DrillResult): void => {
			const after = { told: [], setting: settingOf(clinic, result) };
			alerts.push(alertItem(drillAlert(clinic, result, hospital), after));
		};
		const stored = settings.find(({ key }) => key === drillKeyOf(clinic.id));
		const last = readDrillResult(stored?.value);
		if (last && isLostDrill(last, hours, now)) {
			tell(unopenedDrill(last.week, 'The test was begun and then lost.', now));
			continue;
		}
		if (last?.result === 'running') {
			running.push(item({ caseId: last.caseId }));
			continue;
		}
		const week = drillDue(clinic, last?.week ?? '', now);
		if (week === undefined) continue;
		const context = stepContext(foldEvents('', []), clinic, specialist, now);
		const opened = openDrill(clinic, specialist, week, context);
		if (!opened.ok) {
			tell(unopenedDrill(week, `${opened.refusal.message} ${opened.refusal.hint}`, now));
			continue;
		}
		const { columns } = opened.value;
		notes.push(item(settingOf(clinic, runningDrill(week, columns.caseId, now))));
		rows.push(item({ ...columns }));
	}
	return [alerts.length > 0 ? [] : running, notes, rows, alerts];
}

/**
 * Judges running loop tests. Outputs: *Save*, the write that ends a test or lets it go on; *Setting*, the result
 * of a test that passed; *Alert*, the message about one that failed, with its result. The write may lose to
 * another and is tried again at the next look, so the result comes only from a case that is closed.
 */
export async function judgeDrills(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { now, clinicOf, contextOf } = aroundCases(this);
	const save: INodeExecutionData[] = [];
	const notes: INodeExecutionData[] = [];
	const alerts: INodeExecutionData[] = [];
	eachRow(this, (row, itemIndex) => {
		const clinic = clinicOf(row);
		const settled = settleDrill(row, clinic, contextOf(row));
		if (!settled) return;
		const { change, judgement } = settled;
		if (change.changed) {
			save.push(changeItem(row.id, change, itemIndex));
			return;
		}
		if (!judgement) return;
		const result = { ...judgement, week: weekOf(stateOf(row)), caseId: row.caseId, at: now };
		const setting = settingOf(clinic, result);
		if (result.result === 'passed') notes.push(item(setting));
		else alerts.push(alertItem(drillAlert(clinic, result, row.hospital), { told: [], setting }));
	});
	return [save, notes, alerts];
}
