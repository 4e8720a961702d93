import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { toLatin } from '../../documents/latin-text';
import { bagEntries, bagPaths, zipStream, type ZipEntry } from '../../documents/package-zip';
import type { SummaryModel } from '../../documents/summary-model';
import { renderSummaryPdf } from '../../documents/summary-pdf';

const model: SummaryModel = {
	title: 'Referral: Biscuit (dog)',
	subtitle: 'Cardiology, urgent',
	clinic: { name: 'Sample Street Vets', lines: ['1 Sample Street', '+1 555 0100'] },
	caseId: 'REF-7K2M9Q',
	generatedAt: '2026-03-04T15:30:00+01:00',
	sections: [
		{
			heading: 'Question',
			paragraphs: ['Is this murmur (grade 4/6) the cause of the cough? \\ Please advise.'],
		},
		{
			heading: 'Patient',
			rows: [
				['Patient', 'Biscuit'],
				['Owner', 'Olive Owner'],
			],
		},
		{
			heading: 'Laboratory',
			table: {
				head: ['Test', 'Value', 'Range'],
				rows: [
					['Creatinine', '1.4 mg/dl', '0.5–1.8'],
					['NT-proBNP', '2100 pmol/l', '< 900'],
				],
			},
		},
	],
	footer: 'Confidential: for the treating team only',
};

const windows1252 = new TextDecoder('windows-1252');

/** The lines that were drawn, page by page; the content streams are not compressed. */
function linesOf(pdf: Uint8Array): string[][] {
	const text = windows1252.decode(pdf);
	return [...text.matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, content = '']) =>
		[...content.matchAll(/\(((?:[^\\()]|\\.)*)\) Tj/g)].map(([, shown = '']) =>
			shown.replace(/\\(.)/g, '$1'),
		),
	);
}

const pdfLines = async (change: Partial<SummaryModel>) =>
	linesOf(await renderSummaryPdf({ ...model, ...change }));

describe('the summary page', () => {
	it('shows every part of the model on one page', async () => {
		const [lines = [], ...more] = await pdfLines({});
		expect(more).toEqual([]);
		expect(lines).toEqual([
			'Sample Street Vets',
			'1 Sample Street · +1 555 0100',
			'Referral: Biscuit (dog)',
			'Cardiology, urgent',
			'Case REF-7K2M9Q · prepared 2026-03-04 15:30 (UTC+01:00)',
			'Question',
			'Is this murmur (grade 4/6) the cause of the cough? \\ Please advise.',
			'Patient',
			'Patient',
			'Biscuit',
			'Owner',
			'Olive Owner',
			'Laboratory',
			'Test',
			'Value',
			'Range',
			'Creatinine',
			'1.4 mg/dl',
			'0.5–1.8',
			'NT-proBNP',
			'2100 pmol/l',
			'< 900',
			'REF-7K2M9Q  ·  page 1 of 1',
			'Confidential: for the treating team only',
		]);
	});

	it('gives the same bytes for the same model', async () => {
		const [one, two] = await Promise.all([renderSummaryPdf(model), renderSummaryPdf(model)]);
		expect(Buffer.compare(one, two)).toBe(0);
	});

	it('goes on to a second page and repeats the head of a table there', async () => {
		const rows = Array.from({ length: 70 }, (_, i) => [`Test ${i}`, String(i), 'none']);
		const table = { head: ['Test', 'Value', 'Range'], rows };
		const pages = await pdfLines({ sections: [{ heading: 'Laboratory', table }] });
		expect(pages).toHaveLength(2);
		expect(pages[1]!.slice(0, 4)).toEqual(['Test', 'Value', 'Range', expect.any(String)]);
		expect(pages.flat().filter((line) => line.startsWith('Test '))).toHaveLength(70);
		expect(pages.flat()).toContain('REF-7K2M9Q  ·  page 1 of 2');
	});

	it('cuts what does not fit on two pages and says where the rest is', async () => {
		const paragraphs = Array.from({ length: 400 }, (_, i) => `Visit ${i}: coughing at night.`);
		const pages = await pdfLines({ sections: [{ heading: 'History', paragraphs }] });
		expect(pages).toHaveLength(2);
		expect(pages[1]!.join(' ')).toContain('see history file');
		expect(pages.flat()).not.toContain('Visit 399: coughing at night.');
	});

	it('breaks words that are longer than a line', async () => {
		const word = 'x'.repeat(300);
		const lines = (await pdfLines({ sections: [{ heading: 'Id', paragraphs: [word] }] }))[0]!;
		const parts = lines.filter((line) => /^x+$/.test(line));
		expect(parts.join('')).toBe(word);
		expect(parts.length).toBeGreaterThan(2);
	});

	it('says so when a character cannot be shown', async () => {
		const rows: Array<[string, string]> = [['Owner', '山田 Olive']];
		const lines = (await pdfLines({ sections: [{ heading: 'Owner', rows }] }))[0]!;
		expect(lines).toContain('?? Olive');
		expect(lines.join(' ')).toContain('may stand for a letter that this page cannot show');
	});

	it('draws any text at all on one or two pages', async () => {
		const text = fc.string({ unit: 'binary', maxLength: 200 });
		const section = fc.record({
			heading: text,
			rows: fc.array(fc.tuple(text, text), { maxLength: 5 }),
			paragraphs: fc.array(text, { maxLength: 20 }),
			table: fc.record({
				head: fc.array(text, { maxLength: 5 }),
				rows: fc.array(fc.array(text, { maxLength: 6 }), { maxLength: 20 }),
			}),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(section, { maxLength: 5 }),
				fc.record({ title: text, caseId: text, footer: text, generatedAt: text }),
				async (sections, rest) => {
					const pages = await pdfLines({ ...rest, sections });
					expect([1, 2]).toContain(pages.length);
				},
			),
			{ numRuns: 60 },
		);
	});
});

