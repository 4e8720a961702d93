import { createHash } from 'node:crypto';
import type { IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';
import { digestOf } from '../../shared/binary';

/** Stands for some files, their names and their bytes. Only a checksum: names of files name patients. */
export async function printOf(
	execution: IExecuteFunctions,
	files: IBinaryKeyData,
): Promise<string> {
	const parts = await Promise.all(
		Object.values(files).map(async ({ fileName = '', id = '' }) => [
			fileName,
			await digestOf(execution, id),
		]),
	);
	const whole = JSON.stringify(parts.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
	return createHash('sha256').update(whole).digest('hex').slice(0, 24);
}

/**
 * Tells of each case whether its files are as they were when this node ran before: none has grown, and
 * none has come or gone. Remembers how all of them are now. In a run by hand, which n8n lets nothing be
 * remembered from, they count as unchanged.
 */
export async function unchangedSince(
	execution: IExecuteFunctions,
	cases: IBinaryKeyData[],
): Promise<boolean[]> {
	if (execution.getMode() === 'manual') return cases.map(() => true);
	const memory = execution.getWorkflowStaticData('node') as { looked?: string[] };
	const before = new Set(memory.looked);
	const now = await Promise.all(cases.map(async (files) => await printOf(execution, files)));
	memory.looked = now;
	return now.map((print) => before.has(print));
}
