import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import type { CaseFile } from '../../core/referral/events';
import { childCase } from '../../core/referral/redirect';
import type { CaseRow } from '../../core/referral/row';
import { readBinary } from '../support/engine.mts';
import { commandsOf, record, release, state, typesOf, type NodeCommand } from './cases.mts';
import { handed, history, marked, opened, run, sha256, to, vet } from './handed.mts';

/** What the made-up record lacks is decided by the vet; what it has is what these tests look at. */
const lacking = [
	'patient_signalment',
	'patient_weight',
	'exam_specific',
	'bloods',
	'thoracic_radiographs',
];
const overrides = lacking.map((field) => ({ field, reason: 'Done at the hospital' }));
const released = (row: CaseRow): CaseRow =>
	record(row, [{ type: 'release.given', key: 'page', data: release(to, { overrides }) }], vet);
const build = async (row: CaseRow, executionId?: string) => {
	const result = await run('buildPacket', { pims: 'webhook' }, [{ ...row } as never], executionId);
	return [...result.outputs('Node'), [], []].slice(0, 2) as [
		INodeExecutionData[],
		INodeExecutionData[],
	];
};
const copied = async (row: CaseRow): Promise<NodeCommand[]> => {
	const parameters = { operation: 'copy', filesOf: 'record' };
	const [json] = (await run('caseFiles', parameters, [{ ...row } as never], '55')).json('Node');
	return commandsOf(json!);
};
const bytesOf = async ({ ref = '' }: CaseFile): Promise<string> =>
	(await readBinary({ id: ref, data: ref.split(':')[0] })).toString();
/** What n8n does to the files of an execution that is finished and old. */
const prune = async (files: CaseFile[]): Promise<void> => {
	const folder = process.env.N8N_USER_FOLDER ?? '';
	const all = await readdir(folder, { recursive: true });
	for (const { ref = '' } of files) {
		const place = all.find((path) => path.endsWith(ref.split(':')[1] ?? ref));
		if (!place) throw new Error(`n8n keeps no file ${ref}.`);
		await rm(join(folder, place));
	}
};

describe('a record that was handed in', () => {
	test('is stored when the case is opened, and the ledger says what and where', async () => {
		const row = await opened();
		const files = state(row).record!.files;
		expect(files.map(({ name, kind }) => [name, kind])).toEqual([
			['record.json', 'record'],
			['History.pdf', 'document'],
		]);
		expect(JSON.parse(await bytesOf(files[0]!))).toEqual(handed);
		expect(await bytesOf(files[1]!)).toBe(history);
		for (const file of files) expect(file.sha256).toBe(sha256(await bytesOf(file)));
		expect(row).toMatchObject({ keepFiles: 'record', phase: 'draft' });
		expect(row.events).not.toContain('Coughs');
	});

	test('opens nothing when a file it tells of did not come along', async () => {
		const parameters = { resource: 'case', operation: 'open', referral: '={{ $json }}' };
		const result = await run('referralCase', parameters, [{ json: marked() }]);
		expect(result.status).toBe('error');
		expect(result.error?.message).toContain('1 of the files');
		expect(result.json('Node')).toEqual([]);
	});

	test('gets a keeper of its own before anybody has released the case', async () => {
		const row = await opened();
		const kept = record(row, await copied(row));
		expect(kept.keepFiles).toBe('');
		const { files, keptFiles } = state(kept).record!;
		expect(keptFiles!.map(({ sha256: digest }) => digest)).toEqual(files.map((one) => one.sha256));
		expect(keptFiles!.some(({ ref }) => files.some((one) => one.ref === ref))).toBe(false);
	});

	test('is read by a later execution when the first one is pruned, byte for byte', async () => {
		const row = await opened();
		const kept = record(row, await copied(row));
		await prune(state(row).record!.files);
		const [complete, incomplete] = await build(released(kept), '99');
		expect(incomplete).toEqual([]);
		const [item] = complete;
		expect(typesOf(item!.json)).toEqual(['packet.built', 'referral.sending']);
		const sent = item!.json.files as unknown as CaseFile[];
		expect(sent.find(({ name }) => name === 'History.pdf')?.sha256).toBe(sha256(history));
		const after = state(record(released(kept), commandsOf(item!.json)));
		expect(after.owner).toMatchObject({ name: 'Olive Owner', phone: '+12025550188' });
		const texts = await Promise.all(sent.map(bytesOf));
		expect(texts.join('\n')).toContain('Coughs daily.');
	});

	test('is read from where it was first stored while nobody keeps it', async () => {
		const [complete] = await build(released(await opened()), '99');
		expect(complete).toHaveLength(1);
	});

	test('that is gone, or is not what was handed in, builds nothing and says what to do', async () => {
		const row = await opened();
		await prune(state(row).record!.files.slice(0, 1));
		const [, incomplete] = await build(released(row), '99');
		expect(commandsOf(incomplete[0]!.json)[0]).toMatchObject({
			type: 'packet.failed',
			data: { code: 'record_gone', hint: expect.stringContaining('Hand the case in again') },
		});
		const file = await opened();
		await prune(state(file).record!.files.slice(1));
		const [, lacking] = await build(released(file), '99');
		expect(commandsOf(lacking[0]!.json)[0]).toMatchObject({
			type: 'packet.failed',
			data: { code: 'record_gone' },
		});
		const swapped = await opened();
		const text = swapped.events.replace(/"sha256":"[0-9a-f]{64}"/, `"sha256":"${'0'.repeat(64)}"`);
		const [, refused] = await build(released({ ...swapped, events: text }), '99');
		expect(commandsOf(refused[0]!.json)[0]).toMatchObject({ data: { code: 'record_gone' } });
	});

	test('of a webhook is kept the same way, and its item carries no files', async () => {
		const { documents: _, ...body } = handed;
		const row = await opened(marked({ pims: 'webhook', case: body }), []);
		const kept = record(row, await copied(row));
		await prune(state(row).record!.files);
		const [complete] = await build(released(kept), '99');
		expect(complete).toHaveLength(1);
	});

	test('goes with the patient to another service', async () => {
		const row = released(await opened());
		const chosen = {
			specialistId: 'elsewhere',
			to: 'Elsewhere Sample Hospital',
			reason: 'No appointment before spring',
		};
		const after = state(record(row, [{ type: 'redirect.chosen', key: '1', data: chosen }], vet));
		expect(childCase(after)?.data.record).toEqual(after.record!.files);
	});
});

describe('Settle', () => {
	const settle = async (answerSender: boolean) => {
		const row = await opened();
		const parameters = { resource: 'case', operation: 'settle', insertedRowId: '7', answerSender };
		return { row, result: await run('referralCase', parameters, [{ ...row } as never]) };
	};

	test('answers the sender with the number of the case that is stored', async () => {
		const { row, result } = await settle(true);
		expect(result.response).toMatchObject({
			statusCode: 200,
			body: { status: 'received', caseId: row.caseId },
		});
		expect((await settle(false)).result.response).toBeUndefined();
	});
});
