import { toLatin } from './latin-text';
import { widthOf, wrap, type FontKey } from './text-measure';

/** A4 in points. */
export const page = { width: 595.28, height: 841.89, side: 50, top: 48, bottom: 64 };
export const textWidth = page.width - 2 * page.side;
const mostPages = 2;

export type Tone = 'ink' | 'quiet' | 'accent';
const tones: Record<Tone, string> = {
	ink: '0.1 0.12 0.15 rg',
	quiet: '0.36 0.4 0.45 rg',
	accent: '0.05 0.33 0.4 rg',
};

export interface Style {
	font: FontKey;
	size: number;
	tone: Tone;
}

const number = (value: number): string => String(Math.round(value * 100) / 100);

/** Lays text out from top to bottom on at most two pages, as PDF drawing operators. */
export class PageFlow {
	/** Operators of each page. */
	readonly pages: string[][] = [[]];
	/** A character had no Latin form. */
	lossy = false;
	/** Something did not fit any more. */
	cut = false;
	private y = page.height - page.top;
	private readonly fonts: Record<FontKey, Float64Array>;
	private readonly reserve: number;

	/** `reserve`: points kept free at the end of the last page for the notice of what was cut. */
	constructor(fonts: Record<FontKey, Float64Array>, reserve: number) {
		this.fonts = fonts;
		this.reserve = reserve;
	}

	latin(text: string): string {
		const { bytes, lossy } = toLatin(text);
		this.lossy ||= lossy;
		return bytes;
	}

	/** Draws one line at a place of its own; `bytes` come from {@link latin}. */
	draw(bytes: string, x: number, y: number, style: Style, on = this.pages.length - 1): void {
		const shown = bytes.replace(/[\\()]/g, '\\$&');
		const font = style.font === 'bold' ? 'B' : 'R';
		this.pages[on]?.push(
			`${tones[style.tone]} BT /${font} ${style.size} Tf ${number(x)} ${number(y)} Td (${shown}) Tj ET`,
		);
	}

	rule(x: number, width: number, y: number): void {
		this.pages
			.at(-1)
			?.push(
				`0.78 0.82 0.85 RG 0.6 w ${number(x)} ${number(y)} m ${number(x + width)} ${number(y)} l S`,
			);
	}

	width(bytes: string, style: Style): number {
		return widthOf(bytes, style.size, this.fonts[style.font]);
	}

	lines(text: string, style: Style, room: number): string[] {
		return text
			.split(/\r\n|\r|\n/)
			.flatMap((part) => wrap(this.latin(part), style.size, this.fonts[style.font], room));
	}

	/** Cuts a text to one line. */
	oneLine(text: string, style: Style, room: number): string {
		const [first = '', ...rest] = this.lines(text, style, room);
		return rest.length ? `${first.slice(0, -1)}\x85` : first;
	}

	private get floor(): number {
		return page.bottom + (this.pages.length === mostPages ? this.reserve : 0);
	}

	/**
	 * Moves down by `height` and tells the new position, on a new page if needed. Undefined when
	 * there is no room left at all; from then on everything is left out.
	 */
	take(height: number): number | undefined {
		if (this.cut) return undefined;
		if (this.y - height < this.floor) {
			if (this.pages.length === mostPages) {
				this.cut = true;
				return undefined;
			}
			this.newPage();
		}
		this.y -= height;
		return this.y;
	}

	newPage(): void {
		if (this.pages.length === mostPages) return;
		this.pages.push([]);
		this.y = page.height - page.top;
	}

	/** True when `height` still fits onto the page that is being written. */
	fits(height: number): boolean {
		return this.y - height >= this.floor;
	}

	/** Empty space, which never starts a page. */
	gap(height: number): void {
		if (this.fits(height)) this.y -= height;
	}

	/** Wrapped text over the given width. */
	text(text: string, style: Style, x = page.side, room = textWidth): void {
		for (const line of this.lines(text, style, room)) {
			const y = this.take(style.size * 1.35);
			if (y === undefined) return;
			this.draw(line, x, y, style);
		}
	}

	/** Cells beside each other, each wrapped in its own column; false when nothing fits any more. */
	cells(cells: Array<{ text: string; x: number; room: number; style: Style }>): boolean {
		const columns = cells.map((cell) => ({
			...cell,
			lines: this.lines(cell.text, cell.style, cell.room),
		}));
		const height = Math.max(...columns.map(({ style }) => style.size)) * 1.35;
		const rows = Math.max(...columns.map(({ lines }) => lines.length));
		for (let row = 0; row < rows; row++) {
			const y = this.take(height);
			if (y === undefined) return false;
			for (const { lines, x, style } of columns) {
				const line = lines[row];
				if (line) this.draw(line, x, y, style);
			}
		}
		return true;
	}

	/** Draws below the reserved room of the last page. */
	notice(text: string, style: Style): void {
		this.draw(this.latin(text), page.side, page.bottom + 4, style);
	}
}
