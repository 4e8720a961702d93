import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseFile } from '../../core/referral/events';
import { cases, eventsOf, typesOf } from '../../scripts/demo/loop.mts';
import type { World } from '../../scripts/demo/world.mts';
import { startCornerstone, type CornerstoneSimulator } from '../simulators/cornerstone/server.mts';
import type { DroppedFile } from '../simulators/cornerstone/drop.mts';
import type { Row } from '../support/n8n-client.mts';
import { hospitalOf, release, rowOf, sendAnyway, until } from './acting.mts';
import {
	casesWith,
	caseWith,
	historyOf,
	listOf,
	mailBack,
	mailsBack,
	recordOf,
	sha256,
} from './cornerstone-files.mts';
import { openFolder } from './cornerstone-folder.mts';
import { packetsAt } from './counts.mts';
import { stage } from './stage.mts';

const folder = mkdtempSync(join(tmpdir(), 'vet-referral-folder-'));
const specialistId = 'northside-cardiology';
const clinicalQuestion = 'Which stage is the mitral valve disease?';
const { check } = stage({ env: { N8N_RESTRICT_FILE_ACCESS_TO: folder } });

let sim: CornerstoneSimulator | undefined;
let handIn = '';

afterAll(async () => {
	await sim?.close();
	rmSync(folder, { recursive: true, force: true });
});

/** The practice and its folder, once, with the template that watches it published. */
async function practice(world: World): Promise<CornerstoneSimulator> {
	if (sim) return sim;
	const started = await startCornerstone({ folder, columns: 11 });
	sim = started;
	handIn = await openFolder(world, started, 2);
	return started;
}

/** Waits until the folder was looked at so many times more, from the start of a look to its end. */
async function looked(world: World, times: number): Promise<void> {
	const since = new Date().toISOString();
	await world.n8n.waitFor(
		async () => {
			const runs = await world.n8n.executions({ workflowId: handIn, limit: 50 });
			const over = runs.filter(
				({ mode, startedAt, stoppedAt }) => mode === 'trigger' && stoppedAt && startedAt > since,
			);
			return over.length >= times;
		},
		`${times} looks into the folder`,
		60_000,
	);
}

const pdfOf = (files: DroppedFile[]): DroppedFile => {
	const pdf = files.find(({ kind }) => kind === 'pdf');
	if (!pdf) throw new Error('There is no PDF.');
	return pdf;
};

/** Runs of the template that ended in an error, which n8n shows in red. */
const failures = async (world: World): Promise<number> =>
	(await world.n8n.executions({ workflowId: handIn, status: 'error' })).length;

const dropped = async (
	office: CornerstoneSimulator,
	patientId: string,
	options: Parameters<CornerstoneSimulator['drop']>[1],
) => {
	const drop = await office.drop(patientId, { kinds: ['pdf', 'csv'], ...options });
	if (!drop) throw new Error(`Cornerstone has no patient ${patientId}.`);
	return drop;
};

check(
	'a history and its list, half-written first, are one case, and its packet reaches the hospital',
	async (world) => {
		const office = await practice(world);
		const reason = 'Murmur grade IV/VI, louder over six months.';
		const drop = await dropped(office, '20417', { reason, stop: 'half' });
		const history = pdfOf(drop.files);
		await looked(world, 2);
		expect(await cases(world)).toEqual([]);
		expect(mailsBack(world, '20417')).toEqual([]);

		expect(await office.finish(drop.id)).toBe(true);
		const { caseId } = await caseWith(world, history);
		const kept = await until(world, caseId, 'files.kept');
		expect(recordOf(kept).map(({ sha256 }) => sha256)).toContain(history.sha256);

		await release(world, caseId, specialistId, { clinicalQuestion });
		await sendAnyway(world, caseId, 'The rest is done at the hospital.');
		await until(world, caseId, 'transport.delivered');
		await hospitalOf(world, 'cardiology').act(caseId, 'ack');
		expect(packetsAt(world, specialistId, caseId)).toBe(1);
		const built = eventsOf(await rowOf(world, caseId)).find(({ type }) => type === 'packet.built');
		expect(built?.data).toMatchObject({
			patient: { pimsId: '20417', name: 'Biscuit' },
			owner: { name: 'Olive Owner' },
		});
		expect((built?.data.files as CaseFile[]).map(({ sha256 }) => sha256)).toContain(history.sha256);

		// The file stays where it is, and somebody saves it once more under another name.
		const { exportFolder } = office;
		for (const { name, kind } of drop.files) {
			copyFileSync(join(exportFolder, name), join(exportFolder, `Again Biscuit 20417.${kind}`));
		}
		await looked(world, 4);
		expect(await cases(world)).toHaveLength(1);
		expect(typesOf(await rowOf(world, caseId))).toContain('ack.received');
		expect(mailsBack(world, '20417')).toEqual([]);
	},
);

check('files that grow under their final names are taken once they are complete', async (world) => {
	const office = await practice(world);
	const drop = await dropped(office, '20431', { stop: 'half', faults: ['growing'] });
	const history = pdfOf(drop.files);
	await looked(world, 1);
	expect(await casesWith(world, history)).toEqual([]);
	expect(await office.finish(drop.id)).toBe(true);
	const { caseId } = await caseWith(world, history);
	await until(world, caseId, 'files.kept');
	await looked(world, 2);
	expect(await casesWith(world, history)).toHaveLength(1);
});

