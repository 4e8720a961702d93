import { ok, refuse, type Result } from '../../../core/result';

export interface Table {
	columns: string[];
	/** Cells as text, without the blanks around them; `line` counts from 1 as an editor shows it. */
	rows: Array<{ line: number; cells: string[] }>;
}

const separators = [',', ';', '\t', '|'];

/** UTF-8 or UTF-16 by its byte order mark, else UTF-8 if it is valid, else Windows-1252. */
export function textOf(bytes: Uint8Array): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('windows-1252').decode(bytes);
	}
}

/** The separator that the first line has most of, outside of quotes. */
function separatorOf(text: string): string {
	const first = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text)?.[0] ?? '';
	const bare = first.replace(/"(?:[^"]|"")*"/g, '');
	const counted = separators.map((one) => ({ one, count: bare.split(one).length }));
	return counted.reduce((most, each) => (each.count > most.count ? each : most)).one;
}

const broken = (message: string): Result<never> =>
	refuse(
		'csv_unreadable',
		message,
		'Save the list again as CSV and hand it in again; nothing was taken from it.',
	);

const isBlank = (cells: string[]): boolean => cells.every((cell) => cell === '');

/**
 * Reads a list as practice systems and spreadsheets save it: comma, semicolon, tab or bar, quoted cells
 * with line breaks, a byte order mark, `sep=;` on top. A quote that never ends and a row with another
 * number of cells than the headings are refused by row, because a half-written file looks like that.
 */
export function readTable(bytes: Uint8Array): Result<Table> {
	const whole = textOf(bytes).replace(/^\uFEFF/, '');
	const told = /^sep=(.)\r?\n/i.exec(whole);
	const text = whole.slice(told?.[0].length ?? 0);
	const separator = told?.[1] ?? separatorOf(text);
	const rows: Table['rows'] = [];
	let line = told ? 2 : 1;
	let start = line;
	let cells: string[] = [];
	let cell = '';
	let quoted = false;
	const endCell = (): void => {
		cells.push(cell.replace(/[\s\u00A0]+/g, ' ').trim());
		cell = '';
	};
	const endRow = (): void => {
		endCell();
		if (!isBlank(cells)) rows.push({ line: start, cells });
		cells = [];
		start = line;
	};
	for (let at = 0; at < text.length; at++) {
		const char = text[at] ?? '';
		if (char === '\n') line++;
		if (quoted) {
			if (char !== '"') cell += char;
			else if (text[at + 1] === '"') {
				cell += char;
				at++;
			} else quoted = false;
		} else if (char === '"' && cell.trim() === '') {
			quoted = true;
			cell = '';
		} else if (char === separator) endCell();
		else if (char === '\n') endRow();
		else if (char !== '\r') cell += char;
	}
	if (quoted) return broken(`The list has a quote in row ${start} that does not end.`);
	endRow();
	const [head, ...body] = rows;
	if (!head) return broken('The list is empty.');
	const columns = head.cells;
	while (columns.at(-1) === '') columns.pop();
	for (const { line: number, cells: values } of body) {
		while (values.length > columns.length && values.at(-1) === '') values.pop();
		if (values.length === columns.length) continue;
		return broken(
			`Row ${number} of the list has ${values.length} cells, and the headings have ${columns.length}.`,
		);
	}
	return ok({ columns, rows: body });
}
