import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { meanings } from '../../../simulators/cornerstone/exports.mts';
import type { Meaning } from '../../../simulators/cornerstone/exports.mts';
import { startCornerstone } from '../../../simulators/cornerstone/server.mts';
import type { CornerstoneSimulator } from '../../../simulators/cornerstone/server.mts';
import { sha256 } from '../../../simulators/shared/http.mts';
import { readPdf } from '../../../simulators/shared/paper.mts';

jest.setTimeout(30_000);

const NOW = Date.parse('2026-11-02T15:00:00Z');
let folder: string;
let sim: CornerstoneSimulator;

const open = async (columns?: number) => {
	sim = await startCornerstone({ folder, clock: () => NOW, columns });
};
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'cornerstone-'));
	await open();
});
afterEach(async () => {
	await sim.close();
	await rm(folder, { recursive: true });
});

const names = async () => (await readdir(sim.exportFolder)).sort();
const bytesOf = async (ending: string) => {
	const name = (await names()).find((item) => item.endsWith(ending)) ?? 'none';
	return await readFile(join(sim.exportFolder, name));
};
/** Cells of a list without line breaks in its cells. */
const rows = (text: string, separator = ',') =>
	text
		.trimEnd()
		.split('\r\n')
		.map((line) =>
			[
				...line.matchAll(new RegExp(`(?:^|${separator})("(?:[^"]|"")*"|[^${separator}]*)`, 'g')),
			].map(([, cell]) => (cell ?? '').replace(/^"|"$/g, '').replaceAll('""', '"')),
		);
const records = (text: string, separator = ',') => {
	const [head = [], ...lines] = rows(text, separator);
	const at = (meaning: Meaning) => head.indexOf(sim.columns.names[meaning]);
	return lines.map((line) => Object.fromEntries(meanings.map((name) => [name, line[at(name)]])));
};

