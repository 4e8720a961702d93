import { z } from 'zod';

/** What n8n allows all data tables together unless it is told otherwise (200 MiB). */
export const usualLimitBytes = 200 * 1024 * 1024;

/** The first and the last rows of a table, by id. */
export interface Sample {
	oldest: ReadonlyArray<{ id: number }>;
	newest: ReadonlyArray<{ id: number }>;
}

const mean = (numbers: readonly number[]): number =>
	numbers.length === 0 ? 0 : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** Ids in use among those from the first to the last of these rows; deleted rows leave gaps. */
function density(rows: ReadonlyArray<{ id: number }>): number {
	const ids = rows.map(({ id }) => id);
	if (ids.length < 2) return 1;
	return ids.length / (Math.max(...ids) - Math.min(...ids) + 1);
}

/** Bytes of a row as n8n counts them, near enough: the text of its columns. */
const bytesOf = (row: object): number => Buffer.byteLength(JSON.stringify(row), 'utf8');

/**
 * How many bytes a table takes, estimated from rows at both of its ends: n8n tells a workflow neither
 * the size of a table nor the number of its rows.
 */
export function estimateBytes({ oldest, newest }: Sample): number {
	const sampled = [...new Map([...oldest, ...newest].map((row) => [row.id, row])).values()];
	if (sampled.length === 0) return 0;
	const ids = sampled.map(({ id }) => id);
	const range = Math.max(...ids) - Math.min(...ids) + 1;
	const rows = Math.max(sampled.length, range * mean([density(oldest), density(newest)]));
	return Math.round(rows * mean(sampled.map(bytesOf)));
}

export interface TablesState {
	bytes: number;
	limitBytes: number;
	/** 0 to 1 and above. */
	share: number;
	/** `warn` from 70 % on; `full` from 90 % on: new cases wait, open ones go on. */
	level: 'fine' | 'warn' | 'full';
	/** ISO UTC. */
	at: string;
}

/** How full the tables are together. The limit comes from the settings, since n8n does not tell it. */
export function tablesState(
	samples: readonly Sample[],
	limitMegabytes: unknown,
	now: string,
): TablesState {
	const given = Number(limitMegabytes);
	const limitBytes = given > 0 ? given * 1024 * 1024 : usualLimitBytes;
	const bytes = samples.reduce((sum, sample) => sum + estimateBytes(sample), 0);
	const share = Math.round((bytes / limitBytes) * 1000) / 1000;
	const level = share >= 0.9 ? 'full' : share >= 0.7 ? 'warn' : 'fine';
	return { bytes, limitBytes, share, level, at: now };
}

const stateSchema = z.object({
	bytes: z.number(),
	limitBytes: z.number(),
	share: z.number(),
	level: z.enum(['fine', 'warn', 'full']),
	at: z.string(),
});

/** Reads the setting `tables`; nothing when it was never written or cannot be read. */
export function readTablesState(value: unknown): TablesState | undefined {
	if (typeof value !== 'string' || value === '') return undefined;
	try {
		const parsed = stateSchema.safeParse(JSON.parse(value));
		return parsed.success ? parsed.data : undefined;
	} catch {
		return undefined;
	}
}
