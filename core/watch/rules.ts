import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { StepContext } from '../referral/next-step';
import { project, readEvents, type CaseColumns, type CaseRow } from '../referral/row';

const textOf = (value: unknown): string =>
	typeof value === 'string' ? value : JSON.stringify(value ?? null);

/**
 * One number for all rules that deadlines and steps follow from: the profiles of the clinics and the
 * entries of the directory, whatever order they are read in.
 */
export function rulesDigest(
	clinics: ReadonlyArray<{ clinicId?: unknown; profile?: unknown }>,
	directory: ReadonlyArray<{ specialistId?: unknown; entry?: unknown }>,
): string {
	const lines = [
		...clinics.map(({ clinicId, profile }) => ['clinic', textOf(clinicId), textOf(profile)]),
		...directory.map(({ specialistId, entry }) => ['entry', textOf(specialistId), textOf(entry)]),
	]
		.map((line) => JSON.stringify(line))
		.sort();
	return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 32);
}

const sweptSchema = z.object({ digest: z.string(), passes: z.number() });

/** How often all open cases have been gone through since the rules are these. */
const passesOf = (stored: unknown, digest: string): number => {
	try {
		const swept = sweptSchema.parse(typeof stored === 'string' ? JSON.parse(stored) : stored);
		return swept.digest === digest ? swept.passes : 0;
	} catch {
		return 0;
	}
};

/**
 * What the setting `rules` has to say after this round, or nothing while it is so already. Cases are
 * gone through twice: a run that had read the old rules may still write a row after the first time.
 */
export function rulesAfter(stored: unknown, digest: string): string | undefined {
	const passes = passesOf(stored, digest);
	return passes >= 2 ? undefined : JSON.stringify({ digest, passes: passes + 1 });
}

/** Columns that say who works on a case or when it was touched; new rules change none of them. */
const untouched = ['version', 'changedAt', 'claim', 'handover'] as const;

/**
 * The columns of an open case under the present rules, one version on, or nothing when they are so
 * already. The case itself does not change: its events, lease and wake stay, and when it was touched.
 */
export function reproject(row: CaseRow, context: StepContext): CaseColumns | undefined {
	const { claim, handover, changedAt } = row;
	const { columns } = project(row.caseId, readEvents(row), row, context);
	const next = { ...columns, events: row.events, claim, handover, changedAt };
	const differs = (Object.keys(next) as Array<keyof CaseColumns>).some(
		(column) => !(untouched as readonly string[]).includes(column) && next[column] !== row[column],
	);
	return differs ? { ...next, version: row.version + 1 } : undefined;
}