describe('an export for a referral', () => {
	it('is a PDF, an RTF and a list, whole and as announced', async () => {
		const drop = await sim.drop('20417', { reason: 'Cardiology: murmur, cough' });
		expect(drop?.files.map(({ kind }) => kind)).toEqual(['pdf', 'rtf', 'csv']);
		expect(await names()).toEqual(drop?.files.map(({ name }) => name).sort());
		for (const file of drop?.files ?? []) {
			const bytes = await readFile(join(sim.exportFolder, file.name));
			expect([bytes.length, sha256(bytes)]).toEqual([file.size, file.sha256]);
		}
		expect(await sim.drop('99999')).toBeNull();
	});

	it('has the history in the PDF and the same lines in the RTF', async () => {
		await sim.drop('20417');
		const pdf = await readPdf(await bytesOf('.pdf'));
		expect(pdf?.text).toContain('Patient: Biscuit (20417)');
		expect(pdf?.text).toContain('vertebral heart score 11.9');
		const rtf = (await bytesOf('.rtf')).toString('latin1');
		expect(rtf).toMatch(/^\{\\rtf1\\ansi/);
		expect(rtf).toContain('vertebral heart score 11.9');
	});

	it('writes letters outside ASCII as the RTF escapes of Windows-1252', async () => {
		await sim.drop('20450');
		const rtf = (await bytesOf('.rtf')).toString('latin1');
		expect(rtf).toContain("Se\\'f1or \\'d1and\\'fa");
		expect(rtf).not.toContain('ñ');
	});

	it('names and orders the columns as each practice likes', async () => {
		await sim.drop('20417', { reason: 'Murmur', kinds: ['csv'] });
		const first = (await bytesOf('.csv')).toString('utf8').split('\r\n')[0] ?? '';
		expect(records((await bytesOf('.csv')).toString('utf8'))).toMatchObject([
			{
				patientId: '20417',
				patientName: 'Biscuit',
				ownerLastName: 'Owner',
				weight: '11.2',
				reason: 'Murmur',
			},
		]);
		await sim.close();
		await rm(join(folder, 'referrals'), { recursive: true });
		await open(5);
		await sim.drop('20417', { reason: 'Murmur', kinds: ['csv'] });
		const other = (await bytesOf('.csv')).toString('utf8').split('\r\n')[0] ?? '';
		expect(other.split(',')).toHaveLength(first.split(',').length);
		expect(other.split(',').sort()).not.toEqual(first.split(',').sort());
		expect(sim.columns.order.join()).not.toBe(meanings.join());
	});

	it('prints dates the American way and quotes only cells that need it', async () => {
		await sim.drop('20460', { reason: 'He said "limps", twice', kinds: ['csv'] });
		const text = (await bytesOf('.csv')).toString('utf8');
		expect(text).toContain('"Tiger, the Cat"');
		expect(text).toContain('"He said ""limps"", twice"');
		expect(records(text)[0]).toMatchObject({ patientName: 'Tiger, the Cat', born: '05/16/2024' });
	});

	it('is half written under another name first', async () => {
		const drop = await sim.drop('20417', { stop: 'half', kinds: ['pdf'] });
		const [file] = drop?.files ?? [];
		expect(await names()).toEqual([`~${file?.name}.tmp`]);
		expect((await bytesOf('.tmp')).length).toBe(Math.floor((file?.size ?? 0) / 2));
		expect(await sim.finish(drop?.id ?? '')).toBe(true);
		expect(await names()).toEqual([file?.name]);
		expect(sha256(await bytesOf('.pdf'))).toBe(file?.sha256);
		expect(await sim.finish(drop?.id ?? '')).toBe(false);
	});

	it('finishes by itself after a while when asked to', async () => {
		const drop = await sim.drop('20417', { stop: 30 });
		expect((await names()).every((name) => name.endsWith('.tmp'))).toBe(true);
		await sim.settled();
		expect(await names()).toEqual(drop?.files.map(({ name }) => name).sort());
		expect(sim.drops).toMatchObject([{ done: true }]);
	});
});

describe('a bad export', () => {
	it('grows under its final name', async () => {
		const drop = await sim.drop('20417', { faults: ['growing'], stop: 'half' });
		const [file] = drop?.files ?? [];
		const path = join(sim.exportFolder, file?.name ?? '');
		const before = (await stat(path)).size;
		expect(before).toBeGreaterThan(0);
		expect(await readPdf(await readFile(path))).toBeNull();
		await sim.finish(drop?.id ?? '');
		expect((await stat(path)).size).toBe(file?.size);
		expect(await readPdf(await readFile(path))).not.toBeNull();
	});

	it('is in Windows-1252', async () => {
		await sim.drop('20450', { faults: ['windows1252'], kinds: ['csv'] });
		const bytes = await bytesOf('.csv');
		expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
		const [row] = records(new TextDecoder('windows-1252').decode(bytes));
		expect(row).toMatchObject({ patientName: 'Señor Ñandú', ownerLastName: 'Müller-Demo' });
	});

	it('has what Windows adds to Latin-1, and no other letters', async () => {
		const reason = 'Owner’s words: “limps” – 5 € 漢';
		await sim.drop('20417', { reason, faults: ['windows1252'], kinds: ['csv'] });
		const text = new TextDecoder('windows-1252').decode(await bytesOf('.csv'));
		expect(records(text)[0]?.reason).toBe('Owner’s words: “limps” – 5 € ?');
	});

	it('starts with a byte order mark, which hides the first heading', async () => {
		await sim.drop('20417', { faults: ['byteOrderMark'], kinds: ['csv'] });
		const bytes = await bytesOf('.csv');
		expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
		const first = sim.columns.names[sim.columns.order[0] as Meaning];
		expect(bytes.toString('utf8').split(',')[0]).toBe(`\uFEFF${first}`);
	});

	it('has columns that somebody renamed and moved', async () => {
		await sim.drop('20417', { faults: ['renamedColumns'], kinds: ['csv'] });
		const head = (await bytesOf('.csv')).toString('utf8').split('\r\n')[0]?.split(',') ?? [];
		expect(head).toHaveLength(meanings.length);
		const known = Object.values(sim.columns.names);
		expect(head.filter((name) => known.includes(name))).toEqual([]);
	});

	it('says dates day first', async () => {
		await sim.drop('20460', { faults: ['dayFirst'], kinds: ['csv'] });
		expect(records((await bytesOf('.csv')).toString('utf8'))[0]?.born).toBe('16/05/2024');
	});

	it('has headings and no row', async () => {
		await sim.drop('20417', { faults: ['noRows'], kinds: ['csv'] });
		expect(records((await bytesOf('.csv')).toString('utf8'))).toEqual([]);
	});

	it('has a line break inside a cell', async () => {
		await sim.drop('20417', { reason: 'Murmur\r\nand cough', kinds: ['csv'] });
		expect((await bytesOf('.csv')).toString('utf8')).toContain('"Murmur\r\nand cough"');
	});

	it('has a history of two thousand notes on many pages', async () => {
		const { id } = sim.heavy(400);
		await sim.drop(id, { kinds: ['pdf'] });
		const pdf = await readPdf(await bytesOf('.pdf'));
		expect(pdf?.pages).toBeGreaterThan(40);
		expect(pdf?.text).toContain('Note 5 of visit 400');
		expect(pdf?.text).toContain('Note 1 of visit 1:');
	});

	it('separates with semicolons', async () => {
		await sim.drop('20460', { faults: ['semicolon'], kinds: ['csv'] });
		const text = (await bytesOf('.csv')).toString('utf8');
		expect(text.split('\r\n')[0]?.split(';')).toHaveLength(meanings.length);
		expect(records(text, ';')[0]).toMatchObject({ patientName: 'Tiger, the Cat' });
	});

	it('lists two patients of one name', async () => {
		await sim.drop('20431', { faults: ['twoOfOneName'], kinds: ['csv'] });
		const list = records((await bytesOf('.csv')).toString('utf8'));
		expect(list.map(({ patientName }) => patientName)).toEqual(['Bella', 'Bella']);
		expect(new Set(list.map(({ patientId }) => patientId)).size).toBe(2);
	});

	it('has no owner, by fault or because the record has none', async () => {
		const none = { clientId: '', ownerFirstName: '', ownerLastName: '', phone: '', email: '' };
		await sim.drop('20417', { faults: ['missingOwner'], kinds: ['csv'] });
		expect(records((await bytesOf('.csv')).toString('utf8'))[0]).toMatchObject(none);
		await rm(sim.exportFolder, { recursive: true });
		await sim.drop('20440', { kinds: ['csv'] });
		expect(records((await bytesOf('.csv')).toString('utf8'))[0]).toMatchObject(none);
	});

	it('is empty', async () => {
		await sim.drop('20417', { faults: ['empty'] });
		for (const ending of ['.pdf', '.rtf', '.csv']) expect(await bytesOf(ending)).toHaveLength(0);
	});

	it('is a PDF that ends half way', async () => {
		const drop = await sim.drop('20417', { faults: ['cutPdf'], kinds: ['pdf'] });
		const bytes = await bytesOf('.pdf');
		expect(sha256(bytes)).toBe(drop?.files[0]?.sha256);
		expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
		expect(await readPdf(bytes)).toBeNull();
	});
});

describe('the controls', () => {
	const post = (path: string, body: unknown) =>
		fetch(`${sim.url}${path}`, { method: 'POST', body: JSON.stringify(body) });

	it('let a test play the person at the workstation', async () => {
		const answer = await post('/_sim/drop', { patientId: '20417', stop: 'half', kinds: ['csv'] });
		expect(answer.status).toBe(201);
		const { id } = (await answer.json()) as { id: string };
		expect(await names()).toEqual([expect.stringMatching(/\.tmp$/)]);
		expect((await post('/_sim/finish', { id })).status).toBe(200);
		expect(await names()).toEqual([expect.stringMatching(/\.csv$/)]);
	});

	it.each([
		['an unknown fault', { patientId: '20417', faults: ['gremlins'] }, 400],
		['an unknown kind', { patientId: '20417', kinds: ['docx'] }, 400],
		['an odd stop', { patientId: '20417', stop: 'later' }, 400],
		['an unknown patient', { patientId: '1' }, 404],
	])('refuse %s', async (_name, body, status) => {
		expect((await post('/_sim/drop', body)).status).toBe(status);
		expect(sim.drops).toEqual([]);
	});

	it('export by the button, unless the patient has died', async () => {
		const press = (id: string) =>
			fetch(`${sim.url}/patients/${id}/refer`, {
				method: 'POST',
				redirect: 'manual',
				body: new URLSearchParams({ reason: 'Murmur' }),
			});
		expect((await press('20417')).status).toBe(303);
		expect(await names()).toHaveLength(3);
		expect((await press('20441')).status).toBe(404);
		expect(await names()).toHaveLength(3);
	});
});
