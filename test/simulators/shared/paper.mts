import { PDFArray, PDFDocument, PDFRawStream, StandardFonts, decodePDFRawStream } from 'pdf-lib';
import type { PDFPage } from 'pdf-lib';

const WIDTH = 595;
const HEIGHT = 842;
const MARGIN = 50;
const SIZE = 10;
const LINE = 14;

/** Lines of text on as many A4 pages as they need; the same input gives the same bytes. */
export async function linesPdf(title: string, lines: string[], date: Date): Promise<Buffer> {
	const pdf = await PDFDocument.create({ updateMetadata: false });
	pdf.setTitle(title);
	pdf.setCreationDate(date);
	pdf.setModificationDate(date);
	const font = await pdf.embedFont(StandardFonts.Helvetica);
	let sheet = pdf.addPage([WIDTH, HEIGHT]);
	let y = HEIGHT - MARGIN;
	const fits = (text: string) => font.widthOfTextAtSize(text, SIZE) <= WIDTH - 2 * MARGIN;
	for (const line of [title, '', ...lines].flatMap((text) => folded(text, fits))) {
		if (y < MARGIN) {
			sheet = pdf.addPage([WIDTH, HEIGHT]);
			y = HEIGHT - MARGIN;
		}
		if (line) sheet.drawText(line, { x: MARGIN, y, size: SIZE, font });
		y -= LINE;
	}
	return Buffer.from(await pdf.save());
}

function folded(text: string, fits: (text: string) => boolean): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const longer = line ? `${line} ${word}` : word;
		if (line && !fits(longer)) {
			lines.push(line);
			line = word;
		} else line = longer;
	}
	return [...lines, line];
}

export interface ReadPdf {
	pages: number;
	/** The text a person reads, one line a drawing of text. */
	text: string;
}

/** Opens a PDF as a viewer would; null when it is none, is cut short, is locked or has no page. */
export async function readPdf(bytes: Buffer): Promise<ReadPdf | null> {
	// A viewer mends a lost ending; somebody who files records does not want a mended one.
	if (!bytes.subarray(0, 1024).includes('%PDF-') || !bytes.subarray(-1024).includes('%%EOF')) {
		return null;
	}
	try {
		const pdf = await PDFDocument.load(bytes, {
			updateMetadata: false,
			throwOnInvalidObject: true,
		});
		const pages = pdf.getPages();
		if (pages.length === 0) return null;
		return { pages: pages.length, text: pages.map(textOf).join('\n') };
	} catch {
		return null;
	}
}

/** Text in the standard Latin encoding only: what is drawn with embedded glyph numbers stays unread. */
function textOf(page: PDFPage): string {
	const contents = page.node.Contents();
	const streams = contents instanceof PDFArray ? contents.asArray() : contents ? [contents] : [];
	const code = streams
		.map((item) => page.node.context.lookup(item))
		.map((stream) =>
			stream instanceof PDFRawStream
				? Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1')
				: '',
		)
		.join('\n');
	const shown = code.matchAll(
		/(\[(?:[^\]\\]|\\.)*\]|<[0-9A-Fa-f\s]*>|\((?:[^()\\]|\\.)*\))\s*(?:TJ|Tj|')/g,
	);
	return [...shown].map(([, operand]) => strings(operand as string)).join('\n');
}

function strings(operand: string): string {
	const parts = operand.matchAll(/<([0-9A-Fa-f\s]*)>|\(((?:[^()\\]|\\.)*)\)/g);
	return [...parts]
		.map(([, hex, literal]) =>
			hex === undefined ? unescaped(literal ?? '') : Buffer.from(hex.replace(/\s/g, ''), 'hex'),
		)
		.map((bytes) => new TextDecoder('windows-1252').decode(bytes))
		.join('');
}

const unescaped = (literal: string): Buffer =>
	Buffer.from(
		literal.replace(/\\([0-7]{1,3}|.)/g, (_all, code: string) =>
			/^[0-7]/.test(code)
				? String.fromCharCode(parseInt(code, 8))
				: ({ n: '\n', r: '\r', t: '\t' }[code] ?? code),
		),
		'latin1',
	);
