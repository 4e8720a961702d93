import { PDFDocument, StandardFonts } from 'pdf-lib';

export type FontKey = 'regular' | 'bold';

export const baseFonts: Record<FontKey, StandardFonts> = {
	regular: StandardFonts.Helvetica,
	bold: StandardFonts.HelveticaBold,
};

const windows1252 = new TextDecoder('windows-1252');
let widths: Promise<Record<FontKey, Float64Array>> | undefined;

/** Widths of the 256 characters at size 1, measured once. */
export async function fontWidths(): Promise<Record<FontKey, Float64Array>> {
	widths ??= PDFDocument.create({ updateMetadata: false }).then((document) => {
		const measure = (key: FontKey): Float64Array => {
			const font = document.embedStandardFont(baseFonts[key]);
			const known = new Set(font.getCharacterSet());
			return Float64Array.from({ length: 256 }, (_, code) => {
				const letter = windows1252.decode(Uint8Array.of(code));
				return known.has(letter.codePointAt(0) ?? 0) ? font.widthOfTextAtSize(letter, 1) : 0;
			});
		};
		return { regular: measure('regular'), bold: measure('bold') };
	});
	return await widths;
}

/** Width in points of a text that is already Windows-1252. */
export function widthOf(bytes: string, size: number, font: Float64Array): number {
	let width = 0;
	for (let at = 0; at < bytes.length; at++) width += font[bytes.charCodeAt(at)] ?? 0;
	return width * size;
}

function pieces(word: string, size: number, font: Float64Array, room: number): string[] {
	const found: string[] = [];
	let piece = '';
	let width = 0;
	for (const letter of word) {
		const next = widthOf(letter, size, font);
		if (piece && width + next > room) {
			found.push(piece);
			piece = '';
			width = 0;
		}
		piece += letter;
		width += next;
	}
	return [...found, piece];
}

/** Breaks a text into lines that fit into `room` points; a word longer than a line is cut. */
export function wrap(bytes: string, size: number, font: Float64Array, room: number): string[] {
	const space = (font[0x20] ?? 0) * size;
	const lines: string[] = [];
	let line = '';
	let used = 0;
	for (const word of bytes.split(' ')) {
		if (!word) continue;
		const parts = widthOf(word, size, font) <= room ? [word] : pieces(word, size, font, room);
		for (const part of parts) {
			const width = widthOf(part, size, font);
			if (line && used + space + width <= room) {
				line += ` ${part}`;
				used += space + width;
			} else {
				if (line) lines.push(line);
				line = part;
				used = width;
			}
		}
	}
	return line || lines.length === 0 ? [...lines, line] : lines;
}
