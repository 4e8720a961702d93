import { createHash } from 'node:crypto';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { CaseFile } from '../../core/referral/events';
import {
	readBinary,
	resumeByTimeout,
	runNode,
	storeBinary,
	type ItemInput,
} from '../support/engine.mts';
import { clinicProfile, commandsOf, hospitalActor, record, state } from './cases.mts';
import { reportedRow, storedFile } from './reports.mts';

const sha256 = (bytes: string): string => createHash('sha256').update(bytes).digest('hex');
const run = async (parameters: INodeParameters, items: ItemInput[], executionId = '55') =>
	await runNode({
		node: { name: 'Files', type: 'n8n-nodes-vet-referral.caseFiles', parameters },
		items,
		executionId,
	});
const bytesOf = async (file: CaseFile): Promise<string> => {
	const ref = file.ref ?? '';
	return (await readBinary({ id: ref, data: ref.split(':')[0] })).toString();
};

describe('Store', () => {
	const uploaded = async (text: string, fileName: string) =>
		await storeBinary(text, { fileName, mimeType: 'application/pdf' });

	test('measures the uploads of a page and keeps own copies', async () => {
		const upload = await uploaded('%PDF one', 'Report 1.pdf');
		const result = await run({ operation: 'store' }, [
			{ json: { door: 'case', fields: { action: 'send_report' } }, binary: { upload_0: upload } },
		]);
		const [json] = result.json('Files');
		const [file] = json!.files as unknown as CaseFile[];
		expect(json).toMatchObject({ door: 'case', fields: { action: 'send_report' } });
		expect(file).toMatchObject({
			name: 'Report 1.pdf',
			kind: 'report',
			mimeType: 'application/pdf',
			size: 8,
			sha256: sha256('%PDF one'),
		});
		expect(file!.ref).not.toBe((upload as { id: string }).id);
		expect(await bytesOf(file!)).toBe('%PDF one');
	});

	test('keeps the documents of a signed event and takes them out of the data', async () => {
		const text = '%PDF of the hospital';
		const document = {
			name: 'Letter.pdf',
			mimeType: 'application/pdf',
			kind: 'specialist_report',
			sha256: sha256(text),
			contentBase64: Buffer.from(text).toString('base64'),
		};
		const data = { caseId: 'REF-0123456789ab', documents: [document], report: { kind: 'final' } };
		const event = { caseId: data.caseId, message: { type: 'report.final', data } };
		const result = await run({ operation: 'store' }, [{ door: 'events', event } as never]);
		const [json] = result.json('Files');
		const [file] = json!.files as unknown as CaseFile[];
		expect(file).toMatchObject({
			name: 'Letter.pdf',
			kind: 'specialist_report',
			sha256: sha256(text),
		});
		expect(await bytesOf(file!)).toBe(text);
		expect(JSON.stringify(json)).not.toContain(document.contentBase64);
		expect(json).toMatchObject({
			event: { message: { data: { documents: [], report: { kind: 'final' } } } },
		});
	});

	test('passes on what carries no files', async () => {
		const result = await run({ operation: 'store' }, [{ door: 'sms', text: 'yes' }]);
		expect(result.json('Files')).toEqual([{ door: 'sms', text: 'yes', files: [] }]);
	});
});

describe('Copy', () => {
	const copy = async (row: unknown, filesOf = 'report') =>
		await run(
			{ operation: 'copy', filesOf, clinicProfile: clinicProfile({ retentionDays: 30 }) as never },
			[row as IDataObject],
		);

	test('makes copies that belong to this execution and says so to the ledger', async () => {
		const original = await storedFile('Report.pdf', '%PDF sample');
		const row = await reportedRow({}, [original]);
		const [json] = (await copy(row)).json('Files');
		const [command] = commandsOf(json!);
		expect(command).toMatchObject({
			type: 'files.kept',
			key: 'report:1',
			data: { of: 'report', version: 1, keeper: '55' },
		});
		const [file] = (command!.data as { files: CaseFile[] }).files;
		expect(file).toMatchObject({
			name: original.name,
			kind: original.kind,
			sha256: original.sha256,
		});
		expect(file!.ref).not.toBe(original.ref);
		expect(await bytesOf(file!)).toBe('%PDF sample');
		const days = (Date.parse(String(json!.keepUntil)) - Date.now()) / 86_400_000;
		expect(Math.round(days)).toBe(30);
		const kept = record(row, commandsOf(json!));
		expect(kept.keepFiles).toBe('');
		expect(state(kept).reports[0]).toMatchObject({ kept: true, files: [{ ref: file!.ref }] });
	});

	test('copies the files of an answer to the hospital', async () => {
		const original = await storedFile('Films.pdf', '%PDF films');
		const asked = record(
			await reportedRow({}, []),
			[{ type: 'info.requested', key: 'q', data: { question: 'Any films?' } }],
			hospitalActor,
		);
		const data = { answer: 'Here they are', files: [original] };
		const vet = { role: 'referrer', name: 'Dr Vera Sample', via: 'page' } as const;
		const row = record(asked, [{ type: 'info.supplied', key: 'a', data: data as never }], vet);
		expect(row.keepFiles).toBe('answer');
		const [json] = (await copy(row, 'answer')).json('Files');
		expect(commandsOf(json!)[0]).toMatchObject({ key: 'answer:1', data: { of: 'answer' } });
		const [answer] = state(record(row, commandsOf(json!))).answers;
		expect(answer).toMatchObject({ kept: true, files: [{ sha256: original.sha256 }] });
		expect(await bytesOf(answer!.files[0]!)).toBe('%PDF films');
	});

	test('gives nothing when there is no file, or when the files are kept already', async () => {
		expect((await copy(await reportedRow(), 'packet')).json('Files')).toEqual([]);
		const row = await reportedRow();
		const [json] = (await copy(row)).json('Files');
		expect((await copy(record(row, commandsOf(json!)))).json('Files')).toEqual([]);
	});
});

describe('Keep', () => {
	const keepUntil = new Date(Date.now() + 86_400_000).toISOString();

	test('waits until the retention time ends, and then lets go', async () => {
		const waiting = await run({ operation: 'keep', keepUntil }, [{ rowId: 7 }]);
		expect(waiting.status).toBe('waiting');
		expect(waiting.waitTill!.toISOString()).toBe(keepUntil);
		const done = await resumeByTimeout(waiting);
		expect(done.status).toBe('success');
	});

	test('waits only when the case names this execution as the keeper', async () => {
		const row = await reportedRow();
		const kept = (keeper: string) => {
			const data = { of: 'report', version: 1, files: [], until: keepUntil, keeper };
			return record(row, [{ type: 'files.kept', key: 'report:1', data: data as never }]);
		};
		const mine = await run({ operation: 'keep', keepUntil }, [{ ...kept('55') } as never]);
		expect(mine.status).toBe('waiting');
		const spare = await run({ operation: 'keep', keepUntil }, [{ ...kept('54') } as never]);
		expect(spare.status).toBe('success');
		expect(spare.json('Files')).toEqual([]);
	});
});