describe('writing with Latin letters', () => {
	it.each([
		['Müller – “Señor” €5', 'Müller – “Señor” €5'],
		['Łukasz Şahin Đorđe', 'Lukasz Sahin Dorde'],
		['Юлия Щукина', 'Yuliya Shchukina'],
		['Αθηνά', 'Athina'],
		['K⁺ ≥ 5.1 → recheck', 'K+ >= 5.1 -> recheck'],
		['37.5\u202f°C', '37.5 °C'],
		['ﬁbrosis\u00ad', 'fibrosis'],
		['Ω', 'ohm'],
	])('writes %s as %s', (text, expected) => {
		const { bytes, lossy } = toLatin(text);
		expect(windows1252.decode(Buffer.from(bytes, 'latin1'))).toBe(expected);
		expect(lossy).toBe(false);
	});

	it('puts a question mark for what has no Latin form and tells so', () => {
		expect(toLatin('犬🐶')).toEqual({ bytes: '??', lossy: true });
	});
});

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** Names and contents by the central directory; entries are stored, not compressed. */
function unzip(zip: Buffer): Record<string, string> {
	const found: Record<string, string> = {};
	let at = zip.readUInt32LE(zip.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16);
	while (zip.readUInt32LE(at) === 0x02014b50) {
		const [size, nameLength, extra, comment] = [
			zip.readUInt32LE(at + 24),
			zip.readUInt16LE(at + 28),
			zip.readUInt16LE(at + 30),
			zip.readUInt16LE(at + 32),
		];
		const local = zip.readUInt32LE(at + 42);
		const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
		const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
		found[name] = zip.toString('utf8', start, start + size);
		at += 46 + nameLength + extra + comment;
	}
	return found;
}

describe('the package', () => {
	const at = new Date('2026-03-04T14:30:00Z');
	const file = (name: string, input: string): ZipEntry => ({ name, input, lastModified: at });
	const promised = (name: string, text: string) => ({
		name,
		sha256: sha256(text),
		size: Buffer.byteLength(text),
	});

	it('is a ZIP in the BagIt layout whose checksums hold', async () => {
		const files = [promised('summary.pdf', 'PDF'), promised('Röntgen 100%.txt', 'thorax')];
		async function* input() {
			yield file('summary.pdf', 'PDF');
			yield {
				name: 'Röntgen 100%.txt',
				lastModified: at,
				input: new Blob(['tho', 'rax']).stream(),
			};
			yield file('not-promised.txt', 'secret');
		}
		const bag = { caseId: 'REF-1', at, files };
		const entries = unzip(await bytesOf(zipStream(bagEntries(input(), bag))));
		expect(entries).toEqual({
			'bagit.txt': 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n',
			'bag-info.txt': 'External-Identifier: REF-1\nBagging-Date: 2026-03-04\nPayload-Oxum: 9.2\n',
			'manifest-sha256.txt':
				`${sha256('PDF')}  data/summary.pdf\n` + `${sha256('thorax')}  data/Röntgen 100%25.txt\n`,
			'data/summary.pdf': 'PDF',
			'data/Röntgen 100%.txt': 'thorax',
		});
	});

	it('fails as a whole when a file cannot be read', async () => {
		const broken = new ReadableStream<Uint8Array>({
			pull: (controller) => controller.error(new Error('disk gone')),
		});
		const entries = [{ name: 'a', lastModified: at, input: broken }];
		await expect(bytesOf(zipStream(entries))).rejects.toThrow('disk gone');
	});

	it('keeps every file below data/ under a place of its own, whatever it is called', () => {
		const name = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 30 }),
			fc.constantFrom('../x', '..', '/etc/x', 'a\\b', 'a_b', 'A_B', '', ' ', 'C:\\x', '.hidden'),
		);
		fc.assert(
			fc.property(fc.uniqueArray(name, { maxLength: 12 }), (names) => {
				const paths = [...bagPaths(names.map((one) => promised(one, 'x'))).values()];
				expect(paths).toHaveLength(names.length);
				expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(names.length);
				for (const path of paths) {
					expect(path).toMatch(/^data\/[^./\\\u0000-\u001f][^/\\\u0000-\u001f]*$/);
				}
			}),
		);
	});
});
