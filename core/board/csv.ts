/** What begins a formula in a spreadsheet, also after white space that it drops. */
const formula = /^\s*[=+\-@\t\r]/;
const plainNumber = /^[+-]?\d+(?:\.\d+)?$/;

/**
 * One field by RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe in front:
 * names and notes come from other people's systems. Plain numbers stay numbers; phone numbers are text
 * and are kept as such.
 */
function field(value: string | number): string {
	const text = String(value);
	const risky = typeof value === 'string' && formula.test(text) && !isNegativeNumber(text);
	const safe = risky ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const isNegativeNumber = (text: string): boolean => text.startsWith('-') && plainNumber.test(text);

/**
 * A table as CSV: RFC 4180 with CRLF, in UTF-8 with a byte order mark, without which Excel takes it for
 * the code page of its country.
 */
export const csvOf = (rows: ReadonlyArray<ReadonlyArray<string | number>>): string =>
	`\ufeff${rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')}`;
