import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCornerstone } from '../../../simulators/cornerstone/server.mts';
import type { CornerstoneSimulator } from '../../../simulators/cornerstone/server.mts';
import { sha256 } from '../../../simulators/shared/http.mts';
import { linesPdf } from '../../../simulators/shared/paper.mts';

jest.setTimeout(30_000);

const NOW = Date.parse('2026-11-02T15:00:00Z');
const REPORT = 'Biscuit 20417 Specialist report REF-1a2b3c4d.pdf';
let folder: string;
let sim: CornerstoneSimulator;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'cornerstone-'));
	sim = await startCornerstone({ folder, clock: () => NOW });
});
afterEach(async () => {
	await sim.close();
	await rm(folder, { recursive: true });
});

const pdf = (...lines: string[]) => linesPdf('Specialist report', lines, new Date(NOW));
const slipLines = (
	change: Partial<Record<'name' | 'id' | 'file' | 'marker' | 'more', string>> = {},
) =>
	[
		'Filing slip',
		`Patient: ${change.name ?? 'Biscuit'}`,
		`Patient id: ${change.id ?? '20417'}`,
		'Client id: 10088',
		`File: ${change.file ?? REPORT}`,
		`Reference: ${change.marker ?? 'REF-1a2b3c4d/report/1'}`,
		change.more ?? '',
	].join('\n');
const putSlip = (change?: Parameters<typeof slipLines>[0], name = 'Filing slip 1.txt') =>
	sim.put(name, Buffer.from(slipLines(change)));
const file = (document = REPORT, more: { by?: string; patientId?: string } = {}) =>
	sim.file({ document, by: 'Carla', ...more });

describe('a document with its slip', () => {
	it('is filed in the record once, with checksum, reference and who did it', async () => {
		const bytes = await pdf('Mitral valve disease, stage B2.');
		await sim.put(REPORT, bytes);
		await putSlip();
		expect(await file()).toMatchObject({ status: 'filed' });
		expect(sim.filed('20417')).toMatchObject([
			{
				name: REPORT,
				sha256: sha256(bytes),
				size: bytes.length,
				pages: 1,
				marker: 'REF-1a2b3c4d/report/1',
				by: 'Carla',
				at: '2026-11-02T15:00:00.000Z',
			},
		]);
		expect(sim.bytes(sha256(bytes))?.equals(bytes)).toBe(true);
		expect(await readdir(sim.fileFolder)).toEqual([]);
		await sim.put(REPORT, bytes);
		await putSlip();
		expect(await file()).toMatchObject({ status: 'already' });
		expect(sim.filed()).toHaveLength(1);
		expect(sim.attempts.map(({ status }) => status)).toEqual(['filed', 'already']);
	});

	it('may have a slip that is itself a PDF or a web page', async () => {
		await sim.put(REPORT, await pdf('Stage B2.'));
		await sim.put(
			'Filing slip.pdf',
			await linesPdf('Slip', slipLines().split('\n'), new Date(NOW)),
		);
		expect(await sim.arrived()).toMatchObject([
			{ name: REPORT, kind: 'document', belongsTo: 'Filing slip.pdf' },
			{ name: 'Filing slip.pdf', kind: 'slip', belongsTo: REPORT },
		]);
		expect((await file()).status).toBe('filed');
		await sim.put('Other.pdf', await pdf('Another'));
		const html = `<p>${slipLines({ file: 'Other.pdf', name: 'Biscuit' }).replaceAll('\n', '<br>')}</p>`;
		await sim.put('slip.html', Buffer.from(html));
		expect((await file('Other.pdf')).status).toBe('filed');
	});

	it('keeps its slip in the folder while that names another document', async () => {
		await sim.put(REPORT, await pdf('Stage B2.'));
		await sim.put('Images.pdf', await pdf('Pictures.'));
		await putSlip({ more: 'File: Images.pdf' }, 'Filing slip.txt');
		expect((await file()).status).toBe('filed');
		expect(await readdir(sim.fileFolder)).toEqual(['Filing slip.txt', 'Images.pdf']);
		expect((await file('Images.pdf')).status).toBe('filed');
		expect(await readdir(sim.fileFolder)).toEqual([]);
	});

	it('is filed under the most exact reference on its slip', async () => {
		await sim.put(REPORT, await pdf('Stage B2.'));
		const lines = slipLines().replace('Filing slip', 'Filing slip\nCase REF-1a2b3c4d');
		await sim.put('Filing slip.txt', Buffer.from(lines));
		expect(await file()).toMatchObject({ record: { marker: 'REF-1a2b3c4d/report/1' } });
	});

	it('goes to the patient with the id when two have one name', async () => {
		await sim.put('Bella.pdf', await pdf('Ears.'));
		await putSlip({ name: 'Bella', id: '20432', file: 'Bella.pdf' });
		expect(await file('Bella.pdf')).toMatchObject({ record: { patientId: '20432' } });
	});

	it('of a patient new to the practice is filed after somebody registered it', async () => {
		await sim.put('New.pdf', await pdf('Referred.'));
		await putSlip({ name: 'Pepper', id: '501', file: 'New.pdf' });
		expect(await file('New.pdf')).toMatchObject({ status: 'refused', code: 'no_id' });
		const { id } = sim.register({ name: 'Pepper', species: 'Canine', ownerName: 'Nora Fictional' });
		expect(await file('New.pdf', { patientId: id })).toMatchObject({ record: { patientId: id } });
	});
});