check('a list that grows slowly is taken whole, and nobody is told of it before', async (world) => {
	const office = await practice(world);
	// Cut in the last column of this practice, a list looks whole.
	expect(office.columns.order.at(-1)).toBe('reason');
	const reason = 'A mass on the flank grows quickly. '.repeat(20).trim();
	const whole = listOf(office, '20450', reason);
	const history = await historyOf(office, '20450');
	const saved = { sha256: sha256(history), name: 'Nandu 20450.PDF' };
	writeFileSync(join(office.exportFolder, saved.name), history);
	const list = join(office.exportFolder, 'Nandu 20450.csv');
	let isOver = false;
	const looks = looked(world, 4).finally(() => (isOver = true));
	for (let end = whole.length - reason.length; !isOver && end < whole.length; end++) {
		writeFileSync(list, whole.subarray(0, end));
		await pause(30);
	}
	expect(isOver).toBe(true);
	await looks;
	expect(await casesWith(world, saved)).toEqual([]);
	expect(mailsBack(world, '20450')).toEqual([]);

	writeFileSync(list, whole);
	const created = eventsOf(await caseWith(world, saved)).find(
		({ type }) => type === 'referral.created',
	);
	expect(created?.data.source).toMatchObject({ patientId: '20450', text: reason });
	expect(mailsBack(world, '20450')).toEqual([]);
});

check(
	'what is not fit comes back by mail once, with the reason, and opens no case',
	async (world) => {
		const office = await practice(world);
		const before = (await cases(world)).map(({ caseId }) => caseId);
		const cut = pdfOf((await dropped(office, '20460', { faults: ['cutPdf'] })).files).name;
		const beside = async (patientId: string, history: Buffer): Promise<string> => {
			const list = await dropped(office, patientId, { kinds: ['csv'], stop: 'half' });
			const name = list.files[0]?.name.replace(/csv$/, 'pdf') ?? '';
			writeFileSync(join(office.exportFolder, name), history);
			await office.finish(list.id);
			return name;
		};
		const empty = await beside('20432', Buffer.alloc(0));
		const other = await beside('20440', await historyOf(office, '20441'));
		const back = [
			[cut, 'it is still being written, or it is cut'],
			[empty, 'is empty'],
			[other, 'is headed with another patient'],
		] as const;
		for (const [name, reason] of back) {
			const mail = await mailBack(world, name);
			expect(mail.text).toContain(reason);
			expect(mail.attachments.map((file) => file.name)).toContain(name);
		}
		await looked(world, 3);
		expect(back.map(([name]) => mailsBack(world, name).length)).toEqual([1, 1, 1]);
		expect((await cases(world)).map(({ caseId }) => caseId)).toEqual(before);

		// The right file in the place of the wrong one is taken.
		const right = await historyOf(office, '20440');
		writeFileSync(join(office.exportFolder, other), right);
		await caseWith(world, { sha256: sha256(right), name: other });
	},
);

check('a case that Refer cannot take up now is taken with a later look', async (world) => {
	const office = await practice(world);
	const settings = world.n8n.dataTable('vet_referral_settings');
	const [role] = await settings.rows<Row>({ key: 'workflow.refer' });
	if (!role) throw new Error('Refer has not registered.');
	await settings.update({ key: 'workflow.refer' }, { value: 'gone' });
	const drop = await dropped(office, '20441', {});
	await looked(world, 4);
	expect(await casesWith(world, pdfOf(drop.files))).toEqual([]);
	expect(await failures(world)).toBeGreaterThan(0);

	await settings.update({ key: 'workflow.refer' }, { value: role.value });
	await caseWith(world, pdfOf(drop.files));
	await looked(world, 2);
	expect(await casesWith(world, pdfOf(drop.files))).toHaveLength(1);
});

check('a reason that cannot be mailed now is mailed with a later look', async (world) => {
	const office = await practice(world);
	const smtp = world.credentials.find(({ type }) => type === 'smtp');
	const mailAt = async (port: number) =>
		await world.n8n.api.patch(`/credentials/${smtp?.id}`, {
			data: { user: 'demo', password: 'demo', host: '127.0.0.1', port, secure: false },
			isPartialData: true,
		});
	const before = await failures(world);
	await mailAt(9);
	const name = 'Milo 20440 again.pdf';
	writeFileSync(join(office.exportFolder, name), '');
	await looked(world, 4);
	expect(mailsBack(world, name)).toEqual([]);
	expect(await failures(world)).toBeGreaterThan(before);

	await mailAt(world.mail.smtpPort);
	await mailBack(world, name);
	await looked(world, 2);
	expect(mailsBack(world, name)).toHaveLength(1);
});

check(
	'a case that has left the ledger for the archive is not opened again by its files',
	async (world) => {
		const [row] = (await cases(world)).filter(({ patientName }) => patientName === 'Old Duke');
		if (!row) throw new Error('There is no case of Old Duke.');
		await world.n8n.dataTable('vet_referral_archive').insert([{ caseId: row.caseId }]);
		const table = await world.n8n.dataTable('vet_referral_cases').id();
		const filters = [{ columnName: 'caseId', condition: 'eq', value: row.caseId }];
		const filter = JSON.stringify({ type: 'and', filters });
		await world.n8n.api.delete(`/data-tables/${table}/rows/delete`, { params: { filter } });
		await looked(world, 3);
		expect((await cases(world)).map(({ caseId }) => caseId)).not.toContain(row.caseId);
	},
);
