import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync as Database } from 'node:sqlite';
import { outcomeOf, type OutcomeColumns } from '../../core/metrics/outcome-row';
import { archiveOf } from '../../core/referral/archive';
import type { CaseRow } from '../../core/referral/row';
import type { N8n } from '../support/n8n.mts';
import { ACase, caseId as sampleId, clinic, heart } from '../unit/core/desk/a-case.mts';

type Value = string | number;
type Columns = Record<string, unknown>;

const { DatabaseSync } = process.getBuiltinModule('node:sqlite') as {
	DatabaseSync: typeof Database;
};

const DAY_MS = 86_400_000;

/** Moves every instant in a text by whole days. */
const moved = (text: string, days: number): string =>
	text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (iso) =>
		new Date(Date.parse(iso) + days * DAY_MS).toISOString(),
	);

const stored = (value: unknown): Value =>
	typeof value === 'boolean' ? Number(value) : (value as Value);

/**
 * Writes rows straight into the table of n8n's database, in one transaction: n8n is stopped meanwhile.
 */
export function insertRows(
	database: Database,
	tableId: string,
	count: number,
	rowOf: (index: number) => Columns,
): void {
	const names = Object.keys(rowOf(0));
	const insert = database.prepare(
		`INSERT INTO "data_table_user_${tableId}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
	);
	database.exec('BEGIN');
	for (let index = 0; index < count; index += 1) {
		const row = rowOf(index);
		insert.run(...names.map((name) => stored(row[name])));
	}
	database.exec('COMMIT');
}

export const openDatabase = (userFolder: string): Database =>
	new DatabaseSync(join(userFolder, '.n8n', 'database.sqlite'));

const numbered = (prefix: string, index: number): string =>
	`REF-${prefix}${index.toString(16).padStart(10, '0')}`;

const pets = ['Biscuit', 'Waffle', 'Mocha', 'Pepper', 'Clover', 'Ziggy', 'Hazel', 'Nugget'];
const hospitals = ['Example Animal Hospital', 'Northside Heart Centre', 'Lakeview Cancer Care'];

/** Open cases at every stage, due before and after `now`. */
export function openCases(now: string): (index: number) => Columns {
	const daysAgo = Math.floor((Date.parse(now) - Date.parse('2026-11-24T00:00:00.000Z')) / DAY_MS);
	const stages = [
		new ACase(),
		new ACase().sent(),
		new ACase().accepted(),
		new ACase().booked(),
		new ACase().filed(),
	].map((aCase): Columns => {
		const { id: _, ...columns } = aCase.row() as CaseRow;
		return { ...columns, events: moved(String(columns.events), daysAgo) };
	});
	return (index) => {
		const stage = stages[index % stages.length] ?? {};
		const caseId = numbered('aa', index);
		return {
			...stage,
			caseId,
			urgency: ['routine', 'routine', 'urgent', 'emergency'][index % 4],
			hospital: stage.hospital === '' ? '' : hospitals[index % 3],
			patientName: `${pets[index % pets.length]} ${index}`,
			ownerName: `Owner ${index}`,
			dueAt: new Date(Date.parse(now) + (index - 600) * 600_000).toISOString(),
			events: String(stage.events).replaceAll(sampleId, caseId),
		};
	};
}

/** Closed cases over the fourteen months before `now`: events for the archive, and their outcome rows. */
export function closedCases(now: string) {
	const aCase = new ACase().filed();
	aCase.posts('clinic', { action: 'read_and_close', answered: 'yes', name: 'Nina', sure: 'yes' });
	const events = JSON.stringify(aCase.events);
	const variants = Array.from({ length: 60 }, (_, index) => {
		const end = Math.floor((Date.parse(now) - Date.parse(aCase.now)) / DAY_MS) - 1;
		const text = moved(events, end - index * 7);
		const context = { clinic, hospitalCalendar: heart, now };
		const outcome = outcomeOf(sampleId, JSON.parse(text) as typeof aCase.events, context);
		return { text, outcome };
	});
	const variant = (index: number) =>
		variants[index % variants.length] ?? { text: '[]', outcome: {} };
	const { events: _, ...archived } = archiveOf(aCase.row(), now);
	return {
		eventsEach: aCase.events.length,
		archive: (index: number): Columns => {
			const caseId = numbered('bb', index);
			return { ...archived, caseId, events: variant(index).text.replaceAll(sampleId, caseId) };
		},
		outcome: (index: number): Columns => {
			const outcome = variant(index).outcome as OutcomeColumns;
			const patientKey = createHmac('sha256', 'patients').update(String(index)).digest('hex');
			return { ...outcome, caseId: numbered('bb', index), patientKey: patientKey.slice(0, 12) };
		},
	};
}

/** What the process of n8n holds in memory now and held at most, in MB. */
export function memoryOf({ pid }: N8n): { now: number; most: number } {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const of = (name: string): number =>
		Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024);
	return { now: of('VmRSS'), most: of('VmHWM') };
}