describe('a person does not file', () => {
	const cases: Array<[string, string, () => Promise<unknown>]> = [
		['what is no PDF', 'not_a_pdf', () => sim.put(REPORT, Buffer.from('%PDF-1.7 nothing'))],
		['half a PDF', 'not_a_pdf', async () => sim.put(REPORT, (await pdf('x')).subarray(0, 400))],
		['an empty file', 'not_a_pdf', () => sim.put(REPORT, Buffer.alloc(0))],
		['a document that is not there', 'no_document', async () => undefined],
	];
	it.each(cases)('%s', async (_name, code, put) => {
		await put();
		await putSlip();
		expect(await file()).toMatchObject({ status: 'refused', code });
		expect(sim.filed()).toEqual([]);
	});

	it.each<[string, Parameters<typeof slipLines>[0] & object, string]>([
		['a slip without a patient id', { id: '' }, 'no_id'],
		['an unknown patient id', { id: '77777' }, 'no_id'],
		['an id and another name', { name: 'Rex' }, 'other_name'],
		['the ids of two patients', { more: 'or 20431' }, 'many_ids'],
		['two patients of the name', { name: 'Bella', id: '' }, 'which_patient'],
		['a checksum that is not the file', { more: `sha-256 ${'0'.repeat(64)}` }, 'other_content'],
		['a slip for another file', { file: 'Else.pdf' }, 'no_slip'],
		['a slip without a reference', { marker: 'none' }, 'no_slip'],
	])('with %s', async (_name, change, code) => {
		const name = change.file === undefined ? REPORT : 'Report.pdf';
		await sim.put(name, await pdf('Stage B2.'));
		await putSlip({ file: name, ...change }, 'Filing slip.txt');
		expect(await file(name)).toMatchObject({ status: 'refused', code });
		expect(sim.filed()).toEqual([]);
		expect(await readdir(sim.fileFolder)).toHaveLength(2);
	});

	it('without a slip, with two slips, without a name of their own', async () => {
		await sim.put(REPORT, await pdf('Stage B2.'));
		expect(await file()).toMatchObject({ code: 'no_slip' });
		await putSlip();
		expect(await file(REPORT, { by: ' ' })).toMatchObject({ code: 'nobody' });
		await putSlip({}, 'Filing slip 2.txt');
		expect(await file()).toMatchObject({ code: 'two_slips' });
	});

	it('into a record the slip does not mean', async () => {
		await sim.put(REPORT, await pdf('Stage B2.'));
		await putSlip();
		expect(await file(REPORT, { patientId: '20431' })).toMatchObject({ code: 'other_patient' });
		expect(await file(REPORT, { patientId: '1' })).toMatchObject({ code: 'no_patient' });
		expect(sim.filed()).toEqual([]);
	});
});

describe('the pages and controls', () => {
	const post = (path: string, body: BodyInit) =>
		fetch(`${sim.url}${path}`, { method: 'POST', redirect: 'manual', body });

	it('let a person file on the page and see it in the record', async () => {
		await sim.put(REPORT, await pdf('Stage B2.'));
		await putSlip();
		const inbox = await (await fetch(`${sim.url}/inbox`)).text();
		expect(inbox).toContain(REPORT);
		const form = new URLSearchParams({ document: REPORT, by: 'Carla <b>', patientId: '' });
		const answer = await post('/inbox/file', form);
		expect(answer.status).toBe(303);
		expect(decodeURIComponent(answer.headers.get('location') ?? '')).toContain('Filed: Biscuit');
		const record = await (await fetch(`${sim.url}/patients/20417`)).text();
		expect(record).toContain('REF-1a2b3c4d/report/1');
		expect(record).toContain('Carla &lt;b&gt;');
		const [row] = sim.filed();
		const shown = await fetch(`${sim.url}/files/${row?.sha256}`);
		expect(shown.headers.get('content-type')).toBe('application/pdf');
	});

	it('let a test bring the files and play the person', async () => {
		const data = new FormData();
		data.append('files', new Blob([new Uint8Array(await pdf('Stage B2.'))]), REPORT);
		data.append('files', new Blob([slipLines()]), 'Filing slip.txt');
		expect((await post('/_sim/inbox', data)).status).toBe(201);
		const wrong = await post('/_sim/file', JSON.stringify({ document: 'x.pdf', by: 'Carla' }));
		expect([wrong.status, await wrong.json()]).toMatchObject([409, { code: 'no_document' }]);
		const good = await post('/_sim/file', JSON.stringify({ document: REPORT, by: 'Carla' }));
		expect([good.status, await good.json()]).toMatchObject([200, { status: 'filed' }]);
		const state = (await (await fetch(`${sim.url}/_sim/state`)).json()) as { filed: unknown[] };
		expect(state.filed).toMatchObject([{ patientId: '20417', by: 'Carla' }]);
	});

	it('record what a person enters by hand', async () => {
		const entry = {
			patientId: '20417',
			kind: 'appointment',
			text: 'Recheck',
			marker: 'REF-1',
			by: 'C',
		};
		expect((await post('/_sim/enter', JSON.stringify(entry))).status).toBe(201);
		const page = await (await fetch(`${sim.url}/patients/20417`)).text();
		expect(page).toContain('Recheck');
		for (const bad of [{ kind: 'memo' }, { patientId: '1' }, { text: ' ' }, { by: '' }]) {
			const answer = await post('/_sim/enter', JSON.stringify({ ...entry, ...bad }));
			expect(answer.status).toBe(400);
		}
		expect(sim.practice.entries).toHaveLength(1);
	});
});
