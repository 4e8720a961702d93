import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { sortedWorklist } from '../../../core/desk/worklist';
import {
	digestDue,
	digestKey,
	digestMail,
	digestMarks,
	noDigest,
} from '../../../core/desk/worklist-digest';
import { hospitalsOf, lookupsOf, type Hospital } from '../../../core/desk/worklist-hospital';
import type { Specialist } from '../../../core/profile/specialist';
import { readDesk } from '../../shared/desk-credential';
import { nowIso } from '../../shared/ledger';
import { directoryOf } from '../desk/request';
import { arounds, casesOf, linesOf } from './around';
import { settingsOf } from './request';
import { worklistUrl } from './worklist-links';

/** A hospital whose daily mail is due. */
interface Due {
	hospital: Hospital;
	date: string;
	/** The row of the settings that is claimed; of two with one key the lowest id counts. */
	row?: { id: number; value: string };
}

function dueNow(
	execution: IExecuteFunctions,
	directory: readonly Specialist[],
	now: string,
): Due[] {
	const settings = settingsOf(execution);
	const timeOfDay = String(execution.getNodeParameter('digestTime', 0, '08:00')).padStart(5, '0');
	return hospitalsOf(directory).flatMap((hospital) => {
		const [row] = settings
			.filter(({ key }) => key === digestKey(hospital))
			.sort((a, b) => a.id - b.id);
		const date = digestDue(hospital, row?.value ?? noDigest, now, timeOfDay);
		return date === undefined ? [] : [{ hospital, date, row }];
	});
}

/**
 * Finds the hospitals whose daily mail is due now. Outputs: *Read*, with the cases to read for them; *New*,
 * with the row of the settings that a hospital needs before its first mail.
 */
export async function dueDigests(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const due = dueNow(this, directoryOf(this), nowIso());
	const item = (json: IDataObject): INodeExecutionData => ({ json, pairedItem: { item: 0 } });
	const fresh = due.filter(({ row }) => !row);
	if (fresh.length > 0) {
		const rows = fresh.map(({ hospital }) => item({ key: digestKey(hospital), value: noDigest }));
		return await Promise.resolve([[], rows]);
	}
	const lookups = due.flatMap(({ hospital }) => lookupsOf(hospital));
	return [lookups.map(({ column, value }) => item({ column, value })), []];
}

/**
 * Writes the daily mails from the open cases that were read. Outputs: *Mail*, with the claim that has to
 * be won before the mail leaves; *Nothing Asked*, with what is noted instead.
 */
export async function writeDigests(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const now = nowIso();
	const desk = await readDesk(this);
	const directory = directoryOf(this);
	const settings = settingsOf(this);
	const around = arounds(this, directory, now);
	const from = String(this.getNodeParameter('digestFrom', 0, '')).trim();
	const mails: INodeExecutionData[] = [];
	const nothing: INodeExecutionData[] = [];
	for (const { hospital, date, row } of dueNow(this, directory, now)) {
		if (!row) continue;
		const cases = casesOf(this, hospital, directory).filter(
			(one) => around(one).clinic.mode === 'live',
		);
		const lines = sortedWorklist(linesOf(cases, around));
		const mail = digestMail(hospital, lines, worklistUrl(desk, hospital, settings, now));
		const marks = digestMarks(date, now, this.getExecutionId());
		const claim = { id: row.id, expected: row.value, hospital: hospital.name };
		const clinicMail = cases.map((one) => around(one).clinic.email).find(Boolean) ?? '';
		const pairedItem = { item: 0 };
		if (mail) {
			const json = { ...claim, ...marks, mail: { ...mail, from: from || clinicMail } };
			mails.push({ json, pairedItem });
		} else nothing.push({ json: { ...claim, ...marks }, pairedItem });
	}
	return [mails, nothing];
}
